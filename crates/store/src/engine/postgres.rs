//! PostgreSQL: readers share a few connections and pipeline on them; the writer has one of its own.
//!
//! **Invariant.** A reading connection never holds a transaction, so a dropped request can leave none open; the
//! writing connection is used by the writer's thread alone, which no request can drop.

mod tls;

use super::Query;
use crate::{fault::Fault, row::Row, value::Value};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};
use tls::Address;
use tokio_postgres::{Client, NoTls, Statement, types::ToSql};

/// Connections for reading: a few, since each carries many statements at once.
const READERS: usize = 6;
/// A read that takes longer is ended: a page nobody waits for any more.
const READ_TIMEOUT_MS: u32 = 15_000;

/// One connection with its prepared statements.
pub(crate) struct Conn {
    client: Client,
    prepared: Mutex<HashMap<&'static str, Statement>>,
}

impl Conn {
    pub(crate) async fn open(url: &str) -> Result<Conn, Fault> {
        let address = Address::parse(url)?;
        let client = match address.tls()? {
            Some(tls) => {
                let (client, connection) = address.config.connect(tls).await?;
                tokio::spawn(carry(connection));
                client
            }
            None => {
                let (client, connection) = address.config.connect(NoTls).await?;
                tokio::spawn(carry(connection));
                client
            }
        };
        Ok(Conn { client, prepared: Mutex::new(HashMap::new()) })
    }

    pub(crate) async fn batch(&self, text: &str) -> Result<(), Fault> {
        Ok(self.client.batch_execute(text).await?)
    }

    pub(crate) async fn rows<T>(&self, query: &Query, mut map: impl FnMut(&Row<'_>) -> T) -> Result<Vec<T>, Fault> {
        let statement = self.statement(&query.text.postgres).await?;
        let rows = self.client.query(&statement, &params(&query.args)).await?;
        Ok(rows.iter().map(|row| map(&Row::Postgres(row))).collect())
    }

    pub(crate) async fn run(&self, query: &Query) -> Result<u64, Fault> {
        let statement = self.statement(&query.text.postgres).await?;
        Ok(self.client.execute(&statement, &params(&query.args)).await?)
    }

    pub(crate) fn ended(&self) -> bool {
        self.client.is_closed()
    }

    async fn statement(&self, text: &'static str) -> Result<Statement, Fault> {
        let kept = self.prepared.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        if let Some(statement) = kept {
            return Ok(statement);
        }
        let statement = self.client.prepare(text).await?;
        self.prepared.lock().unwrap_or_else(PoisonError::into_inner).insert(text, statement.clone());
        Ok(statement)
    }
}

/// Carries what goes over a connection until it ends.
async fn carry(connection: impl Future<Output = Result<(), tokio_postgres::Error>>) {
    if let Err(error) = connection.await {
        tracing::warn!(%error, "a connection to PostgreSQL ended");
    }
}

fn params(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// The reading connections, opened when first needed and again when one ended.
pub(crate) struct Pool {
    url: String,
    next: AtomicUsize,
    slots: Vec<tokio::sync::Mutex<Option<Arc<Conn>>>>,
}

impl Pool {
    pub(crate) fn new(url: &str) -> Pool {
        let slots = (0..READERS).map(|_| tokio::sync::Mutex::new(None)).collect();
        Pool { url: url.to_owned(), next: AtomicUsize::new(0), slots }
    }

    pub(crate) async fn rows<T>(&self, query: &Query, map: impl FnMut(&Row<'_>) -> T) -> Result<Vec<T>, Fault> {
        let conn = self.conn().await?;
        conn.rows(query, map).await
    }

    /// The types PostgreSQL gives the parameters of a text.
    pub(crate) async fn parameter_types(&self, text: &'static str) -> Result<Vec<String>, Fault> {
        let statement = self.conn().await?.statement(text).await?;
        Ok(statement.params().iter().map(|ty| ty.name().to_owned()).collect())
    }

    async fn conn(&self) -> Result<Arc<Conn>, Fault> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % READERS;
        let mut slot = self.slots[turn].lock().await;
        if let Some(conn) = slot.as_ref().filter(|conn| !conn.ended()) {
            return Ok(conn.clone());
        }
        let conn = Arc::new(Conn::open(&self.url).await?);
        conn.batch(&format!("SET statement_timeout = {READ_TIMEOUT_MS}; SET default_transaction_read_only = on")).await?;
        *slot = Some(conn.clone());
        Ok(conn)
    }
}
