//! Writing somebody's own addresses: which letters go to, and what a letter proved to be hers.
//!
//! Who says that an address is hers is sent a letter there. Its delivery is the claim: whose, which address, when.

use crate::{fault::Fault, sql::statements, value::args, writing::Writing};
use domain::{
    address::MailAddress,
    id::{AddressId, DeliveryId, PersonId},
    moment::DAY,
    person::MayBeMyself,
};

statements! {
    ASKED = "SELECT COUNT(*) FROM outbox o WHERE o.recipient = $1 AND o.made_at > $2 AND o.reason = 'address'";
    CLAIMED = "SELECT o.address FROM outbox o WHERE o.id = $1 AND o.recipient = $2 AND o.reason = 'address' AND o.made_at > $3 AND o.address <> ''";
    PROVE = "UPDATE address SET verified_at = COALESCE(verified_at, $3) WHERE address = $1 AND person = $2";
    PUT_FIRST = "UPDATE address SET later = (SELECT MIN(b.later) - 1 FROM address b WHERE b.person = $2) WHERE id = $1 AND person = $2 AND blocked_at IS NULL";
    OTHERS = "SELECT COUNT(*) FROM address WHERE person = $1 AND id <> $2 AND blocked_at IS NULL";
    DROP = "DELETE FROM address WHERE id = $1 AND person = $2 AND blocked_at IS NULL";
    DROP_TROUBLE = "DELETE FROM address_trouble WHERE address = $1";
    DROP_STOP = "DELETE FROM outreach_stop WHERE address = $1";
}

impl Writing {
    /// How many addresses somebody said are hers within the last day.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn addresses_asked(&self, permit: &MayBeMyself) -> Result<i64, Fault> {
        Ok(self.one(&ASKED, args![permit.person(), self.at().plus(-DAY)], |row| row.int(0)).await?.unwrap_or(0))
    }

    /// The address somebody was sent this letter to within the last day, since she said that it is hers.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn address_asked(&self, person: PersonId, by: DeliveryId) -> Result<Option<String>, Fault> {
        self.one(&CLAIMED, args![by, person, self.at().plus(-DAY)], |row| row.text(0)).await
    }

    /// Notes that an address of hers is proved to be.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn prove_address(&mut self, permit: &MayBeMyself, address: &MailAddress) -> Result<(), Fault> {
        self.run(&PROVE, args![address.as_str(), permit.person(), self.at()]).await?;
        Ok(())
    }

    /// Lets letters go to this address of hers; whether it is one that may be written to.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn put_address_first(&mut self, permit: &MayBeMyself, address: AddressId) -> Result<bool, Fault> {
        Ok(self.run(&PUT_FIRST, args![address, permit.person()]).await? == 1)
    }

    /// Whether she has another address that may be written to.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn has_other_address(&self, permit: &MayBeMyself, than: AddressId) -> Result<bool, Fault> {
        Ok(self.one(&OTHERS, args![permit.person(), than], |row| row.yes(0)).await?.unwrap_or(false))
    }

    /// Takes an address from her, with what machines noted of it; whether it was one. One on the block list stays.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn drop_address(&mut self, permit: &MayBeMyself, address: AddressId) -> Result<bool, Fault> {
        if self.run(&DROP, args![address, permit.person()]).await? == 0 {
            return Ok(false);
        }
        self.run(&DROP_TROUBLE, args![address]).await?;
        self.run(&DROP_STOP, args![address]).await?;
        Ok(true)
    }
}
