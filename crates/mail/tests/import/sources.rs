//! Archives of every form, people known again across them, and nothing twice.

use crate::attic::{Attic, letter};
use domain::{id::ImportId, side::Side};
use mail::import::{Importer, Report, form::Form};
use std::path::Path;
use testkit::on_both;

const USERS: &str = r#"[{"id": "U1", "team_id": "T1", "name": "dora", "profile": {"real_name": "Dora Lind", "email": "dora@customer.example"}},
    {"id": "U2", "team_id": "T1", "name": "ivo", "real_name": "Ivo Hart", "profile": {}}]"#;
const DAY: &str = r#"[{"type": "message", "user": "U1", "text": "They *wobble*, @maya.okafor", "ts": "1044100000.000100", "thread_ts": "1044100000.000100",
     "reactions": [{"name": "eyes", "users": ["U2"]}]},
    {"type": "message", "user": "U2", "text": "Which?", "ts": "1044100060.000100", "thread_ts": "1044100000.000100"},
    {"type": "message", "user": "U2", "text": "Lunch?", "ts": "1044103600.000100"},
    {"type": "message", "subtype": "channel_join", "user": "U2", "text": "joined", "ts": "1044103700.000100"}]"#;
const TOPIC: &str = r#"{"id": 7, "title": "Spokes", "archetype": "regular", "post_stream": {"stream": [70, 71], "posts": [
    {"id": 70, "name": "Ivo", "username": "ivo", "user_id": 6, "post_number": 1, "post_type": 1, "version": 1, "created_at": "2003-02-03T10:00:00.000Z",
     "cooked": "<p>They <strong>rattle</strong>.</p><script>alert(1)</script>", "actions_summary": [{"id": 2, "count": 3}]},
    {"id": 71, "name": "Dora", "username": "dora", "user_id": 5, "post_number": 2, "post_type": 1, "version": 1, "created_at": "2003-02-03T11:00:00.000Z",
     "reply_to_post_number": 1, "cooked": "<p>Tighten them.</p>"}]}}"#;

fn chat<'a>(attic: &'a Attic<'_>) -> impl Fn(&str) -> std::path::PathBuf + 'a {
    |folder| {
        attic.put(&format!("{folder}/users.json"), USERS);
        attic.put(&format!("{folder}/wheels/2003-02-01.json"), DAY);
        attic.put(&format!("{folder}/channels.json"), r#"[{"id": "C1", "name": "wheels"}]"#).parent().unwrap().to_owned()
    }
}

async fn told(attic: &Attic<'_>, path: &Path) -> (ImportId, Report) {
    attic.import_as(Form::of(path).expect("there is no doubt"), path.to_owned()).await
}

#[test]
fn a_chat_comes_home_with_its_threads_and_reactions() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        attic.import_text(&letter("a@x", 1, "Subject: Wheels", "A letter.")).await;
        let dora = attic.person("dora@customer.example").await;
        let path = chat(&attic)("slack");
        let (_, report) = told(&attic, &path).await;
        assert_eq!((report.read, report.imported, report.threads, report.passed_over, report.unreadable), (4, 3, 2, 1, 0));
        let rows = attic.list().await;
        let thread = rows.iter().find(|row| row.headline.subject.starts_with("#wheels: They wobble")).expect("the thread");
        let messages = attic.messages(thread.headline.id).await;
        assert_eq!((messages[0].author, messages[1].answers), (dora, Some(messages[0].id)), "she is known by her address");
        assert_eq!(messages[0].reactions, [("👀".to_owned(), 1)]);
        assert!(messages[0].html.contains("<strong>wobble</strong>") && !messages[0].html.contains("href=\"/people"));
        assert!(rows.iter().any(|row| row.headline.subject == "#wheels 2003-02"));
        let (_, again) = told(&attic, &path).await;
        assert_eq!((again.imported, again.known), (0, 3));
        let elsewhere = chat(&attic)("a-later-export");
        attic.put("a-later-export/wheels/2003-02-02.json", DAY.replace("10441", "10442"));
        let (_, later) = told(&attic, &elsewhere).await;
        assert_eq!((later.imported, later.known, later.threads), (3, 3, 1), "the month goes on");
    });
}

