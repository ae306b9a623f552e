//! Messages: a window of a conversation, any place of it at the same cost.

use crate::{
    fault::Fault,
    reading::{Reading, attachment::Attachment, conversation::Headline},
    row::Row,
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    id::{ConversationId, MessageId, PersonId, Position},
    letter_face::LetterFace,
    limits,
    message::{Channel, MessageFacts},
    moment::Moment,
    proof::{Proof, Truth},
    side::Side,
};
use serde::Serialize;
use std::collections::HashMap;

macro_rules! message_columns {
    () => {
        "m.id, m.conversation, m.position, COALESCE(p.merged_into, m.author), p.name, p.side, m.channel, m.at, m.answers, m.html, m.history, m.signature, \
         m.automatic, m.mailed, m.edited_at, m.deleted_at, m.source, m.decorated, p.erased_at"
    };
}

statements! {
    // The page's ids first, out of the index, in its order: whatever the conversation's length and the number of people make a
    // planner think. The rows come in any order.
    NEWEST = concat!("WITH {viewer} SELECT ", message_columns!(), " FROM (SELECT n.id FROM message n WHERE n.conversation = $1 AND n.id < $3 \
        AND {visible $2 n.position} ORDER BY n.id DESC LIMIT $4) AS i CROSS JOIN message m CROSS JOIN person p WHERE m.id = i.id AND p.id = m.author");
    FROM = concat!("WITH {viewer} SELECT ", message_columns!(), " FROM (SELECT n.id FROM message n WHERE n.conversation = $1 AND n.id >= $3 \
        AND {visible $2 n.position} ORDER BY n.id LIMIT $4) AS i CROSS JOIN message m CROSS JOIN person p WHERE m.id = i.id AND p.id = m.author");
    SINCE = concat!("WITH {viewer} SELECT ", message_columns!(), " FROM message m JOIN person p ON p.id = m.author \
        WHERE m.conversation = $1 AND m.position > $3 AND {visible $2 m.position} ORDER BY m.id LIMIT $4");
    ONE = concat!("WITH {viewer} SELECT ", message_columns!(), " FROM message m JOIN person p ON p.id = m.author \
        JOIN conversation c ON c.id = m.conversation WHERE m.id = $1 AND {visible c.circle m.position}");
    FIRST_UNREAD = "WITH {viewer} SELECT MIN(u.id) FROM (SELECT m.id, m.author, m.channel FROM message m \
        WHERE m.conversation = $1 AND m.position > $3 AND {visible $2 m.position} ORDER BY m.position DESC LIMIT $5) AS u \
        WHERE u.author <> $4 AND u.channel <> 'import'";
    REACTIONS = "WITH {viewer}, {ids} SELECT x.message, x.reaction, COUNT(*) FROM ids i JOIN reaction x ON x.message = i.id \
        JOIN message m ON m.id = x.message JOIN conversation c ON c.id = m.conversation WHERE {visible c.circle m.position} \
        GROUP BY x.message, x.reaction ORDER BY MIN(x.at), x.reaction";
    ATTACHED = "WITH {viewer}, {ids} SELECT a.message, a.id, a.name, a.media_type, a.size, a.digest FROM ids i JOIN attachment a ON a.message = i.id \
        JOIN message m ON m.id = a.message JOIN conversation c ON c.id = m.conversation WHERE {visible c.circle m.position} ORDER BY a.id";
    PROOFS = "WITH {viewer}, {ids} SELECT q.message, q.verdict, q.domain, q.findings FROM ids i JOIN proof q ON q.message = i.id \
        JOIN message m ON m.id = q.message JOIN conversation c ON c.id = m.conversation WHERE {visible c.circle m.position}";
    LETTERS = "WITH {viewer}, {ids} SELECT o.message, o.state, COUNT(*) FROM ids i JOIN outbox o ON o.message = i.id JOIN message m ON m.id = o.message \
        JOIN conversation c ON c.id = m.conversation WHERE o.reason = 'message' AND {visible c.circle m.position} GROUP BY o.message, o.state";
    FACES = "WITH {viewer}, {ids} SELECT f.message, f.signature, f.history, f.notes FROM ids i JOIN letter_face f ON f.message = i.id \
        JOIN message m ON m.id = f.message JOIN conversation c ON c.id = m.conversation WHERE {visible c.circle m.position}";
    VERSIONS = "WITH {viewer} SELECT v.at, v.source FROM message_version v JOIN message m ON m.id = v.message \
        JOIN conversation c ON c.id = m.conversation WHERE v.message = $1 AND m.deleted_at IS NULL AND {visible c.circle m.position} ORDER BY v.position DESC LIMIT 50";
    MINE = "WITH {viewer}, {ids} SELECT x.message, x.reaction FROM ids i JOIN reaction x ON x.message = i.id JOIN message m ON m.id = x.message \
        JOIN conversation c ON c.id = m.conversation WHERE x.person = $1 AND {visible c.circle m.position}";
}

