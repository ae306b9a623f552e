//! Actions as a program sees them: a name, an address to post to, and fields that make sense there.

use crate::place::Place;
use company::{Company, Thread};
use domain::{id::PersonId, kind::Kind};
use serde_json::{Map, Value, json};

/// Something that can be posted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deed {
    /// Its name.
    pub name: String,
    /// Where to.
    pub href: String,
    /// The id of what it is about, where several things of a page share an address.
    pub about: String,
}

impl Deed {
    /// An action offered beside these facts.
    pub fn new(name: &str, href: &str, beside: &Map<String, Value>) -> Deed {
        let about = if name == "accept" { beside["id"].as_str().unwrap_or_default() } else { "" };
        Deed { name: name.to_owned(), href: href.to_owned(), about: about.to_owned() }
    }

    fn known(name: &str, href: String) -> Deed {
        Deed { name: name.to_owned(), href, about: String::new() }
    }

    /// Whether posting the other does this.
    pub fn does_as(&self, other: &Deed) -> bool {
        self.href == other.href && self.about == other.about
    }

    /// Whether many things of one page offer it.
    pub fn one_of_many(&self) -> bool {
        ["react", "edit", "delete", "take-back", "accept", "remove", "deactivate", "hat", "end"].contains(&self.name.as_str())
    }

    /// What takes other actions away comes last.
    pub fn weight(&self) -> usize {
        let last = [
            "accept",
            "move",
            "merge",
            "take-back",
            "delete",
            "close",
            "reopen",
            "remove",
            "leave",
            "end",
            "hat",
            "deactivate",
            "erase",
            "sign-out",
        ];
        last.iter().position(|name| *name == self.name).map_or(0, |at| at + 1)
    }
}

/// Everything that anybody could post about what a page shows.
pub fn deeds_of(place: &Place<'_>, page: &str, viewer: Option<PersonId>) -> Vec<Deed> {
    let company = &place.company;
    let at = |name: &str, ending: &str| Deed::known(name, format!("{page}{ending}"));
    let parts: Vec<&str> = page.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["conversations", number] => {
            let thread =
                company.conversations.iter().find(|thread| thread.number.to_string() == *number).expect("a conversation");
            about_conversation(company, page, thread, viewer)
        }
        ["conversations", number, "moving", _] => {
            vec![at("move", ""), Deed::known("move-back", format!("/conversations/{number}/moving-back"))]
        }
        ["conversations", number, "merging", _] => {
            vec![at("merge", ""), Deed::known("part", format!("/conversations/{number}/parting"))]
        }
        ["messages", _, "forwarding"] | ["messages", _, "forwarding", _] => vec![at("forward", "")],
        ["people", id, "merging", _] => vec![at("merge", ""), Deed::known("part", format!("/people/{id}/parting"))],
        ["spaces", _] => vec![at("mark", "/mark")],
        ["spaces", _, "mail"] => vec![Deed::known("tell", page.to_owned())],
        ["planned"] | ["notices", _] => Vec::new(),
        ["settings", "addresses"] => vec![Deed::known("add-address", page.to_owned())],
        ["settings", "terms"] => vec![Deed::known("choose-terms", page.to_owned())],
        ["administration", "notice"] => vec![Deed::known("publish", page.to_owned()), at("end-notice", "/end")],
        ["settings", "mail"] => vec![Deed::known("tell", page.to_owned())],
        ["spaces", slug, "new"] => vec![Deed::known("start", format!("/spaces/{slug}/conversations"))],
        ["administration", "spaces", _] => {
            vec![at("tend", ""), at("set-sender", "/sender"), at("set-party", "/parties"), at("set-steward", "/stewards")]
        }
        ["administration", "units", _] => vec![at("change", ""), at("set-member", "/members")],
        ["people", id] => {
            let administered = ["deactivation", "reactivation", "hat"];
            let deeds = administered.map(|noun| Deed::known(noun, format!("/administration/people/{id}/{noun}")));
            let more = [at("block", "/block"), at("erase", "/erasure"), at("outreach", "/outreach"), at("repair", "/repair")];
            deeds.into_iter().chain(more).collect()
        }
        ["administration"] => vec![at("rename", "/house")],
        ["people"] => vec![Deed::known("invite", "/administration/invitations".into())],
        ["administration", "people"] => Vec::new(),
        ["administration", "imports", _] => vec![at("undo", "/undoing")],
        ["administration", "outbox"] => vec![at("retry", "/retry")],
        ["administration", _] => vec![at("make", "")],
        ["settings"] => settings(),
        _ => panic!("{page}: say here what can be posted"),
    }
}

fn settings() -> Vec<Deed> {
    let known = [
        ("settle", "/settings"),
        ("set-theme", "/settings/theme"),
        ("make-token", "/settings/tokens"),
        ("erase", "/settings/erasure"),
    ];
    known.map(|(name, href)| Deed::known(name, href.into())).into()
}

