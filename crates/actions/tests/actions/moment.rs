//! A reading of one moment: whatever is written while a page is made, the page agrees with itself.

use crate::expect::*;
use store::{Engine, reading::message::Window};
use testkit::in_company;

#[test]
fn a_page_of_one_moment_shows_nothing_of_what_is_written_after_its_first_look() {
    in_company(async |house| {
        // On PostgreSQL each statement is of its own moment: one for a page would cost two round trips more.
        let of_one_moment = house.store().engine() == Engine::Sqlite;
        let page = house.eyes("sami").await.at_one_moment().unwrap();
        let creak = page.conversation_by_id(house.conversation("creak")).await.unwrap().unwrap();
        let new = reply(house, house.by("maya"), house.conversation("creak")).await.unwrap();

        let shows = async |reading: &store::Reading| {
            let shown = reading.messages(&creak, Window::Newest).await.unwrap().shown;
            shown.iter().any(|message| message.id == new.message)
        };
        assert_eq!(shows(&page).await, !of_one_moment);
        assert_eq!(page.head().await.unwrap() < house.store().head().await.unwrap(), of_one_moment, "and it listens from there");
        assert!(shows(&house.eyes("sami").await).await, "who asks beside it sees what is new");
        drop(page);

        // Its connection is the pool's again, and its transaction is over.
        let next = house.eyes("sami").await.at_one_moment().unwrap();
        assert!(shows(&next).await);
    });
}
