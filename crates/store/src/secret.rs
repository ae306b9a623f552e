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
