//! A small SVG writer: elements close themselves, every text goes through one escaper, every
//! number through one formatter.

use super::Form;
use super::mark::Anchor;
use super::shapes::Stamp;
use super::style::{self, Class};

/// The document that is being written: a picture in one form, or in a page and as a file beside it at
/// once. Most of what is written is in both, and goes to the file as it is.
pub(crate) struct Svg {
    /// Only texts and digits are ever put in, so it is UTF-8 all along.
    out: Vec<u8>,
    form: Form,
    beside: Option<Beside>,
    /// The `text-anchor` that texts inherit where they are written now.
    anchor: Anchor,
    /// What is drawn once and shown in many places, if the picture has ids for that.
    stamps: Option<Stamps>,
}

/// The file that stands alone beside the picture in a page.
struct Beside {
    out: Vec<u8>,
    /// What is in the file too goes up to here in the page's picture.
    taken: usize,
}

impl Beside {
    /// What has been written since is in both.
    fn take(&mut self, page: &[u8]) {
        self.out.extend_from_slice(&page[self.taken..]);
        self.taken = page.len();
    }
}

/// Shapes that come again and again: each is written once, at the head of the picture.
struct Stamps {
    /// The first part of the ids of the picture.
    prefix: String,
    /// Where the head of the picture ends, and that of the file beside it.
    at: (usize, usize),
    used: Vec<Stamp>,
}

impl Svg {
    pub(crate) fn new(form: Form, capacity: usize) -> Self {
        let out = Vec::with_capacity(capacity);
        Self { out, form, beside: None, anchor: Anchor::Start, stamps: None }
    }

    /// A picture in a page and the file beside it.
    pub(crate) fn with_file(capacity: usize) -> Self {
        let beside = Beside { out: Vec::with_capacity(capacity * 5 / 4), taken: 0 };
        Self { beside: Some(beside), ..Self::new(Form::Inline, capacity) }
    }

    /// Whether something in this form is written.
    pub(crate) fn has(&self, form: Form) -> bool {
        self.form == form || self.beside.is_some()
    }

    /// Writes what only one form has.
    pub(crate) fn only(&mut self, form: Form, write: impl FnOnce(&mut Svg)) {
        let Some(mut beside) = self.beside.take() else {
            if self.form == form {
                write(self);
            }
            return;
        };
        beside.take(&self.out);
        let from = self.out.len();
        self.form = form;
        write(self);
        self.form = Form::Inline;
        if form == Form::Alone {
            beside.out.extend_from_slice(&self.out[from..]);
            self.out.truncate(from);
        }
        beside.taken = self.out.len();
        self.beside = Some(beside);
    }

