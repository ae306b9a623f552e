//! The little company: Velo Lind builds bicycles, Radwerk builds its wheels, customers ride them.
//!
//! Fixture and demo alike: about twenty named people in units, a partner, customers, seven spaces and a good dozen of
//! conversations. The demo's company has some ninety people more, and weeks behind it ([`Life`]).
//!
//! **Invariant.** Everything comes in by the doors people use, the functions of `actions`: the company holds nothing
//! that a house could not hold, and breaks where a door does.

mod agenda;
mod climate;
mod conversation;
mod crowd;
mod dice;
mod hours;
mod letter;
mod life;
mod player;
mod plot;
mod resident;
mod scene;
mod script;
mod space;
mod step;
mod topic;
mod unit;
mod wording;

pub use climate::Climate;
pub use conversation::{Said, Thread};
pub use crowd::{Crowd, Soul};
pub use dice::Dice;
pub use life::Life;
pub use resident::{Resident, cast};
pub use space::Room;
pub use unit::Team;

use domain::{
    id::{ConversationId, PartyId, PersonId, SpaceId},
    moment::MINUTE,
};
use serde::{Deserialize, Serialize};
use store::{Stop, Store};

/// What the house of the company is called.
pub const NAME: &str = "Velo Lind";

/// How the company is played.
pub struct Manner<'a> {
    /// Called between two steps with the microseconds that pass: a clock moved by hand gives conversations their days.
    pub pass: &'a (dyn Fn(i64) + Sync),
    /// What is written for each body of the script: itself, or with a word that tells it from all others.
    pub words: &'a (dyn Fn(&str) -> String + Sync),
}

/// The company as it stands after the last step.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Company {
    /// Everybody, in the order they came.
    pub people: Vec<Resident>,
    /// Units, the partner's organization, and the wheel group.
    pub teams: Vec<Team>,
    /// The spaces.
    pub spaces: Vec<Room>,
    /// The conversations, sidebars among them.
    pub conversations: Vec<Thread>,
}

/// Builds the company in an empty house, all at the moment its clock shows.
///
/// # Errors
/// Whatever stops one of the actions; a house that stands already is hidden.
pub async fn build(store: &Store) -> Result<Company, Stop> {
    build_in(store, &Manner { pass: &|_| {}, words: &str::to_owned }).await
}

/// Builds the company in an empty house, in a manner of the caller's.
///
/// # Errors
/// As [`build`].
pub async fn build_in(store: &Store, manner: &Manner<'_>) -> Result<Company, Stop> {
    let mut company = settled(store, manner).await?;
    player::play(store, &mut company, manner).await?;
    Ok(company)
}

/// The named people, their units and spaces, before anything was said.
pub(crate) async fn settled(store: &Store, manner: &Manner<'_>) -> Result<Company, Stop> {
    let founder = resident::found(store).await?;
    let teams = unit::arrange(store, founder.person).await?;
    // While the founder still stands in all three spaces; the company then puts her where she belongs.
    let stands = space::founded(store, founder.person).await?;
    let mut company = Company { people: vec![founder], teams, spaces: Vec::new(), conversations: Vec::new() };
    resident::settle(store, &mut company).await?;
    (manner.pass)(MINUTE);
    company.spaces = space::furnish(store, &company, &stands).await?;
    (manner.pass)(MINUTE);
    Ok(company)
}

impl Company {
    /// Who goes by this short name: her given name in lower-case Latin letters.
    ///
    /// # Panics
    /// Where nobody does: short names are written in tests and tables, not typed by people.
    pub fn resident(&self, name: &str) -> &Resident {
        found(self.people.iter().find(|r| r.short == name), "person", name)
    }

    /// The person of this short name.
    ///
    /// # Panics
    /// As [`Company::resident`].
    pub fn person(&self, name: &str) -> PersonId {
        self.resident(name).person
    }

    /// The unit, organization or group of this short name.
    ///
    /// # Panics
    /// As [`Company::resident`].
    pub fn team(&self, name: &str) -> PartyId {
        found(self.teams.iter().find(|t| t.short == name), "team", name).party
    }

    /// The space of this slug.
    ///
    /// # Panics
    /// As [`Company::resident`].
    pub fn space(&self, slug: &str) -> SpaceId {
        found(self.spaces.iter().find(|s| s.slug == slug), "space", slug).space
    }

    /// The conversation of this short name.
    ///
    /// # Panics
    /// As [`Company::resident`].
    pub fn thread(&self, name: &str) -> &Thread {
        found(self.conversations.iter().find(|t| t.short == name), "conversation", name)
    }

    /// The id of the conversation of this short name.
    ///
    /// # Panics
    /// As [`Company::resident`].
    pub fn conversation(&self, name: &str) -> ConversationId {
        self.thread(name).conversation
    }
}

fn found<'a, T>(it: Option<&'a T>, what: &str, name: &str) -> &'a T {
    it.unwrap_or_else(|| panic!("the little company has no {what} called {name}"))
}