/// Messages looked at for the first unread one: a page costs the same however much somebody left unread.
const UNREAD_LOOKED_AT: usize = 200;

/// How the letters of a message fared, in numbers; for employees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fate {
    /// Handed on.
    pub sent: i64,
    /// Still to go.
    pub waiting: i64,
    /// Given up or come back.
    pub failed: i64,
    /// Held back, since the recipient may not see it or it was taken back.
    pub withheld: i64,
}

/// A message as pages and letters show it.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where.
    #[serde(skip)]
    pub conversation: ConversationId,
    /// Where in the log it arrived.
    pub position: Position,
    /// Whose words.
    pub author: PersonId,
    /// Her name.
    pub author_name: String,
    /// Where she stands today.
    pub author_side: Side,
    /// Through which door it came.
    pub channel: Channel,
    /// When it was written.
    pub at: Moment,
    /// The message it answers.
    pub answers: Option<MessageId>,
    /// What it says, safe to stand in a page; empty for a tombstone.
    pub html: String,
    /// What it quotes, kept folded; plain text.
    pub history: String,
    /// The signature under a letter; plain text.
    pub signature: String,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// Whether it went out by mail: an edit cannot reach those letters.
    pub mailed: bool,
    /// When it was last edited.
    pub edited_at: Option<Moment>,
    /// When it was deleted.
    pub deleted_at: Option<Moment>,
    /// Whether it went because its author was erased.
    pub erased: bool,
    /// What the author typed; empty for a tombstone.
    pub source: String,
    /// Whether reactions or files may hang on it.
    #[serde(skip)]
    pub decorated: bool,
    /// Reactions with their counts.
    pub reactions: Vec<(String, i64)>,
    /// Files.
    pub attachments: Vec<Attachment>,
    /// Whether the letter it came in is really from its author; for employees.
    #[serde(skip)]
    pub truth: Option<Truth>,
    /// How its letters fared; nothing for viewers outside.
    pub letters: Fate,
    /// How a letter is shown besides its words.
    #[serde(skip)]
    pub face: LetterFace,
}

impl Message {
    /// What the rules need, for computing what to offer; the action reads its own. A message that was read was seen.
    pub fn facts(&self) -> MessageFacts {
        MessageFacts {
            id: self.id,
            author: self.author,
            deleted: self.deleted_at.is_some(),
            by_mail: self.channel.is_letter(),
            seen: true,
        }
    }
}

/// Which window of a conversation.
#[derive(Clone, Copy, Debug)]
pub enum Window {
    /// The newest.
    Newest,
    /// Those before this message.
    Before(MessageId),
    /// From this message on.
    From(MessageId),
}

/// A window of messages in the order they were written.
#[derive(Clone, Debug)]
pub struct Messages {
    /// The messages.
    pub shown: Vec<Seen<Message>>,
    /// Whether there are earlier ones that the viewer sees.
    pub earlier: bool,
    /// Whether there are later ones that the viewer sees.
    pub later: bool,
}

