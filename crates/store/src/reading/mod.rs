//! Reading: what a viewer may see, one file per noun.
//!
//! **Invariant.** A [`Reading`] is bound to one [`Viewer`]; each statement on content carries `{visible}` or `{known}`.

pub mod address;
pub mod attachment;
pub mod audience;
pub mod conversation;
pub mod delivery;
pub mod draft;
pub mod import;
pub mod intake;
pub mod log;
pub mod mailbox;
pub mod merging;
pub mod message;
pub mod mirror;
pub mod moving;
pub mod notice;
pub mod party;
pub mod person;
pub mod person_merging;
pub mod plain;
pub mod planned;
pub mod published;
pub mod raised;
pub(crate) mod relevance;
pub mod search;
pub mod session;
pub mod shelf;
pub mod space;
pub mod suggestion;
pub mod telling;
pub mod terms;
pub mod thread;
pub mod tie;
pub mod unit;
pub mod unread;
pub mod voice;
pub mod waiting;

use crate::{
    engine::sqlite,
    fault::Fault,
    opening::Store,
    remembered::Remembered,
    row::Row,
    seen::Seen,
    sql::Sql,
    value::{Value, args},
    viewer::Viewer,
};
use domain::id::{PartyId, PersonId, Position};
use std::sync::{Arc, OnceLock};

/// The statements of all modules that read.
pub(crate) static STATEMENTS: &[&[&Sql]] = &[
    address::STATEMENTS,
    attachment::STATEMENTS,
    audience::STATEMENTS,
    conversation::STATEMENTS,
    delivery::STATEMENTS,
    draft::STATEMENTS,
    import::STATEMENTS,
    intake::STATEMENTS,
    log::STATEMENTS,
    mailbox::STATEMENTS,
    merging::STATEMENTS,
    message::STATEMENTS,
    mirror::STATEMENTS,
    moving::STATEMENTS,
    notice::STATEMENTS,
    party::STATEMENTS,
    person::STATEMENTS,
    person_merging::STATEMENTS,
    plain::STATEMENTS,
    planned::STATEMENTS,
    published::STATEMENTS,
    raised::STATEMENTS,
    search::STATEMENTS,
    session::STATEMENTS,
    shelf::STATEMENTS,
    space::STATEMENTS,
    suggestion::STATEMENTS,
    telling::STATEMENTS,
    terms::STATEMENTS,
    thread::STATEMENTS,
    tie::STATEMENTS,
    unit::STATEMENTS,
    unread::STATEMENTS,
    voice::STATEMENTS,
    waiting::STATEMENTS,
];

/// People whose counts are remembered on a node.
const PEOPLE_REMEMBERED: usize = 20_000;
/// People whose rail is: some kilobytes each.
const RAILS_REMEMBERED: usize = 1_000;
/// Parties whose members are counted.
const PARTIES_REMEMBERED: usize = 10_000;

/// What every page asks and seldom changes, remembered on this node.
pub(crate) struct Memory {
    pub unread: Remembered<PersonId, unread::Unread>,
    pub spaces: Remembered<PersonId, Arc<[Seen<space::Space>]>>,
    pub people: Remembered<PartyId, i64>,
    pub house: Remembered<(), String>,
}

impl Default for Memory {
    fn default() -> Memory {
        Memory {
            unread: Remembered::new(PEOPLE_REMEMBERED),
            spaces: Remembered::new(RAILS_REMEMBERED),
            people: Remembered::new(PARTIES_REMEMBERED),
            house: Remembered::new(1),
        }
    }
}

/// The store through one viewer's eyes.
pub struct Reading {
    store: Store,
    viewer: Viewer,
    head: OnceLock<Position>,
    moment: Option<sqlite::Moment>,
}

impl Reading {
    /// A reading for this viewer.
    pub fn new(store: &Store, viewer: Viewer) -> Reading {
        Reading { store: store.clone(), viewer, head: OnceLock::new(), moment: None }
    }

    /// The same, with all that is read as it was at one moment: for a page that is made and then let go. It sees
    /// nothing of what is written after its first statement, so whoever writes reads on with another. On SQLite; on
    /// PostgreSQL each statement is of its own moment.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn at_one_moment(self) -> Result<Reading, Fault> {
        let moment = self.store.core().readers.moment()?;
        Ok(Reading { moment, ..self })
    }

    /// Whose eyes.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The store behind.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// What the house is called; empty before it has a name.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn house_name(&self) -> Result<String, Fault> {
        let anew = async { Ok(self.store.setting("house-name").await?.unwrap_or_default()) };
        self.remembered(|memory| &memory.house, (), anew).await
    }

    /// How long the log was when this reading first asked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn head(&self) -> Result<Position, Fault> {
        if let Some(head) = self.head.get() {
            return Ok(*head);
        }
        let head = self.one(&log::HEAD, args![], |row| row.position(0)).await?.unwrap_or_default();
        Ok(*self.head.get_or_init(|| head))
    }

    /// What is remembered, or computed now and kept.
    pub(crate) async fn remembered<K: std::hash::Hash + Eq, V: Clone>(
        &self,
        shelf: impl Fn(&Memory) -> &Remembered<K, V>,
        key: K,
        anew: impl Future<Output = Result<V, Fault>>,
    ) -> Result<V, Fault> {
        let head = self.head().await?;
        let shelf = shelf(&self.store.core().memory);
        if let Some(answer) = shelf.at(&key, head) {
            return Ok(answer);
        }
        let answer = anew.await?;
        shelf.keep(key, head, &answer);
        Ok(answer)
    }

    pub(crate) async fn rows<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.store.core().rows_at(self.moment.as_ref(), sql, args, self.viewer.eyes(), &[], map).await
    }

    /// Rows about these ids; of none, nothing is asked.
    pub(crate) async fn rows_of<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        ids: &[i64],
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.store.core().rows_at(self.moment.as_ref(), sql, args, self.viewer.eyes(), ids, map).await
    }

    pub(crate) async fn one<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Option<T>, Fault> {
        Ok(self.rows(sql, args, map).await?.into_iter().next())
    }
}
