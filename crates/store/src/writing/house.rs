//! The house's own rows: settings, secrets, counters, bookmarks.

use crate::{Stop, fault::Fault, opening::Store, secret, sql::statements, value::args, writing::Writing};
use domain::{house::MayFound, id::PersonId, person::MayAdminister};

statements! {
    SET = "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    SETTING = "SELECT value FROM setting WHERE name = $1";
    SECRET = "SELECT bytes FROM secret WHERE name = $1";
    ADD_SECRET = "INSERT INTO secret (name, bytes) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    COUNT_UP = "INSERT INTO counter (name, value) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value";
    MOVE_BOOKMARK = "INSERT INTO consumer (name, bookmark, lease, lease_until) VALUES ($1, $3, $4, $5) ON CONFLICT (name) DO UPDATE \
        SET bookmark = excluded.bookmark, lease = excluded.lease, lease_until = excluded.lease_until \
        WHERE consumer.bookmark = $2 AND (consumer.lease = excluded.lease OR consumer.lease_until <= $6)";
    FORGET_BOOKMARK = "UPDATE consumer SET bookmark = 0, lease_until = 0 WHERE name = $1";
    RESERVE = "INSERT INTO idempotency (digest, person, at, status, location, body) VALUES ($1, $2, $3, 0, '', '') \
        ON CONFLICT (digest) DO UPDATE SET at = excluded.at, status = 0 WHERE idempotency.at < $4";
    ANSWERED = "UPDATE idempotency SET status = $2, location = $3, body = $4 WHERE digest = $1";
    RELEASE = "DELETE FROM idempotency WHERE digest = $1";
    KNOWN = "SELECT status, location, body FROM idempotency WHERE digest = $1 AND at >= $2";
    GIVE_BACK = "UPDATE consumer SET lease_until = 0 WHERE name = $1 AND lease = $2";
    END_LEASES = "UPDATE consumer SET lease_until = 0 WHERE lease_until > 0";
    END_LETTERS = "UPDATE outbox SET lease_until = 0 WHERE state = 'queued' AND lease_until > 0";
    END_PULLS = "UPDATE mailbox SET lease_until = 0 WHERE lease_until > 0";
    PEOPLE = "SELECT COUNT(*) FROM person WHERE id <> 9";
    ADD_MACHINE = "INSERT INTO person (id, name, handle, side, joined_at, joined_position, deactivated_at, time_zone, theme) \
        VALUES (9, $1, 'rapport', 'public', $2, 0, NULL, '', '') ON CONFLICT (id) DO NOTHING";
}

impl Writing {
    /// Ends the leases of consumers, letters and mailboxes, whoever held them.
    ///
    /// # Errors
    /// A fault of the database.
    pub(crate) async fn end_leases(&mut self) -> Result<(), Fault> {
        self.run(&END_LEASES, args![]).await?;
        self.run(&END_LETTERS, args![]).await?;
        self.run(&END_PULLS, args![]).await?;
        Ok(())
    }

    /// How many people the house has.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn people(&self) -> Result<i64, Fault> {
        Ok(self.one(&PEOPLE, args![], |row| row.int(0)).await?.unwrap_or(0))
    }

    /// Names the house and makes its machine, the actor that is no person.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn found(&mut self, _permit: &MayFound, name: &str) -> Result<(), Fault> {
        self.run(&SET, args!["house-name", name]).await?;
        self.run(&ADD_MACHINE, args![name, self.at()]).await?;
        Ok(())
    }

    /// Changes a setting of the house.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set(&mut self, _permit: &MayAdminister, name: &str, value: &str) -> Result<(), Fault> {
        self.run(&SET, args![name, value]).await?;
        Ok(())
    }

    /// Sets a consumer back to the log's beginning. Its row stays: whoever is under way finds that it moved, and writes nothing.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn begin_anew(&mut self, consumer: &str) -> Result<(), Fault> {
        self.run(&FORGET_BOOKMARK, args![consumer]).await?;
        Ok(())
    }

    /// The next number of a counter, from 1.
    ///
    /// # Errors
    /// A fault of the database.
    pub(crate) async fn count_up(&self, name: &str) -> Result<i64, Fault> {
        Ok(self.one(&COUNT_UP, args![name], |row| row.int(0)).await?.unwrap_or(1))
    }
}

/// An answer that was given before under an idempotency key; status 0 where the first request is still under way.
#[derive(Clone, Debug, Default)]
pub struct GivenAnswer {
    /// The HTTP status.
    pub status: i64,
    /// The place of what was made.
    pub location: String,
    /// The body.
    pub body: String,
}

/// How long an idempotency key is remembered.
const KEY_LASTS: i64 = domain::moment::DAY;

impl Store {
    /// Takes an idempotency key for a request; the earlier answer where the key was used before.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_key(&self, person: PersonId, key: &str) -> Result<Option<GivenAnswer>, Stop> {
        let digest = secret::digest(&format!("{person} {key}"));
        self.act(async move |w| {
            let since = w.at().plus(-KEY_LASTS);
            let fresh = w.run(&RESERVE, args![digest.as_slice(), person, w.at(), since]).await? == 1;
            let given = |row: &crate::row::Row<'_>| GivenAnswer { status: row.int(0), location: row.text(1), body: row.text(2) };
            let given = if fresh { None } else { w.one(&KNOWN, args![digest.as_slice(), since], given).await? };
            Ok(crate::writer::Recorded::new().with(given))
        })
        .await
    }

    /// Keeps the answer given under an idempotency key; `None` frees the key, since nothing was done.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn keep_answer(&self, person: PersonId, key: &str, answer: Option<GivenAnswer>) -> Result<(), Stop> {
        let digest = secret::digest(&format!("{person} {key}"));
        self.act(async move |w| {
            match answer {
                Some(it) => w.run(&ANSWERED, args![digest, it.status, it.location, it.body]).await?,
                None => w.run(&RELEASE, args![digest]).await?,
            };
            Ok(crate::writer::Recorded::new())
        })
        .await
    }

    /// A setting of the house.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, Fault> {
        Ok(self.core().blind(&SETTING, args![name], |row| row.text(0)).await?.into_iter().next())
    }

    /// A key of the house by its name, made when first asked for; the same on all nodes.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn key(&self, name: &'static str) -> Result<Vec<u8>, Fault> {
        self.kept_key(name, || Ok(secret::random::<32>().to_vec())).await
    }

    /// A key of the house that is made once, by `fresh`, and kept: every node has the same.
    ///
    /// # Errors
    /// A fault of the store, or of `fresh`.
    pub async fn kept_key(&self, name: &'static str, fresh: impl FnOnce() -> Result<Vec<u8>, Fault>) -> Result<Vec<u8>, Fault> {
        let found = self.core().blind(&SECRET, args![name], |row| row.bytes(0)).await?;
        if let Some(key) = found.into_iter().next() {
            return Ok(key);
        }
        let fresh = fresh()?;
        let kept = self
            .act(async move |w| {
                w.run(&ADD_SECRET, args![name, fresh]).await?;
                let key = w.one(&SECRET, args![name], |row| row.bytes(0)).await?.unwrap_or_default();
                Ok(crate::writer::Recorded::new().with(key))
            })
            .await;
        kept.map_err(|stop| match stop {
            crate::Stop::Fault(fault) => fault,
            crate::Stop::Refused(refusal) => Fault::Unfit(refusal.to_string()),
        })
    }
}
