//! Every GET there is: the router's paths with everything that exists put into their places.

use crate::{answer::Answer, client::Client, place::Place};
use axum::body::Body;
use company::Company;
use domain::id::{ConversationId, MessageId};
use futures_util::StreamExt;
use serde_json::Value;
use testkit::naive::Facts;

/// All that can be asked for.
pub struct Walk {
    /// Paths with their queries.
    pub paths: Vec<String>,
    /// Live streams, which never end and are listened to by their first frame.
    pub streams: Vec<String>,
    /// Who sees what, by the naive implementation.
    pub facts: Facts,
    /// The subject of each conversation.
    pub subjects: Vec<(ConversationId, String)>,
}

/// Routes that take no GET: a path that is new and takes one must be walked.
const POSTED: [&str; 46] = [
    "/sign-out",
    "/spaces/{slug}/mark",
    "/spaces/{slug}/conversations",
    "/conversations/{number}/messages",
    "/conversations/{number}/draft",
    "/conversations/{number}/mark",
    "/conversations/{number}/closure",
    "/conversations/{number}/reopening",
    "/conversations/{number}/assignment",
    "/conversations/{number}/parties",
    "/conversations/{number}/parties/{party}/removal",
    "/conversations/{number}/sidebar",
    "/conversations/{number}/answer",
    "/conversations/{number}/moving-back",
    "/conversations/{number}/parting",
    "/messages/{id}/taking-back",
    "/messages/{id}/deletion",
    "/messages/{id}/reactions",
    "/people/{id}/block",
    "/people/{id}/erasure",
    "/people/{id}/parting",
    "/people/{id}/repair",
    "/people/{id}/outreach",
    "/notices/{reason}/seen",
    "/planned/{id}",
    "/planned/{id}/cancellation",
    "/administration/spaces/{slug}/sender",
    "/settings/addresses/{id}/first",
    "/settings/addresses/{id}/removal",
    "/settings/theme",
    "/settings/password",
    "/settings/erasure",
    "/settings/sessions/{id}/end",
    "/settings/tokens",
    "/administration/house",
    "/administration/invitations",
    "/administration/spaces/{slug}/parties",
    "/administration/spaces/{slug}/stewards",
    "/administration/units/{id}/members",
    "/administration/people/{id}/deactivation",
    "/administration/people/{id}/reactivation",
    "/administration/people/{id}/hat",
    "/administration/imports/{id}/undoing",
    "/administration/outbox/retry",
    "/administration/notice/end",
    "/intake/mail",
];

impl Walk {
    /// All that can be asked for in this place.
    pub async fn of(place: &Place<'_>) -> Walk {
        let facts = place.facts().await;
        let mut subjects = Vec::new();
        let mut files = Vec::new();
        for thread in &place.company.conversations {
            let sees = |r: &&company::Resident| facts.sees(Some(r.person), thread.conversation).is_some();
            let somebody = place.company.people.iter().find(sees).expect("somebody sees it");
            let page = place.browser(somebody.short).json(&format!("/conversations/{}", thread.number)).await.expect(200).json();
            subjects.push((thread.conversation, page["subject"].as_str().expect("a subject").to_owned()));
            files.extend(hrefs_of_files(&page));
        }
        assert!(!files.is_empty(), "nobody attached anything");
        let paths = web::paths().into_iter().flat_map(|path| filled(place, path, &files)).collect();
        let stream = |thread: &company::Thread| format!("/live?conversation={}&since=0", thread.number);
        let streams = place.company.conversations.iter().map(stream).collect();
        Walk { paths, streams, facts, subjects }
    }
}

fn hrefs_of_files(page: &Value) -> Vec<String> {
    let messages = page["thread"]["messages"].as_array().into_iter().flatten();
    let files = messages.flat_map(|message| message["attachments"].as_array().into_iter().flatten());
    files.map(|file| file["href"].as_str().expect("a file has a place").to_owned()).collect()
}

