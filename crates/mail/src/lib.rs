//! Mail, in and out.
//!
//! - [`letter`] reads what arrived: who, when, what is new in it and what is quoted.
//! - [`mailbox`] pulls letters out of a mailbox at another server (IMAP).
//! - [`machine`] reads what machines report: bounces, complaints, receipts.
//! - [`receiver`] takes letters over SMTP (and LMTP) and answers 250 only once they are kept.
//! - [`compose`] writes a letter, [`relay`] hands it to the next mail server.
//! - [`reply_address`] issues addresses that say, unforgeably, which conversation an answer belongs to.
//! - [`post_office`] says which addresses are ours; [`desk`] keeps what arrives, [`sorting`] reads it and calls one action.
//! - [`signing`] signs what leaves; [`truth`] finds out whether what arrives is from whom it says; [`doctor`] says what is wrong.
//! - [`import`] brings an archive of letters into a space.
//! - [`delivery`] sends what is due, rendered at that moment as its recipient would see it.
//!
//! **Invariant**: nothing in here panics on what a stranger sends, and every size has a limit
//! ([`letter::limits`], [`receiver::Limits`]).

pub mod compose;
pub mod delivery;
pub mod desk;
pub mod doctor;
#[cfg(fuzzing)]
pub mod fuzzing;
pub mod import;
pub mod letter;
pub mod machine;
pub mod mailbox;
pub mod post_office;
pub mod receiver;
pub mod relay;
pub mod reply_address;
pub mod signing;
pub mod sorting;
pub mod truth;
