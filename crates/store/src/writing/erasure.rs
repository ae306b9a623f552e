//! Erasing a person: every row that holds who she was or what she said is overwritten or deleted here.
//!
//! What stays of her is a row without a name, tombstones where her messages stood, and ids.

use crate::{
    fault::Fault,
    secret,
    sql::statements,
    value::args,
    writing::{Writing, house, message as words},
};
use domain::{
    address::MailAddress,
    erasure::{ErasureFacts, MayErase},
    id::{ConversationId, LetterId, MessageId, PersonId, SpaceId},
    message::Channel,
    moment::Moment,
};

statements! {
    FACTS = "SELECT p.name, COALESCE(p.erased_at, 0), \
        (SELECT COUNT(*) FROM hat h WHERE h.person = p.id AND h.hat = 'administrator' AND h.object = 0 AND h.until_at IS NULL), \
        (SELECT COUNT(*) FROM hat h JOIN person q ON q.id = h.person WHERE h.hat = 'administrator' AND h.object = 0 AND h.until_at IS NULL \
        AND q.deactivated_at IS NULL AND q.id <> p.id), COALESCE(p.merged_into, 0) FROM person p WHERE p.id = $1 AND p.id <> 9";
    HANDLE = "SELECT handle FROM person WHERE id = $1";
    ADDRESSES = "SELECT address FROM address WHERE person = $1 ORDER BY id";
    PLACES = "SELECT t.conversation FROM participant t WHERE t.person = $1 \
        UNION SELECT c.id FROM sight g CROSS JOIN conversation c WHERE g.party = $1 AND c.circle = g.circle \
        UNION SELECT n.conversation FROM notice n WHERE n.person = $1 \
        UNION SELECT m.conversation FROM addressee d CROSS JOIN message m WHERE d.person = $1 AND m.id = d.message";
    NEIGHBOURS = "SELECT id FROM conversation WHERE beside = $1 UNION SELECT id FROM conversation WHERE linked = $1 \
        UNION SELECT beside FROM conversation WHERE id = $1 AND beside IS NOT NULL UNION SELECT linked FROM conversation WHERE id = $1 AND linked IS NOT NULL";
    NEXT = "SELECT c.id FROM conversation c WHERE c.linked = $1 UNION SELECT g.into_conversation FROM merging g WHERE g.conversation = $1";
    HERS = "SELECT m.id, c.id, c.space FROM participant t CROSS JOIN message m CROSS JOIN conversation c \
        WHERE t.person = $1 AND m.conversation = t.conversation AND m.author = $1 AND c.id = m.conversation ORDER BY m.id";
    SAID = "SELECT m.source, m.history, m.signature FROM message m WHERE m.conversation = $1 AND m.author = $2";
    SAID_BEFORE = "SELECT v.source FROM message m JOIN message_version v ON v.message = m.id WHERE m.conversation = $1 AND m.author = $2";
    OTHERS = "SELECT m.id, m.author, m.channel, m.source, m.history, m.signature FROM message m \
        WHERE m.conversation = $1 AND m.author <> $2 AND m.deleted_at IS NULL AND m.id > $3 ORDER BY m.id LIMIT $4";
    REWORD = "UPDATE message SET source = $2, html = $3, history = $4, signature = $5 WHERE id = $1";
    VERSIONS = "SELECT position, source FROM message_version WHERE message = $1 ORDER BY position";
    REWORD_VERSION = "UPDATE message_version SET source = $3 WHERE message = $1 AND position = $2";
    HEAD = "SELECT starter, subject FROM conversation WHERE id = $1";
    RENAME = "UPDATE conversation SET subject = $2 WHERE id = $1";
    FIRST = "SELECT MIN(m.id) FROM message m WHERE m.conversation = $1";
    DRAFTS = "SELECT person, conversation, source FROM draft WHERE person <> $1";
    REWORD_DRAFT = "UPDATE draft SET source = $3 WHERE person = $1 AND conversation = $2";
    PLANS = "SELECT id, conversation, source FROM planned WHERE person <> $1";
    REWORD_PLAN = "UPDATE planned SET source = $2 WHERE id = $1";
    UNRAW = "UPDATE intake SET raw = $2 WHERE message IN (SELECT m.id FROM message m WHERE m.conversation = $1)";
    DROP_COPIES = "WITH RECURSIVE onward (id) AS (SELECT c.id FROM conversation c WHERE c.linked = (SELECT m.conversation FROM message m WHERE m.id = $1 \
        AND EXISTS (SELECT 1 FROM attachment a WHERE a.message = m.id)) \
        UNION SELECT c.id FROM onward o CROSS JOIN conversation c WHERE c.linked = o.id) \
        DELETE FROM attachment WHERE message IN (SELECT n.id FROM onward o CROSS JOIN message n WHERE n.conversation = o.id) \
        AND digest IN (SELECT a.digest FROM attachment a WHERE a.message = $1)";
    UNSEND = "UPDATE intake SET raw = $2, sender = '', peer = '', helo = '', vouched = '' WHERE message = $1";
    UNSORTED = "SELECT id FROM intake WHERE message IS NULL AND id > $1 ORDER BY id LIMIT $2";
    ENVELOPE = "SELECT sender, raw FROM intake WHERE id = $1";
    SET_ASIDE = "UPDATE intake SET raw = $2, sender = '', peer = '', helo = '', vouched = '', state = 'sorted', sorted_at = $3, reason = 'erased' WHERE id = $1";
    FREE_BLOBS = "UPDATE blob SET made_at = 0 WHERE digest IN (SELECT a.digest FROM attachment a WHERE a.message = $1)";
    WITHHOLD = "UPDATE outbox SET state = 'withheld', done_at = $2, words = 'erased', secret = '', lease_until = 0 WHERE recipient = $1 AND state = 'queued'";
    UNADDRESS = "UPDATE outbox SET address = '', secret = '', words = CASE WHEN state = 'queued' THEN 'erased' ELSE '' END, \
        done_at = COALESCE(done_at, $2), lease_until = 0, state = CASE WHEN state = 'queued' THEN 'withheld' ELSE state END WHERE address = $1";
    UNCLAIM = "UPDATE outbox SET address = '', words = '' WHERE recipient = $1 AND reason = 'address'";
    UNINVITE = "UPDATE invitation SET address = '', uses_left = 0 WHERE address = $1";
    FORGET = "UPDATE person SET name = $2, handle = $3, time_zone = '', theme = '', deactivated_at = COALESCE(deactivated_at, $4), erased_at = $4 WHERE id = $1";
    DROP_ADDRESSES = "DELETE FROM address WHERE person = $1";
    DROP_PASSWORD = "DELETE FROM password WHERE person = $1";
    DROP_SESSIONS = "DELETE FROM session WHERE person = $1";
    DROP_LINKS = "DELETE FROM sign_in WHERE person = $1";
    DROP_ANSWERS = "DELETE FROM idempotency WHERE person = $1";
    DROP_NOTICES = "DELETE FROM notice WHERE person = $1";
    DROP_DRAFTS = "DELETE FROM draft WHERE person = $1";
    DROP_REACTIONS = "DELETE FROM reaction WHERE person = $1";
    DROP_MARKS = "DELETE FROM reading_mark WHERE person = $1";
    DROP_SPACE_MARKS = "DELETE FROM space_mark WHERE person = $1";
    DROP_SIGHT = "DELETE FROM sight WHERE party = $1";
    DROP_SHELF = "DELETE FROM shelf WHERE party = $1";
    PUT_BACK = "UPDATE conversation SET assignee = NULL WHERE assignee = $1";
    END_HATS = "UPDATE hat SET until_at = $2 WHERE person = $1 AND until_at IS NULL";
    END_MEMBERSHIPS = "UPDATE membership SET left_at = $2 WHERE person = $1 AND left_at IS NULL";
    FREE_PLANNED = "UPDATE blob SET made_at = 0 WHERE digest IN (SELECT a.digest FROM attachment a JOIN planned l ON l.id = a.planned WHERE l.person = $1)";
    DROP_PLANNED_FILES = "DELETE FROM attachment WHERE planned IN (SELECT l.id FROM planned l WHERE l.person = $1)";
    DROP_PLANS = "DELETE FROM planned WHERE person = $1";
    DROP_TELLING = "DELETE FROM telling WHERE person = $1";
    DROP_HABIT = "DELETE FROM habit WHERE person = $1";
    DROP_TROUBLE = "DELETE FROM address_trouble WHERE address IN (SELECT a.id FROM address a WHERE a.person = $1)";
    DROP_STOPS = "DELETE FROM outreach_stop WHERE address IN (SELECT a.id FROM address a WHERE a.person = $1)";
    DROP_TERMS = "DELETE FROM term WHERE person = $1";
    DROP_WAITING = "DELETE FROM waiting WHERE person = $1";
    DROP_HOLDS = "DELETE FROM hold WHERE person = $1";
    UNSAID = "UPDATE destination SET words = ''";
    LIST = "INSERT INTO erased (digest, at) VALUES ($1, $2) ON CONFLICT (digest) DO UPDATE SET at = CASE WHEN excluded.at > erased.at THEN excluded.at ELSE erased.at END";
    ANY_LISTED = "SELECT CAST(1 AS BIGINT) FROM erased LIMIT 1";
    LISTED = "SELECT at FROM erased WHERE digest = $1";
}

