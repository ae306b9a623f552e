//! Writing spaces.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    id::{CircleId, SpaceId},
    kind::Kind,
    person::MayAdminister,
    space::MayTend,
};

statements! {
    ADD = "INSERT INTO space (id, slug, name, purpose, circle, kinds, open, mail, made_at, reopen_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    BY_SLUG = "SELECT id FROM space WHERE slug = $1";
    BY_MAIL = "SELECT id FROM space WHERE mail = $1";
    SET_SENDER = "UPDATE space SET from_name = $2, from_address = $3 WHERE id = $1";
    TEND = "UPDATE space SET name = $2, purpose = $3, kinds = $4, open = $5, mail = $6, reopen_days = $7 WHERE id = $1";
}

/// A space to be made, or what it becomes.
#[derive(Clone, Debug)]
pub struct NewSpace {
    /// Its place in URLs.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Kinds that can be started here.
    pub kinds: Vec<Kind>,
    /// Whether outsiders may start here.
    pub open: bool,
    /// The part of its mail address before the `@`.
    pub mail: Option<String>,
    /// Days within which a letter into a closed conversation opens it again.
    pub reopen_days: i64,
}

fn words(kinds: &[Kind]) -> String {
    kinds.iter().map(|k| k.word()).collect::<Vec<_>>().join(" ")
}

impl Writing {
    /// Makes a space with this circle.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn add_space(&mut self, _permit: &MayAdminister, it: &NewSpace, circle: CircleId) -> Result<SpaceId, Fault> {
        let id = SpaceId(self.mint());
        let (kinds, open) = (words(&it.kinds), i64::from(it.open));
        let (slug, name, purpose) = (it.slug.as_str(), it.name.as_str(), it.purpose.as_str());
        let args = args![id, slug, name, purpose, circle, kinds, open, it.mail.clone(), self.at(), it.reopen_days];
        self.run(&ADD, args).await?;
        Ok(id)
    }

    /// Changes a space; its slug stays, so permalinks do too.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn tend_space(&mut self, permit: &MayTend, it: &NewSpace) -> Result<(), Fault> {
        let (kinds, open) = (words(&it.kinds), i64::from(it.open));
        let args = args![permit.space(), it.name.as_str(), it.purpose.as_str(), kinds, open, it.mail.clone(), it.reopen_days];
        self.run(&TEND, args).await?;
        Ok(())
    }

    /// Sets in whose name and from which address a space's letters go.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn set_sender(&mut self, permit: &MayTend, name: &str, address: &str) -> Result<(), Fault> {
        self.run(&SET_SENDER, args![permit.space(), name, address]).await?;
        Ok(())
    }

    /// The space of this slug.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn space_by_slug(&self, slug: &str) -> Result<Option<SpaceId>, Fault> {
        self.one(&BY_SLUG, args![slug], |row| SpaceId(row.int(0))).await
    }

    /// The space whose mail address begins with this.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn space_by_mail(&self, local: &str) -> Result<Option<SpaceId>, Fault> {
        self.one(&BY_MAIL, args![local], |row| SpaceId(row.int(0))).await
    }
}
