//! Merging persons: the one becomes a party of the other. Her addresses go along; where she read to and how she wants to be
//! told is copied where the other has nothing of it. What went is kept beside, so that undoing gives back exactly that.

use crate::{fault::Fault, reading::audience::digest_of, row::Row, sql::statements, value::args, writing::Writing};
use domain::{
    address::MailAddress,
    id::{DeliveryId, PersonId, Position},
    person_merging::{MayMergePersons, MayPartPersons, PersonFacts},
    side::Side,
};

/// The columns of [`facts`], of a person `p`.
macro_rules! facts_columns {
    () => {
        "p.id, p.side, COALESCE(p.deactivated_at, 0), COALESCE(p.erased_at, 0), p.merged_into, (SELECT COUNT(*) FROM person h WHERE h.merged_into = p.id), \
         (SELECT COUNT(*) FROM sight g WHERE g.party = p.id AND g.inside = 1) + (SELECT COUNT(*) FROM membership m CROSS JOIN sight g JOIN party y ON y.id = m.party \
         WHERE m.person = p.id AND m.left_at IS NULL AND y.kind <> 'unit' AND g.party = m.party AND g.inside = 1)"
    };
}
pub(crate) use facts_columns;

statements! {
    FACTS = concat!("SELECT ", facts_columns!(), " FROM person p WHERE p.id = $1 AND p.id <> 9");
    ADDRESSES = "SELECT a.address FROM address a WHERE a.person = $1 ORDER BY a.later, a.id";
    WHO = "SELECT p.merged_into FROM person p WHERE p.id = $1";
    WAS = "SELECT g.into_person, g.position, g.undone_position FROM person_merging g WHERE g.person = $1 ORDER BY g.id";
    HALVES = "SELECT h.id FROM person h WHERE h.merged_into = $1 AND h.erased_at IS NULL ORDER BY h.id";
    WERE = "SELECT g.person, g.position, g.undone_position FROM person_merging g WHERE g.into_person = $1 ORDER BY g.id";
    REMEMBER = "INSERT INTO person_merging (id, person, into_person, position, at, merged_by, name, undone_position, undone_at, undone_by) \
        SELECT CAST($1 AS BIGINT), p.id, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), p.name, NULL, NULL, NULL FROM person p WHERE p.id = $2";
    REMEMBER_ADDRESSES = "INSERT INTO person_merging_row (merging, kind, object, word) SELECT CAST($1 AS BIGINT), 'address', a.id, '' FROM address a WHERE a.person = $2";
    REMEMBER_MARKS = "INSERT INTO person_merging_row (merging, kind, object, word) SELECT CAST($1 AS BIGINT), 'mark', k.conversation, '' FROM reading_mark k \
        WHERE k.person = $2 AND NOT EXISTS (SELECT 1 FROM reading_mark o WHERE o.person = $3 AND o.conversation = k.conversation)";
    REMEMBER_CHOICES = "INSERT INTO person_merging_row (merging, kind, object, word) SELECT CAST($1 AS BIGINT), 'telling', t.space, t.reason FROM telling t \
        WHERE t.person = $2 AND NOT EXISTS (SELECT 1 FROM telling o WHERE o.person = $3 AND o.space = t.space AND o.reason = t.reason)";
    MOVE_ADDRESSES = "UPDATE address SET person = $2, later = 1 WHERE person = $1";
    COPY_MARKS = "INSERT INTO reading_mark (person, conversation, position, back) SELECT CAST($3 AS BIGINT), k.conversation, k.position, k.back \
        FROM person_merging_row g JOIN reading_mark k ON k.conversation = g.object WHERE g.merging = $1 AND g.kind = 'mark' AND k.person = $2";
    COPY_CHOICES = "INSERT INTO telling (person, space, reason, level, at) SELECT CAST($3 AS BIGINT), t.space, t.reason, t.level, t.at \
        FROM person_merging_row g JOIN telling t ON t.space = g.object AND t.reason = g.word WHERE g.merging = $1 AND g.kind = 'telling' AND t.person = $2";
    BECOME = "UPDATE person SET merged_into = $2, deactivated_at = $3, name = (SELECT q.name FROM person q WHERE q.id = $2) WHERE id = $1";
    LAST = "SELECT g.id, g.name FROM person_merging g WHERE g.person = $1 AND g.undone_at IS NULL ORDER BY g.id DESC LIMIT 1";
    RETURN_ADDRESSES = "UPDATE address SET person = $2, later = 0 WHERE person = $3 AND id IN (SELECT g.object FROM person_merging_row g WHERE g.merging = $1 AND g.kind = 'address')";
    READ_ON = "UPDATE reading_mark SET position = (SELECT k.position FROM reading_mark k WHERE k.person = $3 AND k.conversation = reading_mark.conversation), back = 0 \
        WHERE person = $2 AND conversation IN (SELECT g.object FROM person_merging_row g WHERE g.merging = $1 AND g.kind = 'mark') AND EXISTS \
        (SELECT 1 FROM reading_mark k WHERE k.person = $3 AND k.conversation = reading_mark.conversation AND k.position > reading_mark.position)";
    DROP_MARKS = "DELETE FROM reading_mark WHERE person = $2 AND conversation IN (SELECT g.object FROM person_merging_row g WHERE g.merging = $1 AND g.kind = 'mark')";
    DROP_CHOICES = "DELETE FROM telling WHERE person = $3 AND EXISTS (SELECT 1 FROM person_merging_row g JOIN telling t ON t.space = g.object AND t.reason = g.word \
        WHERE g.merging = $1 AND g.kind = 'telling' AND t.person = $2 AND t.space = telling.space AND t.reason = telling.reason AND t.level = telling.level AND t.at = telling.at)";
    CHOSE_NEVER = "UPDATE telling SET level = 'never' WHERE person = $2 AND EXISTS (SELECT 1 FROM person_merging_row g JOIN telling t ON t.space = g.object AND t.reason = g.word \
        WHERE g.merging = $1 AND g.kind = 'telling' AND t.person = $3 AND t.space = telling.space AND t.reason = telling.reason AND t.level = 'never')";
    DROP_ROWS = "DELETE FROM person_merging_row WHERE merging = $1";
    HERSELF = "UPDATE person SET merged_into = NULL, deactivated_at = NULL, name = $2 WHERE id = $1";
    WAITING_LETTERS = "SELECT o.id FROM outbox o WHERE o.recipient = $2 AND o.state = 'queued' AND o.reason = 'message' \
        AND o.conversation IN (SELECT f.conversation FROM shelf f WHERE f.party = $1) AND o.conversation NOT IN (SELECT f.conversation FROM shelf f WHERE f.party = $2)";
    REDIRECT = "UPDATE outbox SET recipient = $2, address = $3, domain = $4 WHERE id = $1 AND state = 'queued'";
    UNDO = "UPDATE person_merging SET undone_position = $2, undone_at = $3, undone_by = $4, name = '' WHERE id = $1";
    CALL = "UPDATE person SET name = (SELECT q.name FROM person q WHERE q.id = $1) WHERE merged_into = $1";
    NAMES = "SELECT g.name FROM person_merging g WHERE g.person = $1 AND g.name <> ''";
    FORGET_NAMES = "UPDATE person_merging SET name = '' WHERE person = $1";
    FORGET_ROWS = "DELETE FROM person_merging_row WHERE merging IN (SELECT g.id FROM person_merging g WHERE g.person = $1 OR g.into_person = $1)";
}