/// The name of the key under which the list of erased people is kept.
pub(crate) const KEY: &str = "erasure";
/// Others' messages, and letters that belong to no message, looked at in one go.
const BATCH: usize = 200;

/// What is recognised as a person in the list: her id where a backup brings her back, an address where an archive does.
pub(crate) fn listed_person(key: &[u8], person: PersonId) -> Vec<u8> {
    secret::mac(key, format!("person {person}").as_bytes())
}

/// See [`listed_person`].
pub(crate) fn listed_address(key: &[u8], address: &str) -> Vec<u8> {
    secret::mac(key, format!("address {address}").as_bytes())
}

/// Who somebody is, read before it is overwritten.
#[derive(Clone, Debug)]
pub struct Identity {
    /// What stands behind the `@`.
    pub handle: String,
    /// Her addresses.
    pub addresses: Vec<String>,
}

/// A message that stays, in a conversation of hers.
#[derive(Clone, Debug)]
pub struct OthersMessage {
    /// Which.
    pub id: MessageId,
    /// Whose.
    pub author: PersonId,
    /// Through which door it came.
    pub channel: Channel,
    /// What its author typed.
    pub source: String,
    /// What it quotes.
    pub history: String,
    /// The signature under it.
    pub signature: String,
}

/// A message of hers.
#[derive(Clone, Copy, Debug)]
pub struct HerMessage {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub conversation: ConversationId,
    /// In which space.
    pub space: SpaceId,
}

