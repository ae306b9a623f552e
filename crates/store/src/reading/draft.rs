//! Drafts: kept on the server, seen by their writer alone.

use crate::{
    fault::Fault,
    reading::{Reading, conversation::Headline},
    seen::Seen,
    sql::statements,
    value::args,
};

statements! {
    MINE = "SELECT source FROM draft WHERE person = $1 AND conversation = $2";
}

impl Reading {
    /// What the viewer began to write here.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn draft(&self, of: &Seen<Headline>) -> Result<Option<Seen<String>>, Fault> {
        let Some(me) = self.viewer().person() else { return Ok(None) };
        self.one(&MINE, args![me, of.id], |row| Seen::new(row.text(0))).await
    }
}