fn message(row: &Row<'_>) -> Message {
    let deleted_at = row.moment_or_null(15);
    let words = |column| if deleted_at.is_some() { String::new() } else { row.text(column) };
    Message {
        id: MessageId(row.int(0)),
        conversation: ConversationId(row.int(1)),
        position: row.position(2),
        author: PersonId(row.int(3)),
        author_name: row.text(4),
        author_side: Side::from_word(&row.text(5)).unwrap_or(Side::Public),
        channel: Channel::from_word(&row.text(6)).unwrap_or(Channel::Web),
        at: row.moment(7),
        answers: row.int_or_null(8).map(MessageId),
        html: words(9),
        history: words(10),
        signature: words(11),
        automatic: row.yes(12),
        mailed: row.yes(13),
        edited_at: row.moment_or_null(14),
        deleted_at,
        erased: row.moment_or_null(18).is_some(),
        source: words(16),
        decorated: row.yes(17),
        reactions: Vec::new(),
        attachments: Vec::new(),
        truth: None,
        letters: Fate::default(),
        face: LetterFace::default(),
    }
}

fn truth(row: &Row<'_>) -> (i64, Truth) {
    let findings = serde_json::from_str(&row.text(3)).unwrap_or_default();
    let proof = Proof::from_word(&row.text(1)).unwrap_or(Proof::Unchecked);
    (row.int(0), Truth { proof, domain: row.text(2), findings })
}

fn face(row: &Row<'_>) -> (i64, LetterFace) {
    let notes = serde_json::from_str(&row.text(3)).unwrap_or_default();
    (row.int(0), LetterFace { signature: row.text(1), history: row.text(2), notes })
}

