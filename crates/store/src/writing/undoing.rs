//! Undoing an import: taking away what one run brought, a piece at a time.
//!
//! **Invariant.** What goes is named by a row of `imported` or `import_person`, and the row goes with it: an undoing that
//! is cut short goes on where it was, and doing it once more takes nothing that others made.

use crate::{
    fault::Fault,
    opening::Store,
    sql::{Sql, statements},
    value::args,
    writing::{Writing, message as words},
};
use domain::{
    id::{CircleId, ConversationId, ImportId, MessageId, PersonId, SpaceId},
    import::{MayUndoImport, Stays, Undone},
    limits,
    moment::Moment,
    party::MACHINE,
};

statements! {
    ASK = "UPDATE import SET undone_by = $2, undone_at = $3, settled_at = NULL, gone_messages = 0, gone_conversations = 0, gone_people = 0 WHERE id = $1";
    UNDONE = "SELECT i.gone_messages, i.gone_conversations, i.gone_people, (SELECT COUNT(*) FROM import_stay s WHERE s.import = i.id) FROM import i WHERE i.id = $1";
    NOTE = "UPDATE import SET gone_messages = $2, gone_conversations = $3, gone_people = $4 WHERE id = $1";
    WAITING = "SELECT id, undone_by FROM import WHERE undone_at IS NOT NULL AND settled_at IS NULL ORDER BY undone_at LIMIT 1";
    SETTLE = "UPDATE import SET settled_at = $2 WHERE id = $1";
    NEXT = "SELECT conversation FROM imported WHERE import = $1 AND conversation > $2 ORDER BY conversation LIMIT 1";
    PLACE = "SELECT c.space, c.circle FROM conversation c WHERE c.id = $1";
    ANSWERED = "SELECT CAST(1 AS BIGINT) FROM message m WHERE m.conversation = $1 AND m.channel <> 'import' AND m.position > \
        (SELECT MIN(n.position) FROM imported i CROSS JOIN message n WHERE i.import = $2 AND i.conversation = $1 AND n.id = i.message) LIMIT 1";
    DRAFTED = "SELECT CAST(1 AS BIGINT) FROM draft d WHERE d.conversation = $1 UNION SELECT CAST(1 AS BIGINT) FROM planned l WHERE l.conversation = $1";
    HANDLED = "SELECT CAST(1 AS BIGINT) FROM conversation c WHERE c.id = $1 AND (c.closed_at >= $2 OR (c.position >= $3 AND (c.assignee IS NOT NULL OR c.accepted IS NOT NULL)) \
        OR EXISTS (SELECT 1 FROM imported i WHERE i.message = c.accepted AND i.import = $4))";
    CONTINUED = "SELECT CAST(1 AS BIGINT) FROM conversation s WHERE s.beside = $1 AND s.position >= $2 \
        UNION SELECT CAST(1 AS BIGINT) FROM conversation s WHERE s.linked = $1 AND s.position >= $2 \
        AND NOT EXISTS (SELECT 1 FROM imported i WHERE i.import = $3 AND i.conversation = s.id) \
        UNION SELECT CAST(1 AS BIGINT) FROM conversation s WHERE s.merged_into = $1";
    REACTED = "SELECT CAST(1 AS BIGINT) FROM imported i CROSS JOIN message m WHERE i.import = $2 AND i.conversation = $1 AND m.id = i.message \
        AND (m.edited_at >= $3 OR EXISTS (SELECT 1 FROM reaction x WHERE x.message = m.id AND x.at >= $3)) LIMIT 1";
    SHARED = "SELECT CAST(1 AS BIGINT) FROM sight g WHERE g.circle = $1 AND g.given_by <> $2 AND g.given_at >= $3 LIMIT 1";
    MESSAGES = "SELECT message FROM imported WHERE import = $1 AND conversation = $2 ORDER BY message LIMIT $3";
    UNANSWER = "UPDATE message SET answers = NULL WHERE answers = $1 AND conversation = $2";
    DROP_LETTER = "DELETE FROM letter WHERE message = $1";
    DROP_RAW = "DELETE FROM intake WHERE message = $1";
    DROP_BEFORE = "DELETE FROM before_sending WHERE message = $1";
    DROP_ADDRESSED = "DELETE FROM addressee WHERE message = $1";
    DROP_BROUGHT = "DELETE FROM imported WHERE message = $1";
    DROP_MESSAGE = "DELETE FROM message WHERE id = $1";
    FIRST = "SELECT m.author, m.at, m.channel FROM message m WHERE m.conversation = $1 ORDER BY m.id LIMIT 1";
    LAST = "SELECT MAX(m.at) FROM message m WHERE m.conversation = $1";
    BEGIN = "UPDATE conversation SET started_at = $2, starter = $3 WHERE id = $1";
    REACH = "UPDATE conversation SET last_at = $2 WHERE id = $1";
    REACH_SHELF = "UPDATE shelf SET last_at = $2 WHERE conversation = $1 AND party IN (SELECT g.party FROM sight g WHERE g.circle = $3)";
    DROP_SILENT = "DELETE FROM participant WHERE conversation = $1 AND role = 'wrote' AND NOT EXISTS \
        (SELECT 1 FROM message m WHERE m.conversation = $1 AND m.author = participant.person)";
    UNSHELVE = "DELETE FROM shelf WHERE conversation = $1 AND party IN (SELECT g.party FROM sight g WHERE g.circle = $2)";
    DROP_PARTICIPANTS = "DELETE FROM participant WHERE conversation = $1";
    DROP_SIGHT = "DELETE FROM sight WHERE circle = $1";
    DROP_CIRCLE = "DELETE FROM circle WHERE id = $1";
    DROP_REINDEX = "DELETE FROM reindex WHERE conversation = $1";
    UNLINK = "UPDATE conversation SET linked = NULL WHERE linked = $1";
    DROP_CONVERSATION = "DELETE FROM conversation WHERE id = $1";
    STAY = "INSERT INTO import_stay (import, conversation, reason) VALUES ($1, $2, $3) ON CONFLICT (import, conversation) DO UPDATE SET reason = excluded.reason";
    UNSTAY = "DELETE FROM import_stay WHERE import = $1 AND conversation = $2";
    PEOPLE = "SELECT person FROM import_person WHERE import = $1 AND person > $2 ORDER BY person LIMIT $3";
    NOBODY_ELSE = "SELECT CAST(1 AS BIGINT) FROM person p WHERE p.id = $1 AND p.side = $2 AND p.erased_at IS NULL AND p.deactivated_at IS NULL \
        AND NOT EXISTS (SELECT 1 FROM person_merging y WHERE y.person = p.id) AND NOT EXISTS (SELECT 1 FROM person_merging z WHERE z.into_person = p.id) \
        AND NOT EXISTS (SELECT 1 FROM participant t WHERE t.person = p.id) AND NOT EXISTS (SELECT 1 FROM sight g WHERE g.party = p.id) \
        AND NOT EXISTS (SELECT 1 FROM addressee d WHERE d.person = p.id) \
        AND NOT EXISTS (SELECT 1 FROM session s WHERE s.person = p.id) AND NOT EXISTS (SELECT 1 FROM sign_in l WHERE l.person = p.id) \
        AND NOT EXISTS (SELECT 1 FROM password w WHERE w.person = p.id) AND NOT EXISTS (SELECT 1 FROM hat h WHERE h.person = p.id) \
        AND NOT EXISTS (SELECT 1 FROM membership b WHERE b.person = p.id) AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.recipient = p.id) \
        AND NOT EXISTS (SELECT 1 FROM reaction x WHERE x.person = p.id) AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.person = p.id) \
        AND NOT EXISTS (SELECT 1 FROM address a WHERE a.person = p.id AND (a.verified_at IS NOT NULL OR a.blocked_at IS NOT NULL \
        OR EXISTS (SELECT 1 FROM address_trouble y WHERE y.address = a.id) OR EXISTS (SELECT 1 FROM outreach_stop z WHERE z.address = a.id)))";
    DROP_ADDRESSES = "DELETE FROM address WHERE person = $1";
    DROP_PERSON = "DELETE FROM person WHERE id = $1";
    DROP_MADE = "DELETE FROM import_person WHERE person = $1";
    NEXT_READER = "SELECT person FROM reading_mark WHERE person > $1 ORDER BY person LIMIT 1";
    DROP_MARKS = "DELETE FROM reading_mark WHERE person = $1 AND NOT EXISTS (SELECT 1 FROM conversation c WHERE c.id = reading_mark.conversation)";
}

