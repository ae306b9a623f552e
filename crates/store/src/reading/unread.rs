//! Unread: a conversation's mark wins over its space's; marks start at joining. No row per member and message.

use crate::{
    fault::Fault,
    reading::{Reading, conversation::Headline},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{PersonId, Position, SpaceId},
    limits,
};
use std::collections::{BTreeMap, HashSet};

statements! {
    MARK = "SELECT (SELECT position FROM reading_mark WHERE person = $1 AND conversation = $2), \
        (SELECT position FROM space_mark WHERE person = $1 AND space = $3), (SELECT joined_position FROM person WHERE id = $1)";
    FLOOR = "SELECT p.joined_position FROM person p WHERE p.id = $1";
    SPACE_MARKS = "SELECT space, position FROM space_mark WHERE person = $1";
    BEHIND = "SELECT f.conversation, f.space, f.last_position FROM shelf f WHERE f.party = $1 AND f.last_position > $2 ORDER BY f.last_position DESC LIMIT $3";
    SET_BACK = "SELECT k.conversation FROM reading_mark k WHERE k.person = $1 AND k.back = 1 LIMIT $2";
    OWN_MARKS = "SELECT k.conversation FROM reading_mark k JOIN conversation c ON c.id = k.conversation WHERE k.person = $1 AND k.position < c.last_position \
        ORDER BY k.conversation DESC LIMIT $2";
    CHECKED = "WITH {viewer}, {ids} SELECT COALESCE(c.beside, c.id), c.space FROM ids i JOIN conversation c ON c.id = i.id \
        WHERE EXISTS (SELECT 1 FROM message m WHERE m.conversation = c.id AND m.author <> $1 AND m.channel <> 'import' AND {visible c.circle m.position} \
        AND m.position > COALESCE((SELECT k.position FROM reading_mark k WHERE k.person = $1 AND k.conversation = c.id), \
        (SELECT k.position FROM space_mark k WHERE k.person = $1 AND k.space = c.space), $2))";
}

/// Shelf rows looked at for a count before it becomes "99+": enough for exact counts even where much was read singly.
const LOOKED_AT: usize = 512;

/// How many conversations hold something new, in themselves or in a sidebar of theirs, exact to [`limits::COUNT_EXACT_MAX`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// In all spaces together.
    pub total: i64,
    /// In each space that has any.
    pub spaces: BTreeMap<SpaceId, i64>,
}

impl Reading {
    /// Up to where the viewer has read this conversation.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn mark(&self, of: &Seen<Headline>) -> Result<Position, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Position(i64::MAX)) };
        let found = self
            .one(&MARK, args![me, of.id, of.space], |row| row.int_or_null(0).or(row.int_or_null(1)).or(row.int_or_null(2)))
            .await?;
        Ok(found.flatten().map_or(Position::START, Position))
    }

    /// How much is new to the viewer.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn unread(&self) -> Result<Unread, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Unread::default()) };
        self.remembered(|memory| &memory.unread, me, self.unread_anew(me)).await
    }

    async fn unread_anew(&self, me: PersonId) -> Result<Unread, Fault> {
        let joined = self.one(&FLOOR, args![me], |row| row.int(0)).await?.unwrap_or(0);
        let marks = self.rows(&SPACE_MARKS, args![me], |row| (row.int(0), row.int(1))).await?;
        let mark_of = |space: i64| marks.iter().find(|(s, _)| *s == space).map_or(joined, |(_, p)| *p);
        let floor = marks.iter().map(|(_, p)| *p).chain([joined]).min().unwrap_or(joined);
        let mut found = HashSet::new();
        for standing in self.viewer().standings() {
            let rows =
                self.rows(&BEHIND, args![standing.party, floor, LOOKED_AT], |row| (row.int(0), row.int(1), row.int(2))).await?;
            found.extend(rows.into_iter().filter(|(_, space, at)| *at > mark_of(*space)).map(|(id, ..)| id));
        }
        found.extend(self.rows(&SET_BACK, args![me, LOOKED_AT], |row| row.int(0)).await?);
        // What she marked as unread herself lies behind the space's mark.
        found.extend(self.rows(&OWN_MARKS, args![me, LOOKED_AT], |row| row.int(0)).await?);
        self.count_unread(me, joined, found.into_iter().collect()).await
    }

    async fn count_unread(&self, me: PersonId, joined: i64, mut ids: Vec<i64>) -> Result<Unread, Fault> {
        ids.sort_unstable_by(|a, b| b.cmp(a));
        let mut unread = Unread::default();
        // What is new in a sidebar is shown at the conversation it stands beside, and counted there once.
        let mut counted = HashSet::new();
        for some in ids.chunks(crate::sql::IDS_MAX) {
            for (row, space) in self.rows_of(&CHECKED, args![me, joined], some, |row| (row.int(0), row.int(1))).await? {
                if counted.insert(row) {
                    unread.total += 1;
                    *unread.spaces.entry(SpaceId(space)).or_default() += 1;
                }
            }
            if unread.total > limits::COUNT_EXACT_MAX {
                break;
            }
        }
        Ok(unread)
    }
}
