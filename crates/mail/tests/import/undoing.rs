//! An import is undone as a whole, as far as nobody built on it.

use crate::attic::{Attic, letter};
use actions::{Saw, import_run, message::Replying};
use domain::{
    id::{ConversationId, ImportId, MessageId},
    import::Undone,
    party::MACHINE,
    refusal::Refusal,
};
use mail::import::form::Form;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Fault, Stop};
use testkit::on_both;

async fn bring(attic: &Attic<'_>, name: &str, text: &str) -> ImportId {
    attic.import_as(Form::Mbox, attic.put(name, text)).await.0
}

async fn undo(attic: &Attic<'_>, import: ImportId) -> Undone {
    import_run::ask(attic.store(), Some(attic.founder), import, true).await.expect("an administrator may");
    let undone = import_run::undo(attic.store(), import, attic.founder, async |_| Ok(())).await.expect("it is undone");
    attic.index().await;
    undone
}

async fn reply(attic: &Attic<'_>, conversation: ConversationId) {
    let reading = attic.eyes().await;
    let seen = reading.conversation_by_id(conversation).await.unwrap().unwrap();
    let audience = reading.audience(&seen).await.unwrap().digest().to_owned();
    let saw = Saw { audience: Some(audience), position: Some(seen.last_position) };
    let replying = Replying { conversation, body: "We look into it".into(), answers: None, attachments: Vec::new(), saw };
    actions::message::reply(attic.store(), Some(attic.founder), replying).await.expect("she may answer");
}

fn archive() -> String {
    [
        letter("a@x", 1, "Subject: Wheels", "They wobble."),
        letter("b@x", 2, "In-Reply-To: <a@x>", "Which?").replace("Dora Lind <dora", "Ivo Hart <ivo"),
        letter("c@x", 3, "Subject: Spokes", "They rattle."),
    ]
    .concat()
}

#[test]
fn what_an_import_brought_goes_and_leaves_nothing() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let import = bring(&attic, "a.mbox", &archive()).await;
        assert_eq!(attic.list().await.len(), 2);
        assert_eq!(attic.hits(attic.founder, "wobble").await, 1);
        let undone = undo(&attic, import).await;
        assert_eq!(undone, Undone { messages: 3, conversations: 2, people: 2, stays: 0 });
        assert!(attic.list().await.is_empty());
        assert_eq!(attic.hits(attic.founder, "wobble").await, 0);
        let reading = attic.eyes().await;
        assert!(reading.intake(domain::id::LetterId(i64::MAX)).await.unwrap().is_empty(), "the raw letters go, too");
        assert_eq!(attic.store().people_count().await.unwrap(), 1, "only the founder is left");
        assert_eq!(undo(&attic, import).await, Undone::default(), "once more does no harm");
        let again = attic.import_as(Form::Mbox, attic.put("a.mbox", archive())).await;
        assert_eq!((again.1.imported, again.1.known), (3, 0), "it can come again");
        assert_eq!(attic.hits(attic.founder, "wobble").await, 1);
    });
}

#[test]
fn a_conversation_people_answered_in_stays_with_its_reason() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let import = bring(&attic, "a.mbox", &archive()).await;
        let wheels = attic.list().await.into_iter().find(|row| row.headline.subject == "Wheels").unwrap().headline.id;
        reply(&attic, wheels).await;
        let undone = undo(&attic, import).await;
        assert_eq!((undone.messages, undone.conversations, undone.people, undone.stays), (1, 1, 0, 1));
        let shelf = attic.shelf().await;
        let words = vec!["They wobble.".to_owned(), "Which?".into(), "We look into it".into()];
        assert_eq!(shelf, [("Wheels".to_owned(), words)]);
        let reading = attic.eyes().await;
        let listed = reading.import(import).await.unwrap().unwrap();
        let stays = reading.stays_of(&listed).await.unwrap();
        assert_eq!((listed.stays, stays[0].reason.as_str(), stays[0].subject.as_str()), (1, "answered", "Wheels"));
        // What she wrote goes by her own hand only; then the rest may go.
        assert_eq!(undo(&attic, import).await.stays, 1);
    });
}

