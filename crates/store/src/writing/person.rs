//! Writing persons, their addresses and passwords.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    address::MailAddress,
    hat::Hat,
    id::PersonId,
    name,
    person::{MayAdminister, MayBeMyself},
    side::Side,
};

statements! {
    ADD = "INSERT INTO person (id, name, handle, side, joined_at, joined_position, deactivated_at, time_zone, theme) VALUES ($1, $2, $3, $4, $5, $6, NULL, '', '')";
    HANDLE = "SELECT id FROM person WHERE handle = $1";
    BY_HANDLE = "SELECT id, name FROM person WHERE handle = $1 AND deactivated_at IS NULL AND side = 'employee'";
    BY_ADDRESS = "SELECT a.person, a.blocked_at FROM address a WHERE a.address = $1";
    ADD_ADDRESS = "INSERT INTO address (id, person, address, verified_at, blocked_at) VALUES ($1, $2, $3, $4, NULL) ON CONFLICT (address) DO NOTHING";
    BLOCK = "UPDATE address SET blocked_at = $2 WHERE address = $1";
    BLOCK_PERSON = "UPDATE address SET blocked_at = $2 WHERE person = $1";
    FIRST_ADDRESS = "SELECT a.address FROM address a WHERE a.person = $1 AND a.blocked_at IS NULL ORDER BY a.later, a.id LIMIT 1";
    SET_PASSWORD = "INSERT INTO password (person, hash, at) VALUES ($1, $2, $3) ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, at = excluded.at";
    PASSWORD = "SELECT p.id, COALESCE((SELECT w.hash FROM password w WHERE w.person = p.id), '') FROM address a JOIN person p ON p.id = a.person \
        WHERE a.address = $1 AND p.deactivated_at IS NULL";
    SETTLE = "UPDATE person SET name = $2, time_zone = $3, theme = $4 WHERE id = $1";
    SET_THEME = "UPDATE person SET theme = $2 WHERE id = $1";
    SET_SIDE = "UPDATE person SET side = $2 WHERE id = $1";
    SIDE = "SELECT side FROM person WHERE id = $1";
    DEACTIVATE = "UPDATE person SET deactivated_at = $2 WHERE id = $1 AND deactivated_at IS NULL";
    REACTIVATE = "UPDATE person SET deactivated_at = NULL WHERE id = $1 AND deactivated_at IS NOT NULL AND erased_at IS NULL AND merged_into IS NULL";
    WEAR = "INSERT INTO hat (person, hat, object, since_at, until_at) VALUES ($1, $2, $3, $4, NULL) \
        ON CONFLICT (person, hat, object, since_at) DO UPDATE SET until_at = NULL";
    TAKE_OFF = "UPDATE hat SET until_at = $4 WHERE person = $1 AND hat = $2 AND object = $3 AND until_at IS NULL";
    WORN = "SELECT COUNT(*) FROM hat h JOIN person p ON p.id = h.person WHERE h.hat = $1 AND h.object = $2 AND h.until_at IS NULL AND p.deactivated_at IS NULL";
    NAME = "SELECT name, side FROM person WHERE id = $1 AND deactivated_at IS NULL";
}

/// Handles are tried with numbers behind them up to here; then with the person's id.
const HANDLE_TRIES: u32 = 50;

