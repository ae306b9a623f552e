//! Writing parties, memberships and circles.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    circle::{Reach, Sight},
    conversation::{MayBring, MayRemove},
    id::{CircleId, ConversationId, PartyId, PersonId, Position},
    party::PartyKind,
    person::MayAdminister,
    side::Side,
};

statements! {
    ADD = "INSERT INTO party (id, kind, name, slug, parent, sees_past, ours, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    ONE = "SELECT kind, name, sees_past FROM party WHERE id = $1";
    BY_SLUG = "SELECT id FROM party WHERE kind = $1 AND slug = $2";
    HANG = "UPDATE party SET parent = $2, name = $3 WHERE id = $1";
    ENTER = "INSERT INTO membership (person, party, since, joined_at, left_at) VALUES ($1, $2, $3, $4, NULL) \
        ON CONFLICT (person, party, joined_at) DO UPDATE SET since = excluded.since, left_at = NULL";
    IS_MEMBER = "SELECT COUNT(*) FROM membership WHERE person IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND party = $2 AND left_at IS NULL";
    LEAVE = "UPDATE membership SET left_at = $3 WHERE person IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND party = $2 AND left_at IS NULL";
    LEAVE_KIND = "UPDATE membership SET left_at = $3 WHERE person = $1 AND left_at IS NULL AND party IN (SELECT id FROM party WHERE kind = $2) RETURNING party";
    OUTSIDERS = "SELECT COUNT(*) FROM membership m JOIN person p ON p.id = m.person WHERE m.party = $1 AND m.left_at IS NULL AND p.side <> 'employee'";
    OURS = "SELECT CAST(1 AS BIGINT) FROM person p WHERE p.side = 'employee' AND p.deactivated_at IS NULL AND (p.id = $1 OR p.id IN \
        (SELECT h.merged_into FROM person h WHERE h.id = $1 UNION ALL SELECT m.person FROM membership m WHERE m.party = $1 AND m.left_at IS NULL)) LIMIT 1";
    INSIDE_CIRCLES = "SELECT COUNT(*) FROM sight WHERE party = $1 AND inside = 1";
    ADD_CIRCLE = "INSERT INTO circle (id, inside) VALUES ($1, $2)";
    SIGHTS = "SELECT party, since FROM sight WHERE circle = $1 ORDER BY given_at, party";
    AUDIENCE = "SELECT g.party, g.since, COALESCE(p.side, ''), \
        (SELECT a.address FROM address a WHERE a.person = p.id AND a.blocked_at IS NULL ORDER BY a.later, a.id LIMIT 1), COALESCE(p.deactivated_at, 0), g.given_position, COALESCE(p.id, 0) \
        FROM sight g LEFT JOIN person h ON h.id = g.party LEFT JOIN person p ON p.id = COALESCE(h.merged_into, h.id) WHERE g.circle = $1 ORDER BY g.given_at, g.party";
    GIVE = "INSERT INTO sight (circle, party, since, inside, given_by, given_at, given_position) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (circle, party) DO UPDATE SET since = CASE WHEN excluded.since < sight.since THEN excluded.since ELSE sight.since END";
    TAKE = "DELETE FROM sight WHERE circle = $1 AND (party = $2 OR party IN (SELECT h.id FROM person h WHERE h.merged_into = $2))";
    SHELVE = "INSERT INTO shelf (party, conversation, space, last_at, last_position) \
        SELECT CAST($1 AS BIGINT), c.id, c.space, c.last_at, c.last_position FROM conversation c WHERE c.id = $2 ON CONFLICT (party, conversation) DO UPDATE SET last_at = excluded.last_at, last_position = excluded.last_position, space = excluded.space";
    UNSHELVE = "DELETE FROM shelf WHERE conversation = $2 AND (party = $1 OR party IN (SELECT h.id FROM person h WHERE h.merged_into = $1))";
}

/// A unit, organization or group to be made.
#[derive(Clone, Debug)]
pub struct NewParty {
    /// What it is.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// Its slug.
    pub slug: String,
    /// The unit above.
    pub parent: Option<PartyId>,
    /// Whether who joins sees what was said before.
    pub sees_past: bool,
    /// Whether it is our own organization.
    pub ours: bool,
}

/// One party of a circle, as an action needs it to know who gets a letter.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Which party.
    pub party: PartyId,
    /// From which position on it sees.
    pub since: Position,
    /// The person it is: herself, or whoever she was found to be; nobody (`PersonId(0)`) for what is no person.
    pub person: PersonId,
    /// A person's side; `None` for what is no person.
    pub side: Option<Side>,
    /// A person's address for letters.
    pub address: Option<String>,
    /// Whether the person was deactivated.
    pub gone: bool,
    /// Where in the log it was brought in; none where that was before this was noted.
    pub given_position: Option<Position>,
}

/// The digest that an audience line carries for these listeners.
pub fn audience_digest(listeners: &[Listener]) -> String {
    crate::reading::audience::digest(listeners.iter().map(|l| (l.party, l.since, l.address.as_deref())))
}

