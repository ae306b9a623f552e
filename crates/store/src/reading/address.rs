//! What is known about addresses, for employees: whether letters come back, whether outreach is stopped.

use crate::{
    fault::Fault,
    reading::{Reading, person::Person},
    seen::Seen,
    sql::statements,
    value::args,
};
use domain::{bounce::Bounce, moment::Moment};

statements! {
    STANDINGS = "SELECT a.address, t.class, t.status, t.words, t.since, t.last_at, o.kind, o.at, q.name FROM address a \
        LEFT JOIN address_trouble t ON t.address = a.id LEFT JOIN outreach_stop o ON o.address = a.id LEFT JOIN person q ON q.id = o.noted_by \
        WHERE a.person = $1 AND (t.address IS NOT NULL OR o.address IS NOT NULL) ORDER BY a.id";
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
