//! Where which people talk about what, and how often.

use crate::{
    crowd::Soul,
    topic::{self, Topic},
};
use domain::{kind::Kind, side::Side};

/// A set of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum People {
    /// All employees.
    Employees,
    /// One team, employees or partners.
    Team(&'static str),
    /// Who only writes letters.
    Customers,
    /// Riders with an account.
    Riders,
    /// One person, by her address's first part.
    One(&'static str),
}

impl People {
    /// Whether somebody is one of them.
    pub fn have(self, soul: &Soul) -> bool {
        match self {
            People::Employees => soul.side.inside(),
            People::Team(team) => soul.team == team,
            People::Customers => soul.side == Side::Customer && soul.person.is_none(),
            People::Riders => soul.side == Side::Public && soul.person.is_some(),
            People::One(handle) => soul.address.split('@').next() == Some(handle),
        }
    }
}

/// A scene.
pub(crate) struct Scene {
    pub space: &'static str,
    pub kind: Kind,
    /// Who begins, takes care, reads along.
    pub askers: People,
    pub owners: People,
    pub others: People,
    pub topics: &'static [Topic],
    /// How many begin in a hundred working days.
    pub pace: u32,
}

impl Scene {
    /// Whether it begins by a letter.
    pub fn by_mail(&self) -> bool {
        self.askers == People::Customers
    }

    /// Whether somebody outside begins.
    pub fn begins_outside(&self) -> bool {
        matches!(self.askers, People::Customers | People::Riders | People::Team("radwerk"))
    }

    /// Whether one of us speaks to everybody outside.
    pub fn announces_outside(&self) -> bool {
        self.others == People::Riders && !self.begins_outside()
    }

    /// Whether all who see it are of one unit, so that others have to be brought in.
    pub fn within_unit(&self) -> bool {
        matches!(self.others, People::Team(_)) && !self.begins_outside()
    }
}

/// All scenes.
pub(crate) const SCENES: &[Scene] = &[
    Scene {
        space: "support",
        kind: Kind::Case,
        askers: People::Customers,
        owners: People::Team("support"),
        others: People::Team("support"),
        topics: topic::support::TOPICS,
        pace: 380,
    },
    Scene {
        space: "community",
        kind: Kind::Question,
        askers: People::Riders,
        owners: People::Team("support"),
        others: People::Riders,
        topics: topic::community::TOPICS,
        pace: 45,
    },
    Scene {
        space: "community",
        kind: Kind::Talk,
        askers: People::One("lucia.romero"),
        owners: People::Team("marketing"),
        others: People::Riders,
        topics: topic::outward::TOPICS,
        pace: 7,
    },
    Scene {
        space: "talk",
        kind: Kind::Talk,
        askers: People::Employees,
        owners: People::Employees,
        others: People::Employees,
        topics: topic::talk::TOPICS,
        pace: 100,
    },
    Scene {
        space: "news",
        kind: Kind::Announcement,
        askers: People::One("lucia.romero"),
        owners: People::Employees,
        others: People::Employees,
        topics: topic::news::TOPICS,
        pace: 25,
    },
    errand("facilities", "facilities", topic::facilities::TOPICS, 42),
    errand("it-help", "it", topic::it::TOPICS, 42),
    among("product", "product", topic::product::TOPICS, 42),
    among("research", "research", topic::research::TOPICS, 42),
    among("marketing", "marketing", topic::marketing::TOPICS, 42),
    among("operations", "operations", topic::operations::TOPICS, 35),
    among("office", "velo-lind", topic::office::TOPICS, 25),
    Scene {
        space: "wheels",
        kind: Kind::Talk,
        askers: People::Team("radwerk"),
        owners: People::One("yara.haddad"),
        others: People::Team("radwerk"),
        topics: topic::wheels::TOPICS,
        pace: 25,
    },
];

/// Colleagues ask a unit for something.
const fn errand(space: &'static str, unit: &'static str, topics: &'static [Topic], pace: u32) -> Scene {
    let (askers, owners) = (People::Employees, People::Team(unit));
    Scene { space, kind: Kind::Case, askers, owners, others: owners, topics, pace }
}

/// A unit talks among itself.
const fn among(space: &'static str, unit: &'static str, topics: &'static [Topic], pace: u32) -> Scene {
    let unit = People::Team(unit);
    Scene { space, kind: Kind::Talk, askers: unit, owners: unit, others: unit, topics, pace }
}
