//! A whole content folder in one string, for tests.

use super::{Asset, Sources};
use std::sync::Arc;

impl Sources {
    /// The folder that a text describes: a line `-- path --` begins a file, which reaches to the next
    /// such line. Findings call the folder `content`. Lines before the first file are a remark.
    /// A file that is neither `.md`, `.yaml` nor `.csv` is one that is only copied.
    ///
    /// ```
    /// let sources = milepost::source::Sources::from_fixture(
    ///     "-- personas/maya.md --\n---\nname: Maya\n---\n-- assets/maya.png --\n",
    /// );
    /// assert_eq!(sources.iter().count(), 2);
    /// ```
    pub fn from_fixture(text: &str) -> Sources {
        let mut sources = Sources::new("content");
        let mut file: Option<(&str, String)> = None;
        for line in text.split_inclusive('\n') {
            match header(line) {
                Some(path) => sources.take_in(file.replace((path, String::new()))),
                None => {
                    if let Some((_, text)) = &mut file {
                        text.push_str(line);
                    }
                }
            }
        }
        sources.take_in(file);
        sources
    }

    fn take_in(&mut self, file: Option<(&str, String)>) {
        let Some((path, text)) = file else { return };
        let is_text = [".md", ".yaml", ".csv"].iter().any(|end| path.ends_with(end));
        if is_text {
            self.insert_text(path, text.as_bytes());
        } else {
            self.insert_asset(path, Asset::Bytes(Arc::from(text.into_bytes())));
        }
    }
}

fn header(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("-- ")?.strip_suffix(" --").map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_header_begins_a_file() {
        let sources = Sources::from_fixture(
            "A remark.\n-- b/two.md --\n---\nx\n---\n-- a.csv --\n-- c d.png --\nbytes\n",
        );
        let paths: Vec<&str> = sources.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["a.csv", "b/two.md", "c d.png"]);
        let two = sources.get("b/two.md").expect("in the fixture").id;
        assert_eq!(sources.text(two), "---\nx\n---\n");
        assert_eq!(sources.shown_path(two), "content/b/two.md");
    }
}
