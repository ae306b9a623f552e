//! `/openapi.json`: the same table of contents for programs (OpenAPI 3.1).
//!
//! **Invariant.** It names every path of [`crate::routes`] that a program may use; a test compares the two.

use axum::Json;
use serde_json::{Map, Value, json};

/// A field: its name and schema.
type Field = (&'static str, Kind);

/// What a field holds.
#[derive(Clone, Copy)]
enum Kind {
    /// Text.
    Text,
    /// Text without which the request is refused.
    Needed,
    /// An id or position: digits in a string.
    Id,
    /// Yes or no.
    Flag,
    /// Text, repeated.
    Many,
}

use Kind::{Flag, Id, Many, Needed, Text};

/// One operation: method, path, what it does, its fields (of the query for GET, of the body for POST).
type Operation = (&'static str, &'static str, &'static str, &'static [Field]);

/// A level for each reason, and on the whole house's page the digest and quiet hours.
const TELLING: &[Field] = &[
    ("assigned", Text),
    ("mentioned", Text),
    ("replied", Text),
    ("brought", Text),
    ("following", Text),
    ("started", Text),
    ("announced", Text),
    ("every", Text),
    ("digest", Text),
    ("hour", Text),
    ("quiet_from", Text),
    ("quiet_until", Text),
];

const OPERATIONS: &[Operation] = &[
    ("get", "/", "What needs me, by reason", &[]),
    ("get", "/spaces", "The spaces I see", &[]),
    ("get", "/spaces/{slug}", "A space and a page of its conversations", &[("list", Text), ("cursor", Text)]),
    ("post", "/spaces/{slug}/mark", "Mark a whole space as read", &[]),
    ("get", "/spaces/{slug}/mail", "What I am told of a space by mail", &[]),
    ("post", "/spaces/{slug}/mail", "Choose it; empty: as elsewhere", TELLING),
    ("get", "/conversations/new", "Where I can start a conversation", &[("kind", Text)]),
    ("get", "/spaces/{slug}/new", "Who would see a conversation started here", &[("kind", Text)]),
    (
        "post",
        "/spaces/{slug}/conversations",
        "Start a conversation",
        &[
            ("kind", Needed),
            ("subject", Needed),
            ("body", Needed),
            ("inside", Flag),
            ("to", Text),
            ("with", Many),
            ("audience", Text),
            ("without_file", Flag),
        ],
    ),
    (
        "get",
        "/conversations/{number}",
        "A conversation with a window of its messages",
        &[("from", Id), ("before", Id), ("since", Id), ("answers", Id)],
    ),
    (
        "post",
        "/conversations/{number}/messages",
        "Write a message, now or at a time",
        &[("body", Needed), ("audience", Text), ("position", Id), ("answers", Id), ("without_file", Flag), ("at", Text)],
    ),
    ("get", "/conversations/{number}/audience", "Who gets what is written here", &[]),
    ("post", "/conversations/{number}/draft", "Keep a draft; empty drops it", &[("body", Text)]),
    (
        "post",
        "/conversations/{number}/mark",
        "Mark as read up to, or unread from, a position",
        &[("position", Id), ("unread", Flag)],
    ),
    ("post", "/conversations/{number}/closure", "Close it", &[("reason", Needed)]),
    ("post", "/conversations/{number}/reopening", "Open it again", &[]),
    (
        "post",
        "/conversations/{number}/assignment",
        "Assign it to a person or unit, `me`, or nobody",
        &[("to", Text), ("name", Text), ("bring", Flag)],
    ),
    ("post", "/conversations/{number}/parties", "Bring somebody in", &[("party", Id), ("name", Text), ("past", Flag)]),
    ("post", "/conversations/{number}/parties/{party}/removal", "End a party's sight", &[]),
    ("post", "/conversations/{number}/sidebar", "Open a sidebar", &[("body", Needed)]),
    ("post", "/conversations/{number}/answer", "Accept an answer", &[("message", Id)]),
    ("get", "/conversations/{number}/moving", "Where it may be moved, and how it came where it is", &[]),
    ("get", "/conversations/{number}/moving/{slug}", "Who would gain and lose sight of it there", &[]),
    ("post", "/conversations/{number}/moving/{slug}", "Move it there", &[("past", Flag), ("audience", Text)]),
    ("post", "/conversations/{number}/moving-back", "Undo the last move, where nothing happened since", &[]),
    ("get", "/conversations/{number}/merging", "With which it may be merged", &[("into", Id)]),
    ("get", "/conversations/{number}/merging/{into}", "What merging it into that one does", &[]),
    ("post", "/conversations/{number}/merging/{into}", "Merge it: it goes on there", &[("brings", Flag), ("audience", Text)]),
    ("post", "/conversations/{number}/parting", "Take merged conversations apart", &[]),
    ("get", "/messages/{id}", "A message", &[]),
    ("get", "/messages/{id}/wording", "What I wrote, to be edited", &[]),
    ("post", "/messages/{id}/wording", "Edit a message", &[("body", Needed)]),
    ("get", "/messages/{id}/actions", "A message with what I may do with it", &[]),
    ("get", "/messages/{id}/versions", "The former words of a message", &[]),
    ("get", "/messages/{id}/original", "The letter a message came in", &[]),
    ("get", "/messages/{id}/deliveries", "How the letters of a message fared", &[]),
    ("post", "/messages/{id}/taking-back", "Take a message back before its letters go", &[]),
    ("get", "/messages/{id}/forwarding", "Who gets a message that is forwarded out of the house", &[("to", Text)]),
    (
        "post",
        "/messages/{id}/forwarding",
        "Forward it by mail: a conversation of its own begins",
        &[("to", Needed), ("body", Text), ("keep", Many), ("audience", Text)],
    ),
    ("get", "/messages/{id}/forwarding/{slug}", "Who gets it in a space", &[]),
    (
        "post",
        "/messages/{id}/forwarding/{slug}",
        "Forward it to the colleagues of a space",
        &[("body", Text), ("keep", Many), ("audience", Text)],
    ),
    ("post", "/messages/{id}/deletion", "Delete a message; a tombstone stays", &[]),
    ("post", "/messages/{id}/reactions", "Put a reaction on, or take it off", &[("reaction", Needed)]),
    ("get", "/attachments/{id}/{name}", "A file", &[]),
    ("get", "/people", "People", &[("q", Text), ("after", Text)]),
    (
        "get",
        "/suggestions",
        "Whom I may mean while I type a name: to mention, to bring in, or to bring in inside",
        &[("q", Text), ("for", Text)],
    ),
    ("get", "/people/{id}", "A person", &[]),
    ("post", "/people/{id}/block", "Put her addresses on the block list, or take them off", &[("blocked", Flag)]),
    ("get", "/people/{id}/merging", "People she may be, and those of a name", &[("q", Text)]),
    ("get", "/people/{id}/merging/{other}", "What letting her be that one does", &[]),
    ("post", "/people/{id}/merging/{other}", "Let her be that one", &[("inside", Flag), ("audience", Text)]),
    ("post", "/people/{id}/parting", "Let her be herself again", &[]),
    ("post", "/people/{id}/erasure", "Erase her; her name confirms it", &[("name", Needed)]),
    ("post", "/people/{id}/repair", "Note that letters reach her addresses again", &[]),
    ("post", "/people/{id}/outreach", "Stop outreach to her, or allow it again", &[("allowed", Flag)]),
    ("get", "/notices/{reason}", "All that needs me for one reason", &[]),
    ("post", "/notices/{reason}/seen", "I have seen all of it, up to a position of the log", &[("position", Id)]),
    ("get", "/planned", "What I planned to send later", &[]),
    ("post", "/planned/{id}", "Change it", &[("body", Needed), ("at", Needed)]),
    ("post", "/planned/{id}/cancellation", "Give it up; its words are a draft again", &[]),
    ("get", "/settings", "My settings", &[]),
    ("get", "/settings/mail", "What I am told by mail", &[]),
    ("post", "/settings/mail", "Choose it; what is not sent stays", TELLING),
    ("post", "/settings", "Change my settings", &[("name", Needed), ("time_zone", Text), ("theme", Text)]),
    ("get", "/settings/addresses", "My mail addresses", &[]),
    ("post", "/settings/addresses", "Say that an address is mine: a letter goes there", &[("address", Needed)]),
    ("post", "/settings/addresses/{id}/first", "Let my letters go to this one", &[]),
    ("post", "/settings/addresses/{id}/removal", "Remove one of mine", &[]),
    ("get", "/settings/terms", "What I agreed to, and whether I am counted", &[]),
    (
        "post",
        "/settings/terms",
        "Choose it: `in` or `out` for colleagues, an agreement of the roster for others; what is not sent stays",
        &[("aggregates", Text), ("personal", Text), ("agreement", Text)],
    ),
    ("post", "/settings/theme", "Change my theme", &[("theme", Text)]),
    ("post", "/settings/password", "Set my password", &[("password", Needed)]),
    ("post", "/settings/erasure", "Erase me; my name confirms it", &[("name", Needed)]),
    ("post", "/settings/sessions/{id}/end", "End one of my sessions or tokens", &[]),
    ("post", "/settings/tokens", "Make a token", &[("name", Needed), ("scopes", Needed), ("days", Id)]),
    ("get", "/administration", "The house at a glance", &[]),
    ("post", "/administration/house", "Rename the house", &[("house", Needed)]),
    ("get", "/administration/spaces", "All spaces", &[]),
    (
        "post",
        "/administration/spaces",
        "Make a space",
        &[
            ("name", Needed),
            ("slug", Text),
            ("purpose", Text),
            ("kinds", Many),
            ("reach", Text),
            ("open", Flag),
            ("party", Many),
            ("mail", Text),
        ],
    ),
    ("get", "/administration/spaces/{slug}", "A space, to be changed", &[]),
    (
        "post",
        "/administration/spaces/{slug}",
        "Change a space",
        &[("name", Needed), ("purpose", Text), ("kinds", Many), ("open", Flag), ("mail", Text), ("reopen_days", Text)],
    ),
    (
        "post",
        "/administration/spaces/{slug}/sender",
        "Set in whose name and from which address its letters go",
        &[("from_name", Text), ("from_address", Text)],
    ),
    (
        "post",
        "/administration/spaces/{slug}/parties",
        "Change who sees what is started here from now on",
        &[("party", Id), ("name", Text), ("sees", Flag)],
    ),
    (
        "post",
        "/administration/spaces/{slug}/stewards",
        "Make a steward, or no longer",
        &[("person", Id), ("name", Text), ("wears", Flag)],
    ),
    ("get", "/administration/units", "Units, groups and organizations", &[]),
    ("post", "/administration/units", "Make one", &[("name", Needed), ("kind", Text), ("parent", Id), ("sees_past", Flag)]),
    ("get", "/administration/units/{id}", "One of them with its members", &[]),
    ("post", "/administration/units/{id}", "Rename it, hang it elsewhere", &[("name", Needed), ("parent", Id)]),
    ("post", "/administration/units/{id}/members", "Enter or leave it", &[("person", Id), ("name", Text), ("member", Flag)]),
    ("get", "/administration/people", "People, with their hats", &[("q", Text), ("after", Text)]),
    (
        "post",
        "/administration/invitations",
        "Invite",
        &[("side", Text), ("unit", Id), ("organization", Id), ("address", Text), ("uses", Id), ("administrator", Flag)],
    ),
    ("post", "/administration/people/{id}/deactivation", "Deactivate a person", &[]),
    ("post", "/administration/people/{id}/reactivation", "Let her in again", &[]),
    ("post", "/administration/people/{id}/hat", "Give her the administrator's hat, or take it off", &[("wears", Flag)]),
    ("get", "/administration/notice", "The notice about measuring", &[]),
    (
        "post",
        "/administration/notice",
        "Publish it: what it says, the least group, the day from which on is counted",
        &[("words", Needed), ("group_min", Id), ("counts_from", Text)],
    ),
    ("post", "/administration/notice/end", "End it: nothing more is measured", &[]),
    ("get", "/administration/intake", "What arrived", &[("before", Id)]),
    ("get", "/administration/mailboxes", "Mailboxes elsewhere that are pulled, and how they stand", &[]),
    ("get", "/administration/imports", "What was brought in from elsewhere", &[("before", Id)]),
    ("get", "/administration/imports/{id}", "One import, and what could not be read", &[]),
    (
        "post",
        "/administration/imports/{id}/undoing",
        "Take back what it brought, as far as nobody built on it",
        &[("sure", Flag)],
    ),
    ("get", "/administration/merged-people", "People who were merged, for administrators", &[("before", Id)]),
    ("get", "/administration/outbox", "What goes out", &[("before", Id)]),
    ("post", "/administration/outbox/retry", "Try everything that waits now", &[]),
    (
        "get",
        "/waiting",
        "Who outside waits for us, the longest first; with first=true who never had an answer",
        &[("cursor", Text), ("first", Flag)],
    ),
    ("get", "/waiting.csv", "The same for a spreadsheet; a Link says where the rest is", &[("cursor", Text), ("first", Flag)]),
    ("get", "/observatory", "What was measured of a window, for all employees alike", &[("until", Id)]),
    ("get", "/observatory/units/{id}", "The units below one, as far as they may be spoken of", &[("until", Id)]),
    ("get", "/observatory/units.csv", "Units for a spreadsheet", &[("until", Id)]),
    ("get", "/observatory/pairs.csv", "Who turns to whom between units, for a spreadsheet", &[("until", Id)]),
    ("get", "/observatory/figures.csv", "All figures of this window and those before it, for a spreadsheet", &[("until", Id)]),
    ("get", "/mirror", "My reach, my answers, whom I never meet: nobody else's to see", &[]),
    ("get", "/mirror.csv", "The same for a spreadsheet", &[]),
    ("get", "/search", "Search what I may see", &[("q", Text), ("order", Text), ("before", Id)]),
    ("get", "/search.atom", "The same as a feed", &[("q", Needed), ("order", Text)]),
];

/// Paths that are no part of the API: for people signing in, for browsers, for mail servers, for this page itself.
#[cfg(test)]
const NOT_DESCRIBED: [&str; 10] = [
    "/settings/addresses/proof/{token}",
    "/unsubscribe/{token}",
    "/found",
    "/sign-in",
    "/sign-in/{token}",
    "/sign-out",
    "/invitation/{token}",
    "/intake/mail",
    "/live",
    "/assets/{name}",
];

/// `GET /openapi.json`.
pub async fn description() -> Json<Value> {
    let mut paths: Map<String, Value> = Map::new();
    for (method, path, summary, fields) in OPERATIONS {
        let entry = paths.entry((*path).to_owned()).or_insert_with(|| json!({}));
        entry[*method] = operation(method, path, summary, fields);
    }
    Json(json!({
        "openapi": "3.1.0",
        "info": { "title": "Rapport", "version": env!("CARGO_PKG_VERSION"), "description":
            "Every page is JSON at the same URL. Ids and positions are strings. A resource lists in `actions` what you may do with it." },
        "security": [{ "token": [] }],
        "components": { "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } }, "schemas": { "Problem": {
            "type": "object", "description": "RFC 9457", "required": ["type", "title", "status"],
            "properties": { "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" },
                "detail": { "type": "string" }, "field": { "type": "string" } } } } },
        "paths": paths,
    }))
}

