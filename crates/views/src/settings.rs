//! The viewer's own settings: name, looks, password, where she is signed in, tokens.

use crate::{action::Actions, page::page};
use domain::{
    erasure::erasable,
    id::{PersonId, SessionId},
    moment::Moment,
};
use serde::Serialize;
use store::{Fault, Reading, Seen, reading::session::SessionRow};

/// What a token may do, one word each, as `actions` knows them.
const SCOPES: [(&str, &str); 3] = [("read", "scope-read"), ("write", "scope-write"), ("admin", "scope-admin")];

/// A place she is signed in at, or a token of hers.
#[derive(Clone, Debug, Serialize)]
pub struct Entrance {
    /// Which.
    pub id: SessionId,
    /// The browser's or token's name.
    pub name: String,
    /// Whether it is the one that looks.
    pub here: bool,
    /// What a token may do; empty for a browser.
    pub scopes: String,
    /// Last used, to ten minutes.
    pub used_at: Moment,
    /// Until when it works.
    pub ends_at: Moment,
    /// Ending it.
    pub actions: Actions,
}

/// The settings page.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsView {
    /// Who.
    pub id: PersonId,
    /// Her name.
    pub name: String,
    /// Her addresses; letters go to the first.
    pub addresses: Vec<String>,
    /// Her time zone (IANA); empty for universal time.
    pub time_zone: String,
    /// `light`, `dark` or empty for the device's.
    pub theme: String,
    /// Where she is signed in.
    pub sessions: Vec<Entrance>,
    /// Her tokens.
    pub tokens: Vec<Entrance>,
    /// A token just made; shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What she may do.
    pub actions: Actions,
}

page!(SettingsView, "settings.html");

impl SettingsView {
    /// The viewer's settings; `None` for the stranger.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<SettingsView>, Fault> {
        let Some(me) = reading.me().await? else { return Ok(None) };
        let addresses = reading.addresses_of(&me).await?;
        let found = reading.my_sessions().await?;
        let here = reading.viewer().session();
        let (sessions, tokens) = found.iter().map(|it| entrance(it, here)).partition(|it| it.scopes.is_empty());
        let mut actions = Actions::default();
        actions.offer("settle", "/settings", &["name", "time_zone", "theme"]);
        actions.offer("set-theme", "/settings/theme", &["theme"]);
        actions.offer("set-password", "/settings/password", &["password"]);
        actions.offer("make-token", "/settings/tokens", &["name", "scopes", "days"]);
        actions.offer("sign-out", "/sign-out", &[]);
        let facts = reading.erasure_facts(&me).await?;
        if reading.viewer().actor().is_some_and(|actor| erasable(&actor, &facts).is_ok()) {
            actions.offer("erase", "/settings/erasure", &["name"]);
        }
        Ok(Some(SettingsView {
            id: me.id,
            name: me.name.clone(),
            addresses: addresses.into_iter().map(|it| it.into_inner().address).collect(),
            time_zone: me.time_zone.clone(),
            theme: me.theme.clone(),
            sessions,
            tokens,
            token: None,
            actions,
        }))
    }

    /// The same page with the token that was just made.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather_with_token(reading: &Reading, token: String) -> Result<Option<SettingsView>, Fault> {
        Ok(SettingsView::gather(reading).await?.map(|view| SettingsView { token: Some(token), ..view }))
    }
}

fn entrance(it: &Seen<SessionRow>, here: Option<SessionId>) -> Entrance {
    let mut actions = Actions::default();
    actions.offer("end", format!("/settings/sessions/{}/end", it.id), &[]);
    Entrance {
        id: it.id,
        name: it.name.clone(),
        here: here == Some(it.id),
        scopes: if it.scopes == "all" { String::new() } else { it.scopes.clone() },
        used_at: it.used_at,
        ends_at: it.ends_at,
        actions,
    }
}
