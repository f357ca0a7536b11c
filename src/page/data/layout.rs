//! JSON with two spaces a level. The layout is `serde_json`'s own; written here because that one
//! writes each level of each line by itself, and a large `site.json` is mostly such lines.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// So many bytes are gathered before they go out.
const MOST_GATHERED: usize = 64 * 1024;

/// Line ends and blanks for most levels, taken from their start.
const BLANKS: &[u8] = b",\n                                                                ";

/// Writes a value, two spaces a level.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut gathered = Gathered { bytes: Vec::with_capacity(MOST_GATHERED + 4096), out };
    let mut serializer = Serializer::with_formatter(&mut gathered, Layout::default());
    value.serialize(&mut serializer)?;
    gathered.flush()
}

/// Gathers many small pieces into few large ones, without a call through a pointer for each.
struct Gathered<'o> {
    bytes: Vec<u8>,
    out: &'o mut dyn Write,
}

impl Write for Gathered<'_> {
    #[inline]
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece)?;
        Ok(piece.len())
    }

    #[inline]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(piece);
        if self.bytes.len() < MOST_GATHERED { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// Where in the layout the next value stands.
#[derive(Default)]
struct Layout {
    level: usize,
    has_value: bool,
}

impl Layout {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level -= 1;
        if self.has_value {
            self.line(out, Place::First)?;
        }
        out.write_all(bracket)
    }

    /// Ends a line and begins the next with its blanks.
    #[inline]
    fn line<W: ?Sized + Write>(&self, out: &mut W, place: Place) -> io::Result<()> {
        let from = usize::from(place == Place::First);
        let blanks = 2 * self.level;
        match BLANKS.get(from..2 + blanks) {
            Some(whole) => out.write_all(whole),
            None => {
                out.write_all(&BLANKS[from..2])?;
                (0..self.level).try_for_each(|_| out.write_all(b"  "))
            }
        }
    }
}

/// Which value of its list or map one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    First,
    Later,
}

impl Place {
    fn of(first: bool) -> Self {
        if first { Place::First } else { Place::Later }
    }
}

impl Formatter for Layout {
    #[inline]
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    #[inline]
    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    #[inline]
    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, Place::of(first))
    }

    #[inline]
    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    #[inline]
    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    #[inline]
    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    #[inline]
    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, Place::of(first))
    }

    #[inline]
    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    #[inline]
    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn written(value: &Value) -> Vec<u8> {
        let mut out = Vec::new();
        write(&mut out, value).expect("a vector takes every byte");
        out
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(|n| json!(n)),
            "\\PC{0,8}".prop_map(Value::String),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                prop::collection::vec(("[a-e]{1,3}", inner), 0..5)
                    .prop_map(|rows| Value::Object(rows.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_layout_is_that_of_everybody(value in any_value()) {
            prop_assert_eq!(written(&value), serde_json::to_vec_pretty(&value).expect("JSON"));
        }
    }

    #[test]
    fn many_levels_and_many_bytes_come_out_whole() {
        let deep = (0..60).fold(json!({}), |inner, _| json!([inner, {"a": "b"}]));
        let long = json!(vec![deep.clone(); 40]);
        for value in [deep, long] {
            assert!(written(&value) == serde_json::to_vec_pretty(&value).expect("JSON"));
        }
    }
}
