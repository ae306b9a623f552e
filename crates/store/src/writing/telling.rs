//! Writing how people are told by mail, and what a consumer must know to tell them.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    habit::{Habit, Rhythm},
    id::{ConversationId, MessageId, PersonId, SpaceId},
    kind::Kind,
    limits,
    person::MayBeMyself,
    side::Side,
    telling::{Choice, Level, Reason},
};

statements! {
    CHOOSE = "INSERT INTO telling (person, space, reason, level, at) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (person, space, reason) DO UPDATE SET level = excluded.level, at = excluded.at";
    UNCHOOSE = "DELETE FROM telling WHERE person = $1 AND space = $2 AND reason = $3";
    UNCHOOSE_ALL = "DELETE FROM telling WHERE person = $1 AND reason = $2";
    CHOICES = "SELECT t.space, t.reason, t.level FROM telling t WHERE t.person = $1 AND (t.space = 0 OR t.space = $2)";
    ASKED_FOR = "SELECT DISTINCT t.person FROM telling t WHERE t.space IN (0, $1) AND t.reason = $2 AND t.level <> 'never' \
        AND NOT EXISTS (SELECT 1 FROM person h WHERE h.id = t.person AND h.merged_into IS NOT NULL) ORDER BY t.person LIMIT $3";
    SET_HABIT = "INSERT INTO habit (person, rhythm, hour, quiet_from, quiet_until) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (person) DO UPDATE SET rhythm = excluded.rhythm, hour = excluded.hour, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until";
    REACHED = "SELECT p.side, p.time_zone, (SELECT a.address FROM address a WHERE a.person = p.id AND a.blocked_at IS NULL ORDER BY a.later, a.id LIMIT 1), \
        (SELECT COUNT(*) FROM address a WHERE a.person = p.id AND a.verified_at IS NOT NULL) + (SELECT COUNT(*) FROM password w WHERE w.person = p.id), \
        COALESCE(h.rhythm, ''), COALESCE(h.hour, 0), COALESCE(h.quiet_from, 0), COALESCE(h.quiet_until, 0) \
        FROM person p LEFT JOIN habit h ON h.person = p.id WHERE p.id = $1 AND p.deactivated_at IS NULL";
    NAMED = "SELECT COUNT(*) FROM conversation c JOIN sight g ON g.circle = c.circle WHERE c.id = $1 AND g.party IN (SELECT h.id FROM person h WHERE h.id = $2 OR h.merged_into = $2)";
    ON_LIST = "SELECT CAST(1 AS BIGINT) FROM outbox o WHERE o.message = $2 AND o.recipient = $1 AND o.reason = 'list' LIMIT 1";
    SAID = "SELECT m.source, m.automatic, COALESCE((SELECT w.merged_into FROM person w WHERE w.id = c.starter), c.starter), c.kind, \
        COALESCE((SELECT COALESCE(w.merged_into, w.id) FROM message x JOIN person w ON w.id = x.author WHERE x.id = m.answers), 0), \
        COALESCE((SELECT COALESCE(w.merged_into, w.id) FROM message x JOIN person w ON w.id = x.author WHERE x.conversation = m.conversation AND x.id < m.id AND x.author <> m.author AND x.automatic = 0 \
        AND x.id >= COALESCE((SELECT y.id FROM message y WHERE y.conversation = m.conversation AND y.id < m.id ORDER BY y.id DESC LIMIT 1 OFFSET $2), 0) ORDER BY x.id DESC LIMIT 1), 0), COALESCE(c.assignee, 0) \
        FROM message m JOIN conversation c ON c.id = m.conversation WHERE m.id = $1 AND m.deleted_at IS NULL";
}

/// Somebody whom letters of notification reach.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Where she stands.
    pub side: Side,
    /// Her time zone; empty for universal time.
    pub zone: String,
    /// Where her letters go.
    pub address: String,
    /// Whether she can sign in: she proved an address or set a password.
    pub signs_in: bool,
    /// When she wants digests and quiet.
    pub habit: Habit,
}

/// What a consumer must know of a message to tell people of it.
#[derive(Clone, Debug)]
pub struct Said {
    /// As it was typed.
    pub source: String,
    /// Whether a machine wrote it: that wakes nobody.
    pub automatic: bool,
    /// Who started the conversation.
    pub starter: PersonId,
    /// Of what kind it is.
    pub kind: Kind,
    /// The author of the message it answers; nobody is `PersonId(0)`.
    pub answered: PersonId,
    /// Who spoke last before, other than its author, within [`limits::SPOKEN_BEFORE`]; nobody is `PersonId(0)`.
    pub before: PersonId,
    /// Who owns the conversation, where a person does.
    pub assignee: PersonId,
}

