//! The company's spaces: where which conversations are started, and who sees them.

use crate::Company;
use actions::space::{self, Furnishing};
use domain::{
    circle::Reach,
    id::{PartyId, PersonId, SpaceId},
    kind::Kind,
    party::{EMPLOYEES, EVERYONE},
    refusal::Refusal,
};
use serde::{Deserialize, Serialize};
use store::{Reading, Stop, Store};

/// A space.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Room {
    /// Its slug.
    pub slug: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Which space.
    pub space: SpaceId,
}

struct Plan {
    slug: &'static str,
    name: &'static str,
    purpose: &'static str,
    reach: Reach,
    /// `employees`, `everyone` or a team.
    circle: &'static str,
    kinds: &'static [Kind],
    open: bool,
    mail: &'static str,
    stewards: &'static [&'static str],
}

const PLANS: &[Plan] = &[
    Plan {
        slug: "support",
        name: "Support",
        purpose: "Riders ask, we answer. By mail to support or right here.",
        reach: Reach::Outside,
        circle: "support",
        kinds: &[Kind::Case, Kind::Question, Kind::Talk],
        open: true,
        mail: "support",
        stewards: &["sami"],
    },
    Plan {
        slug: "talk",
        name: "Workshop talk",
        purpose: "Everything among colleagues: rides, coffee, odd noises.",
        reach: Reach::Inside,
        circle: "employees",
        kinds: &[Kind::Talk, Kind::Question],
        open: false,
        mail: "",
        stewards: &["felix"],
    },
    Plan {
        slug: "news",
        name: "News",
        purpose: "What everyone here should know.",
        reach: Reach::Inside,
        circle: "employees",
        kinds: &[Kind::Announcement, Kind::Talk],
        open: false,
        mail: "",
        stewards: &["lucia"],
    },
    Plan {
        slug: "product",
        name: "Product",
        purpose: "What we build next, and why not.",
        reach: Reach::Inside,
        circle: "product",
        kinds: &[Kind::Talk, Kind::Question],
        open: false,
        mail: "",
        stewards: &["yara"],
    },
    Plan {
        slug: "facilities",
        name: "Facilities requests",
        purpose: "Something drips, squeaks or does not open: tell us here.",
        reach: Reach::Inside,
        circle: "employees",
        kinds: &[Kind::Case, Kind::Talk],
        open: false,
        mail: "",
        stewards: &["nora"],
    },
    Plan {
        slug: "wheels",
        name: "Wheels",
        purpose: "Hubs, rims and spokes, together with Radwerk.",
        reach: Reach::Outside,
        circle: "wheel-group",
        kinds: &[Kind::Talk, Kind::Question, Kind::Announcement],
        open: true,
        mail: "wheels",
        stewards: &["yara"],
    },
    Plan {
        slug: "community",
        name: "Community",
        purpose: "Riders help riders. Everyone can read along.",
        reach: Reach::Outside,
        circle: "everyone",
        kinds: &[Kind::Question, Kind::Talk],
        open: true,
        mail: "",
        stewards: &["ines"],
    },
];

/// The spaces that only a simulated life needs.
const MORE: &[Plan] = &[
    Plan::among("it-help", "IT help", "It does not print, connect or log in: ask here.", "employees", &[Kind::Case], &["ravi"]),
    Plan::among("operations", "Operations", "Parcels, pallets, shifts.", "operations", TALKS, &["piet"]),
    Plan::among("research", "Research", "Benches, figures, doubts.", "research", TALKS, &["kofi"]),
    Plan::among("marketing", "Marketing", "How we show what we build.", "marketing", TALKS, &["lucia"]),
    Plan::among("office", "Office", "Contracts, costs, forms, people.", "velo-lind", TALKS, &["dora"]),
];

const TALKS: &[Kind] = &[Kind::Talk, Kind::Question];

impl Plan {
    /// A space among colleagues.
    const fn among(
        slug: &'static str,
        name: &'static str,
        purpose: &'static str,
        circle: &'static str,
        kinds: &'static [Kind],
        stewards: &'static [&'static str],
    ) -> Plan {
        Plan { slug, name, purpose, reach: Reach::Inside, circle, kinds, open: false, mail: "", stewards }
    }

    fn party(&self, company: &Company) -> PartyId {
        match self.circle {
            "employees" => EMPLOYEES,
            "everyone" => EVERYONE,
            team => company.team(team),
        }
    }

    fn furnishing(&self, company: &Company) -> Furnishing {
        Furnishing {
            slug: self.slug.to_owned(),
            name: self.name.to_owned(),
            purpose: self.purpose.to_owned(),
            kinds: self.kinds.to_vec(),
            reach: self.reach,
            open: self.open,
            parties: vec![self.party(company)],
            mail: self.mail.to_owned(),
            reopen_days: None,
        }
    }
}

/// The spaces that came with the founding, by slug.
pub(crate) async fn founded(store: &Store, dora: PersonId) -> Result<Vec<(String, SpaceId)>, Stop> {
    let eyes = store.recipient(dora).await?.ok_or_else(Refusal::stranger)?;
    let spaces = Reading::new(store, eyes).spaces().await?;
    Ok(spaces.iter().map(|space| (space.slug.clone(), space.id)).collect())
}

/// Furnishes all spaces; those that stand already are tended to.
pub(crate) async fn furnish(store: &Store, company: &Company, stands: &[(String, SpaceId)]) -> Result<Vec<Room>, Stop> {
    carry_out(store, company, PLANS, stands).await
}

/// Furnishes the spaces of a simulated life.
pub(crate) async fn furnish_more(store: &Store, company: &mut Company) -> Result<(), Stop> {
    let rooms = carry_out(store, company, MORE, &[]).await?;
    company.spaces.extend(rooms);
    Ok(())
}

async fn carry_out(store: &Store, company: &Company, plans: &[Plan], stands: &[(String, SpaceId)]) -> Result<Vec<Room>, Stop> {
    let dora = company.person("dora");
    let mut rooms = Vec::new();
    for plan in plans {
        let it = plan.furnishing(company);
        let space = match stands.iter().find(|(slug, _)| slug == plan.slug) {
            Some((_, space)) => {
                space::tend(store, Some(dora), *space, it).await?;
                *space
            }
            None => space::furnish(store, Some(dora), it).await?,
        };
        for name in plan.stewards {
            space::set_steward(store, Some(dora), space, company.person(name), true).await?;
        }
        rooms.push(Room { slug: plan.slug, name: plan.name, space });
    }
    Ok(rooms)
}