impl Writing {
    /// Makes a person; the actions that call it hold the permit for how she comes in.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_person(&mut self, person_name: &str, side: Side) -> Result<PersonId, Fault> {
        let id = PersonId(self.mint());
        let handle = self.free_handle(person_name, id).await?;
        self.run(&ADD, args![id, person_name, handle, side.word(), self.at(), self.next_position()]).await?;
        Ok(id)
    }

    async fn free_handle(&self, person_name: &str, id: PersonId) -> Result<String, Fault> {
        let wanted = name::handle_of(person_name);
        for n in 1..=HANDLE_TRIES {
            let handle = if n == 1 { wanted.clone() } else { format!("{wanted}{n}") };
            if self.one(&HANDLE, args![handle.as_str()], |_| ()).await?.is_none() {
                return Ok(handle);
            }
        }
        Ok(format!("{wanted}.{id}"))
    }

    /// Who has this address, and whether it is blocked.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn person_by_address(&self, address: &MailAddress) -> Result<Option<(PersonId, bool)>, Fault> {
        self.one(&BY_ADDRESS, args![address.as_str()], |row| (PersonId(row.int(0)), row.int_or_null(1).is_some())).await
    }

    /// The employee behind a handle, with her name.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn employee_by_handle(&self, handle: &str) -> Result<Option<(PersonId, String)>, Fault> {
        self.one(&BY_HANDLE, args![handle], |row| (PersonId(row.int(0)), row.text(1))).await
    }

    /// The name and side of somebody who is not deactivated.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn person_name(&self, person: PersonId) -> Result<Option<(String, Side)>, Fault> {
        self.one(&NAME, args![person], |row| (row.text(0), Side::from_word(&row.text(1)).unwrap_or(Side::Public))).await
    }

    /// Adds an address; one that somebody has already stays hers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_address(&mut self, person: PersonId, address: &MailAddress, verified: bool) -> Result<(), Fault> {
        let at = verified.then(|| self.at());
        self.run(&ADD_ADDRESS, args![self.mint(), person, address.as_str(), at]).await?;
        Ok(())
    }

    /// Puts an address on the block list, or takes it off.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn block_address(&mut self, address: &MailAddress, blocked: bool) -> Result<(), Fault> {
        let at = blocked.then(|| self.at());
        self.run(&BLOCK, args![address.as_str(), at]).await?;
        Ok(())
    }

    /// Puts all addresses of a person on the block list, or takes them off.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn block_person(&mut self, person: PersonId, blocked: bool) -> Result<(), Fault> {
        let at = blocked.then(|| self.at());
        self.run(&BLOCK_PERSON, args![person, at]).await?;
        Ok(())
    }

    /// The address letters to a person go to.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn letter_address(&self, person: PersonId) -> Result<Option<String>, Fault> {
        self.one(&FIRST_ADDRESS, args![person], |row| row.text(0)).await
    }

    /// Keeps a password's hash.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_password(&mut self, permit: &MayBeMyself, hash: &str) -> Result<(), Fault> {
        self.run(&SET_PASSWORD, args![permit.person(), hash, self.at()]).await?;
        Ok(())
    }

    /// Changes a person's own settings.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn settle(&mut self, permit: &MayBeMyself, person_name: &str, time_zone: &str, theme: &str) -> Result<(), Fault> {
        self.run(&SETTLE, args![permit.person(), person_name, time_zone, theme]).await?;
        Ok(())
    }

    /// Changes a person's own theme.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_theme(&mut self, permit: &MayBeMyself, theme: &str) -> Result<(), Fault> {
        self.run(&SET_THEME, args![permit.person(), theme]).await?;
        Ok(())
    }

    /// Moves a person to another side.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_side(&mut self, _permit: &MayAdminister, person: PersonId, side: Side) -> Result<bool, Fault> {
        if side.inside() && self.side_of(person).await?.is_some_and(|before| !before.inside()) {
            // What she said as an outsider stays an outsider's: the notice to employees never spoke of it.
            self.note_inside(person).await?;
        }
        Ok(self.run(&SET_SIDE, args![person, side.word()]).await? == 1)
    }

    /// Where a person stands.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn side_of(&self, person: PersonId) -> Result<Option<Side>, Fault> {
        Ok(self.one(&SIDE, args![person], |row| row.text(0)).await?.and_then(|word| Side::from_word(&word)))
    }

    /// Deactivates a person, or lets her in again; whether that changed anything.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_active(&mut self, _permit: &MayAdminister, person: PersonId, active: bool) -> Result<bool, Fault> {
        let touched = if active {
            self.run(&REACTIVATE, args![person]).await?
        } else {
            self.run(&DEACTIVATE, args![person, self.at()]).await?
        };
        Ok(touched == 1)
    }

    /// Puts a hat on somebody; the actions that call it hold the permit.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn wear(&mut self, person: PersonId, hat: Hat, object: i64) -> Result<(), Fault> {
        self.run(&TAKE_OFF, args![person, hat.word(), object, self.at()]).await?;
        self.run(&WEAR, args![person, hat.word(), object, self.at()]).await?;
        Ok(())
    }

    /// Takes a hat off.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn take_off(&mut self, person: PersonId, hat: Hat, object: i64) -> Result<(), Fault> {
        self.run(&TAKE_OFF, args![person, hat.word(), object, self.at()]).await?;
        Ok(())
    }

    /// How many active people wear a hat.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn worn_by(&self, hat: Hat, object: i64) -> Result<i64, Fault> {
        Ok(self.one(&WORN, args![hat.word(), object], |row| row.int(0)).await?.unwrap_or(0))
    }
}

impl crate::Store {
    /// The employee behind a handle, with her name, for rendering mentions.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn employee_by_handle(&self, handle: &str) -> Result<Option<(PersonId, String)>, Fault> {
        let found = self.core().blind(&BY_HANDLE, args![handle], |row| (PersonId(row.int(0)), row.text(1))).await?;
        Ok(found.into_iter().next())
    }

    /// The person behind an address who may come in, with her password's hash (empty if she has none).
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn password_of(&self, address: &MailAddress) -> Result<Option<(PersonId, String)>, Fault> {
        let found = self.core().blind(&PASSWORD, args![address.as_str()], |row| (PersonId(row.int(0)), row.text(1))).await?;
        Ok(found.into_iter().next())
    }
}
