//! URLs, sessions, forms, content negotiation, live: the door for browsers and programs.
//!
//! **Invariant.** A handler parses, calls one action or gathers one view model, and answers; it decides nothing.

mod administration;
mod answer;
mod assets;
mod attachment;
mod conversation;
mod entry;
mod form;
mod forwarding;
mod founding;
mod headers;
mod home;
mod house;
mod hub;
mod idempotency;
mod import;
mod intake;
mod invitation;
mod live;
mod mail_settings;
mod merging;
mod message;
mod mirror;
mod missed;
mod moving;
mod observatory;
mod openapi;
mod own_address;
mod pace;
mod person;
mod person_merging;
mod planned;
mod routes;
mod search;
mod serve;
mod settings;
mod sign_in;
mod space;
mod suggestion;
mod terms;
mod waiting;

pub use founding::founding_key;
pub use house::{House, Reach};
pub use hub::Hub;
pub use routes::{paths, router};
pub use serve::serve;
