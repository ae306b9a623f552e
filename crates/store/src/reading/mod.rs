//! Reading: what a viewer may see, one file per noun.
//!
//! **Invariant.** A [`Reading`] is bound to one [`Viewer`]; each statement on content carries `{visible}` or `{known}`.

pub mod attachment;
pub mod audience;
pub mod conversation;
pub mod delivery;
pub mod draft;
pub mod intake;
pub mod log;
pub mod message;
pub mod notice;
pub mod party;
pub mod person;
pub mod plain;
pub mod planned;
pub mod search;
pub mod session;
pub mod shelf;
pub mod space;
pub mod telling;
pub mod unit;
pub mod unread;

use crate::{fault::Fault, opening::Store, row::Row, sql::Sql, value::Value, viewer::Viewer};

/// The statements of all modules that read.
pub(crate) static STATEMENTS: &[&[&Sql]] = &[
    attachment::STATEMENTS,
    audience::STATEMENTS,
    conversation::STATEMENTS,
    delivery::STATEMENTS,
    draft::STATEMENTS,
    intake::STATEMENTS,
    log::STATEMENTS,
    message::STATEMENTS,
    notice::STATEMENTS,
    party::STATEMENTS,
    person::STATEMENTS,
    plain::STATEMENTS,
    planned::STATEMENTS,
    search::STATEMENTS,
    session::STATEMENTS,
    shelf::STATEMENTS,
    space::STATEMENTS,
    telling::STATEMENTS,
    unit::STATEMENTS,
    unread::STATEMENTS,
];

/// The store through one viewer's eyes.
pub struct Reading {
    store: Store,
    viewer: Viewer,
}

impl Reading {
    /// A reading for this viewer.
    pub fn new(store: &Store, viewer: Viewer) -> Reading {
        Reading { store: store.clone(), viewer }
    }

    /// Whose eyes.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The store behind.
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) async fn rows<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.store.core().rows(sql, args, self.viewer.eyes(), &[], map).await
    }

    pub(crate) async fn rows_of<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        ids: &[i64],
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.store.core().rows(sql, args, self.viewer.eyes(), ids, map).await
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
