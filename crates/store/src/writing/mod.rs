//! Writing: what an action may do, whole or not at all. One file per noun; each write takes the permit it needs.

pub mod acting;
pub mod address;
pub mod attachment;
pub mod clock;
pub mod conversation;
pub mod erasure;
pub mod house;
pub mod import;
pub mod import_run;
pub mod intake;
pub mod kin;
pub mod mailbox;
pub mod merging;
pub mod message;
pub mod moving;
pub mod notice;
pub mod outbox;
pub mod own_address;
pub mod party;
pub mod person;
pub mod person_merging;
pub mod planned;
pub mod published;
pub mod search;
pub mod session;
pub mod space;
pub mod telling;
pub mod terms;
pub mod tie;
pub mod undoing;

use crate::{
    engine::{BLIND, Eyes, Line, Query},
    fault::Fault,
    opening::Core,
    row::Row,
    sql::{Sql, statements},
    value::{Value, args},
    writer::Recorded,
};
use domain::{
    activity::{Activity, Verb},
    id::Position,
    moment::Moment,
};
use std::sync::Arc;

/// The statements of all modules that write.
pub(crate) static STATEMENTS: &[&[&Sql]] = &[
    RECORD_STATEMENTS,
    crate::writer::STATEMENTS,
    crate::migration::STATEMENTS,
    crate::erasure_list::STATEMENTS,
    crate::overwriting::STATEMENTS,
    acting::STATEMENTS,
    address::STATEMENTS,
    attachment::STATEMENTS,
    clock::STATEMENTS,
    conversation::STATEMENTS,
    erasure::STATEMENTS,
    house::STATEMENTS,
    import::STATEMENTS,
    import_run::STATEMENTS,
    intake::STATEMENTS,
    kin::STATEMENTS,
    mailbox::STATEMENTS,
    merging::STATEMENTS,
    message::STATEMENTS,
    moving::STATEMENTS,
    notice::STATEMENTS,
    outbox::STATEMENTS,
    own_address::STATEMENTS,
    party::STATEMENTS,
    person::STATEMENTS,
    person_merging::STATEMENTS,
    planned::STATEMENTS,
    published::STATEMENTS,
    search::STATEMENTS,
    session::STATEMENTS,
    space::STATEMENTS,
    telling::STATEMENTS,
    undoing::STATEMENTS,
    terms::STATEMENTS,
    tie::STATEMENTS,
];

mod record {
    use super::statements;
    statements! {
        RECORD = "INSERT INTO activity (position, at, actor, verb, space, conversation, object, other) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    }
}
use record::{RECORD, STATEMENTS as RECORD_STATEMENTS};

/// The transaction of a group of actions, as the running action sees it.
pub struct Writing {
    core: Arc<Core>,
    line: Line,
    at: Moment,
    head: i64,
    rearranged: bool,
}

impl Writing {
    pub(crate) fn new(core: Arc<Core>, line: Line) -> Writing {
        let at = core.clock.now();
        Writing { core, line, at, head: 0, rearranged: false }
    }

    pub(crate) fn begin(&mut self, head: i64) {
        self.head = head;
    }

    pub(crate) fn line(&self) -> &Line {
        &self.line
    }

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }

    pub(crate) fn head(&self) -> i64 {
        self.head
    }

    pub(crate) fn mark(&self) -> i64 {
        self.head
    }

    pub(crate) fn back_to(&mut self, mark: i64) {
        self.head = mark;
    }

    pub(crate) fn finish(self) -> (Line, Position, bool) {
        (self.line, Position(self.head), self.rearranged)
    }

    /// The moment of this transaction: the same for all it writes.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// A fresh id.
    pub fn mint(&self) -> i64 {
        self.core.minter.mint(self.at)
    }

    /// The position the next activity will get: what is written with it carries it.
    pub fn next_position(&self) -> Position {
        Position(self.head + 1)
    }

    /// Writes a line into the log: the proof that the action asks for.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn record(&mut self, activity: Activity) -> Result<Recorded<()>, Fault> {
        self.head += 1;
        self.rearranged |= activity.verb == Verb::Arranged;
        let (space, conversation) = (activity.space.map_or(0, |s| s.0), activity.conversation.map_or(0, |c| c.0));
        let (verb, at) = (activity.verb.word(), self.at);
        self.run(&RECORD, args![self.head, at, activity.actor, verb, space, conversation, activity.object, activity.other])
            .await?;
        Ok(Recorded::new())
    }

    pub(crate) async fn run(&self, sql: &'static Sql, args: Vec<Value>) -> Result<u64, Fault> {
        self.line.run(Query::new(sql, args, BLIND, &[])).await
    }

    pub(crate) async fn run_of(&self, sql: &'static Sql, args: Vec<Value>, ids: &[i64]) -> Result<u64, Fault> {
        self.line.run(Query::new(sql, args, BLIND, ids)).await
    }

    pub(crate) async fn rows<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.line.rows(Query::new(sql, args, BLIND, &[]), map).await
    }

    pub(crate) async fn one<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Option<T>, Fault> {
        Ok(self.rows(sql, args, map).await?.into_iter().next())
    }

    pub(crate) async fn seen<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        eyes: Eyes<'_>,
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Option<T>, Fault> {
        Ok(self.line.rows(Query::new(sql, args, eyes, &[]), map).await?.into_iter().next())
    }

    pub(crate) async fn seen_of<T>(
        &self,
        sql: &'static Sql,
        args: Vec<Value>,
        eyes: Eyes<'_>,
        ids: &[i64],
        map: impl FnMut(&Row<'_>) -> T,
    ) -> Result<Vec<T>, Fault> {
        self.line.rows(Query::new(sql, args, eyes, ids), map).await
    }
}
