//! One row of an answer, whichever engine gave it.

use domain::{id::Position, moment::Moment};

/// A row; columns are counted from 0.
///
/// A column of another type than asked for is a mistake in our own SQL, which the tests on both engines find; it panics.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    pub(crate) fn int(&self, column: usize) -> i64 {
        self.int_or_null(column).unwrap_or_else(|| panic!("column {column} is NULL"))
    }

    pub(crate) fn int_or_null(&self, column: usize) -> Option<i64> {
        match self {
            Row::Sqlite(row) => row.get(column).unwrap_or_else(|e| panic!("column {column}: {e}")),
            Row::Postgres(row) => row.try_get(column).unwrap_or_else(|e| panic!("column {column}: {e}")),
        }
    }

    pub(crate) fn text(&self, column: usize) -> String {
        self.text_or_null(column).unwrap_or_else(|| panic!("column {column} is NULL"))
    }

    pub(crate) fn text_or_null(&self, column: usize) -> Option<String> {
        match self {
            Row::Sqlite(row) => row.get(column).unwrap_or_else(|e| panic!("column {column}: {e}")),
            Row::Postgres(row) => row.try_get(column).unwrap_or_else(|e| panic!("column {column}: {e}")),
        }
    }

    pub(crate) fn bytes(&self, column: usize) -> Vec<u8> {
        match self {
            Row::Sqlite(row) => row.get(column).unwrap_or_else(|e| panic!("column {column}: {e}")),
            Row::Postgres(row) => row.try_get(column).unwrap_or_else(|e| panic!("column {column}: {e}")),
        }
    }

    pub(crate) fn yes(&self, column: usize) -> bool {
        self.int(column) != 0
    }

    pub(crate) fn moment(&self, column: usize) -> Moment {
        Moment(self.int(column))
    }

    pub(crate) fn moment_or_null(&self, column: usize) -> Option<Moment> {
        self.int_or_null(column).map(Moment)
    }

    pub(crate) fn position(&self, column: usize) -> Position {
        Position(self.int(column))
    }
}
