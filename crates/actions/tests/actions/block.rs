//! The block list.

use crate::expect::*;
use actions::{block, conversation, session};
use testkit::in_company;

#[test]
fn colleagues_block_addresses_of_outsiders_and_take_them_off_again() {
    in_company(async |house| {
        let store = house.store();
        let set = async |who: &str, address: &str, on| block::set(store, house.by(who), address, on).await;
        let jonas = "jonas.weber@example.net";
        assert_eq!(refused(set("maya", jonas, true).await), forbidden("employees-only"));
        assert_eq!(refused(block::set(store, None, jonas, true).await), STRANGER);
        assert_eq!(refused(set("sami", "nobody@example.org", true).await), invalid("address-unknown"));
        assert_eq!(refused(set("sami", "jonas", true).await), invalid("address-form"));
        let dora = house.company.resident("dora").address;
        assert_eq!(refused(set("sami", dora, true).await), forbidden("colleagues-are-not-blocked"));

        set("sami", jonas, true).await.unwrap();
        session::ask_for_link(store, jonas).await.unwrap();
        assert!(letters(house).await.iter().all(|due| due.delivery.reason != "sign-in"), "no link goes there");
        conversation::reopen(store, house.by("ines"), house.conversation("parcel")).await.unwrap();
        let said = reply(house, house.by("ines"), house.conversation("parcel")).await.unwrap();
        assert!(letters_to(house, said.message).await.is_empty());
        set("sami", jonas, false).await.unwrap();
        let said = reply(house, house.by("ines"), house.conversation("parcel")).await.unwrap();
        assert_eq!(letters_to(house, said.message).await, ["jonas"]);
    });
}