/// How long two persons were one, by positions of the log.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spell {
    /// The other one.
    pub other: PersonId,
    /// From here on.
    pub from: Position,
    /// Up to here; open where they are one.
    pub until: Option<Position>,
}

impl Spell {
    /// Whether they were one at a position.
    pub fn held(&self, at: Position) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }
}

fn spell(row: &Row<'_>) -> Spell {
    Spell { other: PersonId(row.int(0)), from: row.position(1), until: row.int_or_null(2).map(Position) }
}

/// The columns of [`facts_columns`].
pub(crate) fn facts(row: &Row<'_>) -> PersonFacts {
    PersonFacts {
        person: PersonId(row.int(0)),
        side: Side::from_word(&row.text(1)).unwrap_or(Side::Public),
        gone: row.yes(2),
        erased: row.yes(3),
        merged_into: row.int_or_null(4).map(PersonId),
        halves: usize::try_from(row.int(5)).unwrap_or_default(),
        stands_inside: row.yes(6),
    }
}

/// The digest of two persons, as the page of merging them shows them: sides and addresses.
pub fn persons_digest(it: (&PersonFacts, &[String]), into: (&PersonFacts, &[String])) -> String {
    let text = |(facts, addresses): (&PersonFacts, &[String])| {
        format!("{} {} {}={};", facts.person, facts.side.word(), facts.halves, addresses.join(" "))
    };
    digest_of(&format!("{}{}", text(it), text(into)))
}

