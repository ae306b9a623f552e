//! Writing terms: the house's notice, and what people agreed to or left.

use crate::{fault::Fault, row::Row, sql::statements, value::args, writing::Writing};
use domain::{
    id::{PersonId, Position},
    moment::Moment,
    side::Side,
    terms::{FormerNotice, MayChooseTerms, MayPublishNotice, Notice, ROSTER_VERSION, Record, Term, TermsFacts},
};

statements! {
    NOTICE = "SELECT n.words, n.published_at, n.counts_from, n.group_min FROM measuring_notice n WHERE n.ended_at IS NULL ORDER BY n.id DESC LIMIT 1";
    PUBLISH = "INSERT INTO measuring_notice (id, words, group_min, counts_from, published_by, published_at, ended_by, ended_at) \
        VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)";
    END_NOTICES = "UPDATE measuring_notice SET ended_by = $1, ended_at = $2 WHERE ended_at IS NULL";
    FORMER = "SELECT n.group_min, n.published_at, n.ended_at FROM measuring_notice n ORDER BY n.id";
    PERSON = "SELECT p.side, COALESCE(p.erased_at, 0) FROM person p WHERE p.id = $1";
    RECORDS = "SELECT t.term, t.since_at, t.since_position, t.until_at, t.until_position FROM term t WHERE t.person = $1 ORDER BY t.id";
    TAKE = "INSERT INTO term (id, person, term, version, since_at, since_position, until_at, until_position) VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL)";
    END = "UPDATE term SET until_at = $3, until_position = $4 WHERE person IN (SELECT h.id FROM person h WHERE h.id = $1 OR h.merged_into = $1) AND term = $2 AND until_at IS NULL";
    HOLDS = "SELECT CAST(1 AS BIGINT) FROM term t WHERE t.person = $1 AND t.term = $2 AND t.until_at IS NULL LIMIT 1";
}

/// A notice to be published.
#[derive(Clone, Debug)]
pub struct Published {
    /// What it says.
    pub words: String,
    /// The least number of people a number speaks of.
    pub group_min: u32,
    /// From when on what is written counts.
    pub counts_from: Moment,
}

/// The columns of [`NOTICE`].
pub(crate) fn notice(row: &Row<'_>) -> Notice {
    Notice {
        words: row.text(0),
        published_at: row.moment(1),
        counts_from: row.moment(2),
        group_min: u32::try_from(row.int(3)).unwrap_or(u32::MAX),
    }
}

/// The columns of [`RECORDS`], from `first` on; `None` for a word of another version.
pub(crate) fn record(row: &Row<'_>, first: usize) -> Option<Record> {
    let until = row.moment_or_null(first + 3).zip(row.int_or_null(first + 4).map(Position));
    let (since, position) = (row.moment(first + 1), row.position(first + 2));
    Some(Record { term: Term::from_word(&row.text(first))?, since, position, until })
}

impl Writing {
    /// The notice that stands.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn notice_standing(&self) -> Result<Option<Notice>, Fault> {
        self.one(&NOTICE, args![], notice).await
    }

    /// All notices that were ever published, the one that stands among them.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn former_notices(&self) -> Result<Vec<FormerNotice>, Fault> {
        let notice = |row: &Row<'_>| FormerNotice {
            group_min: u32::try_from(row.int(0)).unwrap_or(u32::MAX),
            published_at: row.moment(1),
            ended_at: row.moment_or_null(2),
        };
        self.rows(&FORMER, args![], notice).await
    }

    /// Publishes a notice in the place of the one that stands; its id.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn publish_notice(&mut self, permit: &MayPublishNotice, by: PersonId, it: &Published) -> Result<i64, Fault> {
        self.end_notice(permit, by).await?;
        let id = self.mint();
        let args = args![id, it.words.as_str(), i64::from(it.group_min), it.counts_from, by, self.at()];
        self.run(&PUBLISH, args).await?;
        Ok(id)
    }

    /// Ends the notice that stands; whether there was one.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_notice(&mut self, _permit: &MayPublishNotice, by: PersonId) -> Result<bool, Fault> {
        Ok(self.run(&END_NOTICES, args![by, self.at()]).await? > 0)
    }

    /// What the gate needs to know of somebody alone, whoever was found to be her; `None` where there is nobody.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn terms_facts(&self, person: PersonId) -> Result<Option<TermsFacts>, Fault> {
        let found = self.one(&PERSON, args![person], |row| (row.text(0), row.yes(1))).await?;
        let Some((side, erased)) = found else { return Ok(None) };
        let records = self.rows(&RECORDS, args![person], |row| record(row, 0)).await?.into_iter().flatten().collect();
        Ok(Some(TermsFacts { person, side: Side::from_word(&side).unwrap_or(Side::Public), erased, records, halves: Vec::new() }))
    }

    /// Notes that a term holds from now on; false where it does already.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_term(&mut self, permit: &MayChooseTerms, term: Term) -> Result<bool, Fault> {
        let person = permit.person();
        if self.one(&HOLDS, args![person, term.word()], |_| ()).await?.is_some() {
            return Ok(false);
        }
        self.add_term(person, term).await?;
        Ok(true)
    }

    /// Ends a term, also for who was found to be her; false where it does not hold.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn end_term(&mut self, permit: &MayChooseTerms, term: Term) -> Result<bool, Fault> {
        Ok(self.run(&END, args![permit.person(), term.word(), self.at(), self.next_position()]).await? > 0)
    }

    /// Notes that somebody became one of us.
    pub(crate) async fn note_inside(&self, person: PersonId) -> Result<(), Fault> {
        self.add_term(person, Term::CameInside).await
    }

    async fn add_term(&self, person: PersonId, term: Term) -> Result<(), Fault> {
        let args = args![self.mint(), person, term.word(), ROSTER_VERSION, self.at(), self.next_position()];
        self.run(&TAKE, args).await?;
        Ok(())
    }
}
