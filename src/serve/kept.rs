//! Pages that were rendered for somebody, kept for whoever asks next.

use super::live::File;
use std::collections::HashMap;

/// All of them together take no more than this, in bytes.
const MOST: usize = 64 * 1024 * 1024;
/// One that takes a larger part than this of all that may be kept is not: it would drive out
/// everything else, and what is so large is data, which no open page asks for again and again.
const LARGEST: usize = 8;

/// Pages by their paths.
pub(super) struct Pages {
    by_path: HashMap<String, Page>,
    bytes: usize,
    most: usize,
    /// Counts what is asked for: the least is what nobody asked for lately.
    clock: u64,
}

struct Page {
    file: File,
    fingerprint: u64,
    /// The state of the site for which it was seen to be right.
    right_at: u64,
    used_at: u64,
}

impl Default for Pages {
    fn default() -> Self {
        Self::of(MOST)
    }
}

impl Pages {
    fn of(most: usize) -> Self {
        Self { by_path: HashMap::new(), bytes: 0, most, clock: 0 }
    }

    /// The page as it was when it was right last.
    pub(super) fn last(&self, path: &str) -> Option<File> {
        self.by_path.get(path).map(|page| page.file.clone())
    }

    /// The page, if it is known to be right in a state of the site.
    pub(super) fn right(&mut self, path: &str, state: u64) -> Option<File> {
        let page = self.by_path.get_mut(path).filter(|page| page.right_at == state)?;
        self.clock += 1;
        page.used_at = self.clock;
        Some(page.file.clone())
    }

    /// What tells whether the page would be the same again.
    pub(super) fn fingerprint(&self, path: &str) -> Option<u64> {
        self.by_path.get(path).map(|page| page.fingerprint)
    }

    /// The page, which turned out to be right in a state of the site as well.
    pub(super) fn still_right(&mut self, path: &str, state: u64) -> Option<File> {
        self.by_path.get_mut(path)?.right_at = state;
        self.right(path, state)
    }

    /// Keeps a page that was rendered in a state of the site.
    pub(super) fn keep(&mut self, file: File, fingerprint: u64, state: u64) {
        let path = file.path.to_string();
        if let Some(before) = self.by_path.remove(&path) {
            self.bytes -= before.file.bytes.len();
        }
        if file.bytes.len() > self.most / LARGEST {
            return;
        }
        self.clock += 1;
        self.bytes += file.bytes.len();
        let page = Page { file, fingerprint, right_at: state, used_at: self.clock };
        self.by_path.insert(path, page);
        if self.bytes > self.most {
            self.forget_half();
        }
    }

    /// Forgets the pages that nobody asked for lately.
    fn forget_half(&mut self) {
        let mut used: Vec<u64> = self.by_path.values().map(|page| page.used_at).collect();
        used.sort_unstable();
        let middle = used.get(used.len() / 2).copied().unwrap_or_default();
        self.by_path.retain(|_, page| page.used_at > middle);
        self.bytes = self.by_path.values().map(|page| page.file.bytes.len()).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, len: usize) -> File {
        File::new(path, &vec![b'x'; len])
    }

    #[test]
    fn what_is_asked_for_stays_and_what_nobody_wants_goes() {
        let mut pages = Pages::of(1000);
        for at in 0..10 {
            pages.keep(file(&format!("{at}.html"), 100), at, 1);
        }
        assert!(pages.right("0.html", 1).is_some());
        pages.keep(file("new.html", 100), 10, 1);
        let kept = |path| pages.last(path).is_some();
        assert!(kept("0.html") && kept("9.html") && kept("new.html"));
        assert!(!kept("1.html") && !kept("4.html"));
        assert_eq!(pages.bytes, pages.by_path.len() * 100);
    }

    #[test]
    fn what_is_very_large_is_not_kept_and_drives_nothing_out() {
        let mut pages = Pages::of(1000);
        pages.keep(file("index.html", 100), 1, 1);
        pages.keep(file("site.json", 50), 2, 1);
        pages.keep(file("site.json", 900), 3, 2);
        assert!(pages.last("index.html").is_some());
        assert!(pages.last("site.json").is_none() && pages.fingerprint("site.json").is_none());
        assert_eq!(pages.bytes, 100);
    }

    #[test]
    fn a_page_is_right_for_the_state_in_which_it_was_seen_to_be() {
        let mut pages = Pages::default();
        pages.keep(file("index.html", 3), 7, 1);
        assert!(pages.right("index.html", 2).is_none());
        assert_eq!(pages.fingerprint("index.html"), Some(7));
        assert!(pages.still_right("index.html", 2).is_some());
        assert!(pages.right("index.html", 2).is_some());
    }
}
