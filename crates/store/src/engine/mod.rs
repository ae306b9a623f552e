//! The two engines behind one face: text and parameters in, rows out.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::{
    fault::Fault,
    row::Row,
    sql::{Form, Sql},
    value::Value,
};
use domain::circle::Standing;
use std::sync::Arc;

/// Which engine a store runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// SQLite, inside the binary.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A statement with its parameters, ready for either engine.
pub(crate) struct Query {
    pub text: &'static Form,
    pub args: Vec<Value>,
}

/// Whose eyes a statement looks through.
#[derive(Clone, Copy)]
pub(crate) struct Eyes<'a> {
    pub standings: &'a [Standing],
    pub inside: bool,
}

/// No viewer: for statements without `{viewer}`.
pub(crate) const BLIND: Eyes<'static> = Eyes { standings: &[], inside: false };

impl Query {
    /// The statement for these parameters, this viewer and these ids, padded to the text's sizes.
    pub(crate) fn new(sql: &'static Sql, mut args: Vec<Value>, eyes: Eyes<'_>, ids: &[i64]) -> Query {
        let ids = &ids[..ids.len().min(crate::sql::IDS_MAX)];
        let (text, parties, room) = sql.form(eyes.standings.len(), ids.len());
        for n in 0..parties {
            let standing = eyes.standings.get(n).or(eyes.standings.last());
            args.push(Value::Int(standing.map_or(0, |s| s.party.0)));
            args.push(Value::Int(standing.map_or(i64::MAX, |s| s.since.0)));
            args.push(Value::Int(i64::from(eyes.inside)));
        }
        for n in 0..room {
            // Padded with an id nothing has: one of them twice would count twice.
            args.push(Value::Int(*ids.get(n).unwrap_or(&0)));
        }
        Query { text, args }
    }
}

/// The connections that read.
pub(crate) enum Readers {
    Sqlite(Arc<sqlite::Pool>),
    Postgres(postgres::Pool),
}

impl Readers {
    /// One moment for many statements; on PostgreSQL, where each would be a round trip more, every statement has its own.
    pub(crate) fn moment(&self) -> Result<Option<sqlite::Moment>, Fault> {
        match self {
            Readers::Sqlite(pool) => sqlite::Moment::begun(pool).map(Some),
            Readers::Postgres(_) => Ok(None),
        }
    }

    pub(crate) async fn rows<T, F>(&self, query: Query, map: F) -> Result<Vec<T>, Fault>
    where
        F: FnMut(&Row<'_>) -> T,
    {
        match self {
            Readers::Sqlite(pool) => pool.rows(&query, map),
            Readers::Postgres(pool) => pool.rows(&query, map).await,
        }
    }
}

/// The one connection that writes.
pub(crate) enum Line {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Conn),
}

impl Line {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Line::Sqlite(_) => Engine::Sqlite,
            Line::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) async fn rows<T, F>(&self, query: Query, map: F) -> Result<Vec<T>, Fault>
    where
        F: FnMut(&Row<'_>) -> T,
    {
        match self {
            Line::Sqlite(connection) => sqlite::rows(connection, &query, map),
            Line::Postgres(conn) => conn.rows(&query, map).await,
        }
    }

    /// Runs a statement that gives no rows; how many it touched.
    pub(crate) async fn run(&self, query: Query) -> Result<u64, Fault> {
        match self {
            Line::Sqlite(connection) => sqlite::run(connection, &query),
            Line::Postgres(conn) => conn.run(&query).await,
        }
    }

    /// Runs fixed text without parameters: transactions and migrations.
    pub(crate) async fn batch(&self, text: &str) -> Result<(), Fault> {
        match self {
            Line::Sqlite(connection) => sqlite::batch(connection, text),
            Line::Postgres(conn) => conn.batch(text).await,
        }
    }
}
