//! Writing the index: a consumer's derived rows, in batches, behind the log by less than a second.
//!
//! Marks stand in the index as tokens: `p<party>` for each party of the circle that sees the message, `a<author>`, `s<space>`, `k<kind>`,
//! `hasfile`. They make a search fast; `{visible}` still decides every hit, so a stale mark costs completeness, never a leak.
//! On SQLite they begin with a sign that no word has, and the kind stands with each party, `_p<party>k<kind>`: where a
//! viewer sees talks above all, her cases are a short list, not what two long ones have in common.
//!
//! SQLite's index is walked forward in half the time it takes backward, so there a message's row is its id below zero: the
//! newest stand first. It takes rows in their order without ado, and begins a new part for one that comes before the last:
//! within a batch the newest are written first.

use crate::{engine::Engine, fault::Fault, sql::statements, value::args, wordage::Wordage, writing::Writing};
use domain::{
    activity::{LogLine, Verb},
    id::{ConversationId, MessageId},
    words::folded,
};

statements! {
    SOURCE = "SELECT m.id, m.source, m.author, c.space, c.kind, c.circle, c.subject, \
        (SELECT MIN(n.id) FROM message n WHERE n.conversation = c.id), m.deleted_at, c.number, m.position \
        FROM message m JOIN conversation c ON c.id = m.conversation WHERE m.id = $1";
    FILES = "SELECT name FROM attachment WHERE message = $1 ORDER BY id";
    PARTIES = "SELECT party FROM sight WHERE circle = $1 AND since <= $2";
    LATER = "INSERT INTO reindex (conversation, before) VALUES ($1, $2) ON CONFLICT (conversation) DO UPDATE SET before = excluded.before";
    WAITING = "SELECT conversation, before FROM reindex ORDER BY conversation LIMIT 1";
    OF_CONVERSATION = "SELECT id FROM message WHERE conversation = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    SET_BEFORE = "UPDATE reindex SET before = $2 WHERE conversation = $1";
    DONE = "DELETE FROM reindex WHERE conversation = $1";
}

/// The few statements each engine has for itself.
pub(crate) mod fork {
    use crate::sql::statements;
    statements! {
        SQLITE_DROP = "DELETE FROM found WHERE rowid = -$1";
        SQLITE_ADD = "INSERT INTO found (rowid, words) VALUES (-$1, CAST($2 AS TEXT) || CAST($3 AS TEXT))";
        SQLITE_CLEAR = "DELETE FROM found";
        SQLITE_WEIGH = "INSERT INTO wordage (message, words, again) VALUES ($1, $2, $3)";
        SQLITE_FORGET = "DELETE FROM wordage WHERE message = $1";
        SQLITE_FORGET_ALL = "DELETE FROM wordage";
        SQLITE_MERGE = "INSERT INTO found (found, rank) VALUES ('merge', $1)";
        SQLITE_CHANGED = "SELECT total_changes()";
        POSTGRES_DROP = "DELETE FROM found WHERE message = $1";
        POSTGRES_ADD = "INSERT INTO found (message, words) VALUES ($1, to_tsvector('simple', CAST($2 AS TEXT)) || array_to_tsvector(string_to_array(CAST($3 AS TEXT), ' ')))";
        POSTGRES_CLEAR = "DELETE FROM found";
    }
}

/// Messages of a changed circle that are indexed anew in one go, the newest first.
const REINDEX_BATCH: usize = 200;
/// Pages of the index that are merged in one go: some milliseconds in which nobody else writes.
const MERGED_PAGES: i64 = 128;
/// A step that changes fewer rows merged nothing (SQLite, FTS5, "The 'merge' command").
const MERGED_ROWS: i64 = 2;
/// Octets of words of one message that are indexed: PostgreSQL's vectors end at one mebibyte.
const TEXT_BYTES_MAX: usize = 200 * 1024;