    /// A group that only one form has around what both have.
    pub(crate) fn group_in(
        &mut self,
        form: Form,
        begin: impl FnOnce(Tag<'_>) -> Tag<'_>,
        write: impl FnOnce(&mut Svg),
    ) {
        self.only(form, |svg| {
            begin(svg.tag("g")).leave_open();
            svg.out.push(b'>');
        });
        write(self);
        self.only(form, |svg| put(&mut svg.out, "</g>"));
    }

    /// What repeats is written here, once, and shown by reference from here on.
    pub(crate) fn begin_stamps(&mut self, prefix: &str) {
        let (prefix, at) = (prefix.to_owned(), self.ends());
        self.stamps = Some(Stamps { prefix, at, used: Vec::with_capacity(16) });
    }

    /// Where the picture ends now, and the file beside it.
    fn ends(&mut self) -> (usize, usize) {
        let page = &self.out;
        let file = self.beside.as_mut().map_or(0, |beside| {
            beside.take(page);
            beside.out.len()
        });
        (page.len(), file)
    }

    /// Shows a shape at a place: by reference where there may be ids, else as it is.
    pub(crate) fn stamp(&mut self, stamp: Stamp, (x, y): (f64, f64)) {
        let Some(stamps) = &mut self.stamps else { return stamp.draw(self, (x, y)) };
        let known = stamps.used.iter().position(|used| *used == stamp);
        let at = known.unwrap_or_else(|| {
            stamps.used.push(stamp);
            stamps.used.len() - 1
        });
        put(&mut self.out, "<use");
        begin_reference(&mut self.out, self.form, self.beside.as_mut());
        let out = &mut self.out;
        out.push(b'#');
        escape_attribute(out, &stamps.prefix);
        out.push(b'.');
        whole(out, at as u64);
        out.push(b'"');
        Tag { svg: self, name: "use", open: true }.at(x, y);
    }

    /// Writes the shapes that were shown by reference where the head of the picture ends.
    fn define_stamps(&mut self) {
        let Some(stamps) = self.stamps.take().filter(|stamps| !stamps.used.is_empty()) else {
            return;
        };
        let (end, file_end) = self.ends();
        self.tag("defs").within(|svg| {
            for (at, stamp) in stamps.used.iter().enumerate() {
                let tag = svg.tag("g").id(&[&stamps.prefix, &at.to_string()]);
                tag.within(|svg| stamp.draw(svg, (0.0, 0.0)));
            }
        });
        self.gap('\n');
        self.ends();
        let (at, file_at) = stamps.at;
        let last_first = |out: &mut Vec<u8>, end, at| {
            let size = out.len() - end;
            out[at..].rotate_right(size);
        };
        last_first(&mut self.out, end, at);
        if let Some(Beside { out, .. }) = &mut self.beside {
            last_first(out, file_end, file_at);
        }
    }

    /// The `text-anchor` that is inherited here.
    pub(crate) fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// Elements whose texts stand around their place unless they say otherwise.
    pub(crate) fn centred(&mut self, write: impl FnOnce(&mut Svg)) {
        let before = std::mem::replace(&mut self.anchor, Anchor::Middle);
        self.tag("g").attr("text-anchor", "middle").within(write);
        self.anchor = before;
    }

    /// Begins an element. It ends by itself when the tag is dropped, or with its content.
    #[inline(always)]
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

    /// What was drawn before with a writer like this one.
    pub(crate) fn drawn(&mut self, elements: &str) {
        put(&mut self.out, elements);
    }

    /// Words inside the element that is open.
    pub(crate) fn words(&mut self, text: &str) {
        escape_text(&mut self.out, text);
    }

    pub(crate) fn finish(self) -> String {
        self.finish_with_file().0
    }

    /// The picture of the page and the file beside it, empty where none is written.
    pub(crate) fn finish_with_file(mut self) -> (String, Vec<u8>) {
        self.define_stamps();
        self.ends();
        let page = String::from_utf8(self.out).expect("only texts and digits have been written");
        (page, self.beside.map(|beside| beside.out).unwrap_or_default())
    }
}

/// An element whose start tag is being written.
pub(crate) struct Tag<'w> {
    svg: &'w mut Svg,
    name: &'static str,
    open: bool,
}