#[test]
fn a_forum_comes_home_clean() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let path = attic.put("forum/7.json", TOPIC).parent().unwrap().to_owned();
        let (import, report) = told(&attic, &path).await;
        assert_eq!((report.imported, report.threads, report.replies_found), (2, 1, 1));
        let [row] = &attic.list().await[..] else { panic!("one conversation") };
        assert_eq!(row.headline.subject, "Spokes");
        let messages = attic.messages(row.headline.id).await;
        assert!(messages[0].html.contains("<strong>rattle</strong>") && !messages[0].html.contains("script"));
        assert_eq!((messages[0].source.trim(), &messages[0].reactions[..]), ("They rattle.", &[("❤️".to_owned(), 3)][..]));
        assert_eq!(attic.hits(attic.founder, "tighten").await, 1);
        let listed = attic.eyes().await.import(import).await.unwrap().unwrap();
        assert_eq!((listed.form.as_str(), listed.source.as_str(), listed.counts.written), ("discourse", "forum", 2));
        actions::import_run::ask(attic.store(), Some(attic.founder), import, true).await.unwrap();
        let undone = actions::import_run::undo(attic.store(), import, attic.founder, async |_| Ok(())).await.unwrap();
        assert_eq!((undone.messages, undone.conversations, undone.people), (2, 1, 2));
    });
}

#[test]
fn the_same_letter_from_two_archives_is_one_message() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let mbox = letter("a@x", 1, "Subject: Wheels", "One") + &letter("b@x", 2, "In-Reply-To: <a@x>", "Two");
        assert_eq!(attic.import_text(&mbox).await.imported, 2);
        let bare = |id: &str, day, head: &str, body: &str| letter(id, day, head, body).split_once('\n').unwrap().1.to_owned();
        attic.put("box/cur/1.host:2,S", bare("a@x", 1, "Subject: Wheels", "One").replace('\n', "\r\n"));
        attic.put("box/new/2.host", bare("c@x", 3, "In-Reply-To: <b@x>", "Three"));
        attic.put("box/cur/3.host:2,DS", bare("d@x", 3, "Subject: A draft", "Half a tho"));
        attic.put("box/cur/4.host:2,ST", bare("e@x", 3, "Subject: Thrown away", "Gone"));
        attic.put("box/.Sent.2003/cur/5.host:2,", bare("f@x", 4, "In-Reply-To: <c@x>", "Four"));
        attic.put("box/.Sent.2003/maildirfolder", "");
        attic.put("box/.notmuch/cur.db", "x");
        let path = attic.put("box/dovecot-uidlist", "3 V1").parent().unwrap().to_owned();
        let (_, report) = told(&attic, &path).await;
        assert_eq!((report.imported, report.known, report.passed_over, report.unreadable), (2, 1, 2, 0));
        let pipermail = letter("a@x", 1, "Subject: Wheels", "One")
            .replace("Dora Lind <dora@customer.example>", "dora at customer.example (Dora Lind)")
            .replace("From x@velo.example", "From x at velo.example")
            + &letter("g@x", 5, "In-Reply-To: <f@x>", "Five")
                .replace("Dora Lind <dora@customer.example>", "dora at customer.example (Dora Lind)");
        let path = attic.put("list/2003-February.txt", pipermail);
        let (_, report) = told(&attic, &path).await;
        assert_eq!((report.imported, report.known), (1, 1));
        let words = ["One", "Two", "Three", "Four", "Five"].map(str::to_owned).to_vec();
        assert_eq!(attic.shelf().await, [("Wheels".to_owned(), words)]);
        assert_eq!(attic.store().people_count().await.unwrap(), 2, "the founder and Dora, whatever her address looks like");
    });
}

#[test]
fn what_could_not_be_read_is_kept_with_the_import() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let nobody = "From x Sat Feb  1 07:40:33 2003\nSubject: Nobody\n\nHello\n\n";
        let (import, _) = attic.import_as(Form::Mbox, attic.put("a.mbox", nobody)).await;
        let reading = attic.eyes().await;
        let listed = reading.import(import).await.unwrap().unwrap();
        let [it] = &reading.unreadable_of(&listed).await.unwrap()[..] else { panic!("one letter") };
        assert_eq!((it.file.as_str(), it.reason.as_str(), listed.counts.unreadable), ("a.mbox", "no-writer", 1));
        assert!(listed.ended_at.is_some() && listed.undone.is_none());
        assert_eq!(reading.imports(ImportId(i64::MAX)).await.unwrap().len(), 1);
    });
}

#[test]
fn an_import_is_listed_under_the_name_it_was_given() {
    on_both(async |test| {
        let attic = Attic::new(test).await;
        let path = attic.put("0f3a/1.eml", "From: Dora <dora@customer.example>\nSubject: Wheels\n\nOne\n");
        let name = String::from("help@velo.example at imap.example:993");
        let importer = Importer::new(attic.store().clone(), "support", Side::Customer).named(Some(name.clone()));
        let (import, report) = importer.run(path.parent().unwrap(), Form::Eml, async || Ok(())).await.unwrap();
        let listed = attic.eyes().await.import(import).await.unwrap().unwrap();
        assert_eq!((report.imported, &listed.source), (1, &name));
    });
}
