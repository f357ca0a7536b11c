//! A small SVG writer: elements close themselves, every text goes through one escaper, every
//! number through one formatter.

use super::Form;
use super::style::{self, Class};

/// The document that is being written.
pub(crate) struct Svg {
    /// Only texts and digits are ever put in, so it is UTF-8 all along.
    out: Vec<u8>,
    form: Form,
    /// What classes have come to in a file that stands alone; there are a few dozen of them.
    looks: Vec<(Class, Box<str>)>,
}

impl Svg {
    pub(crate) fn new(form: Form, capacity: usize) -> Self {
        Self { out: Vec::with_capacity(capacity), form, looks: Vec::new() }
    }

    pub(crate) fn form(&self) -> Form {
        self.form
    }

    /// Begins an element. It ends by itself when the tag is dropped, or with its content.
    #[inline]
    pub(crate) fn tag(&mut self, name: &'static str) -> Tag<'_> {
        self.out.push(b'<');
        put(&mut self.out, name);
        Tag { svg: self, name, open: true }
    }

    /// The XML declaration of a file that stands alone.
    pub(crate) fn declaration(&mut self) {
        put(&mut self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /// A space or a line end between elements: it parts the words of neighbouring texts.
    pub(crate) fn gap(&mut self, white: char) {
        put(&mut self.out, if white == '\n' { "\n" } else { " " });
    }

    /// Writes the attributes that stand for a class.
    fn look(&mut self, class: Class) {
        let known = self.looks.iter().position(|(known, _)| known.is_same(class));
        let at = known.unwrap_or_else(|| {
            let mut written = String::with_capacity(120);
            for (name, value) in style::attributes(class) {
                for part in [" ", name, "=\"", value, "\""] {
                    written.push_str(part);
                }
            }
            self.looks.push((class, written.into()));
            self.looks.len() - 1
        });
        put(&mut self.out, &self.looks[at].1);
    }

    pub(crate) fn finish(self) -> String {
        String::from_utf8(self.out).expect("only texts and digits have been written")
    }
}

/// An element whose start tag is being written.
pub(crate) struct Tag<'w> {
    svg: &'w mut Svg,
    name: &'static str,
    open: bool,
}

impl Tag<'_> {
    /// How the document is styled.
    pub(crate) fn form(&self) -> Form {
        self.svg.form
    }

    /// An attribute.
    #[inline]
    pub(crate) fn attr(mut self, name: &str, value: &str) -> Self {
        self.begin(name);
        escape_attribute(&mut self.svg.out, value);
        self.end()
    }

    /// An attribute when there is a value.
    #[inline]
    pub(crate) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An id, or a reference to one, of parts that are joined by dots.
    pub(crate) fn id(mut self, name: &str, before: &str, parts: &[&str], after: &str) -> Self {
        self.begin(name);
        put(&mut self.svg.out, before);
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.svg.out.push(b'.');
            }
            escape_attribute(&mut self.svg.out, part);
        }
        put(&mut self.svg.out, after);
        self.end()
    }

    /// A coordinate or a length.
    #[inline]
    pub(crate) fn num(mut self, name: &str, value: f64) -> Self {
        self.begin(name);
        coordinate(&mut self.svg.out, value);
        self.end()
    }

    /// `x`, `y`, `width`, `height`.
    #[inline]
    pub(crate) fn rect(self, x: f64, y: f64, width: f64, height: f64) -> Self {
        self.num("x", x).num("y", y).num("width", width.max(0.0)).num("height", height.max(0.0))
    }

    /// `viewBox` from the origin.
    pub(crate) fn view(self, width: f64, height: f64) -> Self {
        self.view_from(0.0, 0.0, (width, height))
    }

    /// `viewBox` from a corner.
    pub(crate) fn view_from(mut self, x: f64, y: f64, (width, height): (f64, f64)) -> Self {
        self.begin("viewBox");
        for (at, number) in [x, y, width, height].into_iter().enumerate() {
            if at > 0 {
                self.svg.out.push(b' ');
            }
            coordinate(&mut self.svg.out, number);
        }
        self.end()
    }

    /// Classes inside a page; what they mean, as attributes, in a file that stands alone.
    pub(crate) fn class(mut self, class: Class) -> Self {
        match self.svg.form {
            Form::Inline => {
                self.begin("class");
                for (i, name) in class.names().enumerate() {
                    if i > 0 {
                        self.svg.out.push(b' ');
                    }
                    put(&mut self.svg.out, name);
                }
                self.end()
            }
            Form::Alone => {
                self.svg.look(class);
                self
            }
        }
    }

    /// Path data.
    pub(crate) fn path(mut self, write: impl FnOnce(&mut PathData<'_>)) -> Self {
        self.begin("d");
        write(&mut PathData { out: &mut self.svg.out });
        self.end()
    }

    /// `translate(x y) scale(s)`.
    pub(crate) fn place(mut self, x: f64, y: f64, scale: &str) -> Self {
        self.begin("transform");
        put(&mut self.svg.out, "translate(");
        coordinate(&mut self.svg.out, x);
        self.svg.out.push(b' ');
        coordinate(&mut self.svg.out, y);
        self.svg.out.push(b')');
        if !scale.is_empty() {
            put(&mut self.svg.out, " scale(");
            put(&mut self.svg.out, scale);
            self.svg.out.push(b')');
        }
        self.end()
    }

    /// Turned by a quarter to the left around its place.
    pub(crate) fn turned(mut self, x: f64, y: f64) -> Self {
        self = self.place(x, y, "");
        // The attribute has just been written: its closing quote makes room for the turn.
        self.svg.out.pop();
        put(&mut self.svg.out, " rotate(-90)\"");
        self
    }

    /// Ends the element with a text inside.
    pub(crate) fn text(mut self, text: &str) {
        self.svg.out.push(b'>');
        escape_text(&mut self.svg.out, text);
        self.close();
    }

    /// Ends the element with other elements inside.
    pub(crate) fn within(mut self, write: impl FnOnce(&mut Svg)) {
        self.svg.out.push(b'>');
        write(self.svg);
        self.close();
    }

    #[inline]
    fn begin(&mut self, name: &str) {
        self.svg.out.push(b' ');
        put(&mut self.svg.out, name);
        put(&mut self.svg.out, "=\"");
    }

    #[inline]
    fn end(self) -> Self {
        self.svg.out.push(b'"');
        self
    }

    fn close(&mut self) {
        put(&mut self.svg.out, "</");
        put(&mut self.svg.out, self.name);
        self.svg.out.push(b'>');
        self.open = false;
    }
}

