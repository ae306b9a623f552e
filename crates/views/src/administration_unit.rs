//! One unit, group or organization in the administration: its name, its place, its people.

use crate::{
    action::Actions,
    administration::administers,
    administration_units::{UnitRow, units},
    page::page,
};
use domain::{
    id::{PartyId, PersonId},
    party::PartyKind,
};
use serde::Serialize;
use store::{Fault, Reading};

/// Somebody in it.
#[derive(Clone, Debug, Serialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Her name.
    pub name: String,
}

/// A unit, group or organization.
#[derive(Clone, Debug, Serialize)]
pub struct UnitView {
    /// What it is.
    #[serde(flatten)]
    pub unit: UnitRow,
    /// Its direct members, at most 500.
    pub people: Vec<Member>,
    /// What may be changed.
    pub actions: Actions,
    /// The units it could hang below.
    #[serde(skip)]
    above: Vec<UnitRow>,
}

page!(UnitView, "administration_unit.html");

impl UnitView {
    /// The party of this id; `None` where there is none, and for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading, id: PartyId) -> Result<Option<UnitView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let Some(unit) = find(reading, id).await? else { return Ok(None) };
        let members = reading.members(id).await?;
        let tree = reading.store().units();
        let unit_id = domain::id::UnitId(id.0);
        let fits = |above: &UnitRow| tree.may_hang(unit_id, domain::id::UnitId(above.id.0));
        let above = if unit.kind == PartyKind::Unit.word() {
            units(reading).await?.into_iter().filter(fits).collect()
        } else {
            Vec::new()
        };
        let at = format!("/administration/units/{id}");
        let mut actions = Actions::default();
        actions.offer("change", at.clone(), &["name", "parent"]);
        actions.offer("set-member", format!("{at}/members"), &["person", "name", "member"]);
        Ok(Some(UnitView {
            unit,
            people: members.iter().map(|it| Member { person: it.0, name: it.1.clone() }).collect(),
            actions,
            above,
        }))
    }

    fn hangs_below(&self, above: &UnitRow) -> bool {
        self.unit.parent == Some(above.id)
    }
}

async fn find(reading: &Reading, id: PartyId) -> Result<Option<UnitRow>, Fault> {
    for kind in [PartyKind::Unit, PartyKind::Group, PartyKind::Organization] {
        let found = reading.parties_of_kind(kind.word()).await?;
        if let Some(it) = found.iter().find(|it| it.id == id) {
            return Ok(Some(UnitRow::of(it, 0)));
        }
    }
    Ok(None)
}
