//! Smaller answers for browsers that ask for them.

use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// Below this many bytes nothing is won.
const WORTH_IT: usize = 1024;

/// Whether so many bytes of a media type are smaller in gzip by more than the work is worth.
pub(super) fn is_worth_it(len: usize, media: &str) -> bool {
    let is_text =
        media.contains("charset") || media.starts_with("image/svg") || media.contains("json");
    is_text && len >= WORTH_IT
}

/// The bytes in gzip.
pub(super) fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// Whether an `Accept-Encoding` header takes gzip: what it says of gzip itself, else of `*`.
pub(super) fn accepts_gzip(header: &str) -> bool {
    let weight_of = |wanted: &str| {
        header.split(',').find_map(|item| {
            let (name, weight) = item.split_once(';').unwrap_or((item, ""));
            let weight = weight.to_ascii_lowercase().replace([' ', '\t'], "");
            let weight = weight.strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(1.0));
            name.trim().eq_ignore_ascii_case(wanted).then_some(weight)
        })
    };
    weight_of("gzip").or_else(|| weight_of("*")).is_some_and(|weight: f32| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        assert!(accepts_gzip("gzip, deflate, br") && accepts_gzip("br;q=1, gzip;q=0.5"));
        assert!(accepts_gzip("GZIP") && accepts_gzip("*") && accepts_gzip("gzip, *;q=0"));
        assert!(!accepts_gzip("gzip;q=0, *") && !accepts_gzip("*, gzip; Q=0.0"));
        assert!(!accepts_gzip("identity") && !accepts_gzip("gzip;q=0") && !accepts_gzip(""));
    }
}