impl Drop for Tag<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.open {
            put(&mut self.svg.out, "/>");
        }
    }
}

/// Writes a text as it is. Inlined, so that short fixed texts become plain stores.
#[inline]
fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// The commands of a path.
pub(crate) struct PathData<'w> {
    out: &'w mut Vec<u8>,
}

impl PathData<'_> {
    /// Moves to a point.
    pub(crate) fn start(&mut self, x: f64, y: f64) -> &mut Self {
        self.command(b'M', &[x, y])
    }

    /// A line to a point.
    pub(crate) fn line(&mut self, x: f64, y: f64) -> &mut Self {
        self.command(b'L', &[x, y])
    }

    /// A level line.
    pub(crate) fn across(&mut self, x: f64) -> &mut Self {
        self.command(b'H', &[x])
    }

    /// An upright line.
    pub(crate) fn down(&mut self, y: f64) -> &mut Self {
        self.command(b'V', &[y])
    }

    /// A cubic curve by its two handles and its end.
    pub(crate) fn cubic(&mut self, a: (f64, f64), b: (f64, f64), end: (f64, f64)) -> &mut Self {
        self.command(b'C', &[a.0, a.1, b.0, b.1, end.0, end.1])
    }

    /// Back to the start.
    pub(crate) fn close(&mut self) -> &mut Self {
        self.command(b'Z', &[])
    }

    /// Commands that are written down already.
    pub(crate) fn raw(&mut self, commands: &str) -> &mut Self {
        put(self.out, commands);
        self
    }

    fn command(&mut self, letter: u8, numbers: &[f64]) -> &mut Self {
        self.out.push(letter);
        for (i, number) in numbers.iter().enumerate() {
            if i > 0 {
                self.out.push(b' ');
            }
            coordinate(self.out, *number);
        }
        self
    }
}

