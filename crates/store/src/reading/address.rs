//! Somebody's addresses, and what is known about them: whether letters come back, whether outreach is stopped.

use crate::{
    Store,
    fault::Fault,
    reading::{Reading, person::Person},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{
    bounce::Bounce,
    id::AddressId,
    moment::{DAY, Moment},
};
use serde::Serialize;

statements! {
    ADDRESSES = "SELECT id, address, verified_at, blocked_at FROM address WHERE person = $1 ORDER BY later, id";
    BLOCKED = "SELECT CAST(1 AS BIGINT) FROM address WHERE address = $1 AND blocked_at IS NOT NULL";
    ASKED = "SELECT DISTINCT o.address FROM outbox o WHERE o.recipient = $1 AND o.reason = 'address' AND o.made_at > $2 AND o.address <> '' \
        AND NOT EXISTS (SELECT 1 FROM address a WHERE a.address = o.address AND a.person = $1) ORDER BY o.address";
    STANDINGS = "SELECT a.address, t.class, t.status, t.words, t.since, t.last_at, o.kind, o.at, q.name FROM address a \
        LEFT JOIN address_trouble t ON t.address = a.id LEFT JOIN outreach_stop o ON o.address = a.id LEFT JOIN person q ON q.id = o.noted_by \
        WHERE a.person = $1 AND (t.address IS NOT NULL OR o.address IS NOT NULL) ORDER BY a.id";
}

/// An address of somebody's.
#[derive(Clone, Debug, Serialize)]
pub struct Address {
    /// Which.
    pub id: AddressId,
    /// The address.
    pub address: String,
    /// Since when it is proved to be hers.
    pub proved_at: Option<Moment>,
    /// Whether it is on the block list.
    pub blocked: bool,
}

/// How an address stands, where there is something to say of it.
#[derive(Clone, Debug)]
pub struct AddressStanding {
    /// The address.
    pub address: String,
    /// That letters to it come back.
    pub trouble: Option<Trouble>,
    /// That it is written to about its own cases only.
    pub stopped: Option<Stopped>,
}

/// Letters to an address come back.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// For good or for a while.
    pub class: Bounce,
    /// The enhanced status code, or empty.
    pub status: String,
    /// What the other server said last.
    pub words: String,
    /// Since when.
    pub since: Moment,
    /// When the last came back.
    pub last_at: Moment,
}

/// No outreach to an address.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// Why: `abuse`, `opt-out` (a complaint), `asked`.
    pub kind: String,
    /// Since when.
    pub at: Moment,
    /// Who noted it; empty for a complaint.
    pub by: String,
}

impl Reading {
    /// The addresses of a person, for employees and herself; letters go to the first that is not blocked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addresses_of(&self, person: &Seen<Person>) -> Result<Vec<Seen<Address>>, Fault> {
        if !self.viewer().inside() && self.viewer().person() != Some(person.id) {
            return Ok(Vec::new());
        }
        self.rows(&ADDRESSES, args![person.id], |row| {
            let (proved_at, blocked) = (row.moment_or_null(2), row.int_or_null(3).is_some());
            Seen::new(Address { id: AddressId(row.int(0)), address: row.text(1), proved_at, blocked })
        })
        .await
    }

    /// The addresses the viewer said are hers within the last day, that are not yet: a letter is on its way to each.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_asked_addresses(&self) -> Result<Vec<Seen<String>>, Fault> {
        let since = self.store().clock().now().plus(-DAY);
        self.rows(&ASKED, args![self.me_or_nobody(), since], |row| Seen::new(row.text(0))).await
    }

    /// How a person's addresses stand, those without anything to say left out; for employees.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn standing_of_addresses(&self, person: &Seen<Person>) -> Result<Vec<Seen<AddressStanding>>, Fault> {
        if !self.viewer().inside() {
            return Ok(Vec::new());
        }
        self.rows(&STANDINGS, args![person.id], |row| {
            let trouble = row.text_or_null(1).and_then(|word| Bounce::from_word(&word)).map(|class| Trouble {
                class,
                status: row.text(2),
                words: row.text(3),
                since: row.moment(4),
                last_at: row.moment(5),
            });
            let stopped =
                row.text_or_null(6).map(|kind| Stopped { kind, at: row.moment(7), by: row.text_or_null(8).unwrap_or_default() });
            Seen::new(AddressStanding { address: row.text(0), trouble, stopped })
        })
        .await
    }
}

impl Store {
    /// Whether an address is on the block list.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn is_blocked(&self, address: &str) -> Result<bool, Fault> {
        Ok(!self.core().blind(&BLOCKED, args![address], |_| ()).await?.is_empty())
    }
}
