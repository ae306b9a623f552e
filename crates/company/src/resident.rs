//! Who lives in the company: employees in their units, the partner's people, customers, and one of the public.

use crate::Company;
use actions::{
    house::{self, Founding},
    invitation::{self, Inviting, Newcomer},
    party, session,
};
use domain::{
    address::MailAddress,
    id::{OrganizationId, PersonId, UnitId},
    side::Side,
};
use serde::{Deserialize, Serialize};
use store::{Stop, Store};

/// One of the company's people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resident {
    /// Her given name in lower-case Latin letters: how tests and tables call her.
    pub short: &'static str,
    /// Her name.
    pub name: &'static str,
    /// Her address.
    pub address: &'static str,
    /// Where she stands.
    pub side: Side,
    /// The team she is in; empty for none.
    pub team: &'static str,
    /// Who she is in the house.
    pub person: PersonId,
    /// The secret of a session of hers.
    pub token: String,
}

/// Short name, name, address, side, team.
type Row = (&'static str, &'static str, &'static str, Side, &'static str);

const FOUNDER: Row = ("dora", "Dora Lind", "dora.lind@velo-lind.example", Side::Employee, "velo-lind");

const NEWCOMERS: &[Row] = &[
    ("piet", "Piet Visser", "piet.visser@velo-lind.example", Side::Employee, "operations"),
    ("sami", "Sami Koskinen", "sami.koskinen@velo-lind.example", Side::Employee, "support"),
    ("ines", "Ines Duarte", "ines.duarte@velo-lind.example", Side::Employee, "support"),
    ("tomas", "Tomás Vega", "tomas.vega@velo-lind.example", Side::Employee, "support"),
    ("lena", "Lena Fuchs", "lena.fuchs@velo-lind.example", Side::Employee, "support"),
    ("nora", "Nora Beck", "nora.beck@velo-lind.example", Side::Employee, "facilities"),
    ("yara", "Yara Haddad", "yara.haddad@velo-lind.example", Side::Employee, "product"),
    ("bram", "Bram de Wit", "bram.dewit@velo-lind.example", Side::Employee, "product"),
    ("kofi", "Kofi Mensah", "kofi.mensah@velo-lind.example", Side::Employee, "research"),
    ("mei", "Mei Tan", "mei.tan@velo-lind.example", Side::Employee, "research"),
    ("lucia", "Lucía Romero", "lucia.romero@velo-lind.example", Side::Employee, "marketing"),
    ("felix", "Felix Brandt", "felix.brandt@velo-lind.example", Side::Employee, "marketing"),
    ("ravi", "Ravi Nair", "ravi.nair@velo-lind.example", Side::Employee, "it"),
    ("greta", "Greta Holm", "greta.holm@velo-lind.example", Side::Employee, "it"),
    ("anton", "Anton Weiss", "anton.weiss@radwerk.example", Side::Partner, "radwerk"),
    ("jana", "Jana Krüger", "jana.krueger@radwerk.example", Side::Partner, "radwerk"),
    ("emil", "Emil Sommer", "emil.sommer@radwerk.example", Side::Partner, "radwerk"),
    ("maya", "Maya Okafor", "maya.okafor@example.org", Side::Customer, ""),
    ("jonas", "Jonas Weber", "jonas.weber@example.net", Side::Customer, ""),
    ("aiko", "Aiko Tanaka", "aiko.tanaka@example.org", Side::Customer, ""),
    ("wim", "Wim Bakker", "wim.bakker@example.net", Side::Public, ""),
];

/// Who joins which group from the start; one more of the partner's people joins in the course of the script.
const GROUPED: &[(&str, &str)] =
    &[("anton", "wheel-group"), ("jana", "wheel-group"), ("yara", "wheel-group"), ("bram", "wheel-group")];

impl Resident {
    fn of(row: Row, person: PersonId, token: String) -> Resident {
        let (short, name, address, side, team) = row;
        Resident { short, name, address, side, team, person, token }
    }
}

/// Everybody in the order they come: name, address, side.
pub fn cast() -> impl Iterator<Item = (&'static str, &'static str, Side)> {
    std::iter::once(&FOUNDER).chain(NEWCOMERS).map(|(_, name, address, side, _)| (*name, *address, *side))
}

/// Founds the house.
pub(crate) async fn found(store: &Store) -> Result<Resident, Stop> {
    let (_, name, address, ..) = FOUNDER;
    let founding = Founding {
        house: String::from(crate::NAME),
        name: name.to_owned(),
        address: address.to_owned(),
        password: String::new(),
    };
    let founded = house::found(store, founding).await?;
    Ok(Resident::of(FOUNDER, founded.founder, founded.token))
}

/// Lets everybody else in, and puts each where she belongs.
pub(crate) async fn settle(store: &Store, company: &mut Company) -> Result<(), Stop> {
    let dora = Some(company.person("dora"));
    party::enter(store, dora, company.person("dora"), company.team("velo-lind")).await?;
    for row in NEWCOMERS {
        let resident = come_in(store, company, *row).await?;
        company.people.push(resident);
    }
    for (name, group) in GROUPED {
        party::enter(store, dora, company.person(name), company.team(group)).await?;
    }
    Ok(())
}

/// One person comes in by a link that was handed to her, and proves her address by a second one.
async fn come_in(store: &Store, company: &Company, row: Row) -> Result<Resident, Stop> {
    let (_, name, address, side, team) = row;
    let team = (!team.is_empty()).then(|| company.team(team).0);
    let inviting = Inviting {
        side,
        unit: team.filter(|_| side.inside()).map(UnitId),
        organization: team.filter(|_| !side.inside()).map(OrganizationId),
        administrator: false,
        address: String::new(),
        uses: 1,
    };
    let link = invitation::invite(store, Some(company.person("dora")), inviting).await?;
    let newcomer = Newcomer { name: name.to_owned(), address: address.to_owned(), password: String::new() };
    invitation::accept(store, &link, newcomer, "").await?;
    let link = session::link_for(store, &MailAddress::parse(address)?, 1).await?;
    let token = session::enter_by_link(store, &link, "Firefox on Linux").await?;
    let viewer = store.enter(&token).await?.and_then(|entry| entry.viewer.person());
    let person = viewer.ok_or_else(domain::refusal::Refusal::stranger)?;
    Ok(Resident::of(row, person, token))
}
