//! Units, groups and organizations in the administration.

use crate::{action::Actions, administration::administers, page::page};
use domain::{id::PartyId, limits};
use serde::Serialize;
use store::{Fault, Reading, reading::party::PartyRow};

/// A unit, group or organization.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRow {
    /// Which.
    pub id: PartyId,
    /// `unit`, `group` or `organization`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// The unit above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<PartyId>,
    /// Whether who joins sees what was said before.
    pub sees_past: bool,
    /// How many people are in it directly.
    pub members: i64,
    /// How deep it hangs in the tree; 0 at the top.
    pub depth: usize,
    /// Its page.
    pub href: String,
}

impl UnitRow {
    pub(crate) fn of(it: &PartyRow, depth: usize) -> UnitRow {
        UnitRow {
            id: it.id,
            kind: it.kind.clone(),
            name: it.name.clone(),
            parent: it.parent,
            sees_past: it.sees_past,
            members: it.members,
            depth,
            href: format!("/administration/units/{}", it.id),
        }
    }

    /// The name behind as many marks as it hangs deep, for lists that cannot be trees.
    pub(crate) fn indented(&self) -> String {
        format!("{}{}", "– ".repeat(self.depth), self.name)
    }
}

/// Units, groups and organizations.
#[derive(Clone, Debug, Serialize)]
pub struct UnitsView {
    /// The units, each behind the one above it.
    pub units: Vec<UnitRow>,
    /// The groups.
    pub groups: Vec<UnitRow>,
    /// The organizations.
    pub organizations: Vec<UnitRow>,
    /// Making one.
    pub actions: Actions,
}

page!(UnitsView, "administration_units.html");

impl UnitsView {
    /// All of them; `None` for everyone but administrators.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn gather(reading: &Reading) -> Result<Option<UnitsView>, Fault> {
        if !administers(reading) {
            return Ok(None);
        }
        let mut actions = Actions::default();
        actions.offer("make", "/administration/units", &["name", "parent", "kind", "sees_past"]);
        Ok(Some(UnitsView {
            units: units(reading).await?,
            groups: flat(reading, "group").await?,
            organizations: flat(reading, "organization").await?,
            actions,
        }))
    }
}

async fn flat(reading: &Reading, kind: &str) -> Result<Vec<UnitRow>, Fault> {
    Ok(reading.parties_of_kind(kind).await?.iter().map(|it| UnitRow::of(it, 0)).collect())
}

/// The units in the order of their tree.
pub(crate) async fn units(reading: &Reading) -> Result<Vec<UnitRow>, Fault> {
    let found: Vec<PartyRow> = reading.parties_of_kind("unit").await?.into_iter().map(store::Seen::into_inner).collect();
    Ok(in_order(&found))
}

fn in_order(found: &[PartyRow]) -> Vec<UnitRow> {
    let mut rows = Vec::with_capacity(found.len());
    let known = |parent: PartyId| found.iter().any(|it| it.id == parent);
    let mut open: Vec<(&PartyRow, usize)> =
        found.iter().rev().filter(|it| it.parent.is_none_or(|parent| !known(parent))).map(|it| (it, 0)).collect();
    while let Some((it, depth)) = open.pop() {
        rows.push(UnitRow::of(it, depth));
        if depth + 1 < limits::UNIT_DEPTH_MAX {
            open.extend(found.iter().rev().filter(|below| below.parent == Some(it.id)).map(|below| (below, depth + 1)));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: i64, parent: Option<i64>) -> PartyRow {
        PartyRow {
            id: PartyId(id),
            kind: "unit".into(),
            name: format!("u{id}"),
            slug: String::new(),
            parent: parent.map(PartyId),
            sees_past: true,
            members: 0,
        }
    }

    #[test]
    fn each_unit_stands_behind_the_one_above_it() {
        let rows = in_order(&[unit(3, Some(2)), unit(1, None), unit(2, Some(1)), unit(4, Some(1))]);
        let told: Vec<String> = rows.iter().map(UnitRow::indented).collect();
        assert_eq!(told, ["u1", "– u2", "– – u3", "– u4"]);
    }

    #[test]
    fn a_loop_of_units_ends() {
        assert!(in_order(&[unit(1, Some(2)), unit(2, Some(1))]).is_empty());
        assert_eq!(in_order(&[unit(1, Some(9))]).len(), 1);
    }
}
