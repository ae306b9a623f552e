//! Tidy: what the house has agreed on and no compiler checks.
//!
//! Each module is one rule: what is allowed, how it is found, and tests that plant a violation and see it
//! caught. A rule that cannot fail is no rule.

mod analytic;
mod arrows;
mod custodian;
mod docs;
mod finding;
mod leftovers;
mod limits;
mod manifest;
mod names;
mod permission;
mod planted;
mod sql;
mod tables;
mod third_party;
mod tokens;
mod tree;