/// Writes a number as `site::number::plain` does with one decimal, without an allocation: a map
/// has thousands. What is no number is written as 0: a picture never holds `NaN`.
pub(crate) fn coordinate(out: &mut Vec<u8>, value: f64) {
    let tenths = value.abs() * 10.0 + 1e-9 + 0.5;
    if !(value.is_finite() && tenths < 1e15) {
        return out.push(b'0');
    }
    let tenths = tenths as u64;
    // The digits from the last to the first.
    let mut digits = [0_u8; 24];
    let mut at = digits.len();
    let mut put = |byte: u8| {
        at -= 1;
        digits[at] = byte;
    };
    if !tenths.is_multiple_of(10) {
        put(b'0' + (tenths % 10) as u8);
        put(b'.');
    }
    let mut whole = tenths / 10;
    loop {
        put(b'0' + (whole % 10) as u8);
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    if value < 0.0 && tenths > 0 {
        put(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// What may not stand in XML at all, or has no look: control characters and non-characters.
fn is_dropped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn escape_with(out: &mut Vec<u8>, text: &str, quote: &str) {
    let special = |b: u8| b < 0x20 || b == 0x7f || matches!(b, b'&' | b'<' | b'>' | b'"');
    // Control characters beyond ASCII and non-characters begin with these bytes. Looking at every
    // byte without stopping early is what lets the compiler look at many at once.
    let rare = |b: u8| b == 0xc2 || b == 0xef;
    if !text.bytes().fold(false, |found, b| found | special(b) | rare(b)) {
        return put(out, text);
    }
    for c in text.chars() {
        match c {
            '&' => put(out, "&amp;"),
            '<' => put(out, "&lt;"),
            '>' => put(out, "&gt;"),
            '"' => put(out, quote),
            '\t' | '\n' | '\r' => out.push(b' '),
            c if is_dropped(c) => {}
            c => put(out, c.encode_utf8(&mut [0; 4])),
        }
    }
}

fn escape_attribute(out: &mut Vec<u8>, value: &str) {
    escape_with(out, value, "&quot;");
}

fn escape_text(out: &mut Vec<u8>, text: &str) {
    escape_with(out, text, "\"");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::number::plain;
    use proptest::prelude::*;

    #[test]
    fn hostile_text_stays_inside_its_element_and_its_attribute() {
        let hostile = "\"/><script>&\u{0}\u{8}\u{ffff}\u{1b}x'\n]]>";
        let mut svg = Svg::new(Form::Inline, 0);
        svg.tag("svg").attr("aria-label", hostile).within(|svg| svg.tag("text").text(hostile));
        let out = svg.finish();
        let document = roxmltree::Document::parse(&out).expect("well-formed");
        let expected = "\"/><script>&x' ]]>";
        assert_eq!(document.root_element().attribute("aria-label"), Some(expected));
        assert_eq!(
            document.root_element().first_element_child().and_then(|n| n.text()),
            Some(expected)
        );
    }

    #[test]
    fn what_is_no_number_is_never_written() {
        let mut svg = Svg::new(Form::Inline, 0);
        svg.tag("circle").num("r", f64::NAN).num("cx", f64::INFINITY).num("cy", -0.01);
        assert_eq!(svg.finish(), "<circle r=\"0\" cx=\"0\" cy=\"0\"/>");
    }

    proptest! {
        #[test]
        fn coordinates_are_what_the_number_formatter_says(value in -99999.0..99999.0_f64) {
            let mut out = Vec::new();
            coordinate(&mut out, value);
            prop_assert_eq!(String::from_utf8(out), Ok(plain(value, 1)));
        }
    }
}
