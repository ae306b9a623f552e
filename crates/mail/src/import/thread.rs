//! Which letters of an archive belong together, found out before the first is written.
//!
//! Each letter unites the Message-IDs it names (its own, those it answers and refers to) into one set; what is in one
//! set is one thread, whichever letter comes first, and loops cannot harm. A letter without such headers joins the one
//! it looks like an answer to ([`super::likeness`]). What the space knows already says where a thread goes on.
//!
//! **Invariant.** Per Message-ID a few numbers are kept, per writer name and address, never a letter;
//! [`limits::IMPORT_IDS_MAX`] bounds them.

use super::likeness::Likeness;
use super::post::{self, Post};
use crate::letter::{self, Letter};
use actions::import::{Course, Heard, Thread};
use actions::letter::dated;
use domain::{id::MessageId, letter_date::letter_date, limits, moment::Moment};
use std::borrow::Cow;
use std::collections::HashMap;
use store::{reading::intake::Sorted, secret};

/// The first half of a SHA-256 digest: enough that two of millions never meet by chance or at will.
type Key = [u8; 16];

/// The threads of an archive.
#[derive(Default)]
pub struct Threads {
    numbers: HashMap<Key, u32>,
    /// For each number another of its set, or itself.
    above: Vec<u32>,
    /// When the letter that stands under each was written, by its Date.
    dates: Vec<Option<Moment>>,
    standing: Vec<Standing>,
    undated: HashMap<Heard, Moment>,
    /// Who writes in it: the name behind each address, as it first stands in a From.
    writers: HashMap<String, String>,
    /// What letters look like that do not say what they answer.
    pub likeness: Likeness,
    /// What those answer, told by likeness.
    alike: HashMap<Heard, Heard>,
    written: HashMap<Heard, MessageId>,
    courses: HashMap<Thread, Course>,
    /// Whether the space knew any letter of it.
    knows_any: bool,
}

/// How a Message-ID stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Some letter names it.
    Named,
    /// It is a letter of the archive.
    Present,
    /// The space knew it before.
    Known,
}

/// More Message-IDs than one import remembers.
#[derive(Debug, thiserror::Error)]
#[error("the archive names more than {} letters; import it part by part", limits::IMPORT_IDS_MAX)]
pub struct TooMany;

/// The digest under which a letter is known: of its Message-ID, else of what it says. Where another of the archive or the space
/// bears that name it is [`Threads::stands_under`].
pub fn digest(head: &Letter, raw: &[u8]) -> Vec<u8> {
    letter::known_as(head, raw)
}

/// The Message-IDs a letter names as earlier than itself.
///
/// Old programs put words, or the address of who wrote the answered letter, into In-Reply-To; those are none.
fn earlier(letter: &Letter) -> impl DoubleEndedIterator<Item = &str> {
    let people = || letter.from.iter().chain(&letter.to).chain(&letter.cc).map(|m| m.address.as_str());
    let is_id = move |id: &&str| id.contains('@') && !people().any(|address| address.eq_ignore_ascii_case(id));
    letter.references.iter().chain(&letter.in_reply_to).map(String::as_str).filter(is_id)
}

fn key(digest: &[u8]) -> Key {
    let mut key = Key::default();
    key.copy_from_slice(&digest[..16]);
    key
}

