//! An import is silent: nobody gets sight, a letter, a notice or anything unread, and all of it is found.

use crate::attic::{Attic, letter};
use actions::{conversation::close, message::Replying};
use domain::{
    id::{DeliveryId, LetterId},
    kind::{Kind, Stage},
    message::Channel,
};
use store::{
    consumer::Bookmark,
    reading::shelf::{Cursor, List},
};
use testkit::on_both;

#[test]
fn an_import_tells_nobody_and_nothing_waits() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&letter("a@x", 1, "Subject: Wheels", "They wobble, @maya.okafor.")).await;
        let (bookmark, store) = (Bookmark::of("notices"), attic.store());
        let (from, lines) = bookmark.lines(store).await.unwrap();
        let to = lines.last().unwrap().position;
        bookmark.advance(store, from, to, async move |w| actions::notice::derive(w, &lines).await).await.unwrap();
        let reading = attic.eyes().await;
        assert!(reading.outbox(DeliveryId(i64::MAX)).await.unwrap().is_empty());
        assert!(reading.notices(None).await.unwrap().lines.is_empty());
        assert_eq!(reading.unread().await.unwrap().total, 0);
        let [row] = &attic.list().await[..] else { panic!("one conversation") };
        assert!(!row.unread && row.headline.awaited_since.is_none());
        assert_eq!((row.headline.kind, row.headline.stage), (Kind::Talk, Stage::Open));
        for list in [List::Unanswered(row.headline.space), List::Unassigned(row.headline.space), List::Mine(None)] {
            assert!(reading.list(list, Cursor::TOP).await.unwrap().rows.is_empty(), "{list:?}");
        }
    });
}

#[test]
fn what_somebody_writes_below_imported_letters_is_news() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let circle = [letter("a@x", 1, "Subject: Wheels", "One"), letter("b@x", 2, "In-Reply-To: <a@x>", "Two")];
        attic.import_text(&circle.concat()).await;
        let row = attic.list().await.into_iter().next().expect("a conversation");
        let (body, conversation) = ("Three".to_owned(), row.headline.id);
        let saw =
            actions::Saw { audience: Some(audience(&attic, &row.headline).await), position: Some(row.headline.last_position) };
        let replying = Replying { conversation, body, answers: None, attachments: Vec::new(), saw };
        actions::message::reply(attic.store(), Some(attic.founder), replying).await.expect("she may answer");
        assert_eq!(attic.messages(conversation).await.len(), 3);
        close(attic.store(), Some(attic.founder), conversation, "done").await.expect("she may close it");
    });
}

async fn audience(attic: &Attic<'_>, of: &store::reading::conversation::Headline) -> String {
    let reading = attic.eyes().await;
    let seen = reading.conversation_by_id(of.id).await.unwrap().unwrap();
    reading.audience(&seen).await.unwrap().digest().to_owned()
}

#[test]
fn a_writer_of_old_letters_sees_none_of_them() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&letter("a@x", 1, "Subject: Wheels", "They wobble.")).await;
        let dora = attic.person("dora@customer.example").await;
        let row = attic.list().await.into_iter().next().expect("a conversation");
        let hers = attic.eyes_of(dora).await;
        assert!(hers.conversation_by_id(row.headline.id).await.unwrap().is_none());
        assert!(hers.list(List::All, Cursor::TOP).await.unwrap().rows.is_empty());
        assert_eq!((attic.hits(dora, "wobble").await, attic.hits(attic.founder, "wobble").await), (0, 1));
    });
}

#[test]
fn an_old_letter_is_shown_as_it_was() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let text = letter("a@x", 1, "Subject: Wheels", "They wobble.\n\n>From the start.");
        attic.import_text(&text).await;
        let row = attic.list().await.into_iter().next().expect("a conversation");
        let message = attic.messages(row.headline.id).await.into_iter().next().expect("a message");
        assert_eq!((message.channel, message.author_name.as_str()), (Channel::Import, "Dora Lind"));
        let original = attic.eyes().await.original(message.id).await.unwrap().expect("it is kept");
        let body = text.split_once('\n').unwrap().1.trim_end().replace(">From", "From") + "\n";
        assert_eq!(String::from_utf8(original.to_vec()).unwrap(), body);
        let [kept] = &attic.eyes().await.intake(LetterId(i64::MAX)).await.unwrap()[..] else { panic!("one letter") };
        assert_eq!((kept.door.as_str(), kept.state.as_str(), kept.number), ("import", "sorted", Some(row.headline.number)));
    });
}

#[test]
fn an_employee_who_wrote_stays_an_employee() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let hers =
            letter("a@x", 1, "Subject: Wheels", "Mine").replace("Dora Lind <dora@customer.example>", "M <Maya@Velo.example>");
        attic.import_text(&hers).await;
        let row = attic.list().await.into_iter().next().expect("a conversation");
        assert_eq!(row.headline.starter, attic.founder);
        let message = &attic.messages(row.headline.id).await[0];
        assert_eq!((message.author_name.as_str(), message.author_side), ("Maya Okafor", domain::side::Side::Employee));
    });
}