fn operation(method: &str, path: &str, summary: &str, fields: &[Field]) -> Value {
    let mut parameters: Vec<Value> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": path_schema(name) }))
        .collect();
    let mut operation = json!({ "summary": summary, "responses": responses(method) });
    if method == "get" {
        let query = |(name, kind): &Field| json!({ "name": name, "in": "query", "required": matches!(kind, Kind::Needed), "schema": schema(*kind) });
        parameters.extend(fields.iter().map(query));
    } else {
        parameters.push(json!({ "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 200 } }));
        let needed: Vec<&str> = fields.iter().filter(|(_, kind)| matches!(kind, Kind::Needed)).map(|(name, _)| *name).collect();
        let properties: Map<String, Value> = fields.iter().map(|(name, kind)| ((*name).to_owned(), schema(*kind))).collect();
        let body = json!({ "type": "object", "properties": properties, "required": needed });
        operation["requestBody"] = json!({ "content": { "application/json": { "schema": body } } });
    }
    operation["parameters"] = parameters.into();
    operation
}

fn responses(method: &str) -> Value {
    let problem = |words: &str| json!({ "description": words, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    let mut all = json!({
        "200": { "description": "As asked" },
        "400": problem("The request cannot be understood"),
        "401": problem("Sign in first"),
        "403": problem("Seen, but not yours to do"),
        "404": problem("Does not exist for you"),
        "409": problem("The state moved on"),
        "413": problem("Too large"),
        "415": problem("Send JSON or a form"),
        "422": problem("Something in it cannot be taken as it is"),
        "429": problem("Too often"),
    });
    if method == "post" {
        all["201"] = json!({ "description": "Made; Location says where" });
    } else {
        all["304"] = json!({ "description": "You have it already" });
    }
    all
}

fn path_schema(name: &str) -> Value {
    match name {
        "number" | "into" => json!({ "type": "integer", "format": "int64", "minimum": 1 }),
        "slug" | "name" => json!({ "type": "string", "minLength": 1 }),
        _ => json!({ "type": "string", "pattern": "^[0-9]{1,19}$" }),
    }
}

fn schema(kind: Kind) -> Value {
    match kind {
        Text => json!({ "type": "string" }),
        Needed => json!({ "type": "string", "minLength": 1 }),
        Id => json!({ "type": "string", "pattern": "^[0-9]{1,18}$" }),
        Flag => json!({ "type": "boolean" }),
        Many => json!({ "type": "array", "items": { "type": "string" } }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_described_or_named_as_none_of_the_api() {
        let mut described: Vec<&str> =
            OPERATIONS.iter().map(|(_, path, ..)| *path).chain(NOT_DESCRIBED).chain(["/openapi.json"]).collect();
        described.sort_unstable();
        described.dedup();
        let mut routed = crate::routes::paths();
        routed.sort_unstable();
        assert_eq!(described, routed);
    }
}