impl Threads {
    /// Hears of a letter, known under this digest, with its Date; `undated` says that `at` is a guess, to be remembered.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn hear(
        &mut self,
        letter: &Letter,
        digest: &[u8],
        date: Option<Moment>,
        (at, undated): (Moment, bool),
    ) -> Result<(), TooMany> {
        let own = self.number(&self.stands_under(letter, digest, date))?;
        if self.standing[own as usize] == Standing::Named {
            self.standing[own as usize] = Standing::Present;
            self.dates[own as usize] = date;
        }
        let mut alone = true;
        for id in earlier(letter) {
            let other = self.number(&secret::digest(id))?;
            self.unite(own, other);
            alone = false;
        }
        if undated {
            self.undated.insert(Heard(own), at);
        }
        self.likeness.hear(letter, Heard(own), at, alone);
        if let Some(writer) = letter.from.first().filter(|writer| !self.writers.contains_key(&writer.address)) {
            self.writers.insert(writer.address.clone(), writer.name.clone().unwrap_or_default());
        }
        Ok(())
    }

    /// The digest under which a letter stands: where its Message-ID is that of a letter written at another time, as devices and forms
    /// give one to all of theirs, that of its name with its date, by the same rule as for letters that arrive.
    pub fn stands_under<'d>(&self, letter: &Letter, digest: &'d [u8], date: Option<Moment>) -> Cow<'d, [u8]> {
        let known = self.numbers.get(&key(digest)).and_then(|number| self.dates[*number as usize]);
        match (&letter.message_id, known, date) {
            (Some(id), Some(known), Some(date)) if known != date => Cow::Owned(dated(id, date)),
            _ => Cow::Borrowed(digest),
        }
    }

    /// The digest under which a letter stands, by its head and octets.
    pub fn digest(&self, head: &Letter, raw: &[u8]) -> Vec<u8> {
        self.stands_under(head, &digest(head, raw), letter_date(raw)).into_owned()
    }

    /// The Date of a letter of the archive.
    pub fn date(&self, heard: Heard) -> Option<Moment> {
        self.dates[heard.0 as usize]
    }

    /// Hears that the letter the space knows by a name was written at another time than that of the archive, which then stands beside
    /// it, in its thread. After [`Threads::settle`].
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn part(&mut self, heard: Heard, message_id: &str, known: Moment) -> Result<(), TooMany> {
        let Some(own) = self.dates[heard.0 as usize].replace(known) else { return Ok(()) };
        let other = self.number(&dated(message_id, own))? as usize;
        if self.standing[other] == Standing::Named {
            self.standing[other] = Standing::Present;
            self.dates[other] = Some(own);
            self.above[other] = self.above[heard.0 as usize];
        }
        Ok(())
    }

    /// As whom an address writes in this archive, if it does.
    pub fn writes_as(&self, address: &str) -> Option<&str> {
        self.writers.get(address).map(String::as_str)
    }

    /// Hears of a post.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn hear_post(&mut self, post: &Post) -> Result<(), TooMany> {
        let own = self.number(&post::known_as(&post.key))?;
        self.standing[own as usize] = Standing::Present;
        for key in post.beside.iter().chain(&post.answers) {
            let other = self.number(&post::known_as(key))?;
            self.unite(own, other);
        }
        Ok(())
    }

    /// What a post answers.
    pub fn answered_post(&self, post: &Post) -> Answered {
        let Some(key) = &post.answers else { return Answered::Nothing };
        let here = self.heard(&post::known_as(key)).filter(|h| self.standing[h.0 as usize] > Standing::Named);
        here.map_or(Answered::Missing, Answered::Here)
    }

    fn number(&mut self, digest: &[u8]) -> Result<u32, TooMany> {
        let next = self.above.len();
        if next >= limits::IMPORT_IDS_MAX {
            return Err(TooMany);
        }
        let fresh = u32::try_from(next).map_err(|_| TooMany)?;
        let number = *self.numbers.entry(key(digest)).or_insert(fresh);
        if number == fresh {
            self.above.push(fresh);
            self.dates.push(None);
            self.standing.push(Standing::Named);
        }
        Ok(number)
    }

    fn top(&mut self, mut number: u32) -> u32 {
        while self.above[number as usize] != number {
            let above = self.above[number as usize];
            self.above[number as usize] = self.above[above as usize];
            number = self.above[number as usize];
        }
        number
    }

    fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.top(one), self.top(other));
        // The lower number leads, so that the same archive gives the same threads.
        self.above[one.max(other) as usize] = one.min(other);
    }

    /// Joins letters by likeness, once all were heard and what is wanted of their words was learnt; how many joined.
    pub fn join_alike(&mut self) -> usize {
        let found = std::mem::take(&mut self.likeness).answers();
        let mut joined = 0;
        for (child, parent) in found {
            joined += usize::from(self.top(child.0) != self.top(parent.0));
            self.unite(child.0, parent.0);
            self.alike.insert(child, parent);
        }
        joined
    }

    /// Hears which letters the space knows; of several conversations of one thread the oldest goes on. Which of the archive it is.
    pub fn know(&mut self, digest: &[u8], to: Sorted) -> Option<Heard> {
        let number = self.numbers.get(&key(digest)).copied()?;
        self.standing[number as usize] = Standing::Known;
        self.knows_any = true;
        self.written.insert(Heard(number), to.message);
        let course = Course { conversation: to.conversation, begun: false };
        let thread = Thread(self.top(number));
        let known = self.courses.entry(thread).or_insert(course);
        known.conversation = known.conversation.min(to.conversation);
        Some(Heard(number))
    }

    /// Ends the hearing: every number stands right below its thread's.
    pub fn settle(&mut self) {
        for number in 0..self.above.len() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            self.above[number as usize] = self.top(number);
        }
    }

    /// A letter among all; `None` for one that was not heard of.
    pub fn heard(&self, digest: &[u8]) -> Option<Heard> {
        self.numbers.get(&key(digest)).copied().map(Heard)
    }

    /// The thread of a letter.
    pub fn thread(&self, heard: Heard) -> Thread {
        Thread(self.above[heard.0 as usize])
    }

    /// Whether the space knew a letter before.
    pub fn known(&self, heard: Heard) -> bool {
        self.standing[heard.0 as usize] == Standing::Known
    }

    /// Whether the space knew any letter of the archive before.
    pub fn knows_any(&self) -> bool {
        self.knows_any
    }

    /// The guessed date of a letter that has none.
    pub fn guessed_date(&self, heard: Heard) -> Option<Moment> {
        self.undated.get(&heard).copied()
    }

    /// What a letter answers: nothing, a letter that is here, or one that is not.
    pub fn answered(&self, letter: &Letter, heard: Option<Heard>) -> Answered {
        let own = letter.message_id.as_deref();
        let mut named = earlier(letter).rev().filter(|id| Some(*id) != own).peekable();
        if named.peek().is_none() {
            let alike = heard.and_then(|heard| self.alike.get(&heard));
            return alike.map_or(Answered::Nothing, |parent| Answered::Here(*parent));
        }
        // In-Reply-To stands last in that order; where it is missing, the last of References is the parent.
        let parents = letter.in_reply_to.len().max(1);
        let here = |id: &str| self.heard(&secret::digest(id)).filter(|h| self.standing[h.0 as usize] > Standing::Named);
        named.take(parents).find_map(here).map_or(Answered::Missing, Answered::Here)
    }

    /// Gives away what is written and where threads go, for the writer to go on with.
    pub fn take_known(&mut self) -> (HashMap<Heard, MessageId>, HashMap<Thread, Course>) {
        (std::mem::take(&mut self.written), std::mem::take(&mut self.courses))
    }
}