fn about_conversation(company: &Company, page: &str, thread: &Thread, viewer: Option<PersonId>) -> Vec<Deed> {
    let nouns = [
        ("reply", "messages"),
        ("draft", "draft"),
        ("mark", "mark"),
        ("close", "closure"),
        ("reopen", "reopening"),
        ("assign", "assignment"),
        ("bring", "parties"),
        ("open-sidebar", "sidebar"),
    ];
    let mut deeds: Vec<Deed> = nouns.iter().map(|(name, noun)| Deed::known(name, format!("{page}/{noun}"))).collect();
    let parties = company.teams.iter().map(|team| team.party.0).chain(viewer.map(|me| me.0)).chain([company.person("maya").0]);
    deeds.extend(parties.map(|party| Deed::known("remove", format!("{page}/parties/{party}/removal"))));
    for said in &thread.said {
        let at = format!("/messages/{}", said.message);
        deeds.push(Deed::known("react", format!("{at}/reactions")));
        deeds.push(Deed::known("edit", format!("{at}/wording")));
        deeds.push(Deed::known("delete", format!("{at}/deletion")));
        deeds.push(Deed::known("take-back", format!("{at}/taking-back")));
        deeds.push(Deed { about: said.message.to_string(), ..Deed::known("accept", format!("{page}/answer")) });
    }
    deeds
}

/// Fields with which an action makes sense on this page.
pub fn fields_for(place: &Place<'_>, deed: &Deed, page: &Value) -> Value {
    let company = &place.company;
    match deed.name.as_str() {
        "reply" => reply(deed, page),
        "draft" | "open-sidebar" | "edit" => json!({ "body": "Words that make sense here" }),
        "mark" => json!({}),
        "close" => json!({ "reason": closing(page) }),
        "assign" => json!({ "to": "me" }),
        "forward" => json!({ "to": "somebody@example.com", "body": "Please look", "audience": page["audience"]["digest"] }),
        "merge" if deed.href.starts_with("/people/") => json!({ "inside": true, "audience": page["as_one"]["digest"] }),
        "merge" => json!({ "brings": true, "audience": page["together"]["digest"] }),
        "move" => json!({ "past": true, "audience": page["going"]["digest"] }),
        "bring" => json!({ "party": newcomer(company, page).0.to_string(), "past": true }),
        "react" => json!({ "reaction": "👍" }),
        "accept" => json!({ "message": deed.about }),
        "start" => start(page),
        "block" => json!({ "blocked": true }),
        "outreach" => json!({ "allowed": true }),
        "settle" => json!({ "name": "Somebody Else", "time_zone": "Europe/Berlin", "theme": "dark" }),
        "add-address" => json!({ "address": "somebody.else@example.com" }),
        "set-theme" => json!({ "theme": "light" }),
        "set-password" => json!({ "password": "correct horse battery" }),
        "make-token" => json!({ "name": "a program", "scopes": ["read"], "days": 7 }),
        "rename" => json!({ "house": "Velo Lind and friends" }),
        "make" => {
            json!({ "name": format!("Something new {}", place.company.people.len()), "kinds": ["talk"], "kind": "unit", "reach": "inside" })
        }
        "tend" => json!({ "name": "Tended", "purpose": "As before", "kinds": ["talk"] }),
        "tell" => json!({ "mentioned": "digest", "following": "never", "every": "now" }),
        "set-sender" => json!({ "from_name": "Velo", "from_address": "hello@velo-lind.example" }),
        "change" if deed.href.starts_with("/planned/") => json!({ "body": "Other words", "at": "2026-12-01T08:00:00Z" }),
        "set-party" => json!({ "party": company.team("research").0.to_string(), "sees": true }),
        "set-steward" => json!({ "person": company.person("piet").0.to_string(), "wears": true }),
        "change" => json!({ "name": "Called anew" }),
        "set-member" => json!({ "person": company.person("greta").0.to_string(), "member": true }),
        "invite" => json!({ "side": "customer", "uses": 1 }),
        "choose-terms" if page["actions"]["choose-terms"]["fields"][0] == "agreement" => json!({ "agreement": "SD-BASE-A" }),
        "choose-terms" => json!({ "aggregates": "out", "personal": "out" }),
        "publish" => json!({ "words": "We count who answers whom.", "group_min": 5 }),
        "hat" => json!({ "wears": true }),
        "undo" => json!({ "sure": true }),
        "erase" => json!({ "name": page["name"] }),
        _ => json!({}),
    }
}

fn reply(deed: &Deed, page: &Value) -> Value {
    // On a conversation's page stands the sidebar beside it too, with a line of its own.
    let number: i64 = deed.href.split('/').nth(2).and_then(|number| number.parse().ok()).unwrap_or_default();
    let thread = [&page["thread"], &page["sidebar"]].into_iter().find(|thread| thread["number"] == number);
    let thread = thread.unwrap_or(&Value::Null);
    json!({ "body": "An answer that makes sense", "audience": thread["audience"]["digest"], "position": thread["position"] })
}

fn closing(page: &Value) -> &'static str {
    let kind = page["kind"].as_str().and_then(Kind::from_word).unwrap_or(Kind::Case);
    kind.life().closings[0].word
}

fn start(page: &Value) -> Value {
    let line = if page["outside"].is_null() { &page["within"] } else { &page["outside"] };
    let kind = page["kind"].as_str().unwrap_or("talk");
    json!({ "kind": kind, "subject": "A new matter", "body": "What it is about", "audience": line["digest"] })
}

/// A colleague who does not take part yet.
fn newcomer(company: &Company, page: &Value) -> PersonId {
    let parties: Vec<&str> = page["participants"].as_array().into_iter().flatten().filter_map(|p| p["party"].as_str()).collect();
    let absent = |r: &&company::Resident| r.side.inside() && !parties.contains(&r.person.to_string().as_str());
    company.people.iter().find(absent).expect("somebody is not there yet").person
}
