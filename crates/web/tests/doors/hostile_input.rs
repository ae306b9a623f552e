//! Hostile input: whatever stands in a path, a query, a header, a form or JSON, the door answers with a sentence, never
//! with a fault; and what it acknowledged is there, escaped.

use crate::{
    answer::Answer,
    client::{Client, Key},
    hostile::{naughty, ours, tame},
    place::{Place, in_place, reach},
};
use axum::{
    body::Body,
    http::{HeaderValue, header},
};
use serde_json::{Value, json};
use store::Engine;
use testkit::Dice;

/// Strings for one field of many: ours, and on SQLite some of the list's, others each time.
fn strings(place: &Place<'_>, dice: &mut Dice, naughty: &[String]) -> Vec<String> {
    let mut strings = ours();
    if place.store().engine() == Engine::Sqlite && !naughty.is_empty() {
        strings.extend((0..12).map(|_| dice.pick(naughty).clone()));
    }
    strings
}

/// No fault, and where it says no, a sentence.
fn answered(answer: &Answer) {
    assert!(answer.status < 500, "{}: {} {}", answer.asked, answer.status, answer.text());
    let kind = answer.header("content-type");
    if answer.status >= 400 && kind == "application/problem+json" {
        let problem = answer.json();
        let words = problem["detail"].as_str().unwrap_or_default();
        assert!(words.contains(' ') && words.ends_with(['.', '?', '!']), "{}: no sentence: {problem}", answer.asked);
    } else if answer.status >= 400 && !answer.asked.contains(" HEAD ") && !answer.asked.contains("/assets/") {
        assert!(kind.starts_with("text/html"), "{}: {} {:?}", answer.asked, answer.status, answer.headers);
    }
    if kind.starts_with("text/html") {
        tame(&answer.text()).unwrap_or_else(|evil| panic!("{}: {evil}", answer.asked));
    }
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[test]
fn what_was_acknowledged_is_there_and_runs_nothing() {
    in_place(async |place| {
        let nora = place.browser("nora");
        let coffee = format!("/conversations/{}", place.company.thread("coffee").number);
        let (mut kept, mut all) = (0, naughty());
        all.extend(ours());
        for (n, text) in all.iter().enumerate() {
            let answer = nora.post_json(&format!("{coffee}/messages"), &json!({ "body": text })).await;
            answered(&answer);
            let expected = domain::message::body(text);
            assert_eq!(answer.status == 201, expected.is_ok(), "{text:?}: {}", answer.text());
            if let Ok(expected) = expected {
                let said = answer.json();
                let message = nora.json(said["href"].as_str().expect("a place")).await.expect(200).json();
                assert_eq!(message["source"].as_str(), Some(expected.as_str()), "{text:?} was changed");
                kept += 1;
            }
            if n % 40 == 0 {
                answered(&nora.page(&coffee).await.expect(200));
            }
        }
        answered(&nora.page(&coffee).await.expect(200));
        assert!(kept >= ours().len() - 2, "{kept} of {} were kept", all.len());
    });
}

#[test]
fn a_subject_and_a_name_are_shown_as_they_were_typed_and_run_nothing() {
    in_place(async |place| {
        let (nora, mut all) = (place.browser("nora"), ours());
        all.extend(naughty().into_iter().step_by(if place.store().engine() == Engine::Sqlite { 3 } else { 20 }));
        for text in all {
            let form = [("kind", "talk"), ("subject", text.as_str()), ("body", "See above")];
            let answer = nora.post("/spaces/talk/conversations", &form).await;
            answered(&answer);
            let settled = nora.post("/settings", &[("name", &text), ("time_zone", ""), ("theme", "")]).await;
            answered(&settled);
            if let (Ok(subject), 303) = (domain::name::subject(&text), answer.status) {
                let page = nora.page(answer.header("location")).await.expect(200);
                answered(&page);
                let json = nora.json(answer.header("location")).await.expect(200).json();
                assert_eq!(json["subject"].as_str(), Some(subject.as_str()), "{text:?}");
            }
            if let (Ok(name), 303) = (domain::name::name(&text), settled.status) {
                assert_eq!(nora.json("/settings").await.expect(200).json()["name"].as_str(), Some(name.as_str()), "{text:?}");
            }
        }
        for path in ["/spaces/talk", "/people", "/"] {
            answered(&nora.page(path).await.expect(200));
        }
    });
}

/// Every form with the fields it takes and what makes sense in them, for the administrator.
fn forms(place: &Place<'_>) -> Vec<(String, Value)> {
    let company = &place.company;
    let number = company.thread("creak").number;
    let (said, maya) = (company.thread("ride").message(1), company.person("maya"));
    let at = |noun: &str| format!("/conversations/{number}/{noun}");
    let furnishing = json!({ "name": "New", "slug": "new-one", "purpose": "p", "kinds": "talk", "reach": "inside", "open": "", "party": "", "mail": "", "reopen_days": "" });
    vec![
        (at("messages"), json!({ "body": "b", "audience": "", "position": "", "answers": "", "page": "" })),
        (at("draft"), json!({ "body": "b" })),
        (at("mark"), json!({ "position": "1", "unread": "" })),
        (at("closure"), json!({ "reason": "solved" })),
        (at("assignment"), json!({ "to": "me" })),
        (at("parties"), json!({ "party": "", "name": "Piet Visser", "past": "", "page": "" })),
        (at("sidebar"), json!({ "body": "b" })),
        (at("answer"), json!({ "message": said.to_string() })),
        (format!("/messages/{said}/wording"), json!({ "body": "b" })),
        (format!("/messages/{said}/reactions"), json!({ "reaction": "👍" })),
        (
            "/spaces/support/conversations".into(),
            json!({ "kind": "case", "subject": "s", "body": "b", "inside": "", "to": "", "with": "", "audience": "" }),
        ),
        (format!("/people/{maya}/block"), json!({ "blocked": "" })),
        (format!("/people/{maya}/outreach"), json!({ "allowed": "" })),
        ("/settings".into(), json!({ "name": "Dora Lind", "time_zone": "", "theme": "" })),
        ("/settings/theme".into(), json!({ "theme": "dark" })),
        ("/settings/tokens".into(), json!({ "name": "n", "scopes": "read", "days": "7" })),
        ("/administration/house".into(), json!({ "house": "Velo Lind" })),
        ("/administration/imports/4711/undoing".into(), json!({ "sure": "" })),
        ("/administration/spaces".into(), furnishing.clone()),
        ("/administration/spaces/support".into(), furnishing),
        ("/administration/spaces/support/parties".into(), json!({ "party": "", "name": "IT", "sees": "1" })),
        ("/administration/spaces/support/stewards".into(), json!({ "person": "", "name": "Lena Fuchs", "wears": "1" })),
        ("/administration/units".into(), json!({ "name": "New", "parent": "", "kind": "unit", "sees_past": "" })),
        (format!("/administration/units/{}", company.team("it")), json!({ "name": "IT", "parent": "" })),
        (
            format!("/administration/units/{}/members", company.team("it")),
            json!({ "person": "", "name": "Piet Visser", "member": "1" }),
        ),
        (
            "/administration/invitations".into(),
            json!({ "side": "customer", "unit": "", "organization": "", "address": "", "uses": "1", "administrator": "" }),
        ),
        (format!("/administration/people/{maya}/hat"), json!({ "wears": "" })),
        ("/sign-in".into(), json!({ "address": "nobody@example.org", "password": "" })),
    ]
}

#[test]
fn whatever_stands_in_a_field_is_taken_or_refused_in_words() {
    in_place(async |place| {
        let (dora, naughty, mut dice) = (place.browser("dora"), naughty(), Dice::seeded(20_260_302));
        let mut posted = 0;
        for (path, form) in forms(place) {
            for field in form.as_object().expect("fields").keys() {
                for text in strings(place, &mut dice, &naughty) {
                    let mut filled = form.clone();
                    filled[field] = json!(text);
                    // Each as a program and every third as a browser, which gets its page again.
                    answered(&dora.post_json(&path, &filled).await);
                    if posted % 3 == 0 {
                        let fields: Vec<(&str, &str)> = filled
                            .as_object()
                            .expect("fields")
                            .iter()
                            .map(|(n, v)| (n.as_str(), v.as_str().unwrap_or("")))
                            .collect();
                        answered(&dora.post(&path, &fields).await);
                    }
                    posted += 1;
                }
            }
        }
        assert!(posted > 1500, "only {posted} were posted");
        for path in [
            "/administration",
            "/administration/spaces",
            "/administration/units",
            "/administration/people",
            "/settings",
            "/spaces",
        ] {
            answered(&dora.page(path).await.expect(200));
        }
    });
}

#[test]
fn whatever_stands_in_a_path_or_query_is_answered() {
    in_place(async |place| {
        let (dora, naughty, mut dice) = (place.browser("dora"), naughty(), Dice::seeded(7));
        let number = place.company.thread("creak").number;
        let mut texts: Vec<String> = strings(place, &mut dice, &naughty).iter().map(|text| encoded(text)).collect();
        texts.extend(["%FF%FE", "%C0%AF", "%ED%A0%80", "%00", "%2e%2e%2f", ""].map(str::to_owned));
        let queries = ["from", "before", "since", "answers"].map(|key| format!("/conversations/{number}?{key}="));
        let more = ["list", "cursor", "list=all&cursor=1.", "kind"].map(|key| format!("/spaces/support?{key}="));
        let others = [
            "/spaces/support/new?kind=",
            "/people?q=",
            "/people?after=",
            "/administration/people?q=",
            "/administration/intake?before=",
        ];
        let last =
            ["/administration/outbox?before=", "/found?key=", "/search?q=", "/search?q=the&before=", "/search?order=best&q="];
        let paths = [
            "/conversations/",
            "/messages/",
            "/spaces/",
            "/people/",
            "/attachments/1/",
            "/sign-in/",
            "/invitation/",
            "/assets/",
            "/administration/spaces/",
            "/administration/units/",
        ];
        let all = queries.into_iter().chain(more).chain(others.iter().chain(&last).chain(&paths).map(|path| (*path).to_owned()));
        for place in all {
            for text in texts.iter().filter(|text| text.len() < 20_000) {
                let path = format!("{place}{text}");
                answered(&dora.page(&path).await);
                answered(&dora.json(&path).await);
            }
        }
        for text in &texts {
            let live = dora.request("GET", &format!("/live?conversation={text}&since={text}")).body(Body::empty()).unwrap();
            assert_eq!(dora.open(live).await.status().as_u16(), 200);
        }
    });
}

#[test]
fn whatever_stands_in_a_header_is_answered() {
    in_place(async |place| {
        let behind = Client::new(
            web::router(place.reached(web::Reach { proxies: 1, ..reach("http://house.example") })),
            "behind a proxy",
            Key::None,
        );
        let number = place.company.thread("tubeless").number;
        let mut values: Vec<HeaderValue> =
            ours().iter().filter_map(|text| HeaderValue::from_bytes(text.as_bytes()).ok()).collect();
        values.extend(
            [&b"\xff\xfe"[..], b"Bearer", b"Bearer ", b"rapport=", b"rapport=;rapport=", b"W/\"\"", b"a,b,,c"]
                .map(|v| HeaderValue::from_bytes(v).unwrap()),
        );
        let names = [
            header::ACCEPT,
            header::AUTHORIZATION,
            header::COOKIE,
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            header::USER_AGENT,
            header::ACCEPT_ENCODING,
            header::ORIGIN,
            header::HOST,
        ];
        let more = ["x-forwarded-for", "last-event-id", "sec-fetch-site", "idempotency-key"].map(header::HeaderName::from_static);
        for name in names.iter().chain(&more) {
            for value in &values {
                for (method, path) in [("GET", format!("/conversations/{number}")), ("POST", "/sign-in".into())] {
                    let request =
                        behind.request(method, &path).header(name, value).body(Body::from("address=x&password=")).unwrap();
                    let answer = behind.send(request).await;
                    assert!(answer.status < 500, "{name}: {value:?}: {}: {}", answer.asked, answer.status);
                }
            }
        }
    });
}

#[test]
fn json_of_a_wrong_shape_is_refused_in_words() {
    in_place(async |place| {
        let tomas = place.browser("tomas");
        // Whoever comes in after long marks her session as used; then nothing else may write.
        tomas.json("/spaces").await.expect(200);
        let before = place.head().await;
        let path = format!("/conversations/{}/messages", place.company.thread("creak").number);
        let deep = format!("{{\"body\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
        let many = format!("{{{}}}", (0..10_000).map(|n| format!("\"f{n}\":1")).collect::<Vec<_>>().join(","));
        for text in [
            "",
            "{",
            "[]",
            "null",
            "7",
            "\"body\"",
            "{\"body\":{\"a\":1}}",
            "{\"body\":[[1]]}",
            "{\"body\":1e999}",
            "{\"body\":\"\\ud800\"}",
            "\u{0}",
            &deep,
            &many,
        ] {
            let request = tomas
                .request("POST", &path)
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(text.to_owned()))
                .unwrap();
            let answer = tomas.send(request).await;
            answered(&answer);
            assert!((400..500).contains(&answer.status), "{}: {text:.60}", answer.status);
        }
        assert_eq!(place.head().await, before, "something was written");
    });
}

/// A form in parts.
fn parts(parts: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let mut body = Vec::new();
    for (disposition, octets) in parts {
        body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").as_bytes());
        body.extend_from_slice(&octets);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

async fn sends_parts(client: &Client, path: &str, body: Vec<u8>) -> Answer {
    let request = client.request("POST", path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let answer = client.send(request.header(header::ACCEPT, "application/json").body(Body::from(body)).unwrap()).await;
    answered(&answer);
    answer
}

#[test]
fn forms_beyond_every_limit_are_refused_and_nothing_is_written() {
    in_place(async |place| {
        let tomas = place.browser("tomas");
        let path = format!("/conversations/{}/messages", place.company.thread("creak").number);
        tomas.json("/spaces").await.expect(200);
        let before = place.head().await;
        let large = "x".repeat(10 << 20);
        answered(&tomas.post(&path, &[("body", &large)]).await.expect(413));
        answered(&tomas.post_json(&path, &json!({ "body": large })).await.expect(413));
        sends_parts(&tomas, &path, parts([("name=\"body\"".into(), large.into_bytes())])).await.expect(413);
        let field = |n: usize| (format!("name=\"f{n}\""), Vec::new());
        sends_parts(&tomas, &path, parts((0..10_000).map(field))).await.expect(413);
        let many: Vec<(String, String)> = (0..10_000).map(|n| (format!("f{n}"), String::new())).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        tomas.post(&path, &many).await.expect(413);
        let file = |n: usize| (format!("name=\"file\"; filename=\"{n}.txt\""), vec![b'x'; 10]);
        sends_parts(&tomas, &path, parts((0..200).map(file))).await.expect(422);
        let one = [(String::from("name=\"file\"; filename=\"large\""), vec![0_u8; domain::limits::ATTACHMENT_BYTES_MAX + 1])];
        sends_parts(&tomas, &path, parts(one)).await.expect(422);
        for broken in ["", "--edge", "--edge\r\nContent-Disposition: form-data\r\n\r\n", "no edge at all"] {
            sends_parts(&tomas, &path, broken.as_bytes().to_vec()).await;
        }
        assert_eq!(place.head().await, before, "something was written");
    });
}

#[test]
fn a_stranger_leaves_no_file_behind() {
    in_place(async |place| {
        let path = format!("/conversations/{}/messages", place.company.thread("tubeless").number);
        let file = [(String::from("name=\"file\"; filename=\"a.txt\""), b"words".to_vec())];
        sends_parts(&place.stranger(), &path, parts(file)).await.expect(401);
        let blobs = place.test().directory().map(|directory| std::fs::read_dir(directory.join("blobs")).expect("blobs").count());
        assert!(blobs.is_none_or(|blobs| blobs == 2), "{blobs:?}");
    });
}

#[test]
fn a_picture_is_shown_below_the_words_by_its_octets_not_by_its_name() {
    in_place(async |place| {
        let tomas = place.browser("tomas");
        let creak = format!("/conversations/{}", place.company.thread("creak").number);
        let file = |name: &str, octets: &[u8]| (format!("name=\"file\"; filename=\"{name}\""), octets.to_vec());
        let page = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        let sent = [("name=\"body\"".into(), b"see".to_vec()), file("rim.png", b"\x89PNG\r\n\x1a\n"), file("page.png", page)];
        let made = sends_parts(&tomas, &format!("{creak}/messages"), parts(sent)).await.expect(201).json();
        let said = tomas.json(made["href"].as_str().expect("a place")).await.expect(200).json();
        let href = |at: usize| said["attachments"][at]["href"].as_str().expect("a file").to_owned();
        let html = tomas.page(&creak).await.expect(200).text();
        assert!(html.contains(&format!("<img src=\"{}\"", href(0))) && !html.contains(&format!("<img src=\"{}\"", href(1))));
        let got = tomas.page(&href(0)).await.expect(200);
        assert!(got.header("content-type") == "image/png" && got.header("content-disposition").starts_with("inline;"));
        assert!(tomas.page(&href(1)).await.expect(200).header("content-disposition").starts_with("attachment;"));
        place.stranger().page(&href(0)).await.expect(404);
    });
}

#[test]
fn a_file_of_any_name_is_kept_and_named_harmlessly() {
    in_place(async |place| {
        let tomas = place.browser("tomas");
        let creak = format!("/conversations/{}", place.company.thread("creak").number);
        for name in ["../../etc/passwd", "a.html", "<script>.svg", "x\u{202e}gpj.exe", "....", "con", "a\u{0}b", &"n".repeat(400)]
        {
            let name: String = name.chars().filter(|c| !matches!(c, '"' | '\r' | '\n')).collect();
            let file = (format!("name=\"file\"; filename=\"{name}\""), b"<script>alert(1)</script>".to_vec());
            let made =
                sends_parts(&tomas, &format!("{creak}/messages"), parts([("name=\"body\"".into(), b"see".to_vec()), file])).await;
            if made.status != 201 {
                continue;
            }
            let said = tomas.json(made.json()["href"].as_str().expect("a place")).await.expect(200).json();
            let told = &said["attachments"][0];
            let got = tomas.page(told["href"].as_str().expect("a place")).await.expect(200);
            assert!(
                got.header("content-type").starts_with("text/plain")
                    && got.header("content-disposition").starts_with("attachment")
            );
            let shown = told["name"].as_str().expect("a name");
            assert!(!shown.contains(['/', '\\', '\0']) && !shown.is_empty(), "{shown:?}");
        }
        answered(&tomas.page(&creak).await.expect(200));
    });
}