impl Tag<'_> {
    /// An attribute.
    #[inline(always)]
    pub(crate) fn attr(mut self, name: &str, value: &str) -> Self {
        self.begin(name);
        escape_attribute(&mut self.svg.out, value);
        self.end()
    }

    /// An attribute when there is a value.
    #[inline(always)]
    pub(crate) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Attributes that only one form has.
    pub(crate) fn only(self, form: Form, write: impl FnOnce(Tag<'_>) -> Tag<'_>) -> Self {
        self.svg.only(form, |svg| write(Tag { svg, name: "", open: true }).leave_open());
        self
    }

    /// The element goes on elsewhere.
    fn leave_open(mut self) {
        self.open = false;
    }

    /// What a link leads to, or the file that an image shows.
    pub(crate) fn href(mut self, address: &str) -> Self {
        self.refer();
        escape_attribute(&mut self.svg.out, address);
        self.end()
    }

    /// What is shown by reference: an element of the same picture.
    pub(crate) fn shows(mut self, parts: &[&str]) -> Self {
        self.refer();
        self.svg.out.push(b'#');
        self.dotted(parts)
    }

    /// The element's id, of parts that are joined by dots.
    pub(crate) fn id(mut self, parts: &[&str]) -> Self {
        self.begin("id");
        self.dotted(parts)
    }

    fn refer(&mut self) {
        begin_reference(&mut self.svg.out, self.svg.form, self.svg.beside.as_mut());
    }

    fn dotted(self, parts: &[&str]) -> Self {
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.svg.out.push(b'.');
            }
            escape_attribute(&mut self.svg.out, part);
        }
        self.end()
    }

    /// A coordinate or a length.
    #[inline(always)]
    pub(crate) fn num(mut self, name: &str, value: f64) -> Self {
        self.begin(name);
        coordinate(&mut self.svg.out, value);
        self.end()
    }

    /// A coordinate that is 0 where nothing is said.
    #[inline(always)]
    fn coordinate(self, name: &str, value: f64) -> Self {
        if tenths(value) == 0 { self } else { self.num(name, value) }
    }

    /// `x`, `y`.
    #[inline(always)]
    pub(crate) fn at(self, x: f64, y: f64) -> Self {
        self.coordinate("x", x).coordinate("y", y)
    }

    /// `cx`, `cy`, `r`.
    #[inline(always)]
    pub(crate) fn circle(self, x: f64, y: f64, r: f64) -> Self {
        self.coordinate("cx", x).coordinate("cy", y).num("r", r)
    }

    /// `x`, `y`, `width`, `height`.
    #[inline(always)]
    pub(crate) fn rect(self, x: f64, y: f64, width: f64, height: f64) -> Self {
        self.at(x, y).num("width", width.max(0.0)).num("height", height.max(0.0))
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
    pub(crate) fn class(self, class: Class) -> Self {
        let Svg { out, beside, form, .. } = &mut *self.svg;
        if *form == Form::Alone {
            style::look(class, |look| put(out, look));
            return self;
        }
        if let Some(beside) = beside {
            beside.take(out);
            style::look(class, |look| put(&mut beside.out, look));
        }
        put(out, " class=\"");
        class.put(out);
        out.push(b'"');
        if let Some(beside) = beside {
            beside.taken = out.len();
        }
        self
    }

    /// Path data.
    pub(crate) fn path(mut self, write: impl FnOnce(&mut PathData<'_>)) -> Self {
        self.begin("d");
        write(&mut PathData { out: &mut self.svg.out, pen: (0, 0), begun: false });
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

    #[inline(always)]
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

/// Begins the attribute of a reference. Drawing programs (Inkscape up to 1.2 at least) know its name
/// of SVG 1.1 alone and leave out what another name refers to; in a page the new name is shorter.
fn begin_reference(out: &mut Vec<u8>, form: Form, beside: Option<&mut Beside>) {
    const OLD: &str = "xlink:";
    out.push(b' ');
    if form == Form::Alone {
        put(out, OLD);
    }
    if let Some(beside) = beside {
        beside.take(out);
        put(&mut beside.out, OLD);
    }
    put(out, "href=\"");
}

/// Writes a text as it is. Inlined, so that short fixed texts become plain stores.
#[inline]
fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

/// The commands of a path. What follows a start is written as steps from place to place, which
/// takes fewer digits; they are steps between rounded places, so that nothing drifts.
pub(crate) struct PathData<'w> {
    out: &'w mut Vec<u8>,
    /// Where the last command ended, in tenths.
    pen: (i64, i64),
    begun: bool,
}

impl PathData<'_> {
    /// Moves to a point; nowhere when the path has come there anyway.
    pub(crate) fn start(&mut self, x: f64, y: f64) -> &mut Self {
        let place = (tenths(x), tenths(y));
        if !self.begun || place != self.pen {
            self.out.push(b'M');
            self.numbers(&[place.0, place.1]);
        }
        (self.pen, self.begun) = (place, true);
        self
    }

    /// A line to a point.
    pub(crate) fn line(&mut self, x: f64, y: f64) -> &mut Self {
        let (dx, dy) = self.step((x, y));
        match (dx, dy) {
            (0, 0) => {}
            (_, 0) => self.command(b'h', &[dx]),
            (0, _) => self.command(b'v', &[dy]),
            _ => self.command(b'l', &[dx, dy]),
        }
        (self.pen.0, self.pen.1) = (self.pen.0 + dx, self.pen.1 + dy);
        self
    }

    /// A level line.
    pub(crate) fn across(&mut self, x: f64) -> &mut Self {
        let to = tenths(x);
        self.command(b'h', &[to - self.pen.0]);
        self.pen.0 = to;
        self
    }

    /// An upright line.
    pub(crate) fn down(&mut self, y: f64) -> &mut Self {
        let to = tenths(y);
        self.command(b'v', &[to - self.pen.1]);
        self.pen.1 = to;
        self
    }

    /// A cubic curve by its two handles and its end.
    pub(crate) fn cubic(&mut self, a: (f64, f64), b: (f64, f64), end: (f64, f64)) -> &mut Self {
        let (a, b, end) = (self.step(a), self.step(b), self.step(end));
        self.command(b'c', &[a.0, a.1, b.0, b.1, end.0, end.1]);
        self.pen = (self.pen.0 + end.0, self.pen.1 + end.1);
        self
    }

    /// A box.
    pub(crate) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64) -> &mut Self {
        let (right, bottom) = (x + width.max(0.0), y + height.max(0.0));
        self.start(x, y).across(right).down(bottom).across(x).close()
    }

    /// Back to the start.
    pub(crate) fn close(&mut self) -> &mut Self {
        self.out.push(b'z');
        self.begun = false;
        self
    }

    /// Commands that are written down already.
    pub(crate) fn raw(&mut self, commands: &str) -> &mut Self {
        put(self.out, commands);
        self.begun = false;
        self
    }

    fn step(&self, to: (f64, f64)) -> (i64, i64) {
        (tenths(to.0) - self.pen.0, tenths(to.1) - self.pen.1)
    }

    fn command(&mut self, letter: u8, numbers: &[i64]) {
        self.out.push(letter);
        self.numbers(numbers);
    }

    /// A minus parts two numbers as well as a space does.
    fn numbers(&mut self, numbers: &[i64]) {
        for (i, number) in numbers.iter().enumerate() {
            if i > 0 && *number >= 0 {
                self.out.push(b' ');
            }
            decimal(self.out, *number);
        }
    }
}