impl Writing {
    /// What the rule needs to know of somebody; `None` where there is nobody, or the machine.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn erasure_facts(&self, person: PersonId) -> Result<Option<ErasureFacts>, Fault> {
        self.one(&FACTS, args![person], |row| ErasureFacts {
            person,
            name: row.text(0),
            erased: row.yes(1),
            last_administrator: row.yes(2) && !row.yes(3),
            merged: row.yes(4),
        })
        .await
    }

    /// Who somebody is, beside her name.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn identity(&self, permit: &MayErase) -> Result<Identity, Fault> {
        let person = permit.person();
        let handle = self.one(&HANDLE, args![person], |row| row.text(0)).await?.unwrap_or_default();
        Ok(Identity { handle, addresses: self.rows(&ADDRESSES, args![person], |row| row.text(0)).await? })
    }

    /// The conversations in which something of her may stand: she wrote there, sees them by name, was told of
    /// them, or is named in To or Cc of an old letter.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn places_of(&self, permit: &MayErase) -> Result<Vec<ConversationId>, Fault> {
        self.rows(&PLACES, args![permit.person()], |row| ConversationId(row.int(0))).await
    }

    /// The conversations beside one, and those linked with it.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn neighbours(&self, _permit: &MayErase, of: ConversationId) -> Result<Vec<ConversationId>, Fault> {
        self.rows(&NEIGHBOURS, args![of], |row| ConversationId(row.int(0))).await
    }

    /// The conversations linked with one, those it was merged into, and so on from these, each once: what was forwarded is
    /// forwarded again, and what answers a merged one is said where it goes on. A merge that was undone counts too: what
    /// was said meanwhile stayed where it was said.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn onward(&self, _permit: &MayErase, from: ConversationId) -> Result<Vec<ConversationId>, Fault> {
        let (mut found, mut at) = (vec![from], 0);
        while let Some(here) = found.get(at).copied() {
            for next in self.rows(&NEXT, args![here], |row| ConversationId(row.int(0))).await? {
                if !found.contains(&next) {
                    found.push(next);
                }
            }
            at += 1;
        }
        Ok(found.split_off(1))
    }

    /// All she said in a conversation, also before an edit.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn said_by(&self, permit: &MayErase, conversation: ConversationId) -> Result<Vec<String>, Fault> {
        let mut said = Vec::new();
        let args = || args![conversation, permit.person()];
        for texts in self.rows(&SAID, args(), |row| [row.text(0), row.text(1), row.text(2)]).await? {
            said.extend(texts);
        }
        said.extend(self.rows(&SAID_BEFORE, args(), |row| row.text(0)).await?);
        Ok(said)
    }

    /// Others' messages in a conversation behind one, some at a time.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn others_messages(
        &self,
        permit: &MayErase,
        conversation: ConversationId,
        after: MessageId,
    ) -> Result<Vec<OthersMessage>, Fault> {
        self.rows(&OTHERS, args![conversation, permit.person(), after, BATCH], |row| OthersMessage {
            id: MessageId(row.int(0)),
            author: PersonId(row.int(1)),
            channel: Channel::from_word(&row.text(2)).unwrap_or(Channel::Web),
            source: row.text(3),
            history: row.text(4),
            signature: row.text(5),
        })
        .await
    }

    /// Writes somebody else's message without what was hers in it, and indexes it anew; a letter is plain from then on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reword(&mut self, _permit: &MayErase, it: &OthersMessage, html: &str) -> Result<(), Fault> {
        self.run(&words::DROP_FACE, args![it.id]).await?;
        let args = args![it.id, it.source.as_str(), html, it.history.as_str(), it.signature.as_str()];
        self.run(&REWORD, args).await?;
        self.index(it.id).await
    }

    /// Writes the former words of a message without what was hers in them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reword_versions(
        &mut self,
        _permit: &MayErase,
        message: MessageId,
        without: impl Fn(&str) -> Option<String>,
    ) -> Result<(), Fault> {
        for (position, source) in self.rows(&VERSIONS, args![message], |row| (row.int(0), row.text(1))).await? {
            if let Some(source) = without(&source) {
                self.run(&REWORD_VERSION, args![message, position, source]).await?;
            }
        }
        Ok(())
    }

    /// Who started a conversation, and what it is called.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn head_of(&self, _permit: &MayErase, conversation: ConversationId) -> Result<Option<(PersonId, String)>, Fault> {
        self.one(&HEAD, args![conversation], |row| (PersonId(row.int(0)), row.text(1))).await
    }

    /// Calls a conversation otherwise.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn call(&mut self, _permit: &MayErase, conversation: ConversationId, subject: &str) -> Result<(), Fault> {
        self.run(&RENAME, args![conversation, subject]).await?;
        // The subject is found with its first message.
        match self.one(&FIRST, args![conversation], |row| row.int_or_null(0)).await?.flatten() {
            Some(first) => self.index(MessageId(first)).await,
            None => Ok(()),
        }
    }

    /// Writes others' drafts, and what they planned to send, in these conversations without what was hers in them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reword_drafts(
        &mut self,
        permit: &MayErase,
        without: impl Fn(ConversationId, &str) -> Option<String>,
    ) -> Result<(), Fault> {
        let drafts = self.rows(&DRAFTS, args![permit.person()], |row| (row.int(0), row.int(1), row.text(2))).await?;
        for (person, conversation, source) in drafts {
            if let Some(source) = without(ConversationId(conversation), &source) {
                self.run(&REWORD_DRAFT, args![person, conversation, source]).await?;
            }
        }
        let plans = self.rows(&PLANS, args![permit.person()], |row| (row.int(0), row.int(1), row.text(2))).await?;
        for (plan, conversation, source) in plans {
            if let Some(source) = without(ConversationId(conversation), &source) {
                self.run(&REWORD_PLAN, args![plan, source]).await?;
            }
        }
        Ok(())
    }

    /// Drops the raw form of all letters of a conversation: whatever they quote of her, and in whatever encoding.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn drop_raw_letters(&mut self, _permit: &MayErase, conversation: ConversationId) -> Result<(), Fault> {
        self.run(&UNRAW, args![conversation, Vec::<u8>::new()]).await?;
        Ok(())
    }

    /// Drops letters that came to no message (held, refused, waiting, or that something came back) where `of_hers` says
    /// so of sender and letter.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn drop_unsorted(&mut self, _permit: &MayErase, of_hers: impl Fn(&str, &[u8]) -> bool) -> Result<(), Fault> {
        let mut after = LetterId(0);
        loop {
            let ids = self.rows(&UNSORTED, args![after, BATCH], |row| LetterId(row.int(0))).await?;
            let Some(last) = ids.last() else { return Ok(()) };
            after = *last;
            for id in ids {
                let hers = self.one(&ENVELOPE, args![id], |row| of_hers(&row.text(0), &row.bytes(1))).await?;
                if hers == Some(true) {
                    self.run(&SET_ASIDE, args![id, Vec::<u8>::new(), self.at()]).await?;
                }
            }
        }
    }

    /// Her messages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn messages_of(&self, permit: &MayErase) -> Result<Vec<HerMessage>, Fault> {
        self.rows(&HERS, args![permit.person()], |row| HerMessage {
            id: MessageId(row.int(0)),
            conversation: ConversationId(row.int(1)),
            space: SpaceId(row.int(2)),
        })
        .await
    }

    /// Leaves a tombstone where a message of hers stood: words, versions, files, reactions, its letter and its place in
    /// the index are gone. Files that nothing else names are freed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn erase_message(&mut self, permit: &MayErase, it: &HerMessage) -> Result<(), Fault> {
        self.run(&FREE_BLOBS, args![it.id]).await?;
        // Her files that were forwarded go with her, however often.
        self.run(&DROP_COPIES, args![it.id]).await?;
        self.run(&words::TOMBSTONE, args![it.id, self.at(), permit.person()]).await?;
        for sql in [
            &words::DROP_VERSIONS,
            &words::DROP_REACTIONS,
            &words::DROP_ATTACHMENTS,
            &words::DROP_FACE,
            &words::DROP_LETTER,
            &words::DROP_PROOF,
        ] {
            self.run(sql, args![it.id]).await?;
        }
        self.run(&UNSEND, args![it.id, Vec::<u8>::new()]).await?;
        self.index(it.id).await
    }

    /// Overwrites who she was, ends all she had, and puts her on the list as erased at a moment: now, or where a backup
    /// brought her back, then.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn forget(&mut self, permit: &MayErase, it: &Identity, neutral: &str, erased_at: Moment) -> Result<(), Fault> {
        let (person, now) = (permit.person(), self.at());
        self.run(&WITHHOLD, args![person, now]).await?;
        self.run(&UNCLAIM, args![person]).await?;
        for address in &it.addresses {
            self.run(&UNADDRESS, args![address.as_str(), now]).await?;
            self.run(&UNINVITE, args![address.as_str()]).await?;
        }
        for sql in [
            &DROP_TROUBLE,
            &DROP_STOPS,
            &DROP_ADDRESSES,
            &DROP_PASSWORD,
            &DROP_SESSIONS,
            &DROP_LINKS,
            &DROP_ANSWERS,
            &DROP_NOTICES,
            &DROP_DRAFTS,
            &FREE_PLANNED,
            &DROP_PLANNED_FILES,
            &DROP_PLANS,
            &DROP_TELLING,
            &DROP_HABIT,
            &DROP_TERMS,
            &DROP_WAITING,
            &DROP_HOLDS,
            &DROP_REACTIONS,
            &DROP_MARKS,
            &DROP_SPACE_MARKS,
            &DROP_SIGHT,
            &DROP_SHELF,
            &PUT_BACK,
        ] {
            self.run(sql, args![person]).await?;
        }
        self.forget_mergings(person).await?;
        // What a destination said when it asked for a rest may name whom the letter was for.
        self.run(&UNSAID, args![]).await?;
        self.run(&END_HATS, args![person, now]).await?;
        self.run(&END_MEMBERSHIPS, args![person, now]).await?;
        self.run(&FORGET, args![person, neutral, format!("erased.{person}"), now]).await?;
        self.list(person, &it.addresses, erased_at).await
    }

    async fn list(&mut self, person: PersonId, addresses: &[String], erased_at: Moment) -> Result<(), Fault> {
        let key = self.house_key(KEY).await?;
        let addresses = addresses.iter().map(|address| listed_address(&key, address));
        for digest in std::iter::once(listed_person(&key, person)).chain(addresses) {
            self.run(&LIST, args![digest, erased_at]).await?;
        }
        Ok(())
    }

    /// Whether anybody was ever erased.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn anybody_erased(&self) -> Result<bool, Fault> {
        Ok(self.one(&ANY_LISTED, args![], |_| ()).await?.is_some())
    }

    /// For each address, when who had it was erased; `None` where nobody was.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn erased_at(&self, addresses: &[&MailAddress]) -> Result<Vec<Option<Moment>>, Fault> {
        let key = self.house_key(KEY).await?;
        let mut found = Vec::with_capacity(addresses.len());
        for address in addresses {
            let listed = args![listed_address(&key, address.as_str())];
            found.push(self.one(&LISTED, listed, |row| row.moment(0)).await?);
        }
        Ok(found)
    }

    /// A key of the house, made where there is none.
    pub(crate) async fn house_key(&self, name: &str) -> Result<Vec<u8>, Fault> {
        if let Some(key) = self.one(&house::SECRET, args![name], |row| row.bytes(0)).await? {
            return Ok(key);
        }
        let fresh = secret::random::<32>().to_vec();
        self.run(&house::ADD_SECRET, args![name, fresh.as_slice()]).await?;
        Ok(self.one(&house::SECRET, args![name], |row| row.bytes(0)).await?.unwrap_or(fresh))
    }
}
