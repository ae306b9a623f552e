use super::*;
use std::fs;

fn export(files: &[(&str, &str)]) -> tempfile::TempDir {
    let attic = tempfile::tempdir().unwrap();
    let users = r#"[{"id": "U1", "team_id": "T1", "name": "dora", "profile": {"real_name": "Dora Lind", "email": "Dora@Velo.example"}},
        {"id": "U2", "team_id": "T1", "name": "ivo", "real_name": "Ivo Hart", "profile": {}},
        {"id": "U3", "team_id": "T1", "name": "ci", "is_bot": true, "profile": {}}]"#;
    let fixed = [("users.json", users), ("channels.json", r#"[{"id": "C1", "name": "wheels"}]"#)];
    for (name, text) in fixed.iter().chain(files) {
        let path = attic.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    attic
}

fn posts(attic: &tempfile::TempDir, wanted: &[&str]) -> Vec<Result<Post, Reason>> {
    let wanted: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
    let slack = Slack::open(attic.path(), &wanted).unwrap();
    let post = |found: Found| match found.content {
        Ok(Content::Post(post)) => Ok(*post),
        Ok(Content::Letter(_)) => panic!("no letters here"),
        Err(reason) => Err(reason),
    };
    slack.posts().map(post).collect()
}

#[test]
fn threads_are_conversations_and_the_rest_stands_by_month() {
    let attic = export(&[(
        "wheels/2015-06-05.json",
        r#"[{"type": "message", "user": "U1", "text": "They wobble", "ts": "1433500000.000001"},
            {"type": "message", "user": "U2", "text": "Which?", "ts": "1433500001.000001", "thread_ts": "1433500001.000001"},
            {"type": "message", "user": "U1", "text": "Mine", "ts": "1433500002.000001", "thread_ts": "1433500001.000001"}]"#,
    )]);
    let posts: Vec<Post> = posts(&attic, &[]).into_iter().map(Result::unwrap).collect();
    assert_eq!(posts[0].beside, ["slack:T1/C1/2015-06"]);
    assert_eq!(posts[0].subject, "#wheels 2015-06");
    assert_eq!((posts[1].subject.as_str(), &posts[1].answers), ("#wheels: Which?", &None));
    assert_eq!(posts[2].answers.as_deref(), Some("slack:T1/C1/1433500001.000001"));
    assert!(posts[1].beside.is_empty() && posts[2].beside.is_empty());
    assert_eq!(posts[0].address.as_str(), "dora@velo.example");
    assert_eq!(posts[1].address.as_str(), "u2@t1.slack.invalid");
    assert_eq!(posts[0].at, Moment(1_433_500_000_000_001));
}

#[test]
fn edits_reactions_bots_and_files_come_along() {
    let attic = export(&[(
        "wheels/2015-06-05.json",
        r#"[{"type": "message", "user": "U1", "text": "See", "ts": "1433500000.000001", "edited": {"user": "U1", "ts": "1433500009.000000"},
             "reactions": [{"name": "tada", "users": ["U2", "U9"], "count": 2}], "files": [{"name": "a.jpg", "permalink": "https://x.example/a"}]},
            {"type": "message", "subtype": "bot_message", "bot_id": "B1", "username": "builds", "text": "", "ts": "1433500001.000001",
             "attachments": [{"title": "Build 7", "title_link": "https://x.example/7", "text": "it *failed*"}]},
            {"type": "message", "user": "U3", "text": "beep", "ts": "1433500002.000001"}]"#,
    )]);
    let posts: Vec<Post> = posts(&attic, &[]).into_iter().map(Result::unwrap).collect();
    assert_eq!(posts[0].edited_at, Some(Moment(1_433_500_009_000_000)));
    let given: Vec<_> = posts[0].reactions.iter().map(|it| (it.reaction.as_str(), it.by.as_ref().unwrap().0.as_str())).collect();
    assert_eq!(given, [("🎉", "Ivo Hart"), ("🎉", "U9")]);
    let words = |post: &Post| if let Said::Markdown(words) = &post.said { words.clone() } else { panic!("no markdown") };
    assert_eq!(words(&posts[0]), "See\n\n[a.jpg](<https://x.example/a>)");
    assert_eq!(words(&posts[1]), "[Build 7](<https://x.example/7>)\n\nit **failed**");
    assert_eq!(posts.iter().map(|post| post.automatic).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!((posts[1].name.as_str(), posts[1].address.as_str()), ("builds", "b1@t1.slack.invalid"));
}

