//! Making viewers: from a session or token, for a recipient, and the stranger.

use crate::{
    fault::Fault,
    opening::{Core, Store},
    reading::Reading,
    secret,
    seen::Seen,
    sql::statements,
    value::args,
    viewer::{PersonStanding, Viewer, natural_standings},
};
use domain::{
    circle::Standing,
    id::{PartyId, PersonId, SessionId, UnitId},
    limits,
    moment::Moment,
    party::PartyKind,
    side::Side,
};

statements! {
    SESSION = "SELECT s.id, s.person, s.scopes, s.used_at FROM session s JOIN person p ON p.id = s.person \
        WHERE s.digest = $1 AND s.ended_at IS NULL AND s.ends_at > $2 AND p.deactivated_at IS NULL";
    WHO = "SELECT COALESCE(p.merged_into, p.id) FROM person p WHERE p.id = $1";
    PERSON = "SELECT p.name, p.side, (SELECT COUNT(*) FROM hat h WHERE h.person = p.id AND h.hat = 'administrator' AND h.until_at IS NULL) \
        FROM person p WHERE p.id = $1 AND p.deactivated_at IS NULL";
    MEMBERSHIPS = "SELECT h.id, CAST(0 AS BIGINT), 'person' FROM person h WHERE h.merged_into = $1 \
        UNION ALL SELECT m.party, m.since, y.kind FROM membership m JOIN party y ON y.id = m.party WHERE m.person = $1 AND m.left_at IS NULL \
        UNION ALL SELECT m.party, m.since, y.kind FROM person h CROSS JOIN membership m CROSS JOIN party y WHERE h.merged_into = $1 AND m.person = h.id AND m.left_at IS NULL \
        AND y.id = m.party AND y.kind <> 'unit'";
    MINE = "SELECT id, name, scopes, made_at, used_at, ends_at FROM session WHERE person = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY used_at DESC";
    SIGN_IN = "SELECT person FROM sign_in WHERE digest = $1 AND used_at IS NULL AND ends_at > $2";
    INVITATION = "SELECT i.side, i.address, COALESCE((SELECT name FROM party WHERE id = i.unit), '') FROM invitation i WHERE i.digest = $1 AND i.uses_left > 0 AND i.ends_at > $2";
}

/// A session is marked as used at most this often: reading must not write every time.
pub const USED_EVERY: i64 = 10 * domain::moment::MINUTE;

/// A viewer made from a token, and whether its session should be marked as used.
pub struct Entry {
    /// The viewer.
    pub viewer: Viewer,
    /// Whether the mark of use is old.
    pub stale: bool,
}

/// One of my sessions or tokens.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// The browser's or token's name.
    pub name: String,
    /// What it may do; `all` for a browser.
    pub scopes: String,
    /// Since when.
    pub made_at: Moment,
    /// Last used, to ten minutes.
    pub used_at: Moment,
    /// Until when.
    pub ends_at: Moment,
}

/// An invitation as its holder may see it.
#[derive(Clone, Debug)]
pub struct InvitationSeen {
    /// The side it leads to.
    pub side: Side,
    /// The address it was sent to; empty where anyone with the link may come.
    pub address: String,
    /// The unit it leads to; empty for none.
    pub unit: String,
}

/// What a person is today: side, hats, parties with the units above hers.
pub(crate) async fn standing(core: &Core, person: PersonId) -> Result<Option<PersonStanding>, Fault> {
    let found = core.blind(&PERSON, args![person], |row| (row.text(0), row.text(1), row.yes(2))).await?;
    let Some((name, side, administrator)) = found.into_iter().next() else { return Ok(None) };
    let rows = core.blind(&MEMBERSHIPS, args![person], |row| (PartyId(row.int(0)), row.position(1), row.text(2))).await?;
    let side = Side::from_word(&side).unwrap_or(Side::Public);
    // Who was found to be her is a party of hers.
    let halves =
        rows.iter().filter(|(.., kind)| *kind == PartyKind::Person.word()).map(|(party, ..)| PersonId(party.0)).collect();
    Ok(Some(PersonStanding {
        person,
        halves,
        name,
        side,
        administrator,
        standings: with_ancestors(core, natural_standings(person, side), rows),
    }))
}

