//! Measured series: CSV with the columns `date`, `value` and, if counted, `n`.

use crate::diagnostic::{Code, Finding};
use crate::model::{Measure, Series};
use crate::source::{FileId, Span};
use csv::{ReaderBuilder, StringRecord};
use jiff::civil::Date;
use std::ops::Range;

const COLUMNS: [&str; 3] = ["date", "value", "n"];
const HEADER_HELP: &str = "the first line must be `date,value` or `date,value,n`";

/// Reads a series. A row that cannot be read is a finding and is left out.
pub fn parse_series(file: FileId, text: &str, findings: &mut Vec<Finding>) -> Series {
    let mut table = Table { file, text, findings };
    let rows = table.rows();
    Series { file, rows }
}

/// A line of the file that is not blank, with its place.
struct Row {
    cells: StringRecord,
    start: usize,
}

struct Table<'a> {
    file: FileId,
    text: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Table<'_> {
    fn rows(&mut self) -> Vec<Measure> {
        let text = self.text;
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let records = reader.records().filter_map(Result::ok);
        let mut rows = records.map(|cells| {
            let start = cells.position().map_or(0, |at| at.byte() as usize);
            // The reader counts the line ends before a row as its own.
            let ends = text[start..].bytes().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            Row { cells, start: start + ends }
        });
        if !self.header(rows.next()) {
            return Vec::new();
        }
        let known = self.findings.len();
        let mut measures: Vec<Measure> = Vec::new();
        for row in rows {
            let measure = self.measure(&row);
            let Some(measure) = measure else { continue };
            match measures.last() {
                Some(before) if before.date >= measure.date => self.not_rising(before, &row),
                _ => measures.push(measure),
            }
        }
        if measures.is_empty() && self.findings.len() == known {
            let message = "the series has a header and no value";
            let finding =
                Finding::new(Code::SeriesWithoutValues, Span::file_start(self.file), message);
            self.findings.push(finding.help("add a row, such as `2026-05-31,42`"));
        }
        measures
    }

    /// Whether the rows below the header can be read.
    fn header(&mut self, row: Option<Row>) -> bool {
        let Some(row) = row else {
            let span = Span::file_start(self.file);
            self.findings.push(bad(span, "the series is empty").help(HEADER_HELP));
            return false;
        };
        for (index, name) in COLUMNS.iter().enumerate().take(row.cells.len().clamp(2, 3)) {
            let cell = row.cells.get(index).unwrap_or_default().trim();
            if cell == *name {
                continue;
            }
            let span = self.cell(&row, index.min(row.cells.len() - 1));
            self.findings.push(wrong_header(span, name, cell));
            return false;
        }
        if row.cells.len() > COLUMNS.len() {
            let span = self.cell(&row, COLUMNS.len());
            self.findings.push(bad(span, "a column that a series does not have").help(HEADER_HELP));
            return false;
        }
        true
    }

    fn measure(&mut self, row: &Row) -> Option<Measure> {
        if row.cells.len() > COLUMNS.len() {
            let span = self.cell(row, COLUMNS.len());
            let finding = bad(span, "more values than columns");
            self.findings.push(finding.help("write decimals with a point, and no other commas"));
            return None;
        }
        let date = self.date(row);
        let value = self.value(row);
        let n = self.count(row);
        Some(Measure { date: date?, value: value?, n: n?, span: self.whole(row) })
    }

    fn date(&mut self, row: &Row) -> Option<Date> {
        let written = row.cells.get(0).unwrap_or_default().trim();
        let date = day(written);
        if date.is_none() {
            let message = format!("`{written}` is no date");
            let finding = Finding::new(Code::BadDate, self.cell(row, 0), message);
            self.findings.push(finding.help("write dates as `YYYY-MM-DD`, such as `2026-05-31`"));
        }
        date
    }

    fn value(&mut self, row: &Row) -> Option<f64> {
        let Some(written) = row.cells.get(1).map(str::trim) else {
            let finding = bad(self.cell(row, 0), "a date without a value");
            self.findings.push(finding.help("write the value after the date: `2026-05-31,42`"));
            return None;
        };
        let value = number(written);
        if value.is_none() {
            self.findings.push(no_number(self.cell(row, 1), written));
        }
        value
    }

    /// The count: outer `None` when it cannot be read, inner when there is none.
    fn count(&mut self, row: &Row) -> Option<Option<f64>> {
        let written = row.cells.get(2).unwrap_or_default().trim();
        if written.is_empty() {
            return Some(None);
        }
        let count = number(written).filter(|n| is_count(*n));
        if count.is_none() {
            let message = format!("`{written}` is no count");
            let finding = bad(self.cell(row, 2), &message);
            self.findings.push(finding.help("write how many answers there were, such as `120`"));
        }
        count.map(Some)
    }

    fn not_rising(&mut self, before: &Measure, row: &Row) {
        let written = row.cells.get(0).unwrap_or_default().trim();
        let message = format!("`{written}` does not come after `{}`", before.date);
        self.findings.push(
            Finding::new(Code::DatesNotRising, self.cell(row, 0), message)
                .help("put the rows in the order of their dates, each date once")
                .label(before.span, "the date before it"),
        );
    }

    fn whole(&self, row: &Row) -> Span {
        let last = cell_range(self.text, row.start, row.cells.len().saturating_sub(1));
        Span::new(self.file, row.start, last.end)
    }

    fn cell(&self, row: &Row, index: usize) -> Span {
        let Range { start, end } = cell_range(self.text, row.start, index);
        Span::new(self.file, start, end)
    }
}

