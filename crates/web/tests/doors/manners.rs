//! How the door answers: refusals as pages and as problems, what may be kept and by whom, who is out at once.

use crate::{
    client::{Client, Key},
    place::{PIPE, Place, in_place, reach},
};
use axum::{
    body::Body,
    http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, IF_NONE_MATCH},
};
use serde_json::json;

const PROBLEM: &str = "application/problem+json";

fn thread(place: &Place<'_>, name: &str) -> String {
    format!("/conversations/{}", place.company.thread(name).number)
}

#[test]
fn a_refusal_is_a_problem_for_programs_and_a_page_for_people() {
    in_place(async |place| {
        let (maya, dora, sami) = (place.browser("maya"), place.browser("dora"), place.browser("sami"));
        let (coffee, creak) = (thread(place, "coffee"), thread(place, "creak"));
        let closure = format!("{creak}/closure");
        for (client, path, fields, status) in [
            (place.stranger(), format!("{creak}/messages"), json!({}), 404),
            (place.stranger(), String::from("/settings"), json!({ "name": "x" }), 401),
            (sami.clone(), String::from("/administration/house"), json!({ "house": "Mine" }), 403),
            (maya.clone(), format!("{coffee}/messages"), json!({ "body": "hello" }), 404),
            (maya.clone(), format!("{creak}/assignment"), json!({ "to": "me" }), 403),
            (dora.clone(), closure.clone(), json!({ "reason": "whim" }), 404),
            (sami.clone(), closure.clone(), json!({ "reason": "whim" }), 422),
            (sami.clone(), format!("{creak}/reopening"), json!({}), 409),
            (sami.clone(), format!("{creak}/messages"), json!({ "body": "" }), 422),
        ] {
            let answer = client.post_json(&path, &fields).await.expect(status);
            assert_eq!(answer.header("content-type"), PROBLEM, "{}", answer.asked);
            let problem = answer.json();
            assert_eq!(problem["status"], status, "{problem}");
            assert!(problem["detail"].as_str().is_some_and(|words| words.ends_with('.')), "no sentence: {problem}");
            let page = client.post(&path, &[("reason", "whim"), ("to", "me"), ("house", "Mine"), ("name", "x")]).await;
            assert!(page.header("content-type").starts_with("text/html"), "{}: {:?}", page.asked, page.headers);
        }
    });
}

#[test]
fn what_a_page_has_missed_comes_in_pages_until_nothing_is_left() {
    in_place(async |place| {
        let (sami, creak) = (place.browser("sami"), thread(place, "creak"));
        let since = place.head().await;
        for n in 0..120 {
            sami.post_json(&format!("{creak}/messages"), &json!({ "body": format!("word{n:03}") })).await.expect(201);
        }
        let mut heard = Vec::new();
        let mut next = Some(format!("{creak}?since={since}"));
        let mut pages = 0;
        while let Some(path) = next {
            let (answer, streams) = (sami.json(&path).await.expect(200), sami.page(&path).await.expect(200));
            let said = answer.json()["messages"].as_array().unwrap().clone();
            heard.extend(said.iter().map(|message| message["html"].as_str().unwrap().to_owned()));
            for message in &said {
                assert!(streams.text().contains(message["html"].as_str().unwrap()), "{path}");
            }
            next = answer.json()["links"]["next"].as_str().map(str::to_owned);
            let link = next.as_ref().map_or_else(String::new, |next| format!("<{next}>; rel=\"next\""));
            assert_eq!((answer.header("link"), streams.header("link")), (link.as_str(), link.as_str()));
            pages += 1;
        }
        assert_eq!((pages, heard.len()), (3, 120));
        assert!(heard.iter().enumerate().all(|(n, words)| words.contains(&format!("word{n:03}"))), "{heard:?}");
    });
}

