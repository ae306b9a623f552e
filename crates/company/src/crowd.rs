//! The simulated people beside the named ones: the demo's colleagues, partners, customers and riders.
//!
//! With them every unit of the company has at least eight people, so that what is measured over a unit of five can be
//! shown.

use crate::{Company, space};
use actions::{
    invitation::{self, Inviting, Newcomer},
    party,
};
use domain::{
    id::{OrganizationId, PersonId, UnitId},
    name::handle_of,
    refusal::Refusal,
    side::Side,
};
use store::{Stop, Store};

/// Somebody who takes part in a simulated life; she stands at a place of [`Crowd::souls`].
#[derive(Clone, Debug)]
pub struct Soul {
    /// Her name.
    pub name: String,
    /// Her address.
    pub address: String,
    /// Where she stands.
    pub side: Side,
    /// Her team; empty for none.
    pub team: &'static str,
    /// Who she is in the house; nobody yet where she only writes letters.
    pub person: Option<PersonId>,
}

/// Everybody who takes part, the named ones first.
pub struct Crowd {
    /// Each at her place.
    pub souls: Vec<Soul>,
}

const COLLEAGUES: &[(&str, &[&str])] = &[
    (
        "velo-lind",
        &["Ida Lund", "Matteo Ricci", "Hanne Vos", "Daniel Okoye", "Katrin Ebert", "Paulo Mendes", "Signe Dahl", "Oskar Wolff"],
    ),
    (
        "operations",
        &[
            "Jan Kuiper",
            "Fatma Yildiz",
            "Piotr Zielinski",
            "Esra Demir",
            "Rob Hendriks",
            "Marta Kowalska",
            "Luca Bianchi",
            "Silke Brandt",
            "Ahmed Karimi",
        ],
    ),
    ("support", &["Amina Farah", "Noah Peters", "Clara Jansen", "Diego Castro", "Elif Aydin", "Tessa Bloom", "Viktor Novak"]),
    (
        "facilities",
        &[
            "Gerd Lohmann",
            "Rosa Marques",
            "Ilse Krol",
            "Milan Horvat",
            "Bea Schuster",
            "Kees Dekker",
            "Farid Azizi",
            "Anneke Smit",
        ],
    ),
    (
        "product",
        &[
            "Leonie Hart",
            "Arjun Mehta",
            "Sofie Maes",
            "Nils Berger",
            "Camille Laurent",
            "Jasper Mulder",
            "Priya Iyer",
            "Tilda Strand",
        ],
    ),
    (
        "research",
        &[
            "Henrik Aas",
            "Chiara Conti",
            "Wanjiru Kamau",
            "Stefan Roth",
            "Yuki Mori",
            "Lotte Verhoeven",
            "Andrej Petrov",
            "Maren Schulz",
        ],
    ),
    (
        "marketing",
        &["Eva Lindqvist", "Bruno Faria", "Nadia Haddad", "Simon Keller", "Mila Jovanovic", "Pim van Dam", "Carla Sanz"],
    ),
    ("it", &["Tobias Frank", "Leyla Sahin", "Marek Dvorak", "Joost Bakker", "Hana Suzuki", "Erik Nilsen", "Olga Ivanova"]),
];

const PARTNERS: &[&str] = &["Ulrike Vogt", "Marco Ferri", "Dagmar Held"];

/// Riders who have an account and talk in the community.
const RIDERS: &[&str] = &[
    "Bente Moller",
    "Ruben Kok",
    "Aoife Byrne",
    "Jakub Malek",
    "Selma Aksoy",
    "Theo Lambert",
    "Ines Ferreira",
    "Gustav Ek",
    "Manon Petit",
    "Levi Stern",
    "Zofia Nowak",
    "Omar Haddou",
];

/// Customers, who write letters.
const CUSTOMERS: &[&str] = &[
    "Anna Schreiber",
    "Peter Claes",
    "Mireille Dubois",
    "Karl Jensen",
    "Sanne Visser",
    "Giulia Moretti",
    "Frank Neumann",
    "Lidia Torres",
    "Henk Postma",
    "Birgit Falk",
    "Youssef Amrani",
    "Emma Lindgren",
    "Tomasz Wrona",
    "Judith Weiss",
    "Carlos Pinto",
    "Astrid Holmen",
    "Willem de Boer",
    "Nina Richter",
    "Pascal Girard",
    "Ebba Nyman",
    "Dieter Kraus",
    "Renata Bosco",
    "Sven Aalto",
    "Hilde Martens",
    "Joana Reis",
    "Lars Thomsen",
    "Miriam Katz",
    "Adam Wójcik",
];

