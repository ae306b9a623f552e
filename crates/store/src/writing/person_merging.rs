//! Merging persons: the one becomes a party of the other. Her addresses move, which are remembered; nothing else does.

use crate::{fault::Fault, reading::audience::digest_of, sql::statements, value::args, writing::Writing};
use domain::{
    id::PersonId,
    person_merging::{MayMergePersons, MayPartPersons, PersonFacts},
    side::Side,
};

statements! {
    FACTS = "SELECT p.side, p.deactivated_at, p.merged_into FROM person p WHERE p.id = $1 AND p.id <> 9";
    ADDRESSES = "SELECT a.address FROM address a WHERE a.person = $1 ORDER BY a.id";
    ALSO = "SELECT p.id FROM person p WHERE p.merged_into = $1 ORDER BY p.id";
    WHO = "SELECT COALESCE(p.merged_into, p.id) FROM person p WHERE p.id = $1";
    REMEMBER = "INSERT INTO person_merging (id, person, into_person, position, at, merged_by, name, undone_at, undone_by) \
        SELECT CAST($1 AS BIGINT), p.id, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), p.name, NULL, NULL FROM person p WHERE p.id = $2";
    REMEMBER_ADDRESSES = "INSERT INTO person_merging_address (merging, address) SELECT CAST($1 AS BIGINT), a.id FROM address a WHERE a.person = $2";
    MOVE_ADDRESSES = "UPDATE address SET person = $2 WHERE person = $1";
    FOLLOW = "UPDATE person SET merged_into = $2 WHERE merged_into = $1";
    BECOME = "UPDATE person SET merged_into = $2, deactivated_at = $3, name = (SELECT q.name FROM person q WHERE q.id = $2) WHERE id = $1";
    REDIRECT = "UPDATE outbox SET recipient = $2 WHERE recipient = $1 AND state = 'queued'";
    LAST = "SELECT g.id, g.into_person, g.name FROM person_merging g WHERE g.person = $1 AND g.undone_at IS NULL ORDER BY g.id DESC LIMIT 1";
    RETURN_LETTERS = "UPDATE outbox SET recipient = $1 WHERE recipient = $3 AND state = 'queued' AND address IN \
        (SELECT a.address FROM person_merging_address k JOIN address a ON a.id = k.address WHERE k.merging = $2 AND a.person = $3)";
    RETURN_ADDRESSES = "UPDATE address SET person = $1 WHERE person = $3 AND id IN (SELECT k.address FROM person_merging_address k WHERE k.merging = $2)";
    HERSELF = "UPDATE person SET merged_into = NULL, deactivated_at = NULL, name = $2 WHERE id = $1";
    RETURN_OTHERS = "UPDATE person SET merged_into = $1 WHERE merged_into IS NOT NULL AND id IN \
        (SELECT g.person FROM person_merging g WHERE g.into_person = $1 AND g.undone_at IS NULL)";
    UNDO = "UPDATE person_merging SET undone_at = $2, undone_by = $3 WHERE id = $1";
    CALL = "UPDATE person SET name = $2 WHERE merged_into = $1";
    FORGET = "UPDATE person_merging SET name = '' WHERE person = $1 OR into_person = $1";
}

/// The digest of two persons, as the page of merging them shows them.
pub fn persons_digest(it: (PersonId, &[String]), into: (PersonId, &[String])) -> String {
    let text = |(person, addresses): (PersonId, &[String])| format!("{person}={};", addresses.join(" "));
    digest_of(&format!("{}{}", text(it), text(into)))
}

impl Writing {
    /// What the rules of merging ask about a person.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn person_facts(&self, person: PersonId) -> Result<Option<PersonFacts>, Fault> {
        self.one(&FACTS, args![person], |row| PersonFacts {
            person,
            side: Side::from_word(&row.text(0)).unwrap_or(Side::Public),
            gone: row.int_or_null(1).is_some(),
            merged_into: row.int_or_null(2).map(PersonId),
        })
        .await
    }

    /// A person's addresses, the one her letters go to first.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addresses_of(&self, person: PersonId) -> Result<Vec<String>, Fault> {
        self.rows(&ADDRESSES, args![person], |row| row.text(0)).await
    }

    /// Who a person is: herself, or the one she was merged into.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn who_is(&self, person: PersonId) -> Result<PersonId, Fault> {
        Ok(self.one(&WHO, args![person], |row| PersonId(row.int(0))).await?.unwrap_or(person))
    }

    /// Those who were merged into a person.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn also(&self, person: PersonId) -> Result<Vec<PersonId>, Fault> {
        self.rows(&ALSO, args![person], |row| PersonId(row.int(0))).await
    }

    /// Lets one person be another.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn merge_persons(&mut self, permit: &MayMergePersons, by: PersonId) -> Result<(), Fault> {
        let (it, into, id) = (permit.person(), permit.into(), self.mint());
        self.run(&REMEMBER, args![id, it, into, self.next_position(), self.at(), by]).await?;
        self.run(&REMEMBER_ADDRESSES, args![id, it]).await?;
        self.run(&MOVE_ADDRESSES, args![it, into]).await?;
        self.run(&FOLLOW, args![it, into]).await?;
        self.run(&BECOME, args![it, into, self.at()]).await?;
        self.run(&REDIRECT, args![it, into]).await?;
        self.end_sessions(it).await
    }

    /// Lets a merged person be herself again, with the addresses she came with and those who were merged into her before.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn part_persons(&mut self, permit: &MayPartPersons, by: PersonId) -> Result<(), Fault> {
        let it = permit.person();
        let last = self.one(&LAST, args![it], |row| (row.int(0), PersonId(row.int(1)), row.text(2))).await?;
        let Some((id, _, name)) = last else { return Ok(()) };
        let into = self.who_is(it).await?;
        self.run(&RETURN_LETTERS, args![it, id, into]).await?;
        self.run(&RETURN_ADDRESSES, args![it, id, into]).await?;
        self.run(&HERSELF, args![it, name]).await?;
        self.run(&RETURN_OTHERS, args![it]).await?;
        self.run(&UNDO, args![id, self.at(), by]).await?;
        Ok(())
    }

    /// Calls those who were merged into a person as she is called now.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn call_merged(&mut self, person: PersonId, name: &str) -> Result<(), Fault> {
        self.run(&CALL, args![person, name]).await?;
        Ok(())
    }

    /// Forgets how somebody was called before she was merged: she is erased.
    pub(crate) async fn forget_merging(&mut self, person: PersonId) -> Result<(), Fault> {
        self.run(&FORGET, args![person]).await?;
        Ok(())
    }
}
