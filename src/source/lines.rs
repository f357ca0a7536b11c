//! Bytes to lines and columns, in one place. Lines end with LF, CRLF or a lone CR; columns count
//! Unicode code points. Zero-based inside, one-based in [`LineColumn`].

/// A place as people and editors count: both from 1, columns in code points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in code points, from 1.
    pub column: u32,
}

/// The byte offset at which each line of a text begins.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        if text.contains('\r') {
            for (i, b) in bytes.iter().enumerate() {
                if *b == b'\n' || (*b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                    starts.push(i as u32 + 1);
                }
            }
        } else {
            starts.extend(text.match_indices('\n').map(|(i, _)| i as u32 + 1));
        }
        Self { starts }
    }

    /// The line and column of a byte offset; an offset past the end is the end.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&s| s as usize <= offset).max(1) - 1;
        let column = text[self.starts[line] as usize..offset].chars().count();
        LineColumn { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// The text of a line (from 1), without its end.
    pub fn line<'t>(&self, text: &'t str, line: u32) -> &'t str {
        let i = line.saturating_sub(1) as usize;
        let start = self.starts.get(i).map_or(text.len(), |&s| s as usize);
        let end = self.starts.get(i + 1).map_or(text.len(), |&s| s as usize);
        text[start..end].trim_end_matches(['\r', '\n'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts_once_and_columns_are_code_points() {
        let text = "añ\r\nb\rc\nd😀e";
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let place = index.line_column(text, text.find(needle).expect("in the text") as u32);
            (place.line, place.column)
        };
        assert_eq!((at("ñ"), at("b"), at("c"), at("e")), ((1, 2), (2, 1), (3, 1), (4, 3)));
        assert_eq!(index.line(text, 4), "d😀e");
    }
}