impl Writing {
    /// What the rules of merging ask about a person; `None` where there is nobody.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merging_person(&self, person: PersonId) -> Result<Option<PersonFacts>, Fault> {
        self.one(&FACTS, args![person], facts).await
    }

    /// A person's addresses, the one her letters go to first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addresses_of(&self, person: PersonId) -> Result<Vec<String>, Fault> {
        self.rows(&ADDRESSES, args![person], |row| row.text(0)).await
    }

    /// Who a person is now: herself, or the one she was merged into.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn who_is(&self, person: PersonId) -> Result<PersonId, Fault> {
        let merged = self.one(&WHO, args![person], |row| row.int_or_null(0).map(PersonId)).await?;
        Ok(merged.flatten().unwrap_or(person))
    }

    /// Whom a person was found to be, and from where in the log to where, whatever was undone since.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn whom_she_was(&self, person: PersonId) -> Result<Vec<Spell>, Fault> {
        self.rows(&WAS, args![person], spell).await
    }

    /// Who was found to be a person, and from where in the log to where, whatever was undone since.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn who_was_her(&self, person: PersonId) -> Result<Vec<Spell>, Fault> {
        self.rows(&WERE, args![person], spell).await
    }

    /// Who a person was at a position of the log.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn who_was(&self, person: PersonId, at: Position) -> Result<PersonId, Fault> {
        Ok(self.whom_she_was(person).await?.iter().find(|spell| spell.held(at)).map_or(person, |spell| spell.other))
    }

    /// Those who were merged into a person, as it stands now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn halves_of(&self, person: PersonId) -> Result<Vec<PersonId>, Fault> {
        self.rows(&HALVES, args![person], |row| PersonId(row.int(0))).await
    }

    /// Lets one person be another.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merge_persons(&mut self, permit: &MayMergePersons, by: PersonId) -> Result<(), Fault> {
        let (it, into, id) = (permit.person(), permit.into(), self.mint());
        self.run(&REMEMBER, args![id, it, into, self.next_position(), self.at(), by]).await?;
        self.run(&REMEMBER_ADDRESSES, args![id, it]).await?;
        for sql in [&REMEMBER_MARKS, &REMEMBER_CHOICES, &COPY_MARKS, &COPY_CHOICES] {
            self.run(sql, args![id, it, into]).await?;
        }
        self.run(&MOVE_ADDRESSES, args![it, into]).await?;
        self.run(&BECOME, args![it, into, self.at()]).await?;
        Ok(())
    }

    /// Lets a merged person be herself again, with her name and addresses. What she read meanwhile she has read, and what she
    /// refused meanwhile is refused; letters on their way that are hers alone to read go to her.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn part_persons(&mut self, permit: &MayPartPersons, by: PersonId) -> Result<(), Fault> {
        let (it, from) = (permit.person(), permit.from());
        let Some((id, name)) = self.one(&LAST, args![it], |row| (row.int(0), row.text(1))).await? else { return Ok(()) };
        for sql in [&RETURN_ADDRESSES, &READ_ON, &DROP_CHOICES, &CHOSE_NEVER] {
            self.run(sql, args![id, it, from]).await?;
        }
        self.run(&DROP_MARKS, args![id, from]).await?;
        self.run(&DROP_ROWS, args![id]).await?;
        self.run(&HERSELF, args![it, name]).await?;
        if let Some(address) = self.letter_address(it).await? {
            let domain = MailAddress::arrived(&address).map(|it| it.domain().to_owned()).unwrap_or_default();
            for letter in self.rows(&WAITING_LETTERS, args![it, from], |row| DeliveryId(row.int(0))).await? {
                self.run(&REDIRECT, args![letter, it, address.as_str(), domain.as_str()]).await?;
            }
        }
        self.run(&UNDO, args![id, self.next_position(), self.at(), by]).await?;
        Ok(())
    }

    /// Calls those who were merged into a person as she is called now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn call_halves(&mut self, person: PersonId) -> Result<(), Fault> {
        self.run(&CALL, args![person]).await?;
        Ok(())
    }

    /// How somebody was called before she was merged.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn former_names(&self, person: PersonId) -> Result<Vec<String>, Fault> {
        self.rows(&NAMES, args![person], |row| row.text(0)).await
    }

    /// Forgets what stands beside a merge of somebody who is erased.
    pub(crate) async fn forget_mergings(&mut self, person: PersonId) -> Result<(), Fault> {
        self.run(&FORGET_NAMES, args![person]).await?;
        self.run(&FORGET_ROWS, args![person]).await?;
        Ok(())
    }
}
