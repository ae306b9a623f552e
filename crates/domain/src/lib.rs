//! The nouns and rules of Rapport.
//!
//! **Invariant.** Pure: no I/O, no clock, no async, nothing of ours imported. A rule takes facts and
//! returns a permit or a [`refusal::Refusal`]; nothing here knows where the facts came from.

pub mod activity;
pub mod address;
pub mod attribution;
pub mod bounce;
pub mod circle;
pub mod conversation;
pub mod erasure;
pub mod forwarding;
pub mod habit;
pub mod hat;
pub mod house;
pub mod id;
pub mod import;
pub mod kind;
pub mod letter;
pub mod letter_date;
pub mod letter_face;
pub mod limits;
pub mod markup;
pub mod merging;
pub mod message;
pub mod mirror;
pub mod moment;
pub mod moving;
pub mod name;
pub mod observatory;
pub mod party;
pub mod permit;
pub mod person;
pub mod person_merging;
pub mod picture;
pub mod proof;
pub mod query;
pub mod quoted;
pub mod refusal;
pub mod sending;
pub mod side;
pub mod sidebar;
pub mod space;
pub mod subject;
pub mod telling;
pub mod terms;
pub mod traces;
pub mod unit;
pub mod words;
pub mod zone;
