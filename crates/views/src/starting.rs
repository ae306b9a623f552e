//! Starting a conversation: the form, with who would get it.

use crate::{
    action::Actions,
    audience::AudienceView,
    page::page,
    participant::named,
    space::{SpaceFacts, kinds_to_start},
};
use domain::{circle::Reach, id::PartyId, kind::Kind};
use serde::Serialize;
use store::{Fault, Reading, Seen};

/// A party that can be brought in from the start.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Which.
    pub party: PartyId,
    /// Its name.
    pub name: String,
    /// How many people are in it directly.
    pub people: i64,
}

/// The form of a new conversation.
#[derive(Clone, Debug, Serialize)]
pub struct StartingView {
    /// Where.
    #[serde(flatten)]
    pub space: SpaceFacts,
    /// The kind chosen.
    pub kind: Kind,
    /// The kinds this viewer can start here.
    pub kinds: Vec<Kind>,
    /// Who gets it if outsiders may take part; none where the space is inside only.
    pub outside: Option<AudienceView>,
    /// Who gets it if it stays among colleagues; for employees.
    pub within: Option<AudienceView>,
    /// Units, groups and organizations that can be brought in; for employees.
    pub parties: Vec<Choice>,
    /// Where it is posted to.
    pub actions: Actions,
}

page!(StartingView, "starting.html");

impl StartingView {
    /// The form for this space, with this kind chosen; `None` where the space does not exist for this
    /// viewer or nothing can be started in it by her.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, slug: &str, kind: Option<Kind>) -> Result<Option<StartingView>, Fault> {
        let Some(space) = reading.space(slug).await? else { return Ok(None) };
        let Some(actor) = reading.viewer().actor() else { return Ok(None) };
        let kinds = kinds_to_start(&actor, &space);
        let Some(first) = kinds.first().copied() else { return Ok(None) };
        let audience = reading.audience_of_space(&space).await?;
        let house = reading.house_name().await?;
        let line = |reach| AudienceView::of_space(reading, &space, &audience, &house, reach);
        let mut actions = Actions::default();
        let fields = &["kind", "subject", "body", "inside", "to", "with", "file", "audience", "without_file"];
        actions.offer("start", format!("/spaces/{}/conversations", space.slug), fields);
        Ok(Some(StartingView {
            kind: kind.filter(|kind| kinds.contains(kind)).unwrap_or(first),
            outside: (space.reach == Reach::Outside).then(|| line(Reach::Outside)),
            within: actor.side.inside().then(|| line(Reach::Inside)),
            parties: parties(reading).await?,
            space: SpaceFacts::of(reading, &space),
            kinds,
            actions,
        }))
    }

    fn action(&self) -> &str {
        self.actions.get("start").unwrap_or_default()
    }

    /// Either line carries the same digest: that of the space's own audience.
    fn digest(&self) -> &str {
        self.outside.as_ref().or(self.within.as_ref()).map_or("", |line| &line.digest)
    }

    fn chooses_reach(&self) -> bool {
        self.outside.is_some() && self.within.is_some()
    }

    fn only(&self) -> Option<&AudienceView> {
        self.outside.as_ref().or(self.within.as_ref())
    }
}

/// Units, groups and organizations, for employees.
pub(crate) async fn parties(reading: &Reading) -> Result<Vec<Choice>, Fault> {
    let mut choices = Vec::new();
    for kind in ["unit", "group", "organization"] {
        let found = reading.parties_of_kind(kind).await?;
        let choice =
            |it: Seen<store::reading::party::PartyRow>| Choice { party: it.id, name: named(it.id, &it.name), people: it.members };
        choices.extend(found.into_iter().map(choice));
    }
    Ok(choices)
}
