//! Real mail servers that nobody here wrote: Dovecot keeps mailboxes, Postfix carries letters, and the real binary lives
//! between them. Both run from a directory of their own, on ports of their own, as children of the test.
//!
//! Seen red: with the mark moved in an action of its own before the letters were kept (letters lost by a kill), after it
//! (letters doubled), with `SELECT` instead of `EXAMINE` (`\Recent` gone), with `BODY[]` instead of `BODY.PEEK[]` under
//! `SELECT` (`\Seen`).

mod dovecot;
mod post;
mod postfix;
mod program;
mod pulled;
mod serving;
mod web;

use domain::limits;
use dovecot::Dovecot;
use store::Engine;
use testkit::{House, in_company};

/// The domain of the house's addresses.
const DOMAIN: &str = "velo-lind.example";
/// The domain of the provider's mailboxes.
const PROVIDER: &str = "post.example";

/// The little company on this engine, if the engine is here.
fn on(engine: Engine, scenario: impl AsyncFn(&House, Dovecot)) {
    in_company(async |house| {
        if house.store().engine() != engine {
            return;
        }
        match Dovecot::open() {
            Some(dovecot) => scenario(house, dovecot).await,
            None => eprintln!(
                "Dovecot and Postfix are skipped: they are not here, or this is not root (Debian: apt-get install dovecot-imapd dovecot-lmtpd postfix)"
            ),
        }
    });
}

#[test]
fn a_mailbox_at_a_provider_is_pulled_and_stays_as_it_was() {
    on(Engine::Sqlite, pulled::it);
}

#[test]
fn a_mailbox_at_a_provider_is_pulled_into_postgres_as_well() {
    on(Engine::Postgres, pulled::it);
}

#[test]
fn letters_come_by_lmtp_go_out_by_submission_and_are_answered() {
    on(Engine::Sqlite, post::it);
}

#[test]
fn letters_come_and_go_on_postgres_as_well() {
    on(Engine::Postgres, post::it);
}

/// A letter beyond what the house takes.
fn too_large() -> usize {
    limits::LETTER_BYTES_MAX + 1_000_000
}
