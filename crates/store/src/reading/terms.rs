//! Terms: the viewer's own, the house's notice, and the gate asked for everybody at once.

use crate::{
    custodian::Custodian,
    fault::Fault,
    opening::Store,
    reading::Reading,
    row::Row,
    seen::Seen,
    sql::{IDS_MAX, statements},
    value::args,
    writing::terms::{NOTICE, notice, record},
};
use domain::{
    id::PersonId,
    side::Side,
    terms::{Counted, Denied, Half, Notice, Purpose, Record, TermsFacts, counted, may},
};
use std::collections::HashMap;

statements! {
    MINE = "SELECT t.term, t.since_at, t.since_position, t.until_at, t.until_position FROM term t WHERE t.person = $1 ORDER BY t.id";
    PEOPLE = "SELECT p.id, p.side, COALESCE(p.erased_at, 0) FROM person p WHERE p.side = 'employee' OR p.id IN (SELECT t.person FROM term t) ORDER BY p.id";
    HALVES = "SELECT h.merged_into, h.id, g.position FROM person h JOIN person_merging g ON g.person = h.id WHERE h.merged_into IS NOT NULL AND g.undone_at IS NULL ORDER BY h.id";
    RECORDS = "SELECT t.person, t.term, t.since_at, t.since_position, t.until_at, t.until_position FROM term t ORDER BY t.id";
    SOME_PEOPLE = "WITH {ids} SELECT p.id, p.side, COALESCE(p.erased_at, 0) FROM ids i JOIN person p ON p.id = i.id";
    SOME_RECORDS = "WITH {ids} SELECT t.person, t.term, t.since_at, t.since_position, t.until_at, t.until_position FROM ids i JOIN term t ON t.person = i.id ORDER BY t.id";
}

impl Reading {
    /// The viewer's terms; `None` for the stranger.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn my_terms(&self) -> Result<Option<Seen<TermsFacts>>, Fault> {
        let Some(person) = self.viewer().person() else { return Ok(None) };
        let records = self.rows(&MINE, args![person], |row| record(row, 0)).await?.into_iter().flatten().collect();
        Ok(Some(Seen::new(TermsFacts { person, side: self.viewer().side(), erased: false, records, halves: Vec::new() })))
    }

    /// Asks the gate for the viewer herself, as a colleague.
    ///
    /// # Errors
    /// A fault of the database. Inside: why not.
    pub async fn counted_myself(&self, purpose: Purpose) -> Result<Result<Counted, Denied>, Fault> {
        let Some(mine) = self.my_terms().await? else { return Ok(Err(Denied::Nobody)) };
        let (notice, at) = (self.store().notice().await?, self.store().clock().now());
        if let Err(denied) = may(&mine, notice.as_ref(), purpose, at) {
            return Ok(Err(denied));
        }
        Ok(counted(&[mine.into_inner()], notice.as_ref(), purpose, at))
    }

    /// Asks the gate for some colleagues; of those outside, whose halves would have a say, it lets nobody through.
    ///
    /// # Errors
    /// A fault of the database. Inside: why nobody may be counted at all.
    pub(crate) async fn counted_among(&self, ids: &[i64], purpose: Purpose) -> Result<Result<Counted, Denied>, Fault> {
        let mut colleagues = Vec::new();
        for some in ids.chunks(IDS_MAX) {
            let mut records: HashMap<i64, Vec<Record>> = HashMap::new();
            let line = |row: &Row<'_>| (row.int(0), record(row, 1));
            for (person, record) in self.rows_of(&SOME_RECORDS, args![], some, line).await? {
                records.entry(person).or_default().extend(record);
            }
            let somebody = |row: &Row<'_>| TermsFacts {
                person: PersonId(row.int(0)),
                side: Side::from_word(&row.text(1)).unwrap_or(Side::Public),
                erased: row.yes(2),
                records: records.get(&row.int(0)).cloned().unwrap_or_default(),
                halves: Vec::new(),
            };
            let found = self.rows_of(&SOME_PEOPLE, args![], some, somebody).await?;
            colleagues.extend(found.into_iter().filter(|it| it.side.inside()));
        }
        let (notice, at) = (self.store().notice().await?, self.store().clock().now());
        Ok(counted(&colleagues, notice.as_ref(), purpose, at))
    }
}

impl Store {
    /// The notice that stands: the house's own words to its people.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn notice(&self) -> Result<Option<Notice>, Fault> {
        Ok(self.core().blind(&NOTICE, args![], notice).await?.into_iter().next())
    }

    /// Asks the gate for everybody: those who may be counted for a purpose now.
    ///
    /// # Errors
    /// A fault of the database. Inside: why nobody may be counted at all.
    pub async fn counted(&self, _keys: &Custodian, purpose: Purpose) -> Result<Result<Counted, Denied>, Fault> {
        let mut records: HashMap<i64, Vec<Record>> = HashMap::new();
        let line = |row: &Row<'_>| (row.int(0), record(row, 1));
        for (person, record) in self.core().blind(&RECORDS, args![], line).await? {
            records.entry(person).or_default().extend(record);
        }
        let mut halves: HashMap<i64, Vec<Half>> = HashMap::new();
        for (into, half, merged) in self.core().blind(&HALVES, args![], |row| (row.int(0), row.int(1), row.position(2))).await? {
            let records = records.get(&half).cloned().unwrap_or_default();
            halves.entry(into).or_default().push(Half { merged, records });
        }
        let somebody = |row: &Row<'_>| TermsFacts {
            person: PersonId(row.int(0)),
            side: Side::from_word(&row.text(1)).unwrap_or(Side::Public),
            erased: row.yes(2),
            records: records.get(&row.int(0)).cloned().unwrap_or_default(),
            halves: halves.get(&row.int(0)).cloned().unwrap_or_default(),
        };
        let everybody = self.core().blind(&PEOPLE, args![], somebody).await?;
        Ok(counted(&everybody, self.notice().await?.as_ref(), purpose, self.clock().now()))
    }
}