#[test]
fn a_list_beside_whose_rows_the_next_page_stands_says_it_in_its_head_too() {
    in_place(async |place| {
        let (sami, dora, creak) = (place.browser("sami"), place.browser("dora"), thread(place, "creak"));
        assert_eq!(dora.json("/administration/imports").await.expect(200).header("link"), "", "there is one page of it");
        for n in 0..domain::limits::PAGE_ROWS {
            sami.post_json(&format!("{creak}/messages"), &json!({ "body": format!("word{n:03}") })).await.expect(201);
        }
        let outbox = dora.json("/administration/outbox").await.expect(200);
        let next = outbox.json()["next"].as_str().expect("more than a page waits").to_owned();
        assert_eq!(outbox.header("link"), format!("<{next}>; rel=\"next\""));
    });
}

#[test]
fn what_is_hidden_and_what_never_was_are_told_alike() {
    in_place(async |place| {
        let maya = place.browser("maya");
        for (hidden, never) in
            [(thread(place, "coffee"), "/conversations/4711"), (String::from("/spaces/news"), "/spaces/nowhere")]
        {
            let (hidden, never) = (maya.json(&hidden).await.expect(404), maya.json(never).await.expect(404));
            assert_eq!(hidden.octets, never.octets);
        }
        place.browser("dora").page("/nothing/of/the/kind").await.expect(404);
        place.stranger().json("/nothing/of/the/kind").await.expect(404);
    });
}

#[test]
fn the_stranger_is_shown_to_the_door_and_his_program_is_told() {
    in_place(async |place| {
        let shown = place.stranger().page("/").await.expect(303);
        assert_eq!(shown.header("location"), "/sign-in");
        let told = place.stranger().json("/").await.expect(401);
        assert_eq!((told.header("content-type"), told.header("www-authenticate")), (PROBLEM, "Bearer"));
        let unknown = Client::new(place.door.clone(), "nobody's program", Key::Bearer("no-such-token".into()));
        let told = unknown.json(&thread(place, "tubeless")).await.expect(401);
        assert!(told.text().contains("token"), "{}", told.text());
    });
}

#[test]
fn a_method_that_a_place_does_not_know_is_said_so() {
    in_place(async |place| {
        let sami = place.browser("sami");
        for (method, path) in [("DELETE", thread(place, "creak")), ("PUT", "/spaces".into()), ("GET", "/sign-out".into())] {
            for accept in ["application/json", "text/html"] {
                let request = sami.request(method, &path).header(ACCEPT, accept).body(Body::empty()).unwrap();
                let answer = sami.send(request).await.expect(405);
                assert!(!answer.octets.is_empty(), "{} without a word", answer.asked);
            }
        }
    });
}

#[test]
fn guessing_passwords_is_slowed() {
    in_place(async |place| {
        let guess = [("address", "maya.okafor@example.org"), ("password", "wrong horse battery")];
        let mut told = Vec::new();
        for _ in 0..11 {
            told.push(place.stranger().post("/sign-in", &guess).await.status);
        }
        assert_eq!(told, [[422; 10].as_slice(), &[429]].concat());
        let problem =
            place.stranger().post_json("/sign-in", &json!({ "address": guess[0].1, "password": "again and again" })).await;
        assert_eq!((problem.status, problem.header("content-type")), (429, PROBLEM));
    });
}

#[test]
fn an_etag_saves_the_way_only_to_who_may_still_see() {
    in_place(async |place| {
        let (ines, path) = (place.browser("ines"), thread(place, "belt"));
        let first = ines.json(&path).await.expect(200);
        let tag = first.header("etag").to_owned();
        let again = async |client: &Client| {
            let request = client.request("GET", &path).header(ACCEPT, "application/json").header(IF_NONE_MATCH, &tag);
            client.send(request.body(Body::empty()).unwrap()).await
        };
        let kept = again(&ines).await.expect(304);
        assert!(kept.octets.is_empty() && kept.header("cache-control").contains("private"));
        again(&place.browser("maya")).await.expect(404);
        let belt = place.conversation("belt");
        actions::conversation::remove(place.store(), place.by("yara"), belt, place.party("ines")).await.unwrap();
        again(&ines).await.expect(404);
    });
}

