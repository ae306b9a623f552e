//! The company's units in their tree, its partner, and the group that crosses the border to it.

use actions::party::{self, Arranging};
use domain::{
    id::{PartyId, PersonId, UnitId},
    party::PartyKind,
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use store::{Reading, Stop, Store};

/// A unit, organization or group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Team {
    /// Its slug: how tests and tables call it.
    pub short: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: PartyKind,
    /// Which party.
    pub party: PartyId,
}

/// Short name, name, kind, the unit above; a unit stands behind the one above it.
const TEAMS: &[(&str, &str, PartyKind, &str)] = &[
    ("velo-lind", "Velo Lind", PartyKind::Unit, ""),
    ("operations", "Operations", PartyKind::Unit, "velo-lind"),
    ("support", "Support", PartyKind::Unit, "operations"),
    ("facilities", "Facilities", PartyKind::Unit, "operations"),
    ("product", "Product", PartyKind::Unit, "velo-lind"),
    ("research", "Research", PartyKind::Unit, "product"),
    ("marketing", "Marketing", PartyKind::Unit, "velo-lind"),
    ("it", "IT", PartyKind::Unit, "velo-lind"),
    ("radwerk", "Radwerk", PartyKind::Organization, ""),
    // Who joins it later does not see what was said before.
    ("wheel-group", "Wheel group", PartyKind::Group, ""),
];

/// Arranges all of them; Support stands since the founding and is hung where it belongs.
pub(crate) async fn arrange(store: &Store, dora: PersonId) -> Result<Vec<Team>, Stop> {
    let mut teams: Vec<Team> = Vec::new();
    for (short, name, kind, above) in TEAMS.iter().copied() {
        let parent = teams.iter().find(|t| t.short == above).map(|t| UnitId(t.party.0));
        let party = match founded(store, dora, short).await? {
            Some(party) if kind == PartyKind::Unit => {
                party::rearrange(store, Some(dora), party, name, parent).await?;
                party
            }
            _ => {
                let it = Arranging { kind, name: name.to_owned(), parent, sees_past: kind != PartyKind::Group };
                party::arrange(store, Some(dora), it).await?
            }
        };
        teams.push(Team { short, name, kind, party });
    }
    Ok(teams)
}

/// The unit of this slug that came with the founding.
async fn founded(store: &Store, dora: PersonId, slug: &str) -> Result<Option<PartyId>, Stop> {
    let dora = store.recipient(dora).await?.ok_or_else(Refusal::stranger)?;
    let units = Reading::new(store, dora).parties_of_kind(PartyKind::Unit.word()).await?;
    Ok(units.iter().find(|unit| unit.slug == slug).map(|unit| unit.id))
}
