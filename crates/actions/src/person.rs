//! Persons: one's own settings; deactivating and letting in again.

use crate::password;
use domain::{
    activity::{Activity, Verb},
    hat::Hat,
    id::{PersonId, SessionId},
    name,
    person::{may_administer, may_be_myself},
    refusal::Refusal,
};
use store::{Stop, Store};

/// One's own settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name others read.
    pub name: String,
    /// IANA time zone; empty for the house's.
    pub time_zone: String,
    /// `light`, `dark` or empty for the system's.
    pub theme: String,
}

/// Changes my own settings.
///
/// # Errors
/// Refuses fields that cannot be taken.
pub async fn settle(store: &Store, by: Option<PersonId>, it: Settings) -> Result<(), Stop> {
    let new_name = name::name(&it.name)?;
    let zone = it.time_zone.trim().to_owned();
    if !domain::zone::known(&zone) {
        return Err(Refusal::invalid("time_zone", "zone-unknown").into());
    }
    let theme = theme(&it.theme)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            w.settle(&may_be_myself(&me.actor, me.person())?, &new_name, &zone, theme).await?;
            w.call_halves(me.person()).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Changed, me.person().0)).await?)
        })
        .await
}

fn theme(word: &str) -> Result<&'static str, Refusal> {
    match word {
        "" | "system" => Ok(""),
        "light" => Ok("light"),
        "dark" => Ok("dark"),
        _ => Err(Refusal::invalid("theme", "theme-unknown")),
    }
}

/// Changes my own theme.
///
/// # Errors
/// Refuses an unknown theme.
pub async fn set_theme(store: &Store, by: Option<PersonId>, word: &str) -> Result<(), Stop> {
    let theme = theme(word)?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            w.set_theme(&may_be_myself(&me.actor, me.person())?, theme).await?;
            Ok(w.record(Activity::of(me.person(), Verb::Changed, me.person().0)).await?)
        })
        .await
}

/// Sets my own password; every other session of mine ends.
///
/// # Errors
/// Refuses a password that is too short or too long.
pub async fn set_password(store: &Store, by: Option<PersonId>, kept: Option<SessionId>, password: String) -> Result<(), Stop> {
    let hash = password::hash(password).await?;
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            w.set_password(&may_be_myself(&me.actor, me.person())?, &hash).await?;
            // A line for each: what follows the log (a live page) must learn that it ended.
            for ended in w.end_other_sessions(me.person(), kept.unwrap_or(SessionId(0))).await? {
                w.record(Activity::of(me.person(), Verb::SignedOut, ended.0)).await?;
            }
            Ok(w.record(Activity::of(me.person(), Verb::Changed, me.person().0)).await?)
        })
        .await
}

/// Deactivates a person: her sessions and what is still queued for her end with the same commit.
///
/// # Errors
/// Refuses who is no administrator, and the last administrator's own.
pub async fn deactivate(store: &Store, by: Option<PersonId>, person: PersonId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            let permit = may_administer(&me.actor)?;
            if w.person_name(person).await?.is_none() {
                return Err(Refusal::hidden().into());
            }
            w.set_active(&permit, person, false).await?;
            if w.worn_by(Hat::Administrator, 0).await? == 0 {
                return Err(Refusal::new("last-administrator").into());
            }
            w.end_sessions(person).await?;
            w.withhold_for(person, "deactivated").await?;
            Ok(w.record(Activity::of(me.person(), Verb::Deactivated, person.0)).await?)
        })
        .await
}

/// Lets a deactivated person in again.
///
/// # Errors
/// Refuses who is no administrator.
pub async fn reactivate(store: &Store, by: Option<PersonId>, person: PersonId) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            if !w.set_active(&may_administer(&me.actor)?, person, true).await? {
                return Err(Refusal::hidden().into());
            }
            Ok(w.record(Activity::of(me.person(), Verb::Reactivated, person.0)).await?)
        })
        .await
}

/// Gives somebody the administrator's hat, or takes it off.
///
/// # Errors
/// Refuses who is no administrator, an outsider as one, and taking off the last.
pub async fn set_administrator(store: &Store, by: Option<PersonId>, person: PersonId, wears: bool) -> Result<(), Stop> {
    store
        .act(async move |w| {
            let me = w.acting(by).await?;
            may_administer(&me.actor)?;
            let Some((_, side)) = w.person_name(person).await? else { return Err(Refusal::hidden().into()) };
            if wears && !side.inside() {
                return Err(Refusal::new("employees-only").into());
            }
            if wears {
                w.wear(person, Hat::Administrator, 0).await?;
            } else {
                w.take_off(person, Hat::Administrator, 0).await?;
            }
            if w.worn_by(Hat::Administrator, 0).await? == 0 {
                return Err(Refusal::new("last-administrator").into());
            }
            Ok(w.record(Activity::of(me.person(), Verb::Arranged, person.0)).await?)
        })
        .await
}