#[test]
fn every_answer_forbids_what_is_foreign_and_personal_ones_stay_private() {
    in_place(async |place| {
        let (tomas, creak) = (place.browser("tomas"), thread(place, "creak"));
        let mut answers = Vec::new();
        for path in [&creak, "/", "/spaces", "/nothing", "/people", "/settings", "/assets/nothing", &format!("{creak}/audience")]
        {
            answers.push(tomas.page(path).await);
            answers.push(tomas.json(path).await);
        }
        answers.push(tomas.json(&format!("{creak}?since=0")).await);
        answers.push(tomas.post(&format!("{creak}/messages"), &[("body", "")]).await);
        answers.push(tomas.post_json(&format!("{creak}/mark"), &json!({})).await);
        answers.push(place.stranger().page("/sign-in").await);
        for answer in answers {
            assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{}", answer.asked);
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{}", answer.asked);
            assert!(answer.header("cache-control").contains("private"), "{}: {:?}", answer.asked, answer.headers);
        }
    });
}

#[test]
fn a_form_from_elsewhere_is_refused() {
    in_place(async |place| {
        let (sami, before) = (place.browser("sami"), place.head().await);
        for (site, origin) in [("cross-site", "https://evil.example"), ("same-site", "http://other.house.example")] {
            let request = sami.request("POST", &format!("{}/messages", thread(place, "creak")));
            let request = request.header("sec-fetch-site", site).header("origin", origin);
            let request =
                request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from("body=planted")).unwrap();
            let answer = sami.send(request).await.expect(403);
            assert!(answer.header("content-security-policy").contains("default-src 'none'"));
        }
        assert_eq!(place.head().await, before);
    });
}

#[test]
fn the_session_lies_in_a_cookie_that_no_script_reads_and_tls_binds() {
    in_place(async |place| {
        let link = async || {
            let address = domain::address::MailAddress::parse("maya.okafor@example.org").unwrap();
            actions::session::link_for(place.store(), &address, 5).await.unwrap()
        };
        let entered = place.stranger().post(&format!("/sign-in/{}", link().await), &[]).await.expect(303);
        let cookie = entered.header("set-cookie").to_owned();
        assert!(cookie.starts_with("rapport=") && !cookie.contains("Secure"), "{cookie}");
        assert!(["HttpOnly", "SameSite=Lax", "Path=/"].iter().all(|flag| cookie.contains(flag)), "{cookie}");
        let door = web::router(place.reached(reach("https://house.example")));
        let bound = Client::new(door, "stranger", Key::None).post(&format!("/sign-in/{}", link().await), &[]).await.expect(303);
        let cookie = bound.header("set-cookie");
        assert!(cookie.starts_with("__Host-rapport=") && cookie.contains("; Secure") && !cookie.contains("Domain"), "{cookie}");
    });
}

#[test]
fn a_link_is_not_used_up_by_looking_at_it_and_used_up_by_using_it() {
    in_place(async |place| {
        let address = domain::address::MailAddress::parse("jonas.weber@example.net").unwrap();
        let path = format!("/sign-in/{}", actions::session::link_for(place.store(), &address, 5).await.unwrap());
        place.stranger().page(&path).await.expect(200);
        place.stranger().page(&path).await.expect(200);
        place.stranger().post(&path, &[]).await.expect(303);
        place.stranger().page(&path).await.expect(403);
        place.stranger().post(&path, &[]).await.expect(403);
    });
}

#[test]
fn a_token_does_what_its_scopes_say_however_it_is_shown() {
    in_place(async |place| {
        let creak = thread(place, "creak");
        let read = place.program("tomas", "read").await;
        let write = place.program("tomas", "write").await;
        let admin = place.program("dora", "write").await;
        let Key::Bearer(secret) = read.key.clone() else { unreachable!("a program has a token") };
        let disguised = Client::new(place.door.clone(), "a token posing as a session", Key::Cookie(secret));
        read.json(&creak).await.expect(200);
        disguised.json(&creak).await.expect(200);
        for client in [&read, &disguised] {
            client.post_json(&format!("{creak}/messages"), &json!({ "body": "no" })).await.expect(403);
        }
        write.post_json(&format!("{creak}/messages"), &json!({ "body": "yes" })).await.expect(201);
        admin.json("/administration").await.expect(403);
        admin.post_json("/administration/house", &json!({ "house": "Mine" })).await.expect(403);
        place.program("dora", "admin").await.json("/administration").await.expect(200);
    });
}

