//! Viewers: whose eyes a reading looks through.

use domain::{
    circle::{Reach, Standing},
    id::{PersonId, SessionId},
    party::{EMPLOYEES, EVERYONE, SIGNED_IN},
    person::Actor,
    side::Side,
};

/// A viewer, with the parties she is at the start of the request.
///
/// **Invariant.** No public constructor: a viewer is made by a verified session or token, by delivery for a
/// recipient, or is the stranger.
#[derive(Clone, Debug)]
pub struct Viewer {
    person: Option<PersonId>,
    session: Option<SessionId>,
    side: Side,
    administrator: bool,
    standings: Vec<Standing>,
    halves: Vec<PersonId>,
    scopes: String,
    name: String,
}

/// What the store found of a person when a viewer was made.
#[derive(Clone, Debug)]
pub(crate) struct PersonStanding {
    pub person: PersonId,
    pub halves: Vec<PersonId>,
    pub name: String,
    pub side: Side,
    pub administrator: bool,
    pub standings: Vec<Standing>,
}

impl Viewer {
    pub(crate) fn stranger() -> Viewer {
        let everyone = Standing { party: EVERYONE, since: domain::id::Position::START };
        Viewer {
            person: None,
            session: None,
            side: Side::Public,
            administrator: false,
            standings: vec![everyone],
            halves: Vec::new(),
            scopes: String::new(),
            name: String::new(),
        }
    }

    pub(crate) fn person_standing(it: PersonStanding, session: Option<SessionId>, scopes: String) -> Viewer {
        Viewer {
            person: Some(it.person),
            session,
            side: it.side,
            administrator: it.administrator,
            standings: it.standings,
            halves: it.halves,
            scopes,
            name: it.name,
        }
    }

    /// The same viewer in a session: the live hub keeps it when her parties were read anew.
    pub fn in_session(self, session: Option<SessionId>) -> Viewer {
        Viewer { session, ..self }
    }

    /// Who looks; `None` for the stranger.
    pub fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// Herself and who was found to be her: her rows may stand under each of them.
    pub fn selves(&self) -> impl Iterator<Item = PersonId> {
        self.person.into_iter().chain(self.halves.iter().copied())
    }

    /// Her name; empty for the stranger.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Through which session or token she came.
    pub fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// Where she stands today.
    pub fn side(&self) -> Side {
        self.side
    }

    /// Whether what is inside may be shown to her at all.
    pub fn inside(&self) -> bool {
        self.side.inside()
    }

    /// Whether she wears the administrator's hat today.
    pub fn administrator(&self) -> bool {
        self.administrator
    }

    /// The parties she is, the special ones included.
    pub fn standings(&self) -> &[Standing] {
        &self.standings
    }

    /// What her token may do: words separated by blanks; a browser session has `all`.
    pub fn may_scope(&self, scope: &str) -> bool {
        self.scopes.split(' ').any(|s| s == "all" || s == scope)
    }

    /// As the rules know her, for computing what to offer; the action reads its own facts again.
    pub fn actor(&self) -> Option<Actor> {
        self.person.map(|person| Actor { person, side: self.side, administrator: self.administrator })
    }

    /// Whether a circle of this reach can be seen from her side.
    pub fn reaches(&self, reach: Reach) -> bool {
        reach == Reach::Outside || self.inside()
    }

    pub(crate) fn eyes(&self) -> crate::engine::Eyes<'_> {
        crate::engine::Eyes { standings: &self.standings, inside: self.inside() }
    }
}

/// The parties everyone of a side is, besides what she is a member of.
pub(crate) fn natural_standings(person: PersonId, side: Side) -> Vec<Standing> {
    let always = |party| Standing { party, since: domain::id::Position::START };
    let mut standings = vec![always(person.into()), always(SIGNED_IN), always(EVERYONE)];
    if side.inside() {
        standings.push(always(EMPLOYEES));
    }
    standings
}
