//! Random tokens, their digests, and message authentication: what stands in cookies, links and reply addresses.

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Octets of a random token: 256 bits, nobody guesses it.
const TOKEN_BYTES: usize = 32;

/// A fresh random token as text for URLs, cookies and headers: lower-case base 32.
///
/// # Panics
/// Where the system has no randomness; nothing could be safe then.
pub fn token() -> String {
    BASE32_NOPAD.encode(&random::<TOKEN_BYTES>()).to_lowercase()
}

/// Random octets from the system.
///
/// # Panics
/// As [`token`].
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}

/// The SHA-256 digest under which a token is kept: who reads the database still cannot sign in.
pub fn digest(text: &str) -> Vec<u8> {
    digest_bytes(text.as_bytes())
}

/// The SHA-256 digest of octets.
pub fn digest_bytes(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// HMAC-SHA-256 (RFC 2104) over octets.
///
/// # Panics
/// Never: HMAC takes keys of any length.
pub fn mac(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key length fits HMAC");
    mac.update(bytes);
    mac.finalize().into_bytes().to_vec()
}

/// Octets kept of the MAC in a signed token: 80 bits, and a guess costs a request.
const SIGNED_MAC_BYTES: usize = 10;

/// Two ids with a MAC over them and the purpose: what may stand in a link or in an address and cannot be made up.
/// Lower-case base 32, 42 characters.
pub fn signed(key: &[u8], purpose: &str, ids: [i64; 2]) -> String {
    let mut bytes = ids.map(i64::to_be_bytes).concat();
    let mac = mac(key, &[purpose.as_bytes(), bytes.as_slice()].concat());
    bytes.extend_from_slice(&mac[..SIGNED_MAC_BYTES]);
    BASE32_NOPAD.encode(&bytes).to_lowercase()
}

/// The ids of a token that [`signed`] made for this purpose, in any case; nothing for every other text.
pub fn read_signed(key: &[u8], purpose: &str, token: &str) -> Option<[i64; 2]> {
    let bytes = BASE32_NOPAD.decode(token.to_uppercase().as_bytes()).ok()?;
    let (ids, given) = bytes.split_at_checked(16)?;
    let whole = mac(key, &[purpose.as_bytes(), ids].concat());
    let same = given.len() == SIGNED_MAC_BYTES && given.iter().zip(&whole).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0;
    let (first, second) = ids.split_first_chunk::<8>()?;
    same.then_some([i64::from_be_bytes(*first), i64::from_be_bytes(second.try_into().ok()?)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_token_is_read_in_any_case_and_for_its_purpose_only() {
        let token = signed(b"key", "unsubscribe", [7, -2]);
        assert_eq!(token.len(), 42);
        assert_eq!(read_signed(b"key", "unsubscribe", &token.to_uppercase()), Some([7, -2]));
        assert_eq!(read_signed(b"key", "another", &token), None);
        assert_eq!(read_signed(b"other", "unsubscribe", &token), None);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'a' { b'b' } else { b'a' };
            assert_eq!(read_signed(b"key", "unsubscribe", &String::from_utf8(changed).unwrap()), None, "{at}");
        }
        for other in ["", "a", "ä", &token[..40], &format!("{token}aa")] {
            assert_eq!(read_signed(b"key", "unsubscribe", other), None, "{other}");
        }
    }
}
