//! What somebody is told by mail, and when: for the whole house, and for one space.

use crate::{action::Actions, page::page, space::SpaceFacts, words::of_family};
use domain::{
    habit::{Habit, Rhythm},
    telling::{Choice, Level, Reason},
};
use serde::Serialize;
use store::{Fault, Reading};

/// One reason with what was chosen for it.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonRow {
    /// Why she is told.
    pub reason: &'static str,
    /// How soon, as it counts here.
    pub level: &'static str,
    /// How soon, as she chose it here; empty where she did not.
    pub chosen: &'static str,
    /// What can be chosen.
    pub levels: Vec<&'static str>,
    /// What is ticked: her choice, or on the page of the whole house what counts.
    #[serde(skip)]
    ticked: &'static str,
}

impl ReasonRow {
    fn words(&self) -> String {
        of_family("telling", self.reason)
    }

    fn is_ticked(&self, level: &str) -> bool {
        self.ticked == level
    }

    fn otherwise(&self) -> String {
        of_family("level", self.level)
    }
}

/// When she wants digests and quiet; hours of her time zone.
#[derive(Clone, Debug, Serialize)]
pub struct HabitFields {
    /// `daily` or `weekly`.
    pub digest: &'static str,
    /// The hour of the digest.
    pub hour: i8,
    /// The hour in which quiet begins.
    pub quiet_from: i8,
    /// The hour in which it ends; the same means no quiet.
    pub quiet_until: i8,
    /// Her time zone; empty for universal time.
    pub time_zone: String,
}

/// The page on which she chooses.
#[derive(Clone, Debug, Serialize)]
pub struct MailSettingsView {
    /// For which space; none for the whole house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub space: Option<SpaceFacts>,
    /// The reasons.
    pub reasons: Vec<ReasonRow>,
    /// Whether every message of the space comes by mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<bool>,
    /// Digests and quiet; on the page of the whole house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub habit: Option<HabitFields>,
    /// Keeping it.
    pub actions: Actions,
}

page!(MailSettingsView, "mail_settings.html");

impl MailSettingsView {
    /// The page for a space, or for the whole house; `None` for the stranger and where the space does not exist for her.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, slug: Option<&str>) -> Result<Option<MailSettingsView>, Fault> {
        let Some(me) = reading.me().await? else { return Ok(None) };
        let choices = reading.my_choices().await?;
        let mut actions = Actions::default();
        let Some(slug) = slug else {
            let habit = reading.my_habit().await?;
            actions.offer("tell", "/settings/mail", &FIELDS);
            return Ok(Some(MailSettingsView {
                space: None,
                reasons: rows(&choices, None),
                every: None,
                habit: Some(fields(&habit, &me.time_zone)),
                actions,
            }));
        };
        let Some(space) = reading.space(slug).await? else { return Ok(None) };
        actions.offer("tell", format!("/spaces/{slug}/mail"), &SPACE_FIELDS);
        Ok(Some(MailSettingsView {
            reasons: rows(&choices, Some(space.id)),
            every: Some(domain::telling::level(&choices, space.id, Reason::Every) == Level::Now),
            habit: None,
            space: Some(SpaceFacts::of(reading, &space)),
            actions,
        }))
    }

    fn action(&self) -> &str {
        self.actions.get("tell").unwrap_or_default()
    }

    fn hours(&self) -> std::ops::Range<i8> {
        0..24
    }
}

/// What the two forms take: the reasons by their words, each with a level.
const FIELDS: [&str; 11] = [
    "assigned",
    "mentioned",
    "replied",
    "brought",
    "following",
    "started",
    "announced",
    "digest",
    "hour",
    "quiet_from",
    "quiet_until",
];
const SPACE_FIELDS: [&str; 8] = ["assigned", "mentioned", "replied", "brought", "following", "started", "announced", "every"];

fn rows(choices: &[Choice], space: Option<domain::id::SpaceId>) -> Vec<ReasonRow> {
    let row = |reason: &Reason| {
        let chosen = choices.iter().find(|c| c.space == space && c.reason == *reason).map(|c| c.level);
        let counts = domain::telling::level(choices, space.unwrap_or(domain::id::SpaceId(0)), *reason);
        let chosen = chosen.map_or("", Level::word);
        ReasonRow {
            reason: reason.word(),
            level: counts.word(),
            chosen,
            ticked: if space.is_none() { counts.word() } else { chosen },
            levels: reason.levels().iter().map(|level| level.word()).collect(),
        }
    };
    Reason::ALL.iter().filter(|reason| **reason != Reason::Every).map(row).collect()
}

fn fields(habit: &Habit, zone: &str) -> HabitFields {
    HabitFields {
        digest: if habit.rhythm == Rhythm::Weekly { "weekly" } else { "daily" },
        hour: habit.hour,
        quiet_from: habit.quiet_from,
        quiet_until: habit.quiet_until,
        time_zone: zone.to_owned(),
    }
}
