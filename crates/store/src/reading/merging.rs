//! Merged conversations: those that go on in another, each seen by its own circle.

use crate::{
    fault::Fault,
    reading::{
        Reading,
        conversation::{Headline, headline, headline_columns, headline_tables},
    },
    seen::Seen,
    sql::statements,
    value::args,
};

statements! {
    EARLIER = concat!("WITH {viewer} SELECT ", headline_columns!(), ", CAST(0 AS BIGINT) \
        FROM ", headline_tables!(), " WHERE c.merged_into = $1 AND {known c.circle} ORDER BY c.id LIMIT 20");
}

/// Conversations shown as earlier parts of one: more are found by their numbers.
const EARLIER_MAX: usize = 20;

impl Reading {
    /// The conversations that go on in this one, also by way of others, as far as the viewer sees them; the earliest first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn earlier(&self, of: &Seen<Headline>) -> Result<Vec<Seen<Headline>>, Fault> {
        let mut found = self.rows(&EARLIER, args![of.id], headline).await?;
        let mut at = 0;
        while at < found.len() && found.len() < EARLIER_MAX {
            let more = self.rows(&EARLIER, args![found[at].id], headline).await?;
            found.extend(more);
            at += 1;
        }
        found.truncate(EARLIER_MAX);
        found.sort_by_key(|it| it.started_at);
        Ok(found)
    }
}