impl Reading {
    /// A window of a conversation's messages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn messages(&self, of: &Seen<Headline>, window: Window) -> Result<Messages, Fault> {
        let limit = limits::PAGE_MESSAGES;
        let (mut rows, earlier, later) = match window {
            Window::Newest | Window::Before(_) => {
                let before = if let Window::Before(id) = window { id.0 } else { i64::MAX };
                let mut rows = self.rows(&NEWEST, args![of.id, of.circle, before, limit + 1], message).await?;
                rows.sort_unstable_by_key(|message| message.id.0);
                let earlier = rows.len() > limit;
                rows.drain(..rows.len().saturating_sub(limit));
                (rows, earlier, before != i64::MAX)
            }
            Window::From(id) => {
                let mut rows = self.rows(&FROM, args![of.id, of.circle, id, limit + 1], message).await?;
                rows.sort_unstable_by_key(|message| message.id.0);
                let later = rows.len() > limit;
                rows.truncate(limit);
                let earlier = !self.rows(&NEWEST, args![of.id, of.circle, id, 1_i64], |_| ()).await?.is_empty();
                (rows, earlier, later)
            }
        };
        self.complete(&mut rows).await?;
        Ok(Messages { shown: rows.into_iter().map(Seen::new).collect(), earlier, later })
    }

    /// The messages that arrived behind a position, oldest first, at most a page: what a live page missed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn messages_since(&self, of: &Seen<Headline>, since: Position) -> Result<Vec<Seen<Message>>, Fault> {
        let mut rows = self.rows(&SINCE, args![of.id, of.circle, since, limits::PAGE_MESSAGES], message).await?;
        self.complete(&mut rows).await?;
        Ok(rows.into_iter().map(Seen::new).collect())
    }

    /// One message.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn message(&self, id: MessageId) -> Result<Option<Seen<Message>>, Fault> {
        let mut rows = self.rows(&ONE, args![id], message).await?;
        self.complete(&mut rows).await?;
        Ok(rows.into_iter().next().map(Seen::new))
    }

    /// The first message by somebody else behind a reading mark; where very much is unread, the first of the newest.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn first_unread(&self, of: &Seen<Headline>, mark: Position) -> Result<Option<MessageId>, Fault> {
        let me = self.viewer().person().unwrap_or(PersonId(0));
        let found =
            self.one(&FIRST_UNREAD, args![of.id, of.circle, mark, me, UNREAD_LOOKED_AT], |row| row.int_or_null(0)).await?;
        Ok(found.flatten().map(MessageId))
    }

    /// The former words of an edited message, the latest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn versions(&self, of: &Seen<Message>) -> Result<Vec<Seen<(Moment, String)>>, Fault> {
        self.rows(&VERSIONS, args![of.id], |row| Seen::new((row.moment(0), row.text(1)))).await
    }

    /// The viewer's own reactions on these messages.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_reactions(&self, on: &[Seen<Message>]) -> Result<Vec<(MessageId, String)>, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(Vec::new()) };
        let ids: Vec<i64> = on.iter().filter(|m| !m.reactions.is_empty()).map(|m| m.id.0).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.rows_of(&MINE, args![me], &ids, |row| (MessageId(row.int(0)), row.text(1))).await
    }

    async fn truths(&self, of: &[Message]) -> Result<HashMap<i64, Truth>, Fault> {
        let letters = of.iter().filter(|m| m.channel.is_letter() && m.deleted_at.is_none());
        let ids: Vec<i64> = letters.map(|m| m.id.0).collect();
        if ids.is_empty() || !self.viewer().inside() {
            return Ok(HashMap::new());
        }
        Ok(self.rows_of(&PROOFS, args![], &ids, truth).await?.into_iter().collect())
    }

    async fn complete(&self, messages: &mut [Message]) -> Result<(), Fault> {
        let ids: Vec<i64> = messages.iter().filter(|m| m.decorated && m.deleted_at.is_none()).map(|m| m.id.0).collect();
        let mut reactions: HashMap<i64, Vec<(String, i64)>> = HashMap::new();
        for (message, reaction, count) in
            self.rows_of(&REACTIONS, args![], &ids, |row| (row.int(0), row.text(1), row.int(2))).await?
        {
            reactions.entry(message).or_default().push((reaction, count));
        }
        let mut files: HashMap<i64, Vec<Attachment>> = HashMap::new();
        let attached = |row: &Row<'_>| (row.int(0), super::attachment::attachment(row, 1));
        for (message, attachment) in self.rows_of(&ATTACHED, args![], &ids, attached).await? {
            files.entry(message).or_default().push(attachment);
        }
        let faced: Vec<i64> =
            messages.iter().filter(|m| m.channel.is_letter() && m.deleted_at.is_none()).map(|m| m.id.0).collect();
        let mut faces: HashMap<i64, LetterFace> = self.rows_of(&FACES, args![], &faced, face).await?.into_iter().collect();
        let mut truths = self.truths(messages).await?;
        let mut letters = self.fates(messages).await?;
        for message in messages {
            message.truth = truths.remove(&message.id.0);
            message.letters = letters.remove(&message.id.0).unwrap_or_default();
            message.face = faces.remove(&message.id.0).unwrap_or_default();
            message.reactions = reactions.remove(&message.id.0).unwrap_or_default();
            message.attachments = files.remove(&message.id.0).unwrap_or_default();
        }
        Ok(())
    }

    /// How the letters of these messages fared, for employees.
    async fn fates(&self, messages: &[Message]) -> Result<HashMap<i64, Fate>, Fault> {
        let mut fates: HashMap<i64, Fate> = HashMap::new();
        let mailed: Vec<i64> = messages.iter().filter(|m| m.mailed && m.deleted_at.is_none()).map(|m| m.id.0).collect();
        if mailed.is_empty() || !self.viewer().inside() {
            return Ok(fates);
        }
        for (message, state, count) in
            self.rows_of(&LETTERS, args![], &mailed, |row| (row.int(0), row.text(1), row.int(2))).await?
        {
            let fate = fates.entry(message).or_default();
            match state.as_str() {
                "sent" => fate.sent += count,
                "queued" => fate.waiting += count,
                "withheld" => fate.withheld += count,
                _ => fate.failed += count,
            }
        }
        Ok(fates)
    }
}
