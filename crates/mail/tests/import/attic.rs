//! A founded house and a directory of archives.

use actions::house::{Founding, found};
use domain::{
    address::MailAddress,
    id::{ConversationId, ImportId, PersonId},
    moment::DAY,
    query,
    side::Side,
};
use mail::import::{Importer, Report, form::Form};
use std::{fs, path::PathBuf};
use store::{
    Reading, Seen, Store,
    consumer::Bookmark,
    reading::{
        conversation::Headline,
        message::{Message, Window},
        search::Order,
        shelf::{Cursor, List, ListRow},
    },
};
use tempfile::TempDir;
use testkit::TestStore;

/// Conversations looked at: a page of fifty is enough for small archives, real ones have some hundred.
const CONVERSATIONS_MAX: usize = 2000;

pub struct Attic<'a> {
    pub test: &'a TestStore,
    pub founder: PersonId,
    directory: TempDir,
    bookmark: Bookmark,
}

impl<'a> Attic<'a> {
    pub async fn new(test: &'a TestStore) -> Attic<'a> {
        let (house, name) = ("Velo Lind".to_owned(), "Maya Okafor".to_owned());
        let founding = Founding { house, name, address: "maya@velo.example".to_owned(), password: String::new() };
        let founder = found(test.store(), founding).await.expect("the house is founded").founder;
        test.clock().advance(DAY);
        Attic { test, founder, directory: tempfile::tempdir().expect("a directory"), bookmark: Bookmark::of("index") }
    }

    /// As [`Attic::new`], where the house may stand already.
    pub async fn again(test: &'a TestStore) -> Attic<'a> {
        let address = MailAddress::parse("maya@velo.example").expect("an address");
        let Some((founder, _)) = test.store().password_of(&address).await.expect("the store answers") else {
            return Attic::new(test).await;
        };
        test.clock().advance(DAY);
        let directory = tempfile::tempdir().expect("a directory");
        Attic { test, founder, directory, bookmark: Bookmark::of("index") }
    }

    pub fn store(&self) -> &Store {
        self.test.store()
    }

    /// Writes a file into the attic.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::create_dir_all(path.parent().expect("below the attic")).expect("a directory");
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Imports what lies at a path into the space for support, and catches up with the index.
    pub async fn import(&self, path: PathBuf) -> Report {
        self.import_as(Form::Mbox, path).await.1
    }

    /// As [`Attic::import`], in this form; the run, too.
    pub async fn import_as(&self, form: Form, path: PathBuf) -> (ImportId, Report) {
        let importer = Importer::new(self.store().clone(), "support", Side::Customer);
        let bookmark = &self.bookmark;
        let between = async || {
            let (from, lines) = bookmark.lines(self.store()).await?;
            let Some(last) = lines.last() else { return Ok(()) };
            let to = last.position;
            bookmark.advance(self.store(), from, to, async move |w| Ok(w.index_lines(&lines).await?)).await
        };
        let brought = importer.run(&path, form, between).await.expect("the archive is imported");
        self.index().await;
        brought
    }

    /// Lets the index come to the end of the log.
    pub async fn index(&self) {
        let bookmark = &self.bookmark;
        loop {
            let (from, lines) = bookmark.lines(self.store()).await.expect("the log");
            let Some(to) = lines.last().map(|line| line.position) else { return };
            let derive = async move |w: &mut store::Writing| Ok(w.index_lines(&lines).await?);
            bookmark.advance(self.store(), from, to, derive).await.expect("the index catches up");
        }
    }

    pub async fn import_text(&self, text: &str) -> Report {
        self.import(self.put("archive.mbox", text)).await
    }

    pub async fn eyes_of(&self, person: PersonId) -> Reading {
        let viewer = self.store().recipient(person).await.expect("the store answers").expect("she may come in");
        Reading::new(self.store(), viewer)
    }

    pub async fn eyes(&self) -> Reading {
        self.eyes_of(self.founder).await
    }

    pub async fn person(&self, address: &str) -> PersonId {
        let address = MailAddress::parse(address).expect("an address");
        self.store().password_of(&address).await.expect("the store answers").expect("somebody has it").0
    }

    /// The list of all conversations, newest first, as the founder sees it.
    pub async fn list(&self) -> Vec<Seen<ListRow>> {
        let (reading, mut rows, mut from) = (self.eyes().await, Vec::new(), Cursor::TOP);
        while rows.len() < CONVERSATIONS_MAX {
            let page = reading.list(List::All, from).await.expect("the list");
            rows.extend(page.rows);
            let Some((last_at, id)) = page.next else { break };
            from = Cursor { last_at: domain::moment::Moment(last_at), id };
        }
        rows
    }

    pub async fn headline(&self, id: ConversationId) -> Seen<Headline> {
        self.eyes().await.conversation_by_id(id).await.expect("the store answers").expect("she sees it")
    }

    /// All messages of a conversation in their order.
    pub async fn messages(&self, id: ConversationId) -> Vec<Seen<Message>> {
        let (reading, of) = (self.eyes().await, self.headline(id).await);
        let mut all = Vec::new();
        let mut window = Window::From(domain::id::MessageId(0));
        loop {
            let page = reading.messages(&of, window).await.expect("messages");
            let later = page.later;
            let last = page.shown.last().map(|m| m.id);
            all.extend(page.shown);
            let Some(last) = last.filter(|_| later) else { return all };
            window = Window::From(domain::id::MessageId(last.0 + 1));
        }
    }

    /// Each conversation as its subject and the sources of its messages, newest conversation first.
    pub async fn shelf(&self) -> Vec<(String, Vec<String>)> {
        let mut shelf = Vec::new();
        for row in self.list().await {
            let words = self.messages(row.headline.id).await.iter().map(|m| m.source.clone()).collect();
            shelf.push((row.headline.subject.clone(), words));
        }
        shelf
    }

    /// How many messages somebody finds by words.
    pub async fn hits(&self, person: PersonId, words: &str) -> usize {
        let query = query::parse(words).expect("a query");
        self.eyes_of(person).await.search(&query, Order::Newest, None).await.expect("found").hits.len()
    }
}

/// A letter in an mbox: id, date of February 2003, further headers, body.
pub fn letter(id: &str, day: u32, head: &str, body: &str) -> String {
    let head = if head.is_empty() { String::new() } else { format!("{head}\n") };
    format!(
        "From x@velo.example Sat Feb  1 07:40:33 2003\nFrom: Dora Lind <dora@customer.example>\nTo: support@velo.example\n\
         Message-ID: <{id}>\nDate: {day} Feb 2003 10:00:00 +0000\n{head}\n{body}\n\n"
    )
}
