//! Signing in: by password or by a mailed link, and what follows.

use crate::page::page;
use serde::Serialize;

/// The page on which one signs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "page")]
pub enum SignInView {
    /// Address and password, or an address alone.
    #[default]
    Ask,
    /// A link is on its way, if anybody here has that address; the answer is the same for both.
    LinkMailed,
    /// A mailed link was opened; one button uses it, so that a mail scanner that follows links does not.
    UseLink,
}

page!(SignInView, "sign_in.html");