#[test]
fn what_a_program_says_in_blocks_alone_is_said_and_null_is_nothing() {
    let blocks = r#"[{"type": "header", "text": {"type": "plain_text", "text": "Build 7"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
            {"type": "text", "text": "failed for "}, {"type": "user", "user_id": "U1"}, {"type": "link", "url": "https://x.example/7"}]}]},
        {"type": "table", "rows": [[{"type": "rich_text", "elements": []}, {"type": "raw_text", "text": "red"}]]}]"#;
    let day = format!(
        r#"[{{"type": "message", "subtype": "bot_message", "bot_id": "B1", "text": "", "ts": "1433500000.000001", "blocks": {blocks},
            "attachments": null, "files": [null], "reactions": null, "hidden": null}}]"#
    );
    let attic = export(&[("wheels/1.json", &day)]);
    let [Ok(post)] = &posts(&attic, &[])[..] else { panic!("one post") };
    let Said::Markdown(words) = &post.said else { panic!("no markdown") };
    assert!(words.starts_with("Build 7\n\nfailed for Dora Lind"), "{words}");
    assert!(words.contains("https://x.example/7") && words.ends_with("| red"), "{words}");
}

#[test]
fn notes_of_the_service_are_no_messages_and_what_is_broken_is_named() {
    let attic = export(&[
        ("wheels/1.json", r#"[{"type": "message", "subtype": "channel_join", "user": "U1", "text": "joined", "ts": "1.0"}]"#),
        ("wheels/2.json", r#"[{"type": "message", "user": "U1", "text": "x", "ts": "soon"}, 7, {"text": "x", "ts": "1.0"}]"#),
        ("wheels/3.json", "half a fi"),
    ]);
    let reasons: Vec<Reason> = posts(&attic, &[]).into_iter().map(|post| post.unwrap_err()).collect();
    assert!(
        matches!(&reasons[..], [Reason::NoMessage, Reason::NoLetter, Reason::Broken(_), Reason::NoWriter, Reason::Broken(_)]),
        "{reasons:?}"
    );
}

#[test]
fn a_day_without_end_is_one_broken_file() {
    let attic = export(&[("wheels/1.json", &format!("[{}0]", "0,".repeat(limits::IMPORT_RECORDS_MAX)))]);
    let [Err(Reason::Broken(words))] = &posts(&attic, &[])[..] else { panic!("one file") };
    assert!(words.contains("more than 200000 records"), "{words}");
}

#[test]
fn what_was_said_behind_a_door_stays_there_unless_it_is_named() {
    let said = r#"[{"type": "message", "user": "U1", "text": "x", "ts": "1433500000.000001"}]"#;
    let attic = export(&[
        ("groups.json", r#"[{"id": "G1", "name": "board"}]"#),
        ("dms.json", r#"[{"id": "D1", "members": ["U1", "U2"]}]"#),
        ("wheels/1.json", said),
        ("board/1.json", said),
        ("D1/1.json", said),
    ]);
    assert_eq!(posts(&attic, &[]).len(), 1);
    let slack = Slack::open(attic.path(), &[]).unwrap();
    assert_eq!(slack.left_out(), ["D1", "board"]);
    assert_eq!(posts(&attic, &["#board"]).len(), 1);
    assert!(Slack::open(attic.path(), &["nowhere".to_owned()]).is_err());
}