#[test]
fn a_token_begets_no_token_and_changes_no_password() {
    in_place(async |place| {
        for scopes in ["read", "write", "write admin"] {
            let program = place.program("dora", scopes).await;
            let more = json!({ "name": "more", "scopes": ["admin"], "days": 300 });
            program.post_json("/settings/tokens", &more).await.expect(403);
            program.post_json("/settings/password", &json!({ "password": "correct horse battery" })).await.expect(403);
        }
        let more = json!({ "name": "more", "scopes": ["read"], "days": 30 });
        place.browser("dora").post_json("/settings/tokens", &more).await.expect(201);
    });
}

#[test]
fn who_is_out_is_out_with_the_next_request() {
    in_place(async |place| {
        let (maya, jonas, creak) = (place.browser("maya"), place.browser("jonas"), thread(place, "creak"));
        let program = place.program("lena", "read").await;
        maya.json(&creak).await.expect(200);
        maya.post("/sign-out", &[]).await.expect(303);
        maya.json(&creak).await.expect(404);
        let parcel = thread(place, "parcel");
        jonas.json(&parcel).await.expect(200);
        program.json(&parcel).await.expect(200);
        for name in ["jonas", "lena"] {
            actions::person::deactivate(place.store(), place.by("dora"), place.company.person(name)).await.unwrap();
        }
        jonas.json(&parcel).await.expect(404);
        program.json(&parcel).await.expect(401);
        place.browser("lena").json("/").await.expect(401);
    });
}

#[test]
fn a_new_password_ends_her_other_sessions() {
    in_place(async |place| {
        let sami = place.browser("sami");
        let address = domain::address::MailAddress::parse("sami.koskinen@velo-lind.example").unwrap();
        let link = actions::session::link_for(place.store(), &address, 5).await.unwrap();
        let other = actions::session::enter_by_link(place.store(), &link, "another browser").await.unwrap();
        let other = Client::new(place.door.clone(), "sami elsewhere", Key::Cookie(other));
        other.json("/").await.expect(200);
        sami.post_json("/settings/password", &json!({ "password": "correct horse battery" })).await.expect(200);
        sami.json("/").await.expect(200);
        other.json("/").await.expect(401);
    });
}

#[test]
fn a_file_is_handed_over_and_never_run() {
    in_place(async |place| {
        let hubs = thread(place, "hubs");
        let page = place.browser("anton").json(&hubs).await.expect(200).json();
        let href = page["thread"]["messages"][1]["attachments"][0]["href"].as_str().expect("a file").to_owned();
        let file = place.browser("anton").page(&href).await.expect(200);
        assert!(file.header("content-disposition").starts_with("attachment;"), "{:?}", file.headers);
        assert!(file.header("content-security-policy").contains("sandbox"), "{:?}", file.headers);
        assert!(file.header("content-type").starts_with("text/plain"), "{:?}", file.headers);
        assert!(file.header("cache-control").contains("private") && file.text().contains("7-001"));
        // Emil came after it was said.
        place.browser("emil").page(&href).await.expect(404);
        place.stranger().page(&href).await.expect(404);
    });
}

#[test]
fn a_head_tells_what_a_get_would_and_reads_nothing() {
    in_place(async |place| {
        let (sami, creak) = (place.browser("sami"), thread(place, "creak"));
        sami.json("/").await.expect(200);
        let before = place.head().await;
        let request = sami.request("HEAD", &creak).header(ACCEPT, "text/html").body(Body::empty()).unwrap();
        let head = sami.send(request).await.expect(200);
        assert!(head.octets.is_empty() && head.header("content-type").starts_with("text/html"));
        assert_eq!(place.head().await, before, "a HEAD marked it as read");
        let hidden = place.browser("maya").request("HEAD", &thread(place, "coffee")).body(Body::empty()).unwrap();
        place.stranger().send(hidden).await.expect(404);
    });
}

