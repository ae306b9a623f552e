//! Style sheet, scripts and icons: embedded, packed when built, named by their digest, kept for ever by browsers.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use rust_embed::Embed;
use std::collections::HashMap;

use crate::house::House;

#[derive(Embed)]
#[folder = "$ASSETS_OUT"]
struct Built;

/// The ending of what is packed already.
const PACKED: &str = ".br";

/// The assets with the names pages call them by.
pub struct Assets {
    files: HashMap<String, Asset>,
    names: HashMap<String, String>,
}

#[derive(Clone)]
struct Asset {
    media_type: &'static str,
    plain: Bytes,
    /// By brotli at its best; absent where the house was built without Node.
    packed: Option<Bytes>,
}

impl Assets {
    /// The assets this program was built with.
    pub fn embedded() -> Assets {
        let mut assets = Assets { files: HashMap::new(), names: HashMap::new() };
        for name in Built::iter().filter(|name| !name.ends_with(PACKED)) {
            if let Some(file) = Built::get(&name) {
                let digest = data_encoding::HEXLOWER.encode(&file.metadata.sha256_hash()[..6]);
                let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
                let called = format!("{stem}-{digest}.{ending}");
                let packed = Built::get(&format!("{name}{PACKED}")).map(|file| Bytes::from(file.data.into_owned()));
                let asset = Asset { media_type: media_type(ending), plain: Bytes::from(file.data.into_owned()), packed };
                if ending == "svg" {
                    // Live fragments and bookmarks carry no digest: pictures keep their plain names.
                    assets.files.insert(name.to_string(), asset.clone());
                }
                assets.files.insert(called.clone(), asset);
                assets.names.insert(name.to_string(), format!("/assets/{called}"));
            }
        }
        assets
    }

    /// What a page calls for; no script where this build has none (no Node).
    pub fn for_pages(&self) -> views::shell::Assets {
        views::shell::Assets {
            css: self.names.get("rapport.css").cloned().unwrap_or_default(),
            js: self.names.get("rapport.js").cloned(),
        }
    }
}

fn media_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// `GET /assets/{name}`.
pub async fn asset(State(house): State<House>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = house.assets().files.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    // The name holds the digest: who has it has the newest.
    if headers.contains_key(header::IF_NONE_MATCH) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let kept = if name.contains('-') { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let about = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, kept),
        (header::ETAG, "\"kept\""),
        (header::VARY, "Accept-Encoding"),
    ];
    match asset.packed.as_ref().filter(|_| takes_brotli(&headers)) {
        Some(packed) => (about, [(header::CONTENT_ENCODING, "br")], Body::from(packed.clone())).into_response(),
        None => (about, Body::from(asset.plain.clone())).into_response(),
    }
}

/// Whether the client says it can unpack brotli.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let offered = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    offered.flat_map(|value| value.split(',')).any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == "br" && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_goes_to_who_takes_it() {
        let asked = |value: &str| takes_brotli(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, value.parse().unwrap())]));
        assert!(asked("gzip, deflate, br, zstd") && asked("br;q=0.8"));
        assert!(!asked("gzip, br;q=0") && !asked("gzip") && !takes_brotli(&HeaderMap::new()));
    }
}