/// Where a conversation stands that an import brought letters into.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// In which space.
    pub space: SpaceId,
    circle: CircleId,
}

impl Writing {
    /// Notes that an import is to be undone, from the beginning.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn ask_undoing(&mut self, permit: &MayUndoImport) -> Result<(), Fault> {
        self.run(&ASK, args![permit.import(), permit.by(), self.at()]).await?;
        Ok(())
    }

    /// What the undoing took away so far, whoever did the work.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn undone(&self, permit: &MayUndoImport) -> Result<Undone, Fault> {
        let undone = |row: &crate::row::Row<'_>| {
            let count = |column| usize::try_from(row.int(column)).unwrap_or_default();
            Undone { messages: count(0), conversations: count(1), people: count(2), stays: count(3) }
        };
        Ok(self.one(&UNDONE, args![permit.import()], undone).await?.unwrap_or_default())
    }

    /// Notes what the undoing took away so far; what stays has rows of its own.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn note_undone(&mut self, permit: &MayUndoImport, it: &Undone) -> Result<(), Fault> {
        self.run(&NOTE, args![permit.import(), it.messages, it.conversations, it.people]).await?;
        Ok(())
    }

    /// Notes that an undoing went as far as it goes.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn settle_undoing(&mut self, permit: &MayUndoImport) -> Result<(), Fault> {
        self.run(&SETTLE, args![permit.import(), self.at()]).await?;
        Ok(())
    }

    /// The next conversation behind one in which something of an import still stands.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn next_imported(&self, permit: &MayUndoImport, after: ConversationId) -> Result<Option<ConversationId>, Fault> {
        self.one(&NEXT, args![permit.import(), after], |row| ConversationId(row.int(0))).await
    }

    /// Where a conversation stands.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn standing(&self, _permit: &MayUndoImport, of: ConversationId) -> Result<Option<Standing>, Fault> {
        self.one(&PLACE, args![of], |row| Standing { space: SpaceId(row.int(0)), circle: CircleId(row.int(1)) }).await
    }

    /// Why a conversation stays: what somebody built on what this import brought into it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn stays(&self, permit: &MayUndoImport, of: ConversationId, at: Standing) -> Result<Option<Stays>, Fault> {
        let (import, since, position) = (permit.import(), permit.begun_at(), permit.begun_position());
        if at.space != permit.space() {
            return Ok(Some(Stays::Moved));
        }
        let looked: [(Stays, &'static Sql, _); 6] = [
            (Stays::Answered, &ANSWERED, args![of, import]),
            (Stays::Drafted, &DRAFTED, args![of]),
            (Stays::Handled, &HANDLED, args![of, since, position, import]),
            (Stays::Continued, &CONTINUED, args![of, position, import]),
            (Stays::Reacted, &REACTED, args![of, import, since]),
            (Stays::Shared, &SHARED, args![at.circle, MACHINE, since]),
        ];
        for (why, sql, args) in looked {
            if self.one(sql, args, |_| ()).await?.is_some() {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    /// Notes that a conversation stays, and why.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn leave(&mut self, permit: &MayUndoImport, conversation: ConversationId, why: Stays) -> Result<(), Fault> {
        self.run(&STAY, args![permit.import(), conversation, why.word()]).await?;
        Ok(())
    }

    /// Messages of an import in a conversation, at most this many.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn imported_in(&self, permit: &MayUndoImport, of: ConversationId, limit: usize) -> Result<Vec<MessageId>, Fault> {
        self.rows(&MESSAGES, args![permit.import(), of, limit], |row| MessageId(row.int(0))).await
    }

    /// Takes a message away with all that hangs on it: words, files, reactions, the raw letter. Its files' octets are
    /// swept where nothing else names them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_away(&mut self, _permit: &MayUndoImport, of: ConversationId, message: MessageId) -> Result<(), Fault> {
        self.run(&UNANSWER, args![message, of]).await?;
        for sql in [
            &words::DROP_VERSIONS,
            &words::DROP_REACTIONS,
            &words::DROP_ATTACHMENTS,
            &words::DROP_FACE,
            &words::DROP_PROOF,
            &DROP_LETTER,
            &DROP_RAW,
            &DROP_BEFORE,
            &DROP_ADDRESSED,
            &DROP_BROUGHT,
            &DROP_MESSAGE,
        ] {
            self.run(sql, args![message]).await?;
        }
        Ok(())
    }

    /// Puts a conversation right after messages of it went: it goes, too, where nothing is left in it; whether it did.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn put_right(&mut self, permit: &MayUndoImport, it: ConversationId, at: Standing) -> Result<bool, Fault> {
        self.run(&UNSTAY, args![permit.import(), it]).await?;
        let first = self.one(&FIRST, args![it], |row| (PersonId(row.int(0)), row.moment(1), row.text(2))).await?;
        let Some((author, begun, channel)) = first else {
            self.run(&UNSHELVE, args![it, at.circle]).await?;
            for (sql, of) in [(&DROP_SIGHT, at.circle.0), (&DROP_CIRCLE, at.circle.0)] {
                self.run(sql, args![of]).await?;
            }
            for sql in [&DROP_PARTICIPANTS, &DROP_REINDEX, &UNLINK, &DROP_CONVERSATION] {
                self.run(sql, args![it]).await?;
            }
            return Ok(true);
        };
        if channel == "import" {
            self.run(&BEGIN, args![it, begun, author]).await?;
        }
        let last = self.one(&LAST, args![it], |row| Moment(row.int(0))).await?.unwrap_or(begun);
        self.run(&REACH, args![it, last]).await?;
        self.run(&REACH_SHELF, args![it, last, at.circle]).await?;
        self.run(&DROP_SILENT, args![it]).await?;
        Ok(false)
    }

    /// People whom an import made, behind one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn people_of_import(&self, permit: &MayUndoImport, after: PersonId) -> Result<Vec<PersonId>, Fault> {
        self.rows(&PEOPLE, args![permit.import(), after, limits::UNDO_LOOKS], |row| PersonId(row.int(0))).await
    }

    /// Takes a person away whom an import made and who is nobody else: no word of hers stands anywhere, she never came
    /// in, was given nothing, and nobody changed a thing about her. Whether she went.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn unmake(&mut self, permit: &MayUndoImport, person: PersonId) -> Result<bool, Fault> {
        if self.one(&NOBODY_ELSE, args![person, permit.side().word()], |_| ()).await?.is_none() {
            return Ok(false);
        }
        for sql in [&DROP_ADDRESSES, &DROP_MADE, &DROP_PERSON] {
            self.run(sql, args![person]).await?;
        }
        Ok(true)
    }

    /// Drops the marks of the next reader behind one in conversations that are gone; `None` where there is no other.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn drop_stale_marks(&mut self, _permit: &MayUndoImport, after: PersonId) -> Result<Option<PersonId>, Fault> {
        let next = self.one(&NEXT_READER, args![after], |row| PersonId(row.int(0))).await?;
        if let Some(person) = next {
            self.run(&DROP_MARKS, args![person]).await?;
        }
        Ok(next)
    }
}

impl Store {
    /// The import that has waited longest to be undone, and who asked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn undoing_waits(&self) -> Result<Option<(ImportId, PersonId)>, Fault> {
        let found = self.core().blind(&WAITING, args![], |row| (ImportId(row.int(0)), PersonId(row.int(1)))).await?;
        Ok(found.into_iter().next())
    }
}