#[test]
fn a_mark_set_twice_is_set_and_never_goes_back_by_itself() {
    in_place(async |place| {
        let (lena, creak) = (place.browser("lena"), thread(place, "creak"));
        let first = async || lena.json(&creak).await.expect(200).json()["thread"]["first_unread"].clone();
        assert!(!first().await.is_null(), "all is read before she came");
        let position = lena.json(&creak).await.json()["thread"]["position"].clone();
        for at in [position.clone(), position, json!(1)] {
            lena.post_json(&format!("{creak}/mark"), &json!({ "position": at })).await.expect(200);
            assert!(first().await.is_null(), "the mark went back");
        }
    });
}

#[test]
fn json_goes_in_where_forms_do_and_comes_back() {
    in_place(async |place| {
        let (jonas, body) = (place.browser("jonas"), "A bell, a *basket* & a lock <or two>");
        let case = json!({ "kind": "case", "subject": "What belongs to it?", "body": body });
        let made = jonas.post_json("/spaces/support/conversations", &case).await.expect(201);
        let href = made.json()["href"].as_str().expect("an address").to_owned();
        assert_eq!(made.header("location"), href);
        let page = jonas.json(&href).await.expect(200).json();
        assert_eq!(
            (page["subject"].as_str(), page["thread"]["messages"][0]["source"].as_str()),
            (Some("What belongs to it?"), Some(body))
        );
        let said = jonas.post_json(&format!("{href}/messages"), &json!({ "body": "And a light." })).await.expect(201).json();
        let message = jonas.json(said["href"].as_str().expect("an address")).await.expect(200).json();
        assert_eq!(message["source"], "And a light.");
    });
}

#[test]
fn what_a_program_reads_of_one_message_is_what_the_page_tells() {
    in_place(async |place| {
        let maya = place.browser("maya");
        let page = maya.json(&thread(place, "creak")).await.expect(200).json();
        for told in page["thread"]["messages"].as_array().expect("messages") {
            let alone = maya.json(told["links"]["self"].as_str().expect("a place")).await.expect(200).json();
            assert_eq!(&alone, told, "the permalink tells something else");
        }
    });
}

#[test]
fn a_letter_comes_through_the_pipe_with_its_secret_alone() {
    in_place(async |place| {
        let stranger = place.stranger();
        let letter = "From: Maya <maya.okafor@example.org>\r\nTo: support@velo-lind.example\r\nSubject: A pipe\r\n\r\nHello\r\n";
        let post = |secret: &str| {
            let request = stranger.request("POST", "/intake/mail?to=support@velo-lind.example&from=maya.okafor@example.org");
            request.header(AUTHORIZATION, format!("Bearer {secret}")).body(Body::from(letter)).unwrap()
        };
        stranger.send(post(PIPE)).await.expect(202);
        stranger.send(post("a guess")).await.expect(401);
        let request = stranger.request("POST", "/intake/mail?to=support@velo-lind.example").body(Body::from(letter)).unwrap();
        stranger.send(request).await.expect(401);
    });
}

#[test]
fn json_is_the_same_by_its_name_and_by_asking() {
    in_place(async |place| {
        let stop = tokio_util::sync::CancellationToken::new();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let serving = tokio::spawn(web::serve(listener, place.reached(reach("http://house.example")), stop.clone()));
        let secret = place.company.resident("tomas").token.clone();
        let get = async |path: &str, accept: &str| {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let mut line = tokio::net::TcpStream::connect(address).await.expect("the door is open");
            let request = format!(
                "GET {path} HTTP/1.1\r\nHost: x\r\n{COOKIE}: rapport={secret}\r\n{ACCEPT}: {accept}\r\nConnection: close\r\n\r\n"
            );
            line.write_all(request.as_bytes()).await.expect("it is written");
            let mut answer = String::new();
            line.read_to_string(&mut answer).await.expect("it answers");
            let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
            (head.contains("application/json"), body.to_owned())
        };
        for path in ["/spaces", "/spaces/support", "/people", "/settings", &thread(place, "creak")] {
            let (named, asked) = (get(&format!("{path}.json"), "text/html").await, get(path, "application/json").await);
            assert!(named.0 && asked.0, "{path} is no JSON");
            assert_eq!(named.1, asked.1, "{path}");
        }
        assert!(get("/home.json", "text/html").await.0, "home has no JSON by name");
        stop.cancel();
        serving.await.expect("the door closes");
    });
}

