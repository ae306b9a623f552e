//! Circles: who can see a conversation.

use crate::{
    id::{PartyId, Position},
    limits,
    party::{EVERYONE, SIGNED_IN},
    refusal::Refusal,
    side::Side,
};

/// How far a circle may ever reach.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// Only employees, whatever parties it lists: who leaves our side stops seeing it the same moment.
    Inside,
    /// Anyone its parties name.
    Outside,
}

impl Reach {
    /// 1 for inside, 0 for outside: what `sight.inside` holds.
    pub fn inside_bit(self) -> i64 {
        i64::from(self == Reach::Inside)
    }

    /// The reach of that bit.
    pub fn from_inside_bit(bit: i64) -> Reach {
        if bit == 1 { Reach::Inside } else { Reach::Outside }
    }
}

/// One party's sight of a circle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sight {
    /// Who sees.
    pub party: PartyId,
    /// From which position on, inclusive.
    pub since: Position,
}

/// A party a viewer is, and since when: a member of a group that sees only what arrives after she came
/// carries the position of her coming; for everything else `since` is [`Position::START`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The party.
    pub party: PartyId,
    /// From which position on the viewer shares its sight.
    pub since: Position,
}

/// The plain definition of who sees what: the SQL fragment `VISIBLE` and the live hub are tested against it.
///
/// `None` where the viewer sees nothing of the circle, else the position from which on she sees its messages.
pub fn sees_since(reach: Reach, sights: &[Sight], viewer: &[Standing], side: Side) -> Option<Position> {
    if reach == Reach::Inside && !side.inside() {
        return None;
    }
    sights.iter().flat_map(|s| viewer.iter().filter(|v| v.party == s.party).map(|v| s.since.max(v.since))).min()
}

/// Whether a party may stand in a circle of this reach.
///
/// `outsiders` says whether the party has (or by its nature can have) members who are no employees.
///
/// # Errors
/// A refusal where the party would carry an outsider into an inside circle, or the circle is full.
pub fn may_hold(reach: Reach, party: PartyId, outsiders: bool, parties_now: usize) -> Result<(), Refusal> {
    if reach == Reach::Inside && (outsiders || party == EVERYONE || party == SIGNED_IN) {
        return Err(Refusal::new("circle-inside-only"));
    }
    if parties_now >= limits::CIRCLE_PARTIES_MAX {
        return Err(Refusal::new("circle-full").with("max", limits::CIRCLE_PARTIES_MAX));
    }
    Ok(())
}

/// Whether everyone, signed in or not, stands in the circle: only then may a shared cache keep the page.
pub fn is_public(reach: Reach, sights: &[Sight]) -> bool {
    reach == Reach::Outside && sights.iter().any(|s| s.party == EVERYONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::EMPLOYEES;

    const DESK: PartyId = PartyId(100 << 20);
    const MAYA: PartyId = PartyId(101 << 20);

    fn stands(party: PartyId, since: i64) -> Standing {
        Standing { party, since: Position(since) }
    }
    fn sight(party: PartyId, since: i64) -> Sight {
        Sight { party, since: Position(since) }
    }

    #[test]
    fn the_earliest_sight_of_any_party_counts() {
        let circle = [sight(DESK, 7), sight(MAYA, 3)];
        let both = [stands(DESK, 0), stands(MAYA, 0)];
        assert_eq!(sees_since(Reach::Outside, &circle, &both, Side::Customer), Some(Position(3)));
        assert_eq!(sees_since(Reach::Outside, &circle, &both[..1], Side::Customer), Some(Position(7)));
        assert_eq!(sees_since(Reach::Outside, &circle, &[stands(EVERYONE, 0)], Side::Customer), None);
    }

    #[test]
    fn an_outsider_never_sees_an_inside_circle_even_when_listed() {
        let circle = [sight(MAYA, 0)];
        assert_eq!(sees_since(Reach::Inside, &circle, &[stands(MAYA, 0)], Side::Customer), None);
        assert_eq!(sees_since(Reach::Inside, &circle, &[stands(MAYA, 0)], Side::Employee), Some(Position(0)));
    }

    #[test]
    fn who_joins_a_group_that_sees_only_what_comes_after_sees_from_joining_on() {
        let circle = [sight(DESK, 2)];
        assert_eq!(sees_since(Reach::Outside, &circle, &[stands(DESK, 9)], Side::Partner), Some(Position(9)));
    }

    #[test]
    fn a_circle_inside_refuses_outsiders_and_the_public() {
        assert!(may_hold(Reach::Inside, EVERYONE, false, 0).is_err());
        assert!(may_hold(Reach::Inside, DESK, true, 0).is_err());
        assert!(may_hold(Reach::Inside, EMPLOYEES, false, 0).is_ok());
        assert!(may_hold(Reach::Outside, DESK, true, limits::CIRCLE_PARTIES_MAX).is_err());
    }
}