/// Memberships with every unit above the person's own.
pub(crate) fn with_ancestors(
    core: &Core,
    mut standings: Vec<Standing>,
    memberships: Vec<(PartyId, domain::id::Position, String)>,
) -> Vec<Standing> {
    let units = core.units();
    for (party, since, kind) in memberships {
        if kind == PartyKind::Unit.word() {
            standings.extend(units.upward(UnitId(party.0)).map(|u| Standing { party: u.into(), since }));
        } else {
            standings.push(Standing { party, since });
        }
    }
    standings.truncate(limits::STANDINGS_MAX);
    standings
}

impl Store {
    /// The viewer who holds this session's or token's secret.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn enter(&self, token: &str) -> Result<Option<Entry>, Fault> {
        let now = self.clock().now();
        let found = self
            .core()
            .blind(&SESSION, args![secret::digest(token), now], |row| {
                (SessionId(row.int(0)), PersonId(row.int(1)), row.text(2), row.moment(3))
            })
            .await?;
        let Some((session, person, scopes, used)) = found.into_iter().next() else { return Ok(None) };
        let Some(standing) = standing(self.core(), person).await? else { return Ok(None) };
        let viewer = Viewer::person_standing(standing, Some(session), scopes);
        Ok(Some(Entry { viewer, stale: now.0 - used.0 > USED_EVERY }))
    }

    /// The stranger.
    pub fn stranger(&self) -> Viewer {
        Viewer::stranger()
    }

    /// The recipient of a delivery, as she stands at this moment; `None` where she is gone.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn recipient(&self, person: PersonId) -> Result<Option<Viewer>, Fault> {
        let standing = standing(self.core(), person).await?;
        Ok(standing.map(|s| Viewer::person_standing(s, None, String::new())))
    }

    /// The same for a letter that was queued before its recipient was found to be another: who she is now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addressee(&self, person: PersonId) -> Result<Option<Viewer>, Fault> {
        let now = self.core().blind(&WHO, args![person], |row| PersonId(row.int(0))).await?;
        match now.first() {
            Some(person) => self.recipient(*person).await,
            None => Ok(None),
        }
    }

    /// Whose sign-in link this is, if it still works.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn sign_in_link(&self, token: &str) -> Result<Option<PersonId>, Fault> {
        let args = args![secret::digest(token), self.clock().now()];
        Ok(self.core().blind(&SIGN_IN, args, |row| PersonId(row.int(0))).await?.first().copied())
    }

    /// What an invitation offers to who holds its link.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn invitation(&self, token: &str) -> Result<Option<InvitationSeen>, Fault> {
        let args = args![secret::digest(token), self.clock().now()];
        let rows = self
            .core()
            .blind(&INVITATION, args, |row| InvitationSeen {
                side: Side::from_word(&row.text(0)).unwrap_or(Side::Public),
                address: row.text(1),
                unit: row.text(2),
            })
            .await?;
        Ok(rows.into_iter().next())
    }
}

impl Reading {
    /// My sessions and tokens, the latest used first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_sessions(&self) -> Result<Vec<Seen<SessionRow>>, Fault> {
        let Some(person) = self.viewer().person() else { return Ok(Vec::new()) };
        self.rows(&MINE, args![person, self.store().clock().now()], |row| {
            Seen::new(SessionRow {
                id: SessionId(row.int(0)),
                name: row.text(1),
                scopes: row.text(2),
                made_at: row.moment(3),
                used_at: row.moment(4),
                ends_at: row.moment(5),
            })
        })
        .await
    }
}
