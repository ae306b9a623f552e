//! The walls after a merge: one page shows two conversations, and each sings only to who heard it before.

use crate::place::in_place;
use actions::{
    conversation::{self, Bringing},
    merging::{self, Merging},
};
use std::collections::HashSet;
use testkit::canary::heard;

#[test]
fn a_merged_conversation_sings_to_nobody_who_did_not_hear_it_before() {
    in_place(async |place| {
        let (store, company) = (place.store(), &place.company);
        let (parcel, mudguards) = (company.thread("parcel"), company.thread("mudguards"));
        let ravi = Bringing { party: company.person("ravi").into(), past: true };
        conversation::bring(store, place.by("sami"), mudguards.conversation, ravi).await.expect("he is brought in");
        let it = Merging { into: mudguards.conversation, brings: false, saw: None };
        merging::merge(store, place.by("sami"), parcel.conversation, it).await.expect("both are Jonas's");
        let facts = place.facts().await;
        let earlier: HashSet<&str> = parcel.said.iter().flat_map(|said| heard(&said.body)).collect();
        let path = format!("/conversations/{}", mudguards.number);
        for (viewer, client) in place.everybody() {
            let said = company.conversations.iter().flat_map(|thread| &thread.said);
            let may: HashSet<&str> =
                said.filter(|said| facts.may_see(viewer, said.message)).flat_map(|said| heard(&said.body)).collect();
            for answer in [client.page(&path).await, client.json(&path).await] {
                let sings = answer.canaries();
                assert!(sings.iter().all(|canary| may.contains(canary.as_str())), "{}: {}", client.name, answer.text());
                let hears = earlier.iter().filter(|canary| sings.iter().any(|sung| sung == **canary)).count();
                let expected = if facts.sees(viewer, parcel.conversation).is_some() { earlier.len() } else { 0 };
                assert_eq!(hears, expected, "{} hears the earlier one", client.name);
            }
        }
        let old = format!("/conversations/{}", parcel.number);
        assert_eq!(place.browser("sami").page(&old).await.status, 303, "the old address leads on");
        assert_eq!(place.browser("ravi").page(&old).await.status, 404);
    });
}
