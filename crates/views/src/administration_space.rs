//! One space in the administration: what it is, whom its conversations are for, who looks after it.

use crate::{action::Actions, page::page, participant::Participant, space::SpaceFacts};
use domain::{id::PersonId, kind::Kind, space::may_tend};
use serde::Serialize;
use store::{Fault, Reading, reading::audience::once_each};

/// Somebody who looks after a space.
#[derive(Clone, Debug, Serialize)]
pub struct Steward {
    /// Who.
    pub person: PersonId,
    /// Her name.
    pub name: String,
}

/// A space in the administration.
#[derive(Clone, Debug, Serialize)]
pub struct SpaceView {
    /// The space.
    #[serde(flatten)]
    pub space: SpaceFacts,
    /// The kinds that can be started in it.
    pub kinds: Vec<Kind>,
    /// Whether outsiders may start in it.
    pub open: bool,
    /// Days within which a letter into a closed conversation opens it again.
    pub reopen_days: String,
    /// Whom new conversations in it are for.
    pub parties: Vec<Participant>,
    /// Who looks after it.
    pub stewards: Vec<Steward>,
    /// In whose name its letters go; empty for their authors' and the house's.
    pub from_name: String,
    /// From which address; empty for its own.
    pub from_address: String,
    /// What may be changed.
    pub actions: Actions,
    #[serde(skip)]
    all: [Kind; 4],
}

page!(SpaceView, "administration_space.html");

impl SpaceView {
    /// The space of this slug; `None` where it does not exist for this viewer or is not hers to tend.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, slug: &str) -> Result<Option<SpaceView>, Fault> {
        let Some(space) = reading.space(slug).await? else { return Ok(None) };
        if reading.viewer().actor().is_none_or(|actor| may_tend(&actor, &space.facts()).is_err()) {
            return Ok(None);
        }
        let audience = reading.audience_of_space(&space).await?;
        let stewards = reading.stewards(&space).await?;
        let at = format!("/administration/spaces/{}", space.slug);
        let mut actions = Actions::default();
        actions.offer("tend", at.clone(), &["name", "purpose", "kinds", "open", "mail", "reopen_days"]);
        actions.offer("set-sender", format!("{at}/sender"), &["from_name", "from_address"]);
        let head = reading.store().letterhead(space.id).await?;
        actions.offer("set-party", format!("{at}/parties"), &["party", "name", "sees"]);
        actions.offer("set-steward", format!("{at}/stewards"), &["person", "name", "wears"]);
        Ok(Some(SpaceView {
            space: SpaceFacts::of(reading, &space),
            kinds: space.kinds.clone(),
            open: space.open,
            reopen_days: space.reopen_days.to_string(),
            parties: once_each(audience.parties.iter()).into_iter().map(Participant::plain).collect(),
            stewards: stewards.iter().map(|it| Steward { person: it.0, name: it.1.clone() }).collect(),
            from_name: head.from_name,
            from_address: head.from_address,
            actions,
            all: Kind::ALL,
        }))
    }

    fn starts(&self, kind: &Kind) -> bool {
        self.kinds.contains(kind)
    }
}
