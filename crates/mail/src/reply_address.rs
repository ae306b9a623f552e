//! Addresses that say which conversation an answer belongs to, and cannot be made up:
//! `support+r<token>@velo.example` in Reply-To, `bounce+<token>@velo.example` as the envelope sender.
//!
//! A token is base32 of conversation, recipient and a MAC (HMAC-SHA-256, cut to 80 bits) over both and the
//! purpose. Base32 because mail systems change the case of local parts; 80 bits because the token must fit in
//! the 64 octets of a local part, and a guess costs a letter.
//!
//! **Invariant**: a token for one purpose is never valid for the other. Holding one proves that we sent it to
//! somebody, not who holds it now: that the sender is that recipient is for the caller to check.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;

/// Octets of a local part (RFC 5321, 4.5.3.1.1).
pub const LOCAL_PART_BYTES_MAX: usize = 64;

/// What a token leaves of that for the space: `+r` and 42 characters are ours.
pub const SPACE_BYTES_MAX: usize = LOCAL_PART_BYTES_MAX - 2 - TOKEN_CHARS;

const IDS_BYTES: usize = 16;
const MAC_BYTES: usize = 10;
const TOKEN_CHARS: usize = 42;
const BOUNCE_LOCAL: &str = "bounce";

/// The house's secret for addresses. It lies in the database, so that every node knows it.
#[derive(Clone)]
pub struct AddressKey([u8; 32]);

impl AddressKey {
    pub fn new(key: [u8; 32]) -> AddressKey {
        AddressKey(key)
    }
}

impl fmt::Debug for AddressKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AddressKey(..)")
    }
}

/// What a token carries: the conversation, and the person (or delivery) it was issued to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark {
    pub conversation: i64,
    pub recipient: i64,
}

/// A reply address as read: the space's local part and what its token carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyAddress {
    pub space: String,
    pub mark: Mark,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpaceTrouble {
    #[error("The mail name \"{0}\" is too long: at most {SPACE_BYTES_MAX} characters fit beside a reply token.")]
    TooLong(String),
    #[error("The mail name \"{0}\" may hold only a-z, 0-9, dot, hyphen and underscore.")]
    Letters(String),
}

/// The address that answers to a letter go to: `<space>+r<token>@<domain>`.
pub fn reply_address(key: &AddressKey, space: &str, domain: &str, mark: Mark) -> Result<String, SpaceTrouble> {
    if space.len() > SPACE_BYTES_MAX {
        return Err(SpaceTrouble::TooLong(space.to_owned()));
    }
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    if space.is_empty() || !space.bytes().all(sound) {
        return Err(SpaceTrouble::Letters(space.to_owned()));
    }
    Ok(format!("{space}+r{}@{domain}", token(key, Purpose::Reply, mark)))
}

/// Reads a reply address of ours in any case; nothing for every other address. The domain is the caller's to check.
pub fn read_reply_address(key: &AddressKey, address: &str) -> Option<ReplyAddress> {
    let (space, tag) = local_parts(address)?;
    let token = tag.strip_prefix(['r', 'R'])?;
    Some(ReplyAddress { space: space.to_ascii_lowercase(), mark: verify(key, Purpose::Reply, token)? })
}

/// The envelope sender of a letter: where bounces of it go.
pub fn bounce_address(key: &AddressKey, domain: &str, mark: Mark) -> String {
    format!("{BOUNCE_LOCAL}+{}@{domain}", token(key, Purpose::Bounce, mark))
}

/// Reads a bounce address of ours; nothing for every other address.
pub fn read_bounce_address(key: &AddressKey, address: &str) -> Option<Mark> {
    let (local, tag) = local_parts(address)?;
    let ours = local.eq_ignore_ascii_case(BOUNCE_LOCAL);
    if ours { verify(key, Purpose::Bounce, tag) } else { None }
}

#[derive(Clone, Copy)]
enum Purpose {
    Reply,
    Bounce,
}

fn local_parts(address: &str) -> Option<(&str, &str)> {
    let (local, _) = address.trim().rsplit_once('@')?;
    local.rsplit_once('+')
}

fn token(key: &AddressKey, purpose: Purpose, mark: Mark) -> String {
    let mut bytes = [0; IDS_BYTES + MAC_BYTES];
    bytes[..8].copy_from_slice(&mark.conversation.to_be_bytes());
    bytes[8..IDS_BYTES].copy_from_slice(&mark.recipient.to_be_bytes());
    bytes[IDS_BYTES..].copy_from_slice(&mac(key, purpose, mark));
    BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()
}

