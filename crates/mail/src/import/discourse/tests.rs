use super::*;
use serde_json::{Value, json};

fn dump(files: &[(&str, Value)]) -> tempfile::TempDir {
    let attic = tempfile::tempdir().unwrap();
    for (name, value) in files {
        let path = attic.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, value.to_string()).unwrap();
    }
    attic
}

fn topic(posts: Vec<Value>) -> Value {
    json!({ "id": 7, "title": "Wheels", "archetype": "regular", "post_stream": { "posts": posts, "stream": [70, 71, 72] } })
}

fn post(number: i64, more: Value) -> Value {
    let mut post = json!({
        "id": 69 + number, "name": "Dora Lind", "username": "dora", "user_id": 5, "post_number": number, "post_type": 1, "version": 1,
        "created_at": "2019-04-11T10:53:04.747Z", "updated_at": "2019-04-12T10:00:00.000Z", "cooked": "<p>They <strong>wobble</strong>.</p>",
        "avatar_template": "/user_avatar/forum.velo.example/dora/{size}.png",
    });
    for (key, value) in more.as_object().unwrap() {
        post[key] = value.clone();
    }
    post
}

fn posts(path: &Path) -> Vec<Result<Post, Reason>> {
    let post = |found: Found| match found.content {
        Ok(Content::Post(post)) => Ok(*post),
        Ok(Content::Letter(_)) => panic!("no letters here"),
        Err(reason) => Err(reason),
    };
    Discourse::open(path, None).unwrap().posts().map(post).collect()
}

#[test]
fn a_topic_is_a_conversation_and_its_likes_come_along() {
    let likes = json!({ "actions_summary": [{ "id": 2, "count": 3 }, { "id": 6 }], "version": 2 });
    let answer = json!({ "reply_to_post_number": 1, "user_id": 6, "username": "ivo", "name": "" });
    let attic = dump(&[("7.json", topic(vec![post(1, likes), post(2, answer)]))]);
    let found = posts(attic.path());
    let [Ok(first), Ok(second), Err(Reason::Partial(1))] = &found[..] else { panic!("{found:?}") };
    assert_eq!((first.subject.as_str(), first.reactions.len(), second.reactions.len()), ("Wheels", 3, 0));
    assert_eq!(second.answers.as_deref(), Some(first.key.as_str()));
    assert_eq!(first.beside, second.beside);
    assert_eq!(first.address.as_str(), "dora.5@forum.velo.example.discourse.invalid");
    assert_eq!(second.name, "ivo");
    assert!(first.edited_at.is_some() && second.edited_at.is_none(), "a second version is a changed one");
    assert_eq!(first.at, Moment(1_554_979_984_747_000));
    assert_eq!(posts(&attic.path().join("7.json")).len(), 3, "a file alone is a dump, too");
}

#[test]
fn what_not_everybody_saw_is_passed_over() {
    let hidden =
        [json!({ "post_type": 4 }), json!({ "post_type": 3 }), json!({ "hidden": true }), json!({ "user_deleted": true })];
    let attic = dump(&[("7.json", topic(hidden.map(|more| post(1, more)).to_vec()))]);
    assert!(posts(attic.path()).iter().all(|post| matches!(post, Err(Reason::NoMessage))));
    let mut private = topic(vec![post(1, json!({}))]);
    private["archetype"] = json!("private_message");
    let attic = dump(&[("7.json", json!([private]))]);
    assert!(matches!(posts(attic.path())[..], [Err(Reason::NoMessage), Err(Reason::Partial(2))]));
}

#[test]
fn addresses_are_known_where_a_list_gives_them() {
    let users = json!([{ "id": 5, "username": "dora", "email": "Dora@Velo.example" }]);
    let attic = dump(&[("7.json", topic(vec![post(1, json!({}))])), ("users.json", users)]);
    assert_eq!(posts(attic.path())[0].as_ref().unwrap().address.as_str(), "dora@velo.example");
}

#[test]
fn no_list_of_people_is_taken_from_somewhere_else() {
    let users = |address: &str| json!([{ "id": 5, "username": "dora", "email": address }]);
    let one = || topic(vec![post(1, json!({}))]);
    let elsewhere = ("a/users.json", users("dora@elsewhere.example"));
    let address = |path: &Path| posts(path)[0].as_ref().unwrap().address.as_str().to_owned();
    let attic = dump(&[("7.json", one()), elsewhere.clone(), ("8.json", one())]);
    let alone = attic.path().join("7.json");
    assert_eq!(address(&alone), "dora.5@forum.velo.example.discourse.invalid", "what lies deeper is not beside it");
    assert_eq!(posts(&alone).len(), 2, "nor are other topics looked at");
    assert_eq!(address(attic.path()), "dora@elsewhere.example");
    let attic = dump(&[("7.json", one()), elsewhere, ("users.json", users("dora@velo.example"))]);
    assert_eq!(address(&attic.path().join("7.json")), "dora@velo.example");
    assert_eq!(address(attic.path()), "dora@velo.example", "the nearest");
}

#[test]
fn topics_come_alone_or_together_and_none_is_without_end() {
    let one = || topic(vec![post(1, json!({})), post(2, json!({})), post(3, json!({}))]);
    for (file, found) in [(one(), 3), (json!([one(), one()]), 6), (json!({ "topics": [one(), one()] }), 6)] {
        let attic = dump(&[("7.json", file)]);
        assert_eq!(posts(attic.path()).iter().filter(|post| post.is_ok()).count(), found);
    }
    let many = vec![json!(0); limits::IMPORT_RECORDS_MAX + 1];
    for file in [topic(many.clone()), json!(vec![json!({}); limits::IMPORT_RECORDS_MAX + 1])] {
        let attic = dump(&[("7.json", file)]);
        let [Err(Reason::Broken(words))] = &posts(attic.path())[..] else { panic!("one file") };
        assert!(words.contains("more than 200000 records"), "{words}");
    }
}

#[test]
fn what_is_no_topic_is_named() {
    let attic = dump(&[("1.json", json!({ "errors": ["not found"] })), ("2.json", json!([[]])), ("3.json", json!("x"))]);
    let found = posts(attic.path());
    assert!(matches!(found[..], [Err(Reason::NoLetter), Err(Reason::NoLetter), Err(Reason::Broken(_))]), "{found:?}");
}