/// Habits as a row keeps them; the unchosen ones where there is none.
pub(crate) fn habit(rhythm: &str, hours: [i64; 3], zone: &str) -> Habit {
    let Some(rhythm) = Rhythm::from_word(rhythm) else { return Habit::unchosen(zone) };
    let [hour, quiet_from, quiet_until] = hours.map(|hour| i8::try_from(hour.clamp(0, 23)).unwrap_or(0));
    Habit { rhythm, hour, quiet_from, quiet_until }
}

/// A choice as a row keeps it; `None` for words of another version.
pub(crate) fn choice(space: i64, reason: &str, level: &str) -> Option<Choice> {
    let space = Some(SpaceId(space)).filter(|space| space.0 != 0);
    Some(Choice { space, reason: Reason::from_word(reason)?, level: Level::from_word(level)? })
}

impl Writing {
    /// Keeps how soon somebody is told, for a space or everywhere; `None` takes the choice back.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn choose(
        &mut self,
        permit: &MayBeMyself,
        space: Option<SpaceId>,
        reason: Reason,
        level: Option<Level>,
    ) -> Result<(), Fault> {
        let space = space.map_or(0, |s| s.0);
        match level {
            Some(level) => self.run(&CHOOSE, args![permit.person(), space, reason.word(), level.word(), self.at()]).await?,
            None => self.run(&UNCHOOSE, args![permit.person(), space, reason.word()]).await?,
        };
        Ok(())
    }

    /// Never tells somebody of this any more, wherever she had chosen otherwise.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn never_tell(&mut self, permit: &MayBeMyself, reason: Reason) -> Result<(), Fault> {
        self.run(&UNCHOOSE_ALL, args![permit.person(), reason.word()]).await?;
        self.choose(permit, None, reason, Some(Level::Never)).await
    }

    /// Keeps somebody's habits.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_habit(&mut self, permit: &MayBeMyself, it: &Habit) -> Result<(), Fault> {
        let [hour, from, until] = [it.hour, it.quiet_from, it.quiet_until].map(i64::from);
        self.run(&SET_HABIT, args![permit.person(), it.rhythm.word(), hour, from, until]).await?;
        Ok(())
    }

    /// What somebody chose that counts in a space.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn choices_of(&self, person: PersonId, space: SpaceId) -> Result<Vec<Choice>, Fault> {
        let found = self.rows(&CHOICES, args![person, space], |row| choice(row.int(0), &row.text(1), &row.text(2))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Those who asked to be told this of a whole space.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn asked_for(&self, space: SpaceId, reason: Reason) -> Result<Vec<PersonId>, Fault> {
        let args = args![space, reason.word(), limits::TOLD_OF_SPACE_MAX];
        self.rows(&ASKED_FOR, args, |row| PersonId(row.int(0))).await
    }

    /// Whether and how letters of notification reach somebody; `None` where she is gone or has no address.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reached(&self, person: PersonId) -> Result<Option<Reached>, Fault> {
        let found = self
            .one(&REACHED, args![person], |row| {
                Some(Reached {
                    side: Side::from_word(&row.text(0)).unwrap_or(Side::Public),
                    zone: row.text(1),
                    address: row.text_or_null(2)?,
                    signs_in: row.yes(3),
                    habit: habit(&row.text(4), [row.int(5), row.int(6), row.int(7)], &row.text(1)),
                })
            })
            .await?;
        Ok(found.flatten())
    }

    /// Whether the circle of a conversation names somebody herself: outside, she gets what is written as letters.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn named_in(&self, person: PersonId, conversation: ConversationId) -> Result<bool, Fault> {
        Ok(self.one(&NAMED, args![conversation, person], |row| row.yes(0)).await?.unwrap_or(false))
    }

    /// Whether somebody is sent a message already because she lives in its space by mail.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn is_on_list(&self, person: PersonId, message: MessageId) -> Result<bool, Fault> {
        Ok(self.one(&ON_LIST, args![person, message], |_| ()).await?.is_some())
    }

    /// What a consumer must know of a message; `None` where it was deleted.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn said(&self, message: MessageId) -> Result<Option<Said>, Fault> {
        self.one(&SAID, args![message, limits::SPOKEN_BEFORE - 1], |row| Said {
            source: row.text(0),
            automatic: row.yes(1),
            starter: PersonId(row.int(2)),
            kind: Kind::from_word(&row.text(3)).unwrap_or(Kind::Talk),
            answered: PersonId(row.int(4)),
            before: PersonId(row.int(5)),
            assignee: PersonId(row.int(6)),
        })
        .await
    }
}