#[test]
fn a_key_that_stood_for_one_request_does_not_swallow_another() {
    in_place(async |place| {
        let (sami, creak) = (place.browser("sami"), thread(place, "creak"));
        let ask = async |body: &str| {
            let request = sami.request("POST", &format!("{creak}/messages")).header(ACCEPT, "application/json");
            let request = request.header(CONTENT_TYPE, "application/json").header("idempotency-key", "one");
            sami.send(request.body(Body::from(json!({ "body": body }).to_string())).unwrap()).await
        };
        let first = ask("canary9080z once").await.expect(201).json();
        let again = ask("canary9080z once").await.expect(201);
        assert_eq!((again.json(), again.header("idempotent-replayed")), (first, "true"));
        let other = ask("canary9081z another").await.expect(422).json();
        assert!(other["detail"].as_str().is_some_and(|words| words.contains("Idempotency-Key")), "{other}");
        // The same words to somewhere else are another request.
        let request = sami.request("POST", &format!("{}/messages", thread(place, "mudguards")));
        let request = request.header(CONTENT_TYPE, "application/json").header("idempotency-key", "one");
        let elsewhere = request.body(Body::from(json!({ "body": "canary9080z once" }).to_string())).unwrap();
        sami.send(elsewhere).await.expect(422);
        let said = sami.json(&creak).await.expect(200).text();
        assert_eq!((said.matches("canary9080z").count(), said.matches("canary9081z").count()), (2, 0), "html and source, once");
    });
}

#[test]
fn who_mentions_somebody_without_sight_is_offered_to_bring_her_in() {
    in_place(async |place| {
        let (sami, creak) = (place.browser("sami"), thread(place, "creak"));
        sami.post_json(&format!("{creak}/messages"), &json!({ "body": "Can you help, @ravi.nair and @tomas.vega?" }))
            .await
            .expect(201);
        let thread = sami.json(&creak).await.expect(200).json()["thread"].clone();
        let ravi = place.party("ravi");
        assert_eq!(thread["mentioned_in_vain"], json!([{ "party": ravi, "name": "Ravi Nair" }]));
        assert!(sami.page(&creak).await.text().contains("Ravi Nair is mentioned and does not see this."));
        for other in ["maya", "tomas"] {
            let seen = place.browser(other).json(&creak).await.expect(200).json();
            assert!(seen["thread"]["mentioned_in_vain"].is_null(), "{other} is told: {seen}");
        }
        place.browser("ravi").json(&creak).await.expect(404);
        sami.post_json(&format!("{creak}/parties"), &json!({ "party": ravi, "past": true })).await.expect(200);
        place.browser("ravi").json(&creak).await.expect(200);
        assert!(sami.json(&creak).await.expect(200).json()["thread"]["mentioned_in_vain"].is_null());
    });
}

#[test]
fn somebody_outside_finds_her_own_conversations_at_home_and_not_what_everyone_may_read() {
    in_place(async |place| {
        let (creak, tubeless) = (place.company.thread("creak").number, place.company.thread("tubeless").number);
        let numbers = |page: &serde_json::Value, list: &str| -> Vec<i64> {
            page[list].as_array().expect("a list").iter().filter_map(|row| row["number"].as_i64()).collect()
        };
        let maya = place.browser("maya");
        let home = numbers(&maya.json("/").await.expect(200).json(), "conversations");
        assert!(home.contains(&creak) && !home.contains(&tubeless), "{home:?}");
        maya.json(&thread(place, "tubeless")).await.expect(200);
        // To the stranger nothing is new: nobody knows what she has read.
        let list = place.stranger().json("/spaces/community").await.expect(200).json();
        let rows = list["rows"].as_array().expect("a list");
        assert!(rows.iter().any(|row| row["number"] == tubeless) && rows.iter().all(|row| row["unread"] == false), "{list}");
    });
}

