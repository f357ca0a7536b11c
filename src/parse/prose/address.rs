//! What the address of a link names.

use crate::model::LinkName;
use percent_encoding::percent_decode_str;
use std::sync::Arc;

/// What an address names; `None` when its scheme is not allowed or the host is left open.
pub(super) fn classify(address: &str) -> Option<LinkName> {
    let address = address.trim();
    if address.chars().any(char::is_control) || is_network_path(address) {
        return None;
    }
    if let Some(fragment) = address.strip_prefix('#') {
        return Some(LinkName::Anchor(decode(fragment)));
    }
    match scheme(address) {
        Some(scheme) => is_allowed(scheme, address).then(|| LinkName::External(address.into())),
        None => Some(path(address)),
    }
}

/// Whether an address leaves its page for another host without a scheme; browsers read a
/// backslash as a slash.
fn is_network_path(address: &str) -> bool {
    let is_slash = |b: Option<&u8>| matches!(b, Some(b'/' | b'\\'));
    let bytes = address.as_bytes();
    is_slash(bytes.first()) && is_slash(bytes.get(1))
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next()?.is_ascii_alphabetic()
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then_some(scheme)
}

fn is_allowed(scheme: &str, address: &str) -> bool {
    let rest = &address[scheme.len() + 1..];
    if scheme.eq_ignore_ascii_case("mailto") {
        return !rest.is_empty();
    }
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web && rest.strip_prefix("//").is_some_and(|host| !host.is_empty())
}

fn path(address: &str) -> LinkName {
    let (rest, fragment) = match address.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (address, None),
    };
    let path = decode(rest.split_once('?').map_or(rest, |(path, _)| path));
    if path.len() > ".md".len() && path.ends_with(".md") {
        LinkName::Page(path, fragment.filter(|f| !f.is_empty()).map(decode))
    } else {
        LinkName::File(path)
    }
}

/// Percent signs decoded; a text that is no UTF-8 afterwards stays as it was written.
fn decode(text: &str) -> Arc<str> {
    match percent_decode_str(text).decode_utf8() {
        Ok(decoded) => Arc::from(decoded),
        Err(_) => Arc::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, fragment: Option<&str>) -> Option<LinkName> {
        Some(LinkName::Page(path.into(), fragment.map(Into::into)))
    }

    #[test]
    fn an_address_is_a_page_a_file_an_anchor_or_an_outside_address() {
        assert_eq!(classify("../personas/maya.md"), page("../personas/maya.md", None));
        assert_eq!(classify("/a%20b.md#who%20else"), page("/a b.md", Some("who else")));
        assert_eq!(classify("plan.pdf?v=2#p"), Some(LinkName::File("plan.pdf".into())));
        assert_eq!(classify("#goals"), Some(LinkName::Anchor("goals".into())));
        for outside in ["https://example.org/a?b#c", "HTTP://example.org", "mailto:a@example.org"] {
            assert_eq!(classify(outside), Some(LinkName::External(outside.into())));
        }
    }

    #[test]
    fn other_schemes_and_open_hosts_are_not_allowed() {
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "ftp://example.org",
            "//example.org/a",
            "/\\example.org",
            "\\\\example.org",
            "https:",
            "https:relative",
        ] {
            assert_eq!(classify(bad), None, "{bad:?}");
        }
    }
}