/// A number in tenths, rounded as `site::number::plain` does. What is no number is 0: a picture
/// never holds `NaN`.
fn tenths(value: f64) -> i64 {
    let tenths = value.abs() * 10.0 + 1e-9 + 0.5;
    match value.is_finite() && tenths < 1e15 {
        true if value < 0.0 => -(tenths as i64),
        true => tenths as i64,
        false => 0,
    }
}

/// Writes a number with one decimal at most, without an allocation: a map has thousands.
pub(crate) fn coordinate(out: &mut Vec<u8>, value: f64) {
    decimal(out, tenths(value));
}

/// Writes tenths: `-12.5`, `3`, `.5`.
fn decimal(out: &mut Vec<u8>, tenths: i64) {
    if tenths < 0 {
        out.push(b'-');
    }
    let (ones, tenth) = (tenths.unsigned_abs() / 10, (tenths.unsigned_abs() % 10) as u8);
    match ones {
        0 if tenth > 0 => {}
        0..1000 => put_digits(out, &SHORT[ones as usize]),
        1000..10_000 => {
            out.push(b'0' + (ones / 1000) as u8);
            put_digits(out, &PADDED[(ones % 1000) as usize]);
        }
        _ => put(out, &ones.to_string()),
    }
    if tenth > 0 {
        out.extend_from_slice(&[b'.', b'0' + tenth]);
    }
}

/// Up to three digits, and how many.
type Digits = [u8; 4];

/// Goes out in one piece of a fixed size, then loses what the number does not fill.
fn put_digits(out: &mut Vec<u8>, digits: &Digits) {
    let end = out.len() + usize::from(digits[3]);
    out.extend_from_slice(digits);
    out.truncate(end);
}

/// Writes a whole number.
fn whole(out: &mut Vec<u8>, number: u64) {
    decimal(out, number as i64 * 10);
}

/// Numbers below a thousand without leading zeros, and with them. Small enough to stay at hand.
static SHORT: [Digits; 1000] = digits(1);
static PADDED: [Digits; 1000] = digits(3);

/// The digits of every number, at least so many.
const fn digits(least: usize) -> [Digits; 1000] {
    let mut all = [[0; 4]; 1000];
    let mut number = 0;
    while number < all.len() {
        let (mut unit, mut left) = (100, 3);
        while unit > 0 {
            if number >= unit || left <= least {
                let length = all[number][3] as usize;
                all[number][length] = b'0' + (number / unit % 10) as u8;
                all[number][3] += 1;
            }
            (unit, left) = (unit / 10, left - 1);
        }
        number += 1;
    }
    all
}

/// What may not stand in XML at all, or has no look: control characters and non-characters.
fn is_dropped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether there are bytes that cannot be written as they are, or that begin a letter that cannot.
/// Texts are looked through in pieces that a processor compares at once; the last piece may begin in
/// the one before.
fn has_unusual(text: &[u8]) -> bool {
    let any = |piece: &[u8]| piece.iter().fold(false, |any, byte| any | is_unusual(*byte));
    if let Some(last) = text.last_chunk::<16>() {
        return any(last) || text.chunks_exact(16).any(any);
    }
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) => any(first) || any(last),
        _ => text.iter().any(|byte| UNUSUAL[usize::from(*byte)]),
    }
}

/// Control characters beyond ASCII begin with C2, non-characters with EF.
const fn is_unusual(byte: u8) -> bool {
    (byte < 0x20)
        | (byte == 0x7f)
        | (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == 0xc2)
        | (byte == 0xef)
}

