//! Published results: what was measured, as everybody in its circle sees it; and for the next measuring of whom it spoke. A
//! window that ends later than now was measured by a clock that went ahead: it is not there until its time.

use crate::{
    custodian::Custodian, fault::Fault, opening::Store, reading::Reading, row::Row, seen::Seen, sql::statements, value::args,
};
use domain::{
    id::{PersonId, UnitId},
    limits,
    moment::Moment,
};

statements! {
    ONE = "WITH {viewer} SELECT p.name, p.version, p.from_at, p.until_at, p.computed_at, p.body FROM published p WHERE p.name = $1 AND p.until_at = $2 AND p.until_at <= $3 AND {known p.circle}";
    LAST = "WITH {viewer} SELECT p.name, p.version, p.from_at, p.until_at, p.computed_at, p.body FROM published p WHERE p.name = $1 AND p.until_at <= $2 AND {known p.circle} ORDER BY p.until_at DESC LIMIT $3";
    WINDOWS = "WITH {viewer} SELECT p.until_at FROM published p WHERE p.name = $1 AND p.until_at <= $3 AND {known p.circle} ORDER BY p.until_at DESC LIMIT $2";
    DONE = "SELECT p.until_at FROM published p WHERE p.name = $1 AND p.until_at >= $2 ORDER BY p.until_at";
    GROUPS_SINCE = "SELECT g.from_at, g.unit, g.until_at, g.person FROM measured_group g WHERE g.until_at > $1 ORDER BY g.unit, g.until_at, g.person";
}

/// A result as it is published.
#[derive(Clone, Debug)]
pub struct PublishedResult {
    /// What was measured.
    pub name: String,
    /// The version of its form.
    pub version: i64,
    /// The window's first moment.
    pub from: Moment,
    /// The first moment after it.
    pub until: Moment,
    /// When it was computed.
    pub computed_at: Moment,
    /// The result as JSON.
    pub body: String,
}

impl Reading {
    /// The result of this name for the window that ends then, where the viewer stands in its circle.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn published(&self, name: &str, until: Moment) -> Result<Option<Seen<PublishedResult>>, Fault> {
        self.one(&ONE, args![name, until, self.store().clock().now()], result).await
    }

    /// The results of this name for that window and those before it, the newest first, at most `limit`.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn published_up_to(&self, name: &str, until: Moment, limit: usize) -> Result<Vec<Seen<PublishedResult>>, Fault> {
        self.rows(&LAST, args![name, until, limit], result).await
    }

    /// The ends of the windows that are published, the newest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn windows_published(&self, name: &str) -> Result<Vec<Moment>, Fault> {
        self.rows(&WINDOWS, args![name, limits::WINDOWS_LISTED, self.store().clock().now()], |row| row.moment(0)).await
    }
}

fn result(row: &Row<'_>) -> Seen<PublishedResult> {
    Seen::new(PublishedResult {
        name: row.text(0),
        version: row.int(1),
        from: row.moment(2),
        until: row.moment(3),
        computed_at: row.moment(4),
        body: row.text(5),
    })
}

/// Of whom an earlier number spoke: unit (0 the whole house), the end of its window, person.
pub type Spoken = (UnitId, Moment, PersonId);

impl Store {
    /// The ends of the windows that are published from a moment on.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn windows_done(&self, _keys: &Custodian, name: &str, since: Moment) -> Result<Vec<Moment>, Fault> {
        self.core().blind(&DONE, args![name, since], |row| row.moment(0)).await
    }

    /// Of whom numbers spoke in windows that ended after a moment, each with its window's first moment: who was said before may
    /// not be told by what follows.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn groups_since(&self, _keys: &Custodian, since: Moment) -> Result<Vec<(Moment, Spoken)>, Fault> {
        let spoken = |row: &Row<'_>| (row.moment(0), (UnitId(row.int(1)), row.moment(2), PersonId(row.int(3))));
        self.core().blind(&GROUPS_SINCE, args![since], spoken).await
    }
}
