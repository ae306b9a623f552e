//! What a page, its JSON and a letter show: one view model per resource.
//!
//! **Invariants.** A view model is gathered only from what the store hands out as `Seen`, so nothing unseen is rendered.
//! HTML and JSON come from the same struct. What is offered is computed by the very rules that decide when somebody
//! does it: a form stands in the page exactly where its link stands in `actions`. Every word of the interface stands in
//! the catalogue ([`words`]), and everything but a message's own sanitised HTML is escaped.
//!
//! How a door uses it:
//!
//! ```text
//! let shell = Shell::gather(&reading, &assets, "/conversations/118").await?;   // first: its cursor must not miss anything
//! let Some(view) = ConversationView::gather(&reading, 118, asked).await? else { return refusal(hidden) };
//! view.html(&shell)    or    view.json()
//! ```
//!
//! After a refusal the page is shown again: gather the same view, set `shell.again = Again::new(path, &refusal, typed)`.

mod action;
pub mod address_proof;
mod attachment;
mod audience;
mod author;
mod erasure;
mod field;
mod filters;
pub mod first_steps;
mod list;
mod page;
mod participant;
mod spreadsheet;
mod thread;

pub mod administration;
pub mod administration_people;
pub mod administration_space;
pub mod administration_spaces;
pub mod administration_unit;
pub mod administration_units;
pub mod again;
pub mod conversation;
pub mod deliveries;
pub mod forwarding;
pub mod founding;
pub mod home;
pub mod import;
pub mod imports;
pub mod intake;
pub mod invitation;
pub mod letter;
mod letter_note;
pub mod mail_settings;
pub mod mailboxes;
pub mod merging;
pub mod message;
pub mod message_menu;
pub mod mirror;
pub mod moving;
pub mod notices;
pub mod observatory;
mod observatory_unit;
mod observatory_window;
pub mod original;
pub mod outbox;
pub mod own_addresses;
pub mod people;
pub mod person;
pub mod person_merging;
pub mod person_mergings;
pub mod planned;
pub mod problem;
pub mod published_notice;
pub mod refusal;
pub mod search;
pub mod settings;
pub mod shell;
pub mod sign_in;
pub mod space;
pub mod spaces;
pub mod starting;
pub mod starting_places;
pub mod stream;
pub mod suggestion;
pub mod telling_letter;
pub mod terms;
pub mod time;
pub mod truth;
pub mod unsubscribe;
pub mod versions;
pub mod waiting;
pub mod wording;
pub mod words;

pub use action::{Action, Actions};
pub use again::Again;
pub use attachment::File;
pub use audience::AudienceView;
pub use author::Author;
pub use list::{Place, Row, cursor};
pub use message::{MessageView, message_fragment};
pub use participant::Participant;
pub use shell::{Assets, Shell};
pub use stream::{stream_append, stream_replace};
pub use thread::Thread;
pub use words::count_words;