static UNUSUAL: [bool; 256] = {
    let mut all = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte] = is_unusual(byte as u8);
        byte += 1;
    }
    all
};

fn escape_with(out: &mut Vec<u8>, text: &str, quote: &str) {
    if !has_unusual(text.as_bytes()) {
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

/// A text as an attribute has it between its quotes.
pub(super) fn attribute(value: &str) -> String {
    let mut out = Vec::new();
    escape_attribute(&mut out, value);
    String::from_utf8_lossy(&out).into_owned()
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

    fn without_zero(digits: &str) -> &str {
        if digits.len() > 1 { digits.trim_start_matches('0') } else { digits }
    }

    #[test]
    fn a_path_goes_in_steps_that_add_up_to_its_places() {
        let mut svg = Svg::new(Form::Inline, 0);
        svg.tag("path").path(|path| {
            path.start(1.04, 2.0).line(4.08, 2.0).down(-1.96).line(0.5, 0.0).close();
            path.start(7.0, 7.0).cubic((7.26, 7.0), (8.0, 7.25), (9.0, 6.0)).start(9.0, 6.0);
            path.across(8.5);
        });
        assert_eq!(svg.finish(), "<path d=\"M1 2h3.1v-4l-3.6 2zM7 7c.3 0 1 .3 2-1h-.5\"/>");
    }

    #[test]
    fn what_comes_again_is_written_once_where_the_head_ends() {
        let mut svg = Svg::new(Form::Inline, 0);
        svg.tag("svg").within(|svg| {
            svg.begin_stamps("map");
            for x in [1.0, 2.0] {
                svg.stamp(
                    Stamp::Quadrant { quadrant: crate::site::Quadrant::BigBet, size: 4.0 },
                    (x, 3.0),
                );
            }
        });
        let out = svg.finish();
        let uses =
            "<use href=\"#map.0\" x=\"1\" y=\"3\"/><use href=\"#map.0\" x=\"2\" y=\"3\"/></svg>";
        assert!(out.starts_with("<svg><defs><g id=\"map.0\"><rect"), "{out}");
        assert!(out.ends_with(uses), "{out}");
    }

    #[test]
    fn a_page_and_the_file_beside_it_are_what_each_would_be_alone() {
        let draw = |svg: &mut Svg| {
            svg.only(Form::Alone, Svg::declaration);
            let stamp = |x| (Stamp::Moment { kind: crate::model::MomentKind::Delight, r: 3.0 }, x);
            svg.tag("svg").only(Form::Inline, |tag| tag.class(Class::one("map"))).within(|svg| {
                svg.begin_stamps("map");
                svg.only(Form::Alone, |svg| _ = svg.tag("rect").class(Class::one("pap")));
                svg.group_in(
                    Form::Inline,
                    |group| group.class(Class::two("w", "w-1")),
                    |svg| svg.tag("text").class(Class::two("vl", "e-p1")).href("a&b").text("−4"),
                );
                for (stamp, x) in [stamp((1.0, 1.0)), stamp((2.0, 2.0))] {
                    svg.stamp(stamp, x);
                }
                svg.tag("use").shows(&["map", "cv"]);
                svg.only(Form::Inline, |svg| svg.words("only here"));
            });
        };
        let of = |mut svg: Svg| {
            draw(&mut svg);
            svg.finish_with_file()
        };
        let (page, file) = of(Svg::with_file(0));
        assert_eq!(page, of(Svg::new(Form::Inline, 0)).0);
        assert_eq!(String::from_utf8(file), Ok(of(Svg::new(Form::Alone, 0)).0));
        assert!(page.contains("<g class=\"w w-1\"><text class=\"vl e-p1\" href=\"a&amp;b\">"));
        assert!(page.contains("only here") && !page.contains("xlink"), "{page}");
    }

    proptest! {
        #[test]
        fn coordinates_are_what_the_number_formatter_says(
            value in prop_oneof![-2000.0..2000.0_f64, -99999.0..99999.0_f64],
        ) {
            let mut out = Vec::new();
            coordinate(&mut out, value);
            let formatted = plain(value, 1);
            let short = match formatted.strip_prefix("-") {
                Some(digits) => format!("-{}", without_zero(digits)),
                None => without_zero(&formatted).to_owned(),
            };
            prop_assert_eq!(String::from_utf8(out), Ok(short));
        }
    }
}