#[test]
fn only_what_this_run_brought_goes() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let first =
            letter("b@x", 2, "Subject: Re: Wheels\nIn-Reply-To: <a@x>", "Which?").replace("Dora Lind <dora", "Ivo Hart <ivo");
        let import = bring(&attic, "a.mbox", &first).await;
        let second = bring(&attic, "b.mbox", &archive()).await;
        // The second run knew one of three and put an earlier letter before it.
        let undone = undo(&attic, import).await;
        assert_eq!((undone.messages, undone.conversations, undone.people), (1, 0, 1));
        let mut shelf = attic.shelf().await;
        shelf.sort();
        assert_eq!(shelf.len(), 2, "{shelf:?}");
        assert!(shelf.iter().any(|(_, words)| words[..] == ["They wobble."]));
        let undone = undo(&attic, second).await;
        assert_eq!((undone.messages, undone.conversations, undone.people), (2, 2, 1));
        assert!(attic.list().await.is_empty());
    });
}

#[test]
fn an_undoing_that_was_cut_short_goes_on() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let many: String =
            (0..250).map(|n| letter(&format!("{n}@x"), 1, "Subject: Wheels", &format!("They wobble {n}"))).collect();
        let import = bring(&attic, "a.mbox", &many).await;
        import_run::ask(attic.store(), Some(attic.founder), import, true).await.unwrap();
        let steps = AtomicUsize::new(0);
        let killed = async |_: &Undone| {
            steps.fetch_add(1, Ordering::Relaxed);
            Err(Stop::Fault(Fault::Unfit("killed".into())))
        };
        import_run::undo(attic.store(), import, attic.founder, killed).await.expect_err("it is cut short");
        assert_eq!(steps.load(Ordering::Relaxed), 1);
        let left = attic.list().await.len();
        assert!(left > 0 && left < 250, "{left}");
        // Meanwhile others write, and the same archive cannot come in as part of this run.
        assert_eq!(attic.store().undoing_waits().await.unwrap(), Some((import, attic.founder)));
        let undone = import_run::undo(attic.store(), import, attic.founder, async |_| Ok(())).await.unwrap();
        // It tells of the whole undoing, whoever did which part.
        assert_eq!((undone.messages, undone.conversations), (250, 250));
        assert!(attic.list().await.is_empty() && attic.store().undoing_waits().await.unwrap().is_none());
    });
}

#[test]
fn only_administrators_undo_and_only_who_is_sure() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let import = bring(&attic, "a.mbox", &archive()).await;
        let dora = attic.person("dora@customer.example").await;
        let ask = async |by, import, sure| match import_run::ask(attic.store(), by, import, sure).await {
            Err(Stop::Refused(refusal)) => refusal.key,
            other => panic!("{other:?}"),
        };
        assert_eq!(ask(Some(attic.founder), import, false).await, "import-undo-sure");
        assert_eq!(ask(Some(attic.founder), ImportId(1), true).await, Refusal::hidden().key);
        for nobody in [Some(dora), None] {
            ask(nobody, import, true).await;
        }
        assert!(attic.eyes_of(dora).await.import(import).await.unwrap().is_none());
        assert!(attic.store().undoing_waits().await.unwrap().is_none());
        assert_eq!(attic.list().await.len(), 2);
    });
}

#[test]
fn what_people_did_to_a_conversation_keeps_it() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let import = bring(&attic, "a.mbox", &archive()).await;
        let find =
            async |subject: &str| attic.list().await.into_iter().find(|row| row.headline.subject == subject).unwrap().headline.id;
        let (wheels, spokes) = (find("Wheels").await, find("Spokes").await);
        let first: MessageId = attic.messages(wheels).await[0].id;
        test.clock().advance(domain::moment::SECOND);
        actions::message::react(attic.store(), Some(attic.founder), first, "👍").await.expect("she may");
        actions::conversation::close(attic.store(), Some(attic.founder), spokes, "done").await.expect("she may");
        assert_eq!(undo(&attic, import).await, Undone { stays: 2, ..Undone::default() });
        let reading = attic.eyes().await;
        let listed = reading.import(import).await.unwrap().unwrap();
        let mut reasons: Vec<String> = reading.stays_of(&listed).await.unwrap().iter().map(|stay| stay.reason.clone()).collect();
        reasons.sort();
        assert_eq!(reasons, ["handled", "reacted"]);
        actions::message::react(attic.store(), Some(attic.founder), first, "👍").await.expect("she takes it off");
        assert_eq!(undo(&attic, import).await, Undone { messages: 2, conversations: 1, people: 1, stays: 1 });
        assert_eq!(listed.by.0, MACHINE);
    });
}
