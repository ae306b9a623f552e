//! To whom old letters went is kept, of people who are somebody here; it lets nobody in and tells nobody.

use crate::attic::{Attic, letter};
use actions::{erasure, import_run};
use domain::{
    address::MailAddress,
    erasure::Neutral,
    id::{ConversationId, LetterId, MessageId, PersonId},
};
use mail::import::form::Form;
use std::sync::{Arc, Mutex};
use store::{
    Thoroughness,
    consumer::Bookmark,
    reading::shelf::{Cursor, List},
};
use testkit::on_both;

const IVO: &str = "ivo@customer.example";
const MAYA: &str = "maya@velo.example";

/// Dora writes to the house, to a colleague, to Ivo under a name of her own for him, and to somebody who never wrote.
fn circular() -> String {
    let to = format!("Cc: {MAYA}, \"Darling\" <{IVO}>, Nobody <nobody@elsewhere.example>, {MAYA}");
    letter("a@x", 1, &format!("{to}\nSubject: Wheels"), "They wobble.")
}

/// Ivo writes later.
fn answer() -> String {
    letter("b@x", 2, "In-Reply-To: <a@x>", "Which?").replace("Dora Lind <dora@customer.example>", &format!("Ivo Hart <{IVO}>"))
}

/// Whom a message is kept to have gone to.
async fn addressees(attic: &Attic<'_>, message: MessageId) -> Vec<PersonId> {
    let (found, bookmark) = (Arc::new(Mutex::new(Vec::new())), Bookmark::of("looking"));
    let (from, lines) = bookmark.lines(attic.store()).await.expect("the log");
    let (to, seen) = (lines.last().expect("lines").position, found.clone());
    let look = async move |w: &mut store::Writing| {
        *seen.lock().expect("nobody panicked") = w.addressees_of(message).await?;
        Ok(())
    };
    bookmark.advance(attic.store(), from, to, look).await.expect("the store answers");
    bookmark.give_back(attic.store()).await.expect("the store answers");
    found.lock().expect("nobody panicked").clone()
}

async fn wheels(attic: &Attic<'_>) -> (ConversationId, MessageId) {
    let row = attic.list().await.into_iter().next().expect("a conversation");
    (row.headline.id, attic.messages(row.headline.id).await[0].id)
}

#[test]
fn colleagues_and_who_writes_in_the_archive_are_kept_and_nobody_else_becomes_somebody() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&(circular() + &answer())).await;
        let (conversation, message) = wheels(&attic).await;
        let ivo = attic.person(IVO).await;
        assert_eq!(addressees(&attic, message).await, [attic.founder, ivo]);
        assert_eq!(attic.messages(conversation).await[1].author_name, "Ivo Hart", "as he calls himself, not as she calls him");
        let nobody = MailAddress::parse("nobody@elsewhere.example").expect("an address");
        assert!(attic.store().password_of(&nobody).await.expect("the store answers").is_none());
        assert_eq!(attic.store().people_count().await.expect("the store answers"), 3);
    });
}

#[test]
fn who_is_named_in_an_old_letter_sees_nothing_by_that_and_is_told_nothing() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&(circular() + &answer())).await;
        let (conversation, _) = wheels(&attic).await;
        let his = attic.eyes_of(attic.person(IVO).await).await;
        assert!(his.conversation_by_id(conversation).await.expect("the store answers").is_none());
        assert!(his.list(List::All, Cursor::TOP).await.expect("the list").rows.is_empty());
        let (bookmark, store) = (Bookmark::of("notices"), attic.store());
        let (from, lines) = bookmark.lines(store).await.expect("the log");
        let to = lines.last().expect("lines").position;
        bookmark.advance(store, from, to, async move |w| actions::notice::derive(w, &lines).await).await.expect("it derives");
        assert!(attic.eyes().await.notices(None).await.expect("the store answers").lines.is_empty());
        assert_eq!(attic.eyes().await.unread().await.expect("the store answers").total, 0);
    });
}

#[test]
fn importing_again_doubles_nothing_and_undoing_takes_it_back() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let archive = circular() + &answer();
        let (import, _) = attic.import_as(Form::Mbox, attic.put("a.mbox", &archive)).await;
        let again = attic.import_text(&archive).await;
        assert_eq!((again.imported, again.known), (0, 2));
        let (_, message) = wheels(&attic).await;
        assert_eq!(addressees(&attic, message).await.len(), 2);
        import_run::ask(attic.store(), Some(attic.founder), import, true).await.expect("an administrator may");
        import_run::undo(attic.store(), import, attic.founder, async |_| Ok(())).await.expect("it is undone");
        assert!(addressees(&attic, message).await.is_empty());
        assert_eq!(attic.store().people_count().await.expect("the store answers"), 1, "only the founder is left");
    });
}

#[test]
fn whoever_is_only_named_in_old_letters_is_erased_from_them_too() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&answer()).await;
        attic.import_text(&circular()).await;
        let neutral = Neutral { name: "Erased person".into(), subject: "(erased subject)".into() };
        let ivo = attic.person(IVO).await;
        erasure::erase(attic.store(), Some(attic.founder), ivo, "Ivo Hart", neutral).await.expect("he is erased");
        attic.store().overwrite_erased(Thoroughness::Whole).await.expect("it is overwritten");
        let left = test.places_of(&[IVO, "Darling"]);
        assert!(left.is_empty(), "{left:#?}");
        assert_eq!(attic.eyes().await.intake(LetterId(i64::MAX)).await.expect("the store answers").len(), 2, "the rows stay");
    });
}
