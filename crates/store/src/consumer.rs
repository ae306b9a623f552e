//! Consumers: each reads the log from its own bookmark and commits what it derives together with the bookmark.
//!
//! **Invariant.** The bookmark moves only from where it was read and only under one's own lease: exactly-once effect,
//! whichever node works.

use crate::{
    fault::{Fault, Stop},
    opening::Store,
    reading::log,
    value::args,
    writer::Recorded,
    writing::{Writing, house},
};
use domain::{activity::LogLine, id::Position, moment::MINUTE};

/// Lines one batch takes: one transaction, well under a second.
pub const BATCH_LINES: usize = 256;
/// A consumer that gave no sign for so long is taken over by another node.
const LEASE: i64 = MINUTE;

impl Store {
    /// Sets a consumer back to the log's beginning, together with what empties its derived rows.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn forget_derived<F>(&self, name: &'static str, empty: F) -> Result<(), Stop>
    where
        F: AsyncFnOnce(&mut Writing) -> Result<(), Stop> + Send + 'static,
    {
        self.act(async move |w| {
            w.begin_anew(name).await?;
            empty(w).await?;
            Ok(Recorded::new())
        })
        .await
    }

    /// Merges some of what the index was written in; whether there may be more. Only for when nothing waits to be indexed.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merge_index(&self) -> Result<bool, Stop> {
        self.act(async move |w| Ok(Recorded::new().with(w.merge_index().await?))).await
    }
}

/// A consumer's place in the log.
pub struct Bookmark {
    name: &'static str,
    lease: String,
}

impl Bookmark {
    /// The bookmark of the consumer of this name, on this node.
    pub fn of(name: &'static str) -> Bookmark {
        Bookmark { name, lease: crate::secret::token() }
    }

    /// The lines behind the bookmark, in order; empty where there are none or another node holds the lease.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn lines(&self, store: &Store) -> Result<(Position, Vec<LogLine>), Fault> {
        let now = store.clock().now();
        match log::bookmark(store.core(), self.name).await? {
            Some(b) if b.lease != self.lease && b.lease_until > now => Ok((b.position, Vec::new())),
            found => {
                let from = found.map_or(Position::START, |b| b.position);
                Ok((from, log::lines_after(store.core(), from, BATCH_LINES).await?))
            }
        }
    }

    /// Commits what was derived from the lines up to `to`, together with the bookmark.
    ///
    /// # Errors
    /// A fault, or [`Fault::Unfit`] where another node moved the bookmark: nothing is written then.
    pub async fn advance<F>(&self, store: &Store, from: Position, to: Position, derive: F) -> Result<(), Stop>
    where
        F: AsyncFnOnce(&mut Writing) -> Result<(), Stop> + Send + 'static,
    {
        let (name, lease) = (self.name, self.lease.clone());
        store
            .act(async move |w| {
                let until = w.at().plus(LEASE);
                let args = args![name, from, to, lease.as_str(), until, w.at()];
                if w.run(&house::MOVE_BOOKMARK, args).await? != 1 {
                    return Err(Fault::Unfit(format!("another node reads the log as {name}")).into());
                }
                derive(w).await?;
                Ok(Recorded::new())
            })
            .await
    }

    /// Gives the lease back, so that another node need not wait until it ends.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn give_back(&self, store: &Store) -> Result<(), Stop> {
        let (name, lease) = (self.name, self.lease.clone());
        let give = async move |w: &mut Writing| {
            w.run(&house::GIVE_BACK, args![name, lease.as_str()]).await?;
            Ok(Recorded::new())
        };
        store.act(give).await
    }

    /// Indexes the next batch of a conversation whose circle changed; whether there was one. The bookmark stays.
    ///
    /// # Errors
    /// As [`Bookmark::advance`].
    pub async fn reindex(&self, store: &Store, at: Position) -> Result<bool, Stop> {
        if !crate::reading::search::reindex_waits(store.core()).await? {
            return Ok(false);
        }
        self.advance(store, at, at, async move |w| Ok(w.reindex_some().await.map(|_| ())?)).await?;
        Ok(true)
    }
}