impl Crowd {
    /// Lets all of them in, each where she belongs, and furnishes the spaces they talk in.
    ///
    /// # Errors
    /// Whatever stops one of the actions.
    pub(crate) async fn settle(store: &Store, company: &mut Company) -> Result<Crowd, Stop> {
        // Emil joins the wheel group only in the course of the script.
        let mut souls: Vec<Soul> = company.people.iter().filter(|it| it.short != "emil").map(soul_of).collect();
        for (team, names) in COLLEAGUES {
            let unit = Some(UnitId(company.team(team).0));
            let it = Inviting { unit, ..inviting(Side::Employee, names.len()) };
            souls.extend(come(store, company, it, team, "velo-lind.example", names).await?);
        }
        let organization = Some(OrganizationId(company.team("radwerk").0));
        let it = Inviting { organization, ..inviting(Side::Partner, PARTNERS.len()) };
        let partners = come(store, company, it, "radwerk", "radwerk.example", PARTNERS).await?;
        for person in partners.iter().filter_map(|soul| soul.person) {
            party::enter(store, Some(company.person("dora")), person, company.team("wheel-group")).await?;
        }
        souls.extend(partners);
        souls.extend(come(store, company, inviting(Side::Public, RIDERS.len()), "", "example.net", RIDERS).await?);
        souls.extend(CUSTOMERS.iter().map(|name| soul(name, "example.org", Side::Customer, "", None)));
        space::furnish_more(store, company).await?;
        Ok(Crowd { souls })
    }
}

fn inviting(side: Side, uses: usize) -> Inviting {
    let uses = i64::try_from(uses).unwrap_or(1);
    Inviting { side, unit: None, organization: None, administrator: false, address: String::new(), uses }
}

fn soul(name: &str, host: &str, side: Side, team: &'static str, person: Option<PersonId>) -> Soul {
    Soul { name: name.to_owned(), address: format!("{}@{host}", handle_of(name)), side, team, person }
}

fn soul_of(it: &crate::Resident) -> Soul {
    let (name, address) = (it.name.to_owned(), it.address.to_owned());
    Soul { name, address, side: it.side, team: it.team, person: Some(it.person) }
}

/// All of a list come in by one link, at once: their actions share a group.
async fn come(
    store: &Store,
    company: &Company,
    it: Inviting,
    team: &'static str,
    host: &str,
    names: &[&str],
) -> Result<Vec<Soul>, Stop> {
    let side = it.side;
    let link = invitation::invite(store, Some(company.person("dora")), it).await?;
    let accepted = names.iter().map(|name| {
        let newcomer = soul(name, host, side, team, None);
        let it = Newcomer { name: newcomer.name.clone(), address: newcomer.address.clone(), password: String::new() };
        let link = &link;
        async move {
            let token = invitation::accept(store, link, it, "").await?;
            let entry = store.enter(&token).await?.ok_or_else(Refusal::stranger)?;
            Ok(Soul { person: entry.viewer.person(), ..newcomer })
        }
    });
    futures_util::future::join_all(accepted).await.into_iter().collect()
}

/// A crowd without a house, for tests of what is planned.
#[cfg(test)]
pub(crate) fn imagined() -> Crowd {
    let mut souls = Vec::new();
    let mut add = |names: &[&str], host, side, team, known: bool| {
        for name in names {
            let person = known.then_some(PersonId(1));
            souls.push(soul(name, host, side, team, person));
        }
    };
    add(&["Lucía Romero"], "velo-lind.example", Side::Employee, "marketing", true);
    add(&["Yara Haddad"], "velo-lind.example", Side::Employee, "product", true);
    for (team, names) in COLLEAGUES {
        add(names, "velo-lind.example", Side::Employee, team, true);
    }
    add(PARTNERS, "radwerk.example", Side::Partner, "radwerk", true);
    add(RIDERS, "example.net", Side::Public, "", true);
    add(CUSTOMERS, "example.org", Side::Customer, "", false);
    Crowd { souls }
}