impl Writing {
    /// Indexes what some lines of the log changed, in the consumer's transaction.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn index_lines(&mut self, lines: &[LogLine]) -> Result<(), Fault> {
        let mut changed = Vec::new();
        for line in lines {
            let activity = &line.activity;
            match (activity.verb, activity.conversation) {
                (Verb::Started | Verb::Replied | Verb::Imported | Verb::Edited | Verb::Deleted, Some(_)) => {
                    changed.push(MessageId(activity.object));
                }
                (Verb::Brought | Verb::Removed | Verb::Moved | Verb::MovedBack, Some(conversation)) => {
                    self.run(&LATER, args![conversation, i64::MAX]).await?;
                }
                _ => {}
            }
        }
        changed.sort_unstable_by_key(|message| std::cmp::Reverse(message.0));
        changed.dedup();
        for message in changed {
            self.index(message).await?;
        }
        Ok(())
    }

    /// Indexes one message as it stands, or takes it out where it was deleted.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn index(&mut self, message: MessageId) -> Result<(), Fault> {
        self.take_out(message).await?;
        let found = self
            .one(&SOURCE, args![message], |row| {
                let first = row.int_or_null(7) == Some(row.int(0));
                let head = if first { format!("{} {}\n", row.text(6), row.int(9)) } else { String::new() };
                let text = format!("{head}{}", row.text(1));
                (text, row.int(2), row.int(3), row.text(4), row.int(5), row.int_or_null(8).is_some(), row.position(10))
            })
            .await?;
        let Some((mut text, author, space, kind, circle, deleted, position)) = found else { return Ok(()) };
        if deleted {
            return Ok(());
        }
        let files = self.rows(&FILES, args![message], |row| row.text(0)).await?;
        let mut marks = vec![format!("a{author}"), format!("s{space}")];
        marks.extend((!files.is_empty()).then(|| String::from("hasfile")));
        let parties = self.rows(&PARTIES, args![circle, position], |row| format!("p{}", row.int(0))).await?;
        for file in files {
            text.push('\n');
            text.push_str(&file);
        }
        let mut words = folded(&text);
        if words.len() > TEXT_BYTES_MAX {
            words.truncate(words.as_bytes()[..TEXT_BYTES_MAX].iter().rposition(|octet| *octet == b' ').unwrap_or(0));
        }
        self.put_in(message, &words, marks, parties, &kind).await
    }

    async fn take_out(&mut self, message: MessageId) -> Result<(), Fault> {
        if self.line().engine() == Engine::Postgres {
            self.run(&fork::POSTGRES_DROP, args![message]).await?;
            return Ok(());
        }
        self.run(&fork::SQLITE_DROP, args![message]).await?;
        self.run(&fork::SQLITE_FORGET, args![message]).await?;
        Ok(())
    }

    async fn put_in(
        &mut self,
        message: MessageId,
        words: &str,
        mut marks: Vec<String>,
        parties: Vec<String>,
        kind: &str,
    ) -> Result<(), Fault> {
        if self.line().engine() == Engine::Postgres {
            marks.push(format!("k{kind}"));
            marks.extend(parties);
            self.run(&fork::POSTGRES_ADD, args![message, words, marks.join(" ")]).await?;
            return Ok(());
        }
        marks.extend(parties.iter().map(|party| format!("{party}k{kind}")));
        marks.extend(parties);
        let marks: String = marks.iter().map(|mark| format!(" _{mark}")).collect();
        self.run(&fork::SQLITE_ADD, args![message, words, marks]).await?;
        let Wordage { words, again } = Wordage::of(words);
        self.run(&fork::SQLITE_WEIGH, args![message, words, again]).await?;
        Ok(())
    }

    /// Indexes the next batch of a conversation whose circle changed; whether there was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reindex_some(&mut self) -> Result<bool, Fault> {
        let waiting = self.one(&WAITING, args![], |row| (ConversationId(row.int(0)), row.int(1))).await?;
        let Some((conversation, before)) = waiting else { return Ok(false) };
        let ids = self.rows(&OF_CONVERSATION, args![conversation, before, REINDEX_BATCH], |row| MessageId(row.int(0))).await?;
        for id in &ids {
            self.index(*id).await?;
        }
        match ids.last() {
            Some(last) if ids.len() == REINDEX_BATCH => self.run(&SET_BEFORE, args![conversation, *last]).await?,
            _ => self.run(&DONE, args![conversation]).await?,
        };
        Ok(true)
    }

    /// Merges some of the parts in which the index was written, each of which a search looks through; whether there may be more.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merge_index(&mut self) -> Result<bool, Fault> {
        if self.line().engine() != Engine::Sqlite {
            return Ok(false);
        }
        let before = self.one(&fork::SQLITE_CHANGED, args![], |row| row.int(0)).await?;
        self.run(&fork::SQLITE_MERGE, args![MERGED_PAGES]).await?;
        let after = self.one(&fork::SQLITE_CHANGED, args![], |row| row.int(0)).await?;
        let more = after.zip(before).is_some_and(|(after, before)| after - before >= MERGED_ROWS);
        if !more {
            // What merging read nobody needs again: an idle house gives it back.
            self.line().batch("PRAGMA shrink_memory").await?;
        }
        Ok(more)
    }

    /// Empties the index, to be derived anew from the log's beginning.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn clear_index(&mut self) -> Result<(), Fault> {
        if self.line().engine() == Engine::Postgres {
            self.run(&fork::POSTGRES_CLEAR, args![]).await?;
            return Ok(());
        }
        self.run(&fork::SQLITE_CLEAR, args![]).await?;
        self.run(&fork::SQLITE_FORGET_ALL, args![]).await?;
        Ok(())
    }
}
