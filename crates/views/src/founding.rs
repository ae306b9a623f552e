//! Founding the house: the first page of a new installation.

use crate::page::page;
use serde::Serialize;

/// The page on which the house is founded.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct FoundingView {}

page!(FoundingView, "founding.html");