fn verify(key: &AddressKey, purpose: Purpose, token: &str) -> Option<Mark> {
    if token.len() != TOKEN_CHARS {
        return None;
    }
    let bytes = BASE32_NOPAD.decode(token.to_ascii_uppercase().as_bytes()).ok()?;
    let (ids, given) = bytes.split_at_checked(IDS_BYTES)?;
    let (conversation, recipient) = ids.split_first_chunk::<8>()?;
    let mark =
        Mark { conversation: i64::from_be_bytes(*conversation), recipient: i64::from_be_bytes(recipient.try_into().ok()?) };
    bool::from(mac(key, purpose, mark).ct_eq(given)).then_some(mark)
}

fn mac(key: &AddressKey, purpose: Purpose, mark: Mark) -> [u8; MAC_BYTES] {
    let mut mac = Hmac::<Sha256>::new_from_slice(&key.0).expect("HMAC takes keys of any length");
    mac.update(match purpose {
        Purpose::Reply => b"reply address",
        Purpose::Bounce => b"bounce address",
    });
    mac.update(&mark.conversation.to_be_bytes());
    mac.update(&mark.recipient.to_be_bytes());
    let whole = mac.finalize().into_bytes();
    std::array::from_fn(|at| whole[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: Mark = Mark { conversation: 0x0123_4567_89ab_cdef, recipient: -2 };

    fn key() -> AddressKey {
        AddressKey::new([7; 32])
    }

    #[test]
    fn an_answer_finds_its_conversation_in_any_case() {
        let address = reply_address(&key(), "support", "velo.example", MARK).expect("is short");
        let expect = Some(ReplyAddress { space: "support".to_owned(), mark: MARK });
        assert_eq!(read_reply_address(&key(), &address), expect);
        assert_eq!(read_reply_address(&key(), &address.to_uppercase()), expect);
    }

    #[test]
    fn a_reply_address_fits_the_longest_space() {
        let space = "a".repeat(SPACE_BYTES_MAX);
        let address = reply_address(&key(), &space, "velo.example", MARK).expect("fits");
        assert_eq!(address.find('@'), Some(LOCAL_PART_BYTES_MAX));
        assert_eq!(SPACE_BYTES_MAX, 20);
        let too_long = reply_address(&key(), &(space + "a"), "velo.example", MARK);
        assert!(matches!(too_long, Err(SpaceTrouble::TooLong(_))));
        for space in ["", "Support", "a b", "a+b", "a@b", "a\r\nb"] {
            assert!(matches!(reply_address(&key(), space, "velo.example", MARK), Err(SpaceTrouble::Letters(_))), "{space}");
        }
    }

    #[test]
    fn a_bounce_finds_its_delivery() {
        let address = bounce_address(&key(), "velo.example", MARK);
        assert_eq!(read_bounce_address(&key(), &address), Some(MARK));
        assert!(address.find('@').is_some_and(|at| at <= LOCAL_PART_BYTES_MAX));
    }

    #[test]
    fn a_token_of_one_purpose_is_none_of_the_other() {
        let bounce = bounce_address(&key(), "velo.example", MARK);
        assert_eq!(read_reply_address(&key(), &bounce.replace("bounce+", "support+r")), None);
        let reply = reply_address(&key(), "support", "velo.example", MARK).expect("is short");
        assert_eq!(read_bounce_address(&key(), &reply.replace("support+r", "bounce+")), None);
    }

    #[test]
    fn no_changed_token_is_accepted() {
        let address = reply_address(&key(), "s", "velo.example", MARK).expect("is short");
        assert_eq!(read_reply_address(&AddressKey::new([8; 32]), &address), None);
        for at in 3..3 + TOKEN_CHARS {
            let mut changed = address.clone().into_bytes();
            changed[at] = if changed[at] == b'a' { b'b' } else { b'a' };
            let changed = String::from_utf8(changed).expect("ascii");
            assert_eq!(read_reply_address(&key(), &changed), None, "{changed}");
        }
        for other in ["", "support", "support@velo.example", "s+r@velo.example", "s+rä@velo.example", "+@", "s+r\0@x"] {
            assert_eq!(read_reply_address(&key(), other), None, "{other}");
        }
    }
}
