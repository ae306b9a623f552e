//! A letter to one of the company's spaces, through the door letters take: kept raw, then sorted.

use crate::Resident;
use actions::{
    conversation::Started,
    letter::{self, Incoming, Place},
};
use domain::{address::MailAddress, id::ConversationId, letter_face::LetterFace, refusal::Refusal};
use store::{Reading, Stop, Store, reading::message::Window, writing::intake::Arrival};

/// Somebody writes to a space; gives the conversation that came of it.
pub(crate) async fn arrives(store: &Store, from: &Resident, space: &str, subject: &str, words: &str) -> Result<Started, Stop> {
    let to = format!("{space}@velo-lind.example");
    let message_id = format!("{}.{}@{}", from.short, store.head().await?, host(from.address));
    let raw = format!(
        "From: {} <{}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{message_id}>\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n",
        from.name,
        from.address,
        words.replace('\n', "\r\n"),
    );
    let arrival = Arrival {
        door: "smtp",
        peer: host(from.address).to_owned(),
        sender: from.address.to_owned(),
        recipient: to,
        raw: raw.into_bytes(),
    };
    let kept = letter::keep(store, vec![arrival]).await?;
    let letter = *kept.first().ok_or_else(Refusal::hidden)?;
    let incoming = Incoming {
        letter,
        space_mail: space.to_owned(),
        token: None,
        sender: MailAddress::parse(from.address)?,
        sender_name: from.name.to_owned(),
        subject: subject.to_owned(),
        words: words.to_owned(),
        html: None,
        face: LetterFace::default(),
        history: String::new(),
        signature: String::new(),
        digest: store::secret::digest(&message_id),
        message_id,
        answers: Vec::new(),
        others: Vec::new(),
        automatic: false,
        at: store.clock().now(),
        attachments: Vec::new(),
    };
    match letter::sort(store, incoming).await? {
        Place::Started(conversation) => started(store, from, conversation).await,
        _ => Err(Refusal::hidden().into()),
    }
}

fn host(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(_, host)| host)
}

/// What came of a letter, as its writer sees it.
async fn started(store: &Store, from: &Resident, conversation: ConversationId) -> Result<Started, Stop> {
    let eyes = store.recipient(from.person).await?.ok_or_else(Refusal::stranger)?;
    let reading = Reading::new(store, eyes);
    let headline = reading.conversation_by_id(conversation).await?.ok_or_else(Refusal::hidden)?;
    let said = reading.messages(&headline, Window::Newest).await?.shown;
    let first = said.first().ok_or_else(Refusal::hidden)?;
    Ok(Started { conversation, number: headline.number, message: first.id })
}