impl Writing {
    /// The parties of a circle with what decides about letters.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn listeners(&self, circle: CircleId) -> Result<Vec<Listener>, Fault> {
        self.rows(&AUDIENCE, args![circle], |row| Listener {
            party: PartyId(row.int(0)),
            since: row.position(1),
            person: PersonId(row.int(6)),
            side: Side::from_word(&row.text(2)),
            address: row.text_or_null(3),
            gone: row.yes(4),
            given_position: row.int_or_null(5).map(Position),
        })
        .await
    }

    /// Makes a party.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_party(&mut self, _permit: &MayAdminister, it: &NewParty) -> Result<PartyId, Fault> {
        let id = PartyId(self.mint());
        let (past, ours) = (i64::from(it.sees_past), i64::from(it.ours));
        self.run(&ADD, args![id, it.kind.word(), it.name.as_str(), it.slug.as_str(), it.parent, past, ours, self.at()]).await?;
        Ok(id)
    }

    /// The kind and name of a party that is no person, and whether who joins sees its past.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn party(&self, id: PartyId) -> Result<Option<(PartyKind, String, bool)>, Fault> {
        self.one(&ONE, args![id], |row| (PartyKind::from_word(&row.text(0)).unwrap_or(PartyKind::Group), row.text(1), row.yes(2)))
            .await
    }

    /// The party of this kind and slug.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn party_by_slug(&self, kind: PartyKind, slug: &str) -> Result<Option<PartyId>, Fault> {
        self.one(&BY_SLUG, args![kind.word(), slug], |row| PartyId(row.int(0))).await
    }

    /// Renames a party and hangs it below another.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn hang_party(
        &mut self,
        _permit: &MayAdminister,
        id: PartyId,
        parent: Option<PartyId>,
        name: &str,
    ) -> Result<(), Fault> {
        self.run(&HANG, args![id, parent, name]).await?;
        Ok(())
    }

    /// Makes somebody a member; `since` bounds what she sees of its past. Whether that was new.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn enter_party(&mut self, person: PersonId, party: PartyId, since: Position) -> Result<bool, Fault> {
        if self.one(&IS_MEMBER, args![person, party], |row| row.yes(0)).await? == Some(true) {
            return Ok(false);
        }
        self.run(&ENTER, args![person, party, since, self.at()]).await?;
        Ok(true)
    }

    /// Ends a membership; whether there was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn leave_party(&mut self, person: PersonId, party: PartyId) -> Result<bool, Fault> {
        Ok(self.run(&LEAVE, args![person, party, self.at()]).await? > 0)
    }

    /// Ends all memberships of a kind; the parties that were left.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn leave_kind(&mut self, person: PersonId, kind: PartyKind) -> Result<Vec<PartyId>, Fault> {
        self.rows(&LEAVE_KIND, args![person, kind.word(), self.at()], |row| PartyId(row.int(0))).await
    }

    /// Whether a party has members who are no employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn has_outsiders(&self, party: PartyId) -> Result<bool, Fault> {
        Ok(self.one(&OUTSIDERS, args![party], |row| row.yes(0)).await?.unwrap_or(false))
    }

    /// Whether a party is, or has as a direct member, an employee who can come in.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn holds_ours(&self, party: PartyId) -> Result<bool, Fault> {
        Ok(self.one(&OURS, args![party], |_| ()).await?.is_some())
    }

    /// Whether a party has sight of an inside circle.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stands_inside(&self, party: PartyId) -> Result<bool, Fault> {
        Ok(self.one(&INSIDE_CIRCLES, args![party], |row| row.yes(0)).await?.unwrap_or(false))
    }

    /// Makes an empty circle of this reach.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_circle(&mut self, reach: Reach) -> Result<CircleId, Fault> {
        let id = CircleId(self.mint());
        self.run(&ADD_CIRCLE, args![id, reach.inside_bit()]).await?;
        Ok(id)
    }

    /// The sights of a circle, in the order they were given.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sights(&self, circle: CircleId) -> Result<Vec<Sight>, Fault> {
        self.rows(&SIGHTS, args![circle], |row| Sight { party: PartyId(row.int(0)), since: row.position(1) }).await
    }

    /// Gives sight in a circle that is being made: a new conversation's or a space's; the action's permit covers it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn give_sight(&mut self, circle: CircleId, reach: Reach, sight: Sight, by: PersonId) -> Result<(), Fault> {
        self.run(&GIVE, args![circle, sight.party, sight.since, reach.inside_bit(), by, self.at(), self.next_position()]).await?;
        Ok(())
    }

    /// Takes sight away in a circle that is being changed by its space's stewards.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_sight(&mut self, circle: CircleId, party: PartyId) -> Result<bool, Fault> {
        Ok(self.run(&TAKE, args![circle, party]).await? > 0)
    }

    /// Brings a party into a conversation: sight and a row on its shelf.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn bring(&mut self, permit: &MayBring, reach: Reach, sight: Sight, by: PersonId) -> Result<(), Fault> {
        self.give_sight(permit.circle(), reach, sight, by).await?;
        self.shelve(sight.party, permit.conversation()).await
    }

    /// Ends a party's sight of a conversation, and its row on the shelf; whether there was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn remove(&mut self, permit: &MayRemove, party: PartyId) -> Result<bool, Fault> {
        self.run(&UNSHELVE, args![party, permit.conversation()]).await?;
        self.take_sight(permit.circle(), party).await
    }

    /// Puts a conversation on a party's shelf, where its last message places it: the same on every shelf, so that
    /// a cursor of the merged list holds for all of them.
    ///
    /// # Errors
    /// A fault of the database.
    pub(crate) async fn shelve(&self, party: PartyId, conversation: ConversationId) -> Result<(), Fault> {
        self.run(&SHELVE, args![party, conversation]).await?;
        Ok(())
    }
}