#[test]
fn who_asks_for_a_feed_gets_one_and_what_is_no_json_is_answered_in_a_program_s_words() {
    in_place(async |place| {
        let sami = place.browser("sami");
        let request = sami.request("GET", "/search?q=tubeless").header(ACCEPT, "application/atom+xml");
        let feed = sami.send(request.body(Body::empty()).unwrap()).await.expect(200);
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        assert!(feed.text().contains("<feed"), "{}", feed.text());
        let request =
            sami.request("POST", &format!("{}/messages", thread(place, "creak"))).header(CONTENT_TYPE, "application/json");
        let problem = sami.send(request.body(Body::from("{\"body\": ")).unwrap()).await.expect(400);
        assert_eq!(problem.header("content-type"), PROBLEM);
        assert!(problem.json()["detail"].as_str().is_some_and(|words| words.contains("one JSON object")), "{}", problem.text());
    });
}

#[test]
fn an_address_is_proved_by_the_link_in_its_letter_from_her_own_settings() {
    in_place(async |place| {
        let maya = place.browser("maya");
        maya.post("/settings/addresses", &[("address", "nonsense")]).await.expect(422);
        maya.post("/settings/addresses", &[("address", "maya@work.example")]).await.expect(303);
        let page = maya.page("/settings/addresses").await.expect(200).text();
        assert!(page.contains("maya@work.example") && page.contains("A letter is on its way there"), "{page}");
        let due = place.store().due(place.test().keys(), 100).await.unwrap();
        let letter = due.iter().find(|due| due.delivery.reason == "address").expect("a letter waits");
        let token = actions::own_address::token(place.store(), letter.delivery.id, letter.delivery.recipient).await.unwrap();
        let proof = format!("/settings/addresses/proof/{token}");
        assert!(maya.page(&proof).await.expect(200).text().contains("It is mine"));
        assert_eq!(maya.json("/settings/addresses").await.expect(200).json()["addresses"].as_array().map(Vec::len), Some(1));
        place.browser("jonas").post(&proof, &[]).await.expect(403);
        maya.post(&proof, &[]).await.expect(303);
        let mine = maya.json("/settings/addresses").await.expect(200).json();
        let second = &mine["addresses"][1];
        assert_eq!((&second["address"], &second["first"]), (&json!("maya@work.example"), &json!(false)));
        let first = second["actions"]["put-first"]["href"].as_str().expect("it is offered").to_owned();
        maya.post(&first, &[]).await.expect(303);
        let shown = maya.json("/settings").await.expect(200).json();
        assert_eq!(shown["addresses"][0], "maya@work.example");
    });
}

#[test]
fn a_case_is_given_to_a_colleague_by_her_name() {
    in_place(async |place| {
        let (sami, creak) = (place.browser("sami"), thread(place, "creak"));
        let give = format!("{creak}/assignment");
        let owner = async || sami.json(&creak).await.expect(200).json()["assignee"]["name"].clone();
        sami.post(&give, &[("to", "me"), ("name", "Lena Fuchs")]).await.expect(303);
        assert_eq!(owner().await, "Lena Fuchs");
        let refused = sami.post(&give, &[("to", "me"), ("name", "Ravi Nair")]).await.expect(422).text();
        assert!(refused.contains("Bring her in with it") && refused.contains("value=\"Ravi Nair\""), "{refused}");
        let refused = sami.post(&give, &[("to", "me"), ("name", "Nobody Here"), ("bring", "1")]).await.expect(422).text();
        assert!(refused.contains("name=\"bring\" value=\"1\" checked"), "the tick is lost: {refused}");
        sami.post(&give, &[("to", "me"), ("name", "Ravi Nair"), ("bring", "1")]).await.expect(303);
        assert_eq!(owner().await, "Ravi Nair");
        sami.post(&give, &[("to", ""), ("name", "")]).await.expect(303);
        assert!(owner().await.is_null());
    });
}
