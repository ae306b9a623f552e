//! Writing a letter: what leaves the house, as bytes.
//!
//! **Invariant**: no field can begin a header of its own. A line break or NUL anywhere in a header field is
//! refused, never repaired: it can only come from a mistake of ours or from an attempt. There is no Bcc.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

/// People named in To and Cc together; more are several letters.
pub const RECIPIENTS_MAX: usize = 200;

/// References carried on: the first and the newest tell a mail program all it needs.
pub const REFERENCES_MAX: usize = 30;

/// A header field of ours; names and subjects are far shorter.
pub const FIELD_BYTES_MAX: usize = 2_000;

/// One letter to write. Message-IDs are without angle brackets, times microseconds UTC.
#[derive(Debug, Clone, Default)]
pub struct Outgoing {
    pub message_id: String,
    pub in_reply_to: Option<String>,
    /// Oldest first.
    pub references: Vec<String>,
    pub from: Person,
    pub reply_to: Option<Person>,
    pub to: Vec<Person>,
    pub cc: Vec<Person>,
    pub subject: String,
    pub date_us: i64,
    pub text: String,
    pub html: Option<String>,
    pub enclosures: Vec<Enclosure>,
    pub origin: Origin,
    /// `List-Id` without brackets, such as `news.velo.example`.
    pub list_id: Option<String>,
    /// How to stop it: an `https` address that takes a POST (RFC 8058), a `mailto:`.
    pub list_unsubscribe: Vec<String>,
    /// Where members write to (RFC 2369): a `mailto:`; empty for a list that takes no letters. `None` for no list.
    pub list_post: Option<String>,
}

/// Who wrote the letter: it decides whether other machines may answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    #[default]
    Person,
    /// A notice of ours: marked so that no absence note answers it.
    House,
    /// An automatic answer of ours to a letter.
    Answer,
    /// A person's words that a list carries on.
    List,
}

/// A name, which may be empty, and an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub address: String,
}

/// A file to send along; with a `content_id` it is a picture within the HTML.
#[derive(Debug, Clone)]
pub struct Enclosure {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
    pub content_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeTrouble {
    #[error("The letter's {0} holds a line break or a control character.")]
    Break(&'static str),
    #[error("The letter's {0} is too long.")]
    Long(&'static str),
    #[error("The letter's {0} is not an address or identifier that can be sent.")]
    Malformed(&'static str),
    #[error("The letter names {0} people; at most {RECIPIENTS_MAX} fit on one letter.")]
    Crowd(usize),
}

impl Outgoing {
    /// The letter as bytes with `\r\n` line ends.
    ///
    /// # Errors
    /// Refuses fields that could change the header, that are too long, or that are no address.
    pub fn compose(self) -> Result<Vec<u8>, ComposeTrouble> {
        self.check()?;
        let mut builder = MessageBuilder::new()
            .message_id(self.message_id)
            .date(self.date_us.div_euclid(1_000_000))
            .from(address(self.from))
            .subject(self.subject);
        if let Some(id) = self.in_reply_to {
            builder = builder.in_reply_to(id);
        }
        if !self.references.is_empty() {
            builder = builder.references(MessageId::new_list(shortened(self.references).into_iter()));
        }
        if let Some(person) = self.reply_to {
            builder = builder.reply_to(address(person));
        }
        for (name, people) in [("To", self.to), ("Cc", self.cc)] {
            if !people.is_empty() {
                builder = builder.header(name, Address::new_list(people.into_iter().map(address).collect()));
            }
        }
        for (name, value) in marks(self.origin, self.list_id, self.list_unsubscribe, self.list_post) {
            builder = builder.header(name, Raw::new(value));
        }
        let mut raw = Vec::new();
        builder.body(body(self.text, self.html, self.enclosures)).serialize(&mut raw);
        Ok(raw)
    }

    fn check(&self) -> Result<(), ComposeTrouble> {
        let named = self.to.len() + self.cc.len();
        if named > RECIPIENTS_MAX {
            return Err(ComposeTrouble::Crowd(named));
        }
        check_id("Message-ID", &self.message_id)?;
        self.in_reply_to.iter().try_for_each(|id| check_id("In-Reply-To", id))?;
        self.references.iter().try_for_each(|id| check_id("References", id))?;
        check_person("sender", &self.from)?;
        self.reply_to.iter().try_for_each(|person| check_person("reply address", person))?;
        self.to.iter().chain(&self.cc).try_for_each(|person| check_person("recipient", person))?;
        check_field("subject", &self.subject)?;
        self.list_id.iter().try_for_each(|id| check_id("list name", id))?;
        self.list_unsubscribe.iter().try_for_each(|link| check_id("unsubscribe link", link))?;
        self.list_post.iter().filter(|link| !link.is_empty()).try_for_each(|link| check_id("list address", link))?;
        self.enclosures.iter().try_for_each(|enclosure| {
            check_field("file name", &enclosure.name)?;
            check_media_type(&enclosure.media_type)?;
            enclosure.content_id.iter().try_for_each(|id| check_id("picture name", id))
        })
    }
}

fn check_field(field: &'static str, value: &str) -> Result<(), ComposeTrouble> {
    if value.chars().any(|letter| letter.is_control() && letter != '\t') {
        return Err(ComposeTrouble::Break(field));
    }
    if value.len() > FIELD_BYTES_MAX {
        return Err(ComposeTrouble::Long(field));
    }
    Ok(())
}

/// Stands between angle brackets: one visible word without brackets.
fn check_id(field: &'static str, value: &str) -> Result<(), ComposeTrouble> {
    check_field(field, value)?;
    let sound = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte));
    if sound { Ok(()) } else { Err(ComposeTrouble::Malformed(field)) }
}

fn check_person(field: &'static str, person: &Person) -> Result<(), ComposeTrouble> {
    check_field(field, &person.name)?;
    check_field(field, &person.address)?;
    let parts = person.address.rsplit_once('@');
    let sound = parts.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !person.address.chars().any(|letter| letter.is_whitespace() || "<>(),;:\\\"[]".contains(letter));
    if sound { Ok(()) } else { Err(ComposeTrouble::Malformed(field)) }
}

fn check_media_type(value: &str) -> Result<(), ComposeTrouble> {
    let word = |word: &str| {
        !word.is_empty() && word.len() <= 127 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".+-_".contains(&byte))
    };
    let sound = value.split_once('/').is_some_and(|(kind, subtype)| word(kind) && word(subtype));
    // A multipart of someone else's making would need its boundary.
    if sound && !value.starts_with("multipart/") { Ok(()) } else { Err(ComposeTrouble::Malformed("media type")) }
}

fn address(person: Person) -> Address<'static> {
    let name = Some(person.name).filter(|name| !name.trim().is_empty());
    Address::new_address(name, person.address)
}

