//! The viewer's own mail addresses, for herself.

use crate::{fault::Fault, reading::Reading, row::Row, seen::Seen, sql::statements, value::args};
use domain::{
    id::AddressId,
    moment::{DAY, Moment},
};
use serde::Serialize;

statements! {
    MINE = "SELECT a.id, a.address, a.verified_at, a.blocked_at FROM address a WHERE a.person = $1 ORDER BY a.later, a.id";
    ASKED = "SELECT DISTINCT o.address FROM outbox o WHERE o.recipient = $1 AND o.reason = 'address' AND o.made_at > $2 AND o.address <> '' \
        AND NOT EXISTS (SELECT 1 FROM address a WHERE a.address = o.address AND a.person = $1) ORDER BY o.address";
}

/// An address of the viewer's.
#[derive(Clone, Debug, Serialize)]
pub struct OwnAddress {
    /// Which.
    pub id: AddressId,
    /// The address.
    pub address: String,
    /// Since when it is proved to be hers.
    pub proved_at: Option<Moment>,
    /// Whether it is on the block list.
    #[serde(skip)]
    pub blocked: bool,
}

impl Reading {
    /// The viewer's addresses; letters go to the first that is not blocked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_addresses(&self) -> Result<Vec<Seen<OwnAddress>>, Fault> {
        let address = |row: &Row<'_>| {
            Seen::new(OwnAddress {
                id: AddressId(row.int(0)),
                address: row.text(1),
                proved_at: row.moment_or_null(2),
                blocked: row.int_or_null(3).is_some(),
            })
        };
        self.rows(&MINE, args![self.me_or_nobody()], address).await
    }

    /// The addresses she said are hers within the last day, that are not yet: a letter is on its way to each.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_asked_addresses(&self) -> Result<Vec<Seen<String>>, Fault> {
        let since = self.store().clock().now().plus(-DAY);
        self.rows(&ASKED, args![self.me_or_nobody(), since], |row| Seen::new(row.text(0))).await
    }
}