fn filled(place: &Place<'_>, path: &str, files: &[String]) -> Vec<String> {
    let company = &place.company;
    let numbers = || company.conversations.iter().map(|thread| thread.number).chain([4711]);
    let messages = || company.conversations.iter().flat_map(|thread| &thread.said).map(|said| said.message);
    let slugs = || company.spaces.iter().map(|room| room.slug).chain(["nowhere"]);
    match path {
        path if POSTED.contains(&path) => vec![fill(path, "1")],
        "/conversations/{number}" => numbers().flat_map(windows(company)).collect(),
        "/conversations/{number}/moving/{slug}" => numbers()
            .flat_map(|number| slugs().map(move |slug| format!("/conversations/{number}/moving/{slug}")))
            .step_by(3)
            .collect(),
        "/conversations/{number}/merging/{into}" => numbers()
            .flat_map(|number| numbers().map(move |into| format!("/conversations/{number}/merging/{into}")))
            .step_by(5)
            .collect(),
        "/conversations/{number}/audience" | "/conversations/{number}/moving" | "/conversations/{number}/merging" => {
            numbers().map(|number| fill(path, &number.to_string())).collect()
        }
        "/spaces/{slug}" => slugs().flat_map(lists).collect(),
        "/spaces/{slug}/new" => slugs().flat_map(|slug| [fill(path, slug), format!("/spaces/{slug}/new?kind=talk")]).collect(),
        "/spaces/{slug}/mail" | "/administration/spaces/{slug}" => slugs().map(|slug| fill(path, slug)).collect(),
        "/attachments/{id}/{name}" => files.to_vec(),
        "/people/{id}/merging/{other}" => {
            let people = || company.people.iter().map(|r| r.person);
            people().flat_map(|id| people().map(move |other| format!("/people/{id}/merging/{other}"))).step_by(7).collect()
        }
        "/people/{id}" | "/people/{id}/merging" => company.people.iter().map(|r| fill(path, &r.person.to_string())).collect(),
        "/administration/units/{id}" | "/observatory/units/{id}" => {
            company.teams.iter().map(|team| fill(path, &team.party.to_string())).collect()
        }
        "/messages/{id}/forwarding/{slug}" => {
            messages().flat_map(|id| slugs().map(move |slug| format!("/messages/{id}/forwarding/{slug}"))).step_by(7).collect()
        }
        path if path.starts_with("/messages/{id}") => messages().map(|id| fill(path, &id.to_string())).collect(),
        "/search" | "/search.atom" => queries(path),
        "/suggestions" => ["mention", "inside", "party"].map(|it| format!("{path}?for={it}&q=a")).into(),
        "/people" | "/administration/people" => [path.to_owned(), format!("{path}?q=a"), format!("{path}?after=F")].into(),
        "/administration/imports/{id}" => vec![fill(path, "4711")],
        "/administration/intake" | "/administration/outbox" | "/administration/imports" | "/administration/merged-people" => {
            [path.to_owned(), format!("{path}?before=1")].into()
        }
        "/notices/{reason}" => ["mentioned", "replied", "following", "nothing"].map(|reason| fill(path, reason)).into(),
        "/sign-in/{token}"
        | "/invitation/{token}"
        | "/settings/addresses/proof/{token}"
        | "/unsubscribe/{token}"
        | "/assets/{name}" => vec![fill(path, "nothing")],
        "/live" => Vec::new(),
        path => {
            assert!(!path.contains('{'), "{path} is new: say here what belongs in its places");
            vec![path.to_owned()]
        }
    }
}

fn fill(path: &str, with: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { with } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The windows of a conversation: its newest, all that came since the beginning, before its last and from its first.
fn windows(company: &Company) -> impl Fn(i64) -> Vec<String> + '_ {
    |number| {
        let said = company.conversations.iter().find(|thread| thread.number == number).map(|thread| &thread.said);
        let ends = said.and_then(|said| Some((said.first()?.message, said.last()?.message)));
        let (first, last) = ends.unwrap_or((MessageId(1), MessageId(1)));
        let asked = [String::new(), String::from("?since=0"), format!("?before={last}"), format!("?from={first}")];
        asked.into_iter().map(|query| format!("/conversations/{number}{query}")).collect()
    }
}

fn lists(slug: &str) -> Vec<String> {
    let presets = ["all", "mine", "unassigned", "unanswered", "all&cursor=9223372036854775807.9223372036854775807"];
    presets.iter().map(|list| format!("/spaces/{slug}?list={list}")).collect()
}

fn queries(path: &str) -> Vec<String> {
    let words = ["the", "from%3Ame", "in%3Asupport", "is%3Aopen", "%22bottom+bracket%22", "-the", "the&order=best", "belt"];
    words.iter().map(|words| format!("{path}?q={words}")).chain([path.to_owned()]).collect()
}

/// The first frame of a live page, which tells what was missed; the connection is given up then.
pub async fn first_frame(client: &Client, path: &str) -> Answer {
    let response = client.open(client.request("GET", path).body(Body::empty()).expect("a request")).await;
    let (parts, body) = response.into_parts();
    let first = body.into_data_stream().next().await.expect("a first frame").expect("a frame");
    Answer {
        asked: format!("{}: GET {path}", client.name),
        status: parts.status.as_u16(),
        headers: parts.headers,
        octets: first.to_vec(),
    }
}