fn shortened(mut references: Vec<String>) -> Vec<String> {
    if references.len() > REFERENCES_MAX {
        references.drain(1..=references.len() - REFERENCES_MAX);
    }
    references
}

/// Headers that tell machines what this is (RFC 3834, RFC 2919, RFC 2369, RFC 8058).
fn marks(
    origin: Origin,
    list_id: Option<String>,
    list_unsubscribe: Vec<String>,
    list_post: Option<String>,
) -> Vec<(&'static str, String)> {
    let mut marks = Vec::new();
    match origin {
        Origin::Person => {}
        Origin::House => marks.push(("Auto-Submitted", "auto-generated".to_owned())),
        Origin::Answer => marks.push(("Auto-Submitted", "auto-replied".to_owned())),
        Origin::List => marks.push(("Precedence", "list".to_owned())),
    }
    if origin != Origin::Person {
        marks.push(("X-Auto-Response-Suppress", "All".to_owned()));
    }
    marks.extend(list_id.map(|id| ("List-Id", format!("<{id}>"))));
    marks.extend(list_post.map(|link| ("List-Post", if link.is_empty() { "NO".to_owned() } else { format!("<{link}>") })));
    if !list_unsubscribe.is_empty() {
        let one_click = list_unsubscribe.iter().any(|link| link.starts_with("https://"));
        let links: Vec<String> = list_unsubscribe.iter().map(|link| format!("<{link}>")).collect();
        marks.push(("List-Unsubscribe", links.join(", ")));
        marks.extend(one_click.then(|| ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())));
    }
    marks
}

/// Text and HTML as alternatives, pictures beside the HTML, files around both.
fn body(text: String, html: Option<String>, enclosures: Vec<Enclosure>) -> MimePart<'static> {
    let has_html = html.is_some();
    let (pictures, files): (Vec<Enclosure>, Vec<Enclosure>) =
        enclosures.into_iter().partition(|enclosure| has_html && enclosure.content_id.is_some());
    let text = MimePart::new("text/plain", text);
    let words = match html {
        None => text,
        Some(html) => {
            let html = beside(MimePart::new("text/html", html), "multipart/related", pictures);
            MimePart::new("multipart/alternative", vec![text, html])
        }
    };
    beside(words, "multipart/mixed", files)
}

fn beside(first: MimePart<'static>, kind: &'static str, enclosures: Vec<Enclosure>) -> MimePart<'static> {
    if enclosures.is_empty() {
        return first;
    }
    MimePart::new(kind, std::iter::once(first).chain(enclosures.into_iter().map(part)).collect::<Vec<_>>())
}

fn part(enclosure: Enclosure) -> MimePart<'static> {
    // A letter as a file: base64 is forbidden on message/*, and line ends would change without it.
    let is_letter = enclosure.media_type.starts_with("message/");
    let media_type = if is_letter { "application/octet-stream".to_owned() } else { enclosure.media_type };
    // Without it a text is US-ASCII (RFC 2046, 4.1.2); what is no UTF-8 is left for its reader to find out.
    let utf_8 = media_type.starts_with("text/") && std::str::from_utf8(&enclosure.bytes).is_ok();
    let kind = ContentType::new(media_type);
    let kind = if utf_8 { kind.attribute("charset", "utf-8") } else { kind };
    let part = MimePart::new(kind, enclosure.bytes);
    match enclosure.content_id {
        Some(id) => part.inline().cid(id),
        None => part.attachment(enclosure.name),
    }
}

#[cfg(test)]
mod tests;
