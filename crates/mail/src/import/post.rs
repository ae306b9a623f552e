//! A post: what somebody wrote in a chat or forum, as an export has it.

use domain::{address::MailAddress, moment::Moment};
use store::secret;

pub use actions::import::OldReaction;

/// The words of a post.
#[derive(Clone, Debug)]
pub enum Said {
    /// As our own Markdown.
    Markdown(String),
    /// As HTML of the other service.
    Html(String),
}

/// One post.
#[derive(Clone, Debug)]
pub struct Post {
    /// What it is known by, in whatever export it stands.
    pub key: String,
    /// Keys of what it stands in one conversation with: its thread, its topic, its month.
    pub beside: Vec<String>,
    /// The key of what it answers.
    pub answers: Option<String>,
    /// Its writer's name.
    pub name: String,
    /// Her address, or one that stands for her where the export has none.
    pub address: MailAddress,
    /// Whether a machine wrote it.
    pub automatic: bool,
    /// What its conversation is called where it is the first in it.
    pub subject: String,
    /// What it says.
    pub said: Said,
    /// When.
    pub at: Moment,
    /// When it was last changed.
    pub edited_at: Option<Moment>,
    /// The reactions it got.
    pub reactions: Vec<OldReaction>,
    /// As it stands in the export.
    pub raw: Vec<u8>,
}

/// The digest under which a post, or what it stands beside, is known.
pub fn known_as(key: &str) -> Vec<u8> {
    secret::digest(key)
}

/// The address that stands for somebody whose export does not give hers: never delivered to (RFC 2606, 2), and the same in
/// each export of the same place.
pub fn stand_in(id: &str, place: &str, service: &str) -> Option<MailAddress> {
    let plain = |text: &str| {
        let kept = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c.to_ascii_lowercase() } else { '-' };
        text.chars().map(kept).collect::<String>().trim_matches(['-', '.']).replace("..", ".")
    };
    MailAddress::parse(&format!("{}@{}.{service}.invalid", plain(id), plain(place))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_no_address_gets_one_that_leads_nowhere() {
        let address = stand_in("U061A1R2R", "T061A2UFL", "slack").unwrap();
        assert_eq!(address.as_str(), "u061a1r2r@t061a2ufl.slack.invalid");
        assert_eq!(
            stand_in("a b", "forums.example.org", "discourse").unwrap().as_str(),
            "a-b@forums.example.org.discourse.invalid"
        );
        assert!(stand_in("", "x", "slack").is_none());
    }
}