/// What a letter answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answered {
    /// It is no reply.
    Nothing,
    /// A letter of the archive or the space.
    Here(Heard),
    /// A letter that is in neither.
    Missing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::moment::DAY;

    fn letter(head: &str) -> Letter {
        Letter::head(format!("From: dora@velo.example\nTo: ivo@wheels.example\n{head}\n\n").as_bytes())
    }

    /// The threads of letters, each given by its headers, a day apart in the order they stand.
    fn threads(heads: &[&str]) -> (Vec<Thread>, usize) {
        let letters: Vec<Letter> = heads.iter().map(|head| letter(head)).collect();
        let mut threads = Threads::default();
        for (n, (letter, head)) in letters.iter().zip(heads).enumerate() {
            let digest = digest(letter, format!("{head}\n\n{n}").as_bytes());
            threads.hear(letter, &digest, None, (Moment(DAY * n as i64), false)).unwrap();
        }
        let joined = threads.join_alike();
        threads.settle();
        let of = |(n, (letter, head)): (usize, (&Letter, &&str))| {
            let raw = format!("{head}\n\n{n}");
            threads.thread(threads.heard(&digest(letter, raw.as_bytes())).unwrap())
        };
        (letters.iter().zip(heads).enumerate().map(of).collect(), joined)
    }

    #[test]
    fn a_reply_finds_its_thread_whichever_comes_first() {
        let (t, _) = threads(&[
            "Message-ID: <c@x>\nReferences: <a@x> <b@x>",
            "Message-ID: <b@x>\nIn-Reply-To: <a@x>",
            "Message-ID: <a@x>",
            "Message-ID: <other@x>",
        ]);
        assert!(t[0] == t[1] && t[1] == t[2] && t[2] != t[3]);
    }

    #[test]
    fn a_loop_is_one_thread() {
        let (t, _) = threads(&["Message-ID: <a@x>\nIn-Reply-To: <b@x>", "Message-ID: <b@x>\nIn-Reply-To: <a@x>"]);
        assert_eq!(t[0], t[1]);
    }

    #[test]
    fn who_wrote_the_answered_letter_is_no_message_id() {
        let (t, _) = threads(&[
            "Message-ID: <a@x>\nIn-Reply-To: Message of <ivo@wheels.example> of Monday",
            "Message-ID: <b@x>\nIn-Reply-To: Message of <Ivo@wheels.example> of Tuesday",
        ]);
        assert_ne!(t[0], t[1]);
    }

    #[test]
    fn without_headers_a_reply_joins_the_latest_of_its_subject_within_a_month() {
        let (t, joined) =
            threads(&["Subject: Wheels", "Subject: Re: wheels", "Subject: Wheels ", "Subject: RE: Wheels", "Subject: Re:"]);
        assert_eq!(joined, 2);
        assert!(t[0] == t[1] && t[2] == t[3] && t[0] != t[2] && t[4] != t[0]);
        let mut late = vec!["Subject: Wheels"];
        let days: Vec<String> = (0..31).map(|day| format!("Subject: Day {day}")).collect();
        late.extend(days.iter().map(String::as_str));
        late.push("Subject: Re: Wheels");
        assert_eq!(threads(&late).1, 0);
    }

    #[test]
    fn letters_of_one_name_written_at_other_times_stand_apart() {
        let (one, id) = (letter("Message-ID: <const@x>"), secret::digest("const@x"));
        let mut threads = Threads::default();
        for day in [1, 2, 1, 3] {
            threads.hear(&one, &id, Some(Moment(DAY * day)), (Moment(DAY * day), false)).unwrap();
        }
        threads.hear(&one, &id, None, (Moment(DAY), false)).unwrap();
        threads.settle();
        let under = |threads: &Threads, day: i64| threads.stands_under(&one, &id, Some(Moment(DAY * day))).into_owned();
        let heard = |threads: &Threads, day: i64| threads.heard(&under(threads, day)).expect("it was heard");
        assert_eq!((under(&threads, 1), under(&threads, 2)), (id.clone(), dated("const@x", Moment(DAY * 2))));
        assert_eq!(threads.stands_under(&one, &id, None).into_owned(), id);
        let thread = |day: i64| threads.thread(heard(&threads, day));
        assert!(thread(1) != thread(2) && thread(2) != thread(3));
        // The space knows the third by the name.
        threads.part(heard(&threads, 1), "const@x", Moment(DAY * 3)).unwrap();
        assert_eq!((under(&threads, 3), under(&threads, 1)), (id.clone(), dated("const@x", Moment(DAY))));
        assert_ne!(heard(&threads, 1), heard(&threads, 3));
    }

    #[test]
    fn what_a_letter_answers_is_here_or_missing() {
        let mut threads = Threads::default();
        for (at, head) in [(0, "Message-ID: <a@x>"), (1, "Message-ID: <b@x>\nReferences: <a@x> <gone@x>")] {
            threads.hear(&letter(head), &digest(&letter(head), b""), None, (Moment(at), false)).unwrap();
        }
        threads.settle();
        let check = |head: &str, here: Option<bool>| {
            let found = match threads.answered(&letter(head), None) {
                Answered::Nothing => None,
                Answered::Here(_) => Some(true),
                Answered::Missing => Some(false),
            };
            assert_eq!(found, here, "{head}");
        };
        check("Message-ID: <c@x>", None);
        check("Message-ID: <c@x>\nIn-Reply-To: <a@x>", Some(true));
        check("Message-ID: <c@x>\nReferences: <gone@x> <a@x>", Some(true));
        check("Message-ID: <c@x>\nReferences: <a@x> <gone@x>", Some(false));
        check("Message-ID: <c@x>\nReferences: <a@x>\nIn-Reply-To: <gone@x>", Some(false));
        check("Message-ID: <a@x>\nIn-Reply-To: <a@x>", None);
        check("In-Reply-To: Your message of Monday", None);
    }
}
