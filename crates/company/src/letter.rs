//! A letter to one of the company's spaces, through the door letters take: kept raw, then sorted.

use actions::{
    conversation::Started,
    letter::{self, Answered, Incoming, Place},
};
use domain::{
    address::MailAddress,
    id::{ConversationId, PersonId},
    letter_face::LetterFace,
    proof::Truth,
    refusal::Refusal,
};
use store::{Reading, Stop, Store, reading::message::Window, writing::intake::Arrival};

/// A letter.
pub(crate) struct Letter<'a> {
    /// Who writes.
    pub name: &'a str,
    /// From which address.
    pub address: &'a str,
    /// The space it goes to.
    pub space: &'a str,
    pub subject: &'a str,
    pub words: &'a str,
    /// The Message-ID of the letter it goes on from; empty for a new one.
    pub after: &'a str,
    /// What tells it from all other letters of this writer.
    pub serial: &'a str,
}

/// What came of a letter.
pub(crate) struct Arrived {
    /// The conversation it started or joined, with its own message.
    pub started: Started,
    /// Its Message-ID.
    pub message_id: String,
    /// Who its writer is in the house.
    pub writer: PersonId,
}

/// Somebody writes to a space; gives the conversation that came of it.
pub(crate) async fn arrives(store: &Store, it: &Letter<'_>) -> Result<Arrived, Stop> {
    let to = format!("{}@velo-lind.example", it.space);
    let (local, host) = it.address.rsplit_once('@').unwrap_or((it.address, ""));
    let message_id = format!("{local}.{}@{host}", it.serial);
    let answers = if it.after.is_empty() { String::new() } else { format!("In-Reply-To: <{}>\r\n", it.after) };
    let raw = format!(
        "From: {} <{}>\r\nTo: {to}\r\nSubject: {}\r\nMessage-ID: <{message_id}>\r\n{answers}\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n",
        it.name,
        it.address,
        it.subject,
        it.words.replace('\n', "\r\n"),
    );
    let arrival = Arrival {
        door: "smtp",
        peer: host.to_owned(),
        helo: host.to_owned(),
        vouched: String::new(),
        believed: String::new(),
        sender: it.address.to_owned(),
        recipient: to,
        raw: raw.into_bytes(),
    };
    let kept = letter::keep(store, vec![arrival]).await?;
    let incoming = Incoming {
        letter: *kept.first().ok_or_else(Refusal::hidden)?,
        space_mail: it.space.to_owned(),
        token: None,
        sender: MailAddress::parse(it.address)?,
        sender_name: it.name.to_owned(),
        subject: it.subject.to_owned(),
        words: it.words.to_owned(),
        html: None,
        face: LetterFace::default(),
        history: String::new(),
        signature: String::new(),
        digest: store::secret::digest(&message_id),
        message_id: message_id.clone(),
        date: None,
        answers: if it.after.is_empty() { Vec::new() } else { vec![Answered::Theirs(it.after.to_owned())] },
        others: Vec::new(),
        automatic: false,
        at_home: false,
        truth: Truth::default(),
        at: store.clock().now(),
        attachments: Vec::new(),
    };
    match letter::sort(store, incoming).await? {
        Place::Started(conversation) | Place::Joined(conversation) => found(store, it, conversation, message_id).await,
        Place::Double(_) | Place::Held | Place::Waits => Err(Refusal::hidden().into()),
    }
}

/// What came of a letter, as its writer sees it.
async fn found(store: &Store, it: &Letter<'_>, conversation: ConversationId, message_id: String) -> Result<Arrived, Stop> {
    let (writer, _) = store.password_of(&MailAddress::parse(it.address)?).await?.ok_or_else(Refusal::stranger)?;
    let eyes = store.recipient(writer).await?.ok_or_else(Refusal::stranger)?;
    let reading = Reading::new(store, eyes);
    let headline = reading.conversation_by_id(conversation).await?.ok_or_else(Refusal::hidden)?;
    let said = reading.messages(&headline, Window::Newest).await?.shown;
    let message = said.last().ok_or_else(Refusal::hidden)?.id;
    Ok(Arrived { started: Started { conversation, number: headline.number, message }, message_id, writer })
}