/// Where a cell of the row that begins at `start` is written, without the blanks around it.
fn cell_range(text: &str, start: usize, index: usize) -> Range<usize> {
    let mut begin = start;
    let mut cell = 0;
    let mut is_quoted = false;
    let mut end = text.len();
    for (at, b) in text.bytes().enumerate().skip(start) {
        match b {
            b'"' if is_quoted || at == begin => is_quoted = !is_quoted,
            b',' if !is_quoted && cell < index => {
                cell += 1;
                begin = at + 1;
            }
            b',' | b'\r' | b'\n' if !is_quoted => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let written = &text[begin..end];
    let begin = begin + (written.len() - written.trim_start().len());
    begin..begin + written.trim().len()
}

fn bad(span: Span, message: &str) -> Finding {
    Finding::new(Code::BadCsv, span, message)
}

fn wrong_header(span: Span, name: &str, cell: &str) -> Finding {
    let message = format!("the column `{name}` is missing");
    let finding = Finding::new(Code::BadCsv, span, message);
    if cell.contains(';') {
        return finding.help(format!("{HEADER_HELP}, with commas between the columns"));
    }
    finding.help(HEADER_HELP)
}

fn no_number(span: Span, written: &str) -> Finding {
    let message = match written {
        "" => "a value is missing".to_owned(),
        _ => format!("`{written}` is no number"),
    };
    bad(span, &message).help("write plain numbers, up to 1e15: `42`, `-1.5`")
}

/// A number as people write one: `NaN` and `inf` are words.
fn number(written: &str) -> Option<f64> {
    let is_plain = written
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    written.parse().ok().filter(|n: &f64| is_plain && is_measurable(*n))
}

/// Whether a number can be drawn and reckoned with: a larger one has no whole numbers beside it, and
/// the largest have no distance from each other.
pub(super) fn is_measurable(number: f64) -> bool {
    number.abs() <= 1e15
}

/// Whether so many of something can be counted.
pub(super) fn is_count(number: f64) -> bool {
    number >= 0.0 && number.fract() == 0.0
}

/// `YYYY-MM-DD` and nothing else.
fn day(written: &str) -> Option<Date> {
    let bytes = written.as_bytes();
    let is_day = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, b)| match at {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !is_day {
        return None;
    }
    let year = written[..4].parse().ok()?;
    Date::new(year, written[5..7].parse().ok()?, written[8..].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LineIndex;
    use proptest::prelude::*;

    const FILE: FileId = FileId(1);

    /// Code, line, column and text of each finding.
    fn found(text: &str) -> Vec<(Code, u32, u32, &str)> {
        let mut findings = Vec::new();
        parse_series(FILE, text, &mut findings);
        let index = LineIndex::new(text);
        findings
            .iter()
            .map(|f| {
                let at = index.line_column(text, f.span.start);
                (f.code, at.line, at.column, &text[f.span.start as usize..f.span.end as usize])
            })
            .collect()
    }

    fn values(text: &str) -> Vec<(String, f64, Option<f64>)> {
        let mut findings = Vec::new();
        let series = parse_series(FILE, text, &mut findings);
        assert_eq!(findings, []);
        series.rows.iter().map(|m| (m.date.to_string(), m.value, m.n)).collect()
    }

    #[test]
    fn a_series_has_dates_values_and_perhaps_counts() {
        let expected =
            [("2026-01-31".to_owned(), 41.5, Some(120.0)), ("2026-02-28".to_owned(), -3.0, None)];
        for text in [
            "date,value,n\n2026-01-31,41.5,120\n2026-02-28,-3,\n",
            "date,value,n\r\n2026-01-31,41.5,120\r\n\r\n2026-02-28,-3\r\n",
            "date,value,n\r2026-01-31,41.5,120\r2026-02-28,-3",
            "\"date\", value ,n\n2026-01-31,\"41.5\",120\n\n\"2026-02-28\",-3\n",
        ] {
            assert_eq!(values(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_bad_cell_is_found_at_the_cell() {
        let text = "date,value,n\n2026-01-31,é4,1\n2026-02-30,5\n2026-03-31\n2026-04-30, ,1\n\
                    2026-05-31,1,\"-2\"\n2026-06-30,3,5,9\n2026-07-31T10:00,1\n2026-08-31,NaN\n2026-09-30,2e15\n";
        assert_eq!(
            found(text),
            [
                (Code::BadCsv, 2, 12, "é4"),
                (Code::BadDate, 3, 1, "2026-02-30"),
                (Code::BadCsv, 4, 1, "2026-03-31"),
                (Code::BadCsv, 5, 13, ""),
                (Code::BadCsv, 6, 14, "\"-2\""),
                (Code::BadCsv, 7, 16, "9"),
                (Code::BadDate, 8, 1, "2026-07-31T10:00"),
                (Code::BadCsv, 9, 12, "NaN"),
                (Code::BadCsv, 10, 12, "2e15"),
            ]
        );
    }

    #[test]
    fn what_is_counted_is_a_whole_number_from_zero() {
        let text = "date,value,n\n2026-01-31,1,0\n2026-02-28,1,2.5\n2026-03-31,1,-2\n\
                    2026-04-30,1,many\n2026-05-31,1,1e3\n";
        assert_eq!(
            found(text),
            [
                (Code::BadCsv, 3, 14, "2.5"),
                (Code::BadCsv, 4, 14, "-2"),
                (Code::BadCsv, 5, 14, "many")
            ]
        );
    }

    #[test]
    fn a_date_that_does_not_rise_is_found_at_the_second_date() {
        let text = "date,value\n2026-02-01,1\n2026-02-01,2\n2026-01-01,3\n2026-03-01,4\n";
        assert_eq!(
            found(text),
            [
                (Code::DatesNotRising, 3, 1, "2026-02-01"),
                (Code::DatesNotRising, 4, 1, "2026-01-01")
            ]
        );
    }

    #[test]
    fn a_header_that_is_not_one_is_found_at_its_column() {
        assert_eq!(found(""), [(Code::BadCsv, 1, 1, "")]);
        assert_eq!(found("2026-01-31,4\n"), [(Code::BadCsv, 1, 1, "2026-01-31")]);
        assert_eq!(found("date,score\n"), [(Code::BadCsv, 1, 6, "score")]);
        assert_eq!(found("date\n2026-01-31\n"), [(Code::BadCsv, 1, 1, "date")]);
        assert_eq!(found("\n\ndate,value,n,x\n"), [(Code::BadCsv, 3, 14, "x")]);
        assert_eq!(found("date;value\n"), [(Code::BadCsv, 1, 1, "date;value")]);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_series(text in "(date,value,n\n)?[\"0-9,.\r\n a-cé-]{0,60}") {
            let mut findings = Vec::new();
            let series = parse_series(FILE, &text, &mut findings);
            for span in findings.iter().map(|f| f.span).chain(series.rows.iter().map(|m| m.span)) {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            }
        }
    }
}
