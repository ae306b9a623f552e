//! What the viewer planned to send later.

use crate::{action::Actions, page::page};
use domain::{
    habit::field_time,
    id::{ConversationId, PlannedId},
    moment::Moment,
};
use serde::Serialize;
use std::collections::HashMap;
use store::{
    Fault, Reading, Seen,
    reading::{conversation::Headline, planned::Planned},
};

/// One message that waits.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedRow {
    /// Which.
    pub id: PlannedId,
    /// The conversation's number.
    pub number: i64,
    /// Its subject.
    pub subject: String,
    /// Whether only colleagues see it.
    pub inside: bool,
    /// What it says, as typed.
    pub source: String,
    /// When it goes.
    pub due_at: Moment,
    /// How many files go with it.
    pub files: i64,
    /// Where its conversation stands.
    pub href: String,
    /// Changing it and giving it up.
    pub actions: Actions,
    /// When it goes, as the form's field writes it.
    #[serde(skip)]
    pub field: String,
}

/// The list of what waits.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedView {
    /// The messages, the next first.
    pub planned: Vec<PlannedRow>,
}

page!(PlannedView, "planned.html");

impl PlannedView {
    /// What the viewer planned; `None` for the stranger.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<PlannedView>, Fault> {
        let Some(me) = reading.me().await? else { return Ok(None) };
        let plans = reading.my_plans(None).await?;
        let places: Vec<i64> = plans.iter().map(|it| it.conversation.0).collect();
        let heads = reading.headlines(&places).await?.into_iter().map(|of| (of.id, of));
        let heads: HashMap<ConversationId, Seen<Headline>> = heads.collect();
        let planned = plans.iter().map(|it| row(it, heads.get(&it.conversation), &me.time_zone)).collect();
        Ok(Some(PlannedView { planned }))
    }
}

/// What she planned in this conversation.
pub(crate) async fn of(reading: &Reading, of: &Seen<Headline>) -> Result<Vec<PlannedRow>, Fault> {
    let plans = reading.my_plans(Some(of)).await?;
    Ok(plans.iter().map(|it| row(it, Some(of), "")).collect())
}

/// Who lost sight of the conversation still finds her own words, without its subject.
fn row(it: &Seen<Planned>, of: Option<&Seen<Headline>>, zone: &str) -> PlannedRow {
    let mut actions = Actions::default();
    actions.offer("change", format!("/planned/{}", it.id), &["body", "at"]);
    actions.offer("cancel", format!("/planned/{}/cancellation", it.id), &[]);
    PlannedRow {
        id: it.id,
        number: of.map_or(0, |of| of.number),
        subject: of.map(|of| of.subject.clone()).unwrap_or_default(),
        inside: of.is_some_and(|of| of.inside()),
        source: it.source.clone(),
        due_at: it.due_at,
        files: it.files,
        href: of.map(|of| format!("/conversations/{}", of.number)).unwrap_or_default(),
        actions,
        field: field_time(it.due_at, zone),
    }
}
