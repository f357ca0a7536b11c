//! How wide words are, and where lines break.
//!
//! A page is drawn with whatever system face its reader has, so a width is, letter for letter,
//! the widest of the common ones (Noto Sans and Arial's metrics; Noto Serif): a line that fits
//! here fits with any of them, and what changes from machine to machine is the air at its end.

use std::borrow::Cow;
use unicode_linebreak::{BreakClass, break_property, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// A typeface by what it is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Face {
    /// What we say.
    Sans,
    /// Names and numbers.
    SansBold,
    /// Headlines.
    SerifBold,
    /// What the customer says.
    SerifItalic,
}

/// A face at a size.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Font {
    pub(crate) face: Face,
    pub(crate) size: f64,
    /// Added after each letter.
    pub(crate) tracking: f64,
}

/// A text set in lines.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Block<'a> {
    /// Its lines; never empty ones.
    pub(crate) lines: Vec<Cow<'a, str>>,
    /// The widest line.
    pub(crate) width: f64,
}

impl<'a> Block<'a> {
    /// A text on one line, however wide.
    pub(crate) fn line(text: impl Into<Cow<'a, str>>, font: Font) -> Self {
        let text = text.into();
        Self { width: width(&text, font), lines: vec![text] }
    }

    /// The same with lines of its own, for a text that was put together just now.
    pub(crate) fn into_owned<'b>(self) -> Block<'b> {
        let lines = self.lines.into_iter().map(|line| Cow::Owned(line.into_owned())).collect();
        Block { lines, width: self.width }
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }
}

/// The width of a text on one line.
pub(crate) fn width(text: &str, font: Font) -> f64 {
    if text.is_ascii() && font.tracking == 0.0 {
        let table = table(font.face);
        let em: u32 = text.bytes().map(|b| ascii_advance(table, b)).sum();
        return f64::from(em) * font.size / 1000.0;
    }
    let em: u32 = text.chars().map(|c| advance(c, font.face)).sum();
    let tracking =
        if font.tracking > 0.0 { font.tracking * text.chars().count() as f64 } else { 0.0 };
    f64::from(em) * font.size / 1000.0 + tracking
}

/// The width of the widest part that should stay in one piece.
pub(crate) fn longest_word(text: &str, font: Font) -> f64 {
    whole(words(text, font).all, f64::MAX).iter().map(|word| word.width).fold(0.0, f64::max)
}

/// As few lines as fit in `limit`, each as full as it gets. A word wider than the line is broken
/// between letters, with a hyphen in scripts that know one.
pub(crate) fn wrap(text: &str, font: Font, limit: f64) -> Block<'_> {
    let words = fitting(words(text, font), text, font, limit);
    set(text, &words, limit)
}

/// As few lines as [`wrap`] needs, but of like length: no widow in a headline or a callout.
pub(crate) fn balance(text: &str, font: Font, limit: f64) -> Block<'_> {
    let words = fitting(words(text, font), text, font, limit);
    set(text, &words, balanced_width(&words.all, limit))
}

/// A balanced text of at most `most` lines; what does not fit is cut with `…`.
pub(crate) fn fit(text: &str, font: Font, limit: f64, most: usize) -> Block<'_> {
    let block = balance(text, font, limit);
    if block.len() <= most {
        return block;
    }
    let mut block = wrap(text, font, limit);
    block.lines.truncate(most.max(1));
    if let Some(last) = block.lines.last_mut() {
        *last = Cow::Owned(shortened(last, font, limit));
    }
    block.width = block.lines.iter().map(|line| width(line, font)).fold(0.0, f64::max);
    block
}

/// A line that ends with `…` and fits: after a word, where one ends near.
fn shortened(line: &str, font: Font, limit: f64) -> String {
    let room = limit - width("…", font);
    let mut end = line.len();
    for (at, _) in line.grapheme_indices(true).rev() {
        if width(&line[..end], font) <= room {
            break;
        }
        end = at;
    }
    // A line that was filled to its end may end with a word already.
    let in_word = line[end..].starts_with(char::is_alphanumeric);
    if let Some(space) = line[..end].rfind(' ').filter(|space| in_word && *space * 2 >= end) {
        end = space;
    }
    let kept = line[..end].trim_end_matches(|c: char| c.is_whitespace() || "-,;:–—".contains(c));
    format!("{kept}…")
}

/// A part of a text after which a line may end.
#[derive(Clone, Copy)]
struct Word {
    start: usize,
    /// End without the white space that follows.
    end: usize,
    /// Where a line ends with it: without the white space that follows.
    width: f64,
    /// Where something follows: with that white space.
    full: f64,
    /// It ends with a hyphen or a stroke inside a word, where a line ends only in need.
    hyphen: bool,
    /// It is cut inside a word: a line that ends with it says so with a hyphen, which its width
    /// counts.
    cut: bool,
}

/// The words of a text.
struct Words {
    all: Vec<Word>,
    /// Between two words there is one space and nothing else.
    even: bool,
}

fn words(text: &str, font: Font) -> Words {
    if let Some(words) = plain_words(text, font) {
        return words;
    }
    let mut all = Vec::with_capacity(text.len() / 4 + 1);
    let mut start = 0;
    for (end, _) in linebreaks(text) {
        if end > start {
            all.extend(word(text, start, end, font));
            start = end;
        }
    }
    Words { all, even: false }
}

/// The words of a text that breaks at its spaces and nowhere else. Nine texts in ten are such, and
/// need no table of break classes.
fn plain_words(text: &str, font: Font) -> Option<Words> {
    if font.tracking != 0.0 {
        return None;
    }
    let table = table(font.face);
    let unit = font.size / 1000.0;
    let space = f64::from(table[0]) * unit;
    let mut all = Vec::with_capacity(text.len() / 4 + 1);
    let (mut start, mut em, mut even) = (0, 0_u32, true);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b',' | b'.' | b'\'' => {
                em += u32::from(table[usize::from(byte - b' ')]);
            }
            b' ' => {
                if at > start {
                    let width = f64::from(em) * unit;
                    let full = width + space;
                    all.push(Word { start, end: at, width, full, hyphen: false, cut: false });
                } else {
                    even = false;
                }
                (start, em) = (at + 1, 0);
            }
            _ => return None,
        }
    }
    if text.len() > start {
        let width = f64::from(em) * unit;
        all.push(Word { start, end: text.len(), width, full: width, hyphen: false, cut: false });
    }
    Some(Words { all, even })
}

/// How wide an ASCII letter is. Tabs and line ends are drawn as spaces.
fn ascii_advance(table: &[u16; 116], byte: u8) -> u32 {
    match byte {
        b' '..=b'~' => u32::from(table[usize::from(byte - b' ')]),
        b'\t'..=b'\r' => u32::from(table[0]),
        _ => 0,
    }
}

fn word(text: &str, start: usize, end: usize, font: Font) -> Option<Word> {
    let shown = text[start..end].trim_end();
    // White space at the very beginning is a word of nothing.
    (!shown.is_empty()).then(|| {
        let inner = width(shown, font);
        // However much white space there is, it is drawn as one space.
        let space = if shown.len() < end - start { width(" ", font) } else { 0.0 };
        let hyphen = space == 0.0 && shown.ends_with(['-', '/', '\u{2010}']);
        // Authors may say where a word is best cut.
        let cut = space == 0.0 && shown.ends_with(SOFT_HYPHEN);
        let end = start + shown.len();
        let at_end = if cut { inner + width(HYPHEN, font) } else { inner };
        Word { start, end, width: at_end, full: inner + space, hyphen, cut }
    })
}

const HYPHEN: &str = "-";
const SOFT_HYPHEN: char = '\u{ad}';

/// Joins what hyphens part as far as it fits: `e-mail` stays whole where it can.
fn whole(words: Vec<Word>, limit: f64) -> Vec<Word> {
    if !words.iter().any(|word| word.hyphen) {
        return words;
    }
    let mut all: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        match all.last_mut().filter(|last| last.hyphen && last.full + word.width <= limit) {
            Some(last) => {
                (last.width, last.full) = (last.full + word.width, last.full + word.full);
                (last.end, last.hyphen, last.cut) = (word.end, word.hyphen, word.cut);
            }
            None => all.push(word),
        }
    }
    all
}

/// The words as a line of this width can take them: joined, or broken.
fn fitting(words: Words, text: &str, font: Font, limit: f64) -> Words {
    let even = words.even;
    let words = whole(words.all, limit);
    if words.iter().all(|word| word.width <= limit) {
        return Words { all: words, even };
    }
    let mut all = Vec::with_capacity(words.len() + 4);
    for word in words {
        if word.width <= limit {
            all.push(word);
        } else {
            break_word(word, text, font, limit, &mut all);
        }
    }
    Words { all, even }
}

/// Cuts a word into parts that fit. Where its script knows a hyphen, one fits after each part, and
/// no part is a stump of a letter or two.
fn break_word(word: Word, text: &str, font: Font, limit: f64, all: &mut Vec<Word>) {
    let letters = text[word.start..word.end].grapheme_indices(true);
    let letters: Vec<(usize, &str)> = letters.map(|(at, l)| (word.start + at, l)).collect();
    let mut rest = &letters[..];
    while !rest.is_empty() {
        let (count, inner, cut) = part(rest, font, limit);
        let (start, last) = (rest[0].0, rest[count - 1]);
        let width = if cut { inner + width(HYPHEN, font) } else { inner };
        let end = last.0 + last.1.len();
        all.push(Word { start, end, width, full: inner, hyphen: false, cut });
        rest = &rest[count..];
    }
    if let Some(last) = all.last_mut() {
        last.full += word.full - word.width;
    }
}

/// How many letters of a word stand on a line of their own, how wide they are, and whether a hyphen
/// follows.
fn part(letters: &[(usize, &str)], font: Font, limit: f64) -> (usize, f64, bool) {
    let (count, inner) = filled(letters, font, limit);
    if count < letters.len() && is_unspaced(letters[count].1) {
        let count = syllables(letters, count);
        return (
            count,
            letters[..count].iter().map(|(_, letter)| width(letter, font)).sum(),
            false,
        );
    }
    let cased = |at: usize| letters.get(at).is_some_and(|(_, letter)| is_cased(letter));
    let hyphen = width(HYPHEN, font);
    let (mut most, mut narrow) = filled(letters, font, limit - hyphen);
    if !cased(count - 1) || !cased(count) || narrow + hyphen > limit {
        return (count, inner, false);
    }
    let stump = stump(letters.len(), most);
    for (_, letter) in &letters[most - stump..most] {
        narrow -= width(letter, font);
    }
    most -= stump;
    (most, narrow, true)
}

/// The least letters of a word on a line of their own.
const STUMP: usize = 3;

/// How many letters a part gives to the next, lest a stump be left of a word.
fn stump(letters: usize, most: usize) -> usize {
    STUMP.saturating_sub(letters - most).min(most.saturating_sub(STUMP))
}

/// Whether a letter is of a script that puts no spaces between words and breaks between syllables:
/// Thai, Lao, Burmese, Khmer. Only a dictionary knows where their words end.
fn is_unspaced(letter: &str) -> bool {
    let class = letter.chars().next().map(|c| break_property(c.into()));
    class == Some(BreakClass::ComplexContext)
}

/// How many of the letters that fit go onto a line whose script breaks between syllables.
fn syllables(letters: &[(usize, &str)], most: usize) -> usize {
    let wanted = most - stump(letters.len(), most);
    let places = (1..=wanted).rev();
    places.into_iter().find(|at| may_part(letters, *at)).unwrap_or(most)
}

/// Whether a line may end before a letter of such a script: not where what it would begin with, or
/// end with, is surely part of one syllable with the other.
fn may_part(letters: &[(usize, &str)], at: usize) -> bool {
    const LEADING: [char; 10] = ['เ', 'แ', 'โ', 'ใ', 'ไ', 'ເ', 'ແ', 'ໂ', 'ໃ', 'ໄ'];
    const FOLLOWING: [char; 10] = ['ะ', 'า', 'ๅ', 'ๆ', 'ฯ', 'ະ', 'າ', 'ໆ', 'ຯ', 'ຽ'];
    // Vowel signs that a letter follows, tones among them where no vowel leads, and the signs that
    // stack the next letter below.
    const OPEN: [char; 8] =
        ['\u{e31}', '\u{e37}', '\u{e47}', '\u{eb1}', '\u{eb7}', '\u{ebb}', '\u{1039}', '\u{17d2}'];
    const TONES: [char; 8] =
        ['\u{e48}', '\u{e49}', '\u{e4a}', '\u{e4b}', '\u{ec8}', '\u{ec9}', '\u{eca}', '\u{ecb}'];
    // Signs of a letter that has no vowel of its own and ends the syllable.
    const SILENT: [char; 3] = ['\u{e4c}', '\u{ecc}', '\u{103a}'];
    let (before, after) = (letters[at - 1].1, letters[at].1);
    let led = at > 1 && letters[at - 2].1.starts_with(LEADING);
    let open_tone = !led && before.chars().nth(1).is_some_and(|sign| TONES.contains(&sign));
    // Two letters that are spoken as one: nothing is between them, and a vowel is behind them.
    let joined = match before {
        "ห" => after.starts_with(['ง', 'ญ', 'น', 'ม', 'ย', 'ร', 'ล', 'ว']),
        "ก" | "ข" | "ค" | "ต" | "ป" | "ผ" | "พ" => after.starts_with(['ร', 'ล']),
        _ => false,
    };
    !joined
        && !before.starts_with(LEADING)
        && !before.contains(OPEN)
        && !open_tone
        && !after.starts_with(FOLLOWING)
        && !after.contains(SILENT)
}

/// How many letters fit, at least one, and their width.
fn filled(letters: &[(usize, &str)], font: Font, limit: f64) -> (usize, f64) {
    let (mut count, mut inner) = (0, 0.0);
    for (_, letter) in letters {
        let advance = width(letter, font);
        if count > 0 && inner + advance > limit {
            break;
        }
        (count, inner) = (count + 1, inner + advance);
    }
    (count, inner)
}

/// Whether a letter is of a script that cuts words with a hyphen: those that have capitals.
fn is_cased(letter: &str) -> bool {
    letter.starts_with(|c: char| c.is_lowercase() || c.is_uppercase())
}

/// Goes through the lines that words make in a width: (first word, last word, width).
fn lines(words: &[Word], limit: f64, mut line: impl FnMut(Word, Word, f64)) {
    let Some((first, rest)) = words.split_first() else { return };
    let (mut from, mut to, mut before) = (*first, *first, first.full);
    for word in rest {
        // Sums of halves of thousandths differ in their last bit from one order to another.
        if before + word.width > limit + 1e-6 {
            line(from, to, before - to.full + to.width);
            from = *word;
            before = 0.0;
        }
        to = *word;
        before += word.full;
    }
    line(from, to, before - to.full + to.width);
}

fn count(words: &[Word], limit: f64) -> usize {
    let mut count = 0;
    lines(words, limit, |_, _, _| count += 1);
    count
}

/// The smallest width (to two pixels) that needs no more lines than `limit` does.
fn balanced_width(words: &[Word], limit: f64) -> f64 {
    let fewest = count(words, limit);
    if fewest < 2 {
        return limit;
    }
    let widest = words.iter().map(|word| word.width).fold(0.0, f64::max);
    let all: f64 = words.iter().map(|word| word.full).sum();
    let (mut low, mut high) = (widest.max(all / fewest as f64 - 8.0).min(limit), limit);
    while high - low > 2.0 {
        let middle = f64::midpoint(low, high);
        if count(words, middle) <= fewest {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

fn set<'a>(text: &'a str, words: &Words, limit: f64) -> Block<'a> {
    let mut block = Block { lines: Vec::with_capacity(4), width: 0.0 };
    lines(&words.all, limit, |from, to, width| {
        let line = &text[from.start..to.end];
        let line = if words.even { Cow::Borrowed(line) } else { single_spaced(line) };
        // A soft hyphen is one where the line ends, and nothing anywhere else.
        let cut = to.cut && to.end < text.len();
        block.lines.push(match cut {
            true => [line.trim_end_matches(SOFT_HYPHEN), HYPHEN].concat().into(),
            false => line,
        });
        block.width = f64::max(block.width, width);
    });
    block
}

/// A line without line ends, tabs and rows of spaces: they are drawn as one space.
fn single_spaced(line: &str) -> Cow<'_, str> {
    let is_white = |b: u8| matches!(b, b' ' | b'\t'..=b'\r');
    let uneven = |pair: &[u8]| is_white(pair[1]) & ((pair[1] != b' ') | is_white(pair[0]));
    if line.as_bytes().windows(2).fold(false, |found, pair| found | uneven(pair)) {
        Cow::Owned(
            line.split(|c: char| c.is_ascii() && is_white(c as u8))
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        )
    } else {
        Cow::Borrowed(line)
    }
}

/// Thousandths of an em of one letter.
fn advance(c: char, face: Face) -> u32 {
    if c.is_ascii() { ascii_advance(table(face), c as u8) } else { beyond_ascii(c, face) }
}

fn table(face: Face) -> &'static [u16; 116] {
    match face {
        Face::Sans => &SANS,
        Face::SansBold => &SANS_BOLD,
        Face::SerifBold => &SERIF_BOLD,
        Face::SerifItalic => &SERIF_ITALIC,
    }
}

/// The letters after ASCII that were measured too, in the tables' order.
const MEASURED: [char; 21] = [
    '£', '€', '–', '—', '’', '‘', '“', '”', '…', '−', '×', '·', 'é', 'è', 'ü', 'ö', 'ä', 'ß', 'ñ',
    'ç', '→',
];

fn beyond_ascii(c: char, face: Face) -> u32 {
    if let Some(at) = MEASURED.iter().position(|known| *known == c) {
        return u32::from(table(face)[95 + at]);
    }
    if let Some(base) = base_letter(c) {
        return u32::from(table(face)[base as usize - 32]);
    }
    let (em, widens) = estimate(c);
    match face {
        Face::SansBold if widens => em * 107 / 100,
        Face::SerifBold if widens => em * 112 / 100,
        _ => em,
    }
}

/// The plain letter under an accented one of Latin-1 and Latin Extended-A, which is as wide.
fn base_letter(c: char) -> Option<u8> {
    const LATIN_1: &[u8; 64] = b"AAAAAA CEEEEIIII NOOOOO OUUUUY  aaaaaa ceeeeiiii nooooo ouuuuy y";
    const EXTENDED: &[u8; 128] = b"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi  JjKk LlLlLlLlLlNnNnNn   OoOoOo  RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz ";
    let code = c as usize;
    let base = match code {
        0xc0..=0xff => LATIN_1[code - 0xc0],
        0x100..=0x17f => EXTENDED[code - 0x100],
        _ => return None,
    };
    (base != b' ').then_some(base)
}

/// Thousandths of an em of a letter that was not measured, on the safe side, and whether a bold
/// face makes it wider.
fn estimate(c: char) -> (u32, bool) {
    let code = c as u32;
    if is_weightless(c) {
        return (0, false);
    }
    // Families, flags and shades of skin melt into one picture only where the face of the reader
    // has it; elsewhere its parts stand side by side.
    if is_pictograph(c) {
        return (1250, false);
    }
    if (0x1f1e6..=0x1f1ff).contains(&code) {
        return (1000, false);
    }
    match code {
        0xa0 | 0x2000..=0x200a | 0x202f => (500, false),
        0x80..=0x24f => (if c.is_lowercase() { 680 } else { 1000 }, true),
        0x370..=0x3ff => (
            if matches!(c, 'ω' | 'ψ' | 'ώ' | 'φ' | 'Ω' | 'Ψ' | 'Φ') {
                840
            } else if c.is_lowercase() {
                640
            } else {
                780
            },
            true,
        ),
        0x400..=0x52f => (cyrillic(c), true),
        0x590..=0x5ff => (620, true),
        // One letter each to Unicode, whole words and a whole sentence to the eye.
        0xfdfd => (7800, true),
        0xfbea..=0xfdfc => (2600, true),
        0x600..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff => (arabic(c), true),
        0x900..=0xdff => (760, true),
        0xe00..=0xeff => (660, true),
        0x10a0..=0x10ff => (700, true),
        0x1100..=0x11ff
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7ff
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff01..=0xff60
        | 0xffe0..=0xffe6
        | 0x20000..=0x3fffd => (1000, false),
        0xff61..=0xffdc => (500, false),
        0x1e00..=0x1eff => (if c.is_lowercase() { 680 } else { 940 }, true),
        0x2010..=0x206f => (600, true),
        _ => (1000, true),
    }
}

/// Letters that join to nothing after them are narrow; the others are as wide as their place in
/// the word makes them.
fn arabic(c: char) -> u32 {
    if matches!(c, 'ا' | 'أ' | 'إ' | 'آ' | 'ل' | 'د' | 'ذ' | 'ر' | 'ز' | 'و' | 'ؤ') {
        380
    } else {
        640
    }
}

fn cyrillic(c: char) -> u32 {
    match c {
        'Ж' | 'М' | 'Ф' | 'Ш' | 'Щ' | 'Ы' | 'Ю' | 'Ъ' | 'Љ' | 'Њ' => 1080,
        'ж' | 'м' | 'ф' | 'ш' | 'щ' | 'ы' | 'ю' | 'љ' | 'њ' => 920,
        c if c.is_lowercase() => 640,
        _ => 780,
    }
}

/// Marks that sit on the letter before, joiners and everything else without a width of its own.
fn is_weightless(c: char) -> bool {
    matches!(c as u32,
        0x00..=0x1f | 0x7f..=0x9f | 0xad
        | 0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x5bf | 0x5c1..=0x5c2 | 0x5c4..=0x5c5
        | 0x610..=0x61a | 0x64b..=0x65f | 0x670 | 0x6d6..=0x6dc | 0x6df..=0x6e4 | 0x6ea..=0x6ed
        | 0x93c | 0x941..=0x948 | 0x94d | 0xe31 | 0xe34..=0xe3a | 0xe47..=0xe4e
        | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0x20d0..=0x20ff | 0x302a..=0x302d | 0x3099..=0x309a | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f
        | 0xfeff | 0xe0000..=0xe01ef)
}

fn is_pictograph(c: char) -> bool {
    matches!(c as u32,
        0x231a..=0x231b | 0x23e9..=0x23fa | 0x25fb..=0x25fe | 0x2600..=0x27bf | 0x2b05..=0x2b55
        | 0x1f000..=0x1f1e5 | 0x1f200..=0x1faff)
}

/// Whether a text reads from right to left: its first letter with a direction decides.
pub(crate) fn is_right_to_left(text: &str) -> bool {
    !text.is_ascii()
        && text
            .chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| matches!(c as u32, 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff))
}

#[rustfmt::skip]
const SANS: [u16; 116] = [
    278, 278, 408, 646, 572, 889, 732, 225, 333, 333, 551, 584, 278, 333, 278, 372, 572, 572,
    572, 572, 572, 572, 572, 572, 572, 572, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
    730, 667, 611, 778, 741, 339, 500, 667, 556, 907, 760, 781, 667, 781, 722, 667, 611, 731,
    667, 944, 667, 667, 611, 329, 372, 329, 572, 556, 333, 561, 615, 500, 615, 564, 344, 615,
    618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 500, 361, 618, 508, 786, 529, 510,
    500, 380, 551, 380, 584, 572, 572, 556, 1000, 222, 222, 359, 359, 1000, 600, 584, 278, 564,
    564, 618, 605, 561, 631, 618, 500, 1000,
];
#[rustfmt::skip]
const SANS_BOLD: [u16; 116] = [
    278, 333, 474, 646, 572, 901, 750, 266, 339, 339, 545, 584, 285, 333, 285, 413, 572, 572,
    572, 572, 572, 572, 572, 572, 572, 572, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722,
    740, 667, 611, 778, 765, 389, 556, 722, 611, 943, 813, 796, 667, 796, 722, 667, 611, 756,
    667, 967, 667, 667, 611, 333, 413, 333, 584, 556, 362, 604, 633, 556, 633, 591, 387, 633,
    657, 305, 305, 620, 305, 982, 657, 619, 633, 633, 454, 556, 434, 657, 569, 856, 578, 569,
    500, 394, 551, 394, 584, 572, 572, 556, 1000, 278, 278, 500, 500, 1000, 600, 584, 285, 591,
    591, 657, 619, 604, 711, 657, 556, 1000,
];
#[rustfmt::skip]
const SERIF_BOLD: [u16; 116] = [
    260, 382, 508, 559, 559, 906, 801, 290, 400, 400, 502, 559, 294, 310, 294, 288, 559, 559,
    559, 559, 559, 559, 559, 559, 559, 559, 304, 304, 559, 559, 559, 550, 921, 753, 672, 668,
    767, 653, 621, 769, 819, 401, 397, 734, 654, 952, 788, 787, 638, 787, 707, 586, 653, 747,
    698, 1067, 732, 693, 666, 414, 288, 414, 559, 459, 334, 599, 649, 527, 649, 571, 407, 560,
    667, 352, 345, 636, 352, 986, 667, 613, 645, 648, 523, 488, 405, 667, 606, 856, 646, 579,
    529, 442, 559, 442, 559, 559, 559, 500, 1000, 280, 280, 489, 489, 912, 582, 559, 294, 571,
    571, 667, 613, 599, 706, 667, 527, 582,
];
#[rustfmt::skip]
const SERIF_ITALIC: [u16; 116] = [
    260, 333, 408, 559, 559, 896, 742, 220, 346, 346, 500, 559, 250, 310, 250, 288, 559, 559,
    559, 559, 559, 559, 559, 559, 559, 559, 286, 286, 559, 559, 559, 500, 921, 705, 654, 627,
    725, 623, 590, 714, 793, 367, 357, 700, 623, 938, 763, 742, 620, 742, 664, 544, 613, 730,
    675, 1045, 660, 625, 605, 360, 288, 360, 559, 459, 279, 579, 562, 487, 579, 493, 318, 556,
    599, 304, 291, 569, 304, 896, 599, 574, 577, 560, 468, 464, 368, 599, 538, 819, 546, 528,
    511, 428, 559, 428, 559, 559, 559, 500, 1000, 250, 250, 450, 450, 858, 600, 559, 286, 493,
    493, 599, 574, 579, 627, 599, 487, 600,
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BODY: Font = Font { face: Face::Sans, size: 12.0, tracking: 0.0 };

    fn shown<'a>(block: &'a Block<'_>) -> Vec<&'a str> {
        block.lines.iter().map(|line| &**line).collect()
    }

    #[test]
    fn words_go_where_they_fit_and_a_balanced_text_has_no_widow() {
        let text = "The slot vanishes while the basket fills up";
        assert_eq!(
            shown(&wrap(text, BODY, 200.0)),
            ["The slot vanishes while the basket", "fills up"]
        );
        assert_eq!(
            shown(&balance(text, BODY, 200.0)),
            ["The slot vanishes while", "the basket fills up"]
        );
        assert_eq!(balance(text, BODY, 400.0).len(), 1);
        assert_eq!(balance("", BODY, 100.0).len(), 0);
    }

    #[test]
    fn scripts_without_spaces_break_between_their_letters() {
        let block = wrap("予約した時間枠が消えてしまう", BODY, 60.0);
        assert_eq!(block.len(), 3);
        assert!(block.width <= 60.0);
        assert_eq!(wrap("e\u{301}e\u{301}e\u{301}", BODY, 8.0).lines[0], "e\u{301}");
    }

    #[test]
    fn no_syllable_is_cut_in_a_script_that_puts_no_spaces_between_words() {
        for text in [
            "วางแผนการซื้อของประจำสัปดาห์",
            "เปิดแอปและค้นหาเวลาจัดส่ง",
            "ຂ້ອຍຢາກຊື້ເຄື່ອງໃຫ້ແລ້ວໄວ",
            "ខ្ញុំចង់ទិញឥវ៉ាន់ឲ្យឆាប់រួច",
            "မြန်မြန်ဈေးဝယ်ချင်တယ်",
        ] {
            for limit in 30..120 {
                let block = wrap(text, BODY, f64::from(limit));
                assert_eq!(block.lines.concat(), text);
                // A vowel that stands behind its letter begins no line, one that stands in front
                // of it ends none, nor does a sign that asks for the next letter.
                for line in &block.lines[1..] {
                    assert!(!line.starts_with(['ะ', 'า', 'າ']), "{:?}", block.lines);
                }
                let (_, all) = block.lines.split_last().expect("lines");
                for line in all {
                    let open = ['เ', 'แ', 'ใ', 'ไ', 'ແ', 'ໃ', 'ໄ', 'ื', 'ั', '\u{17d2}', '\u{1039}'];
                    assert!(!line.ends_with(open), "{:?}", block.lines);
                }
            }
        }
        assert_eq!(
            shown(&wrap("เปิดแอปและค้นหาเวลาจัดส่ง", BODY, 88.0)),
            ["เปิดแอปและค้น", "หาเวลาจัดส่ง"]
        );
    }

    #[test]
    fn a_hyphenated_word_stays_whole_where_it_can() {
        assert_eq!(shown(&wrap("Order e-mail", BODY, 60.0)), ["Order", "e-mail"]);
        assert_eq!(
            shown(&wrap("customer-relationship", BODY, 80.0)),
            ["customer-", "relationship"]
        );
    }

    #[test]
    fn a_family_and_a_flag_have_room_for_their_parts_and_marks_need_none() {
        assert_eq!(width("👩‍👩‍👧‍👦", BODY), 4.0 * width("👩", BODY));
        assert_eq!(width("🇳🇴", BODY), 2.0 * BODY.size);
        assert_eq!(width("👍🏽", BODY), 2.0 * width("👍", BODY));
        assert_eq!(width("❤️", BODY), width("❤", BODY));
        assert_eq!(width("é", BODY), width("e\u{301}", BODY));
    }

    #[test]
    fn a_letter_that_is_a_sentence_has_room_for_one() {
        // As wide as the bold of Noto Sans Arabic has them: 7.9 and 2.6 times the size.
        assert!(width("\u{fdfd}", BODY) >= 7.4 * BODY.size);
        assert!(width("\u{fdf6}", BODY) >= 2.5 * BODY.size);
    }

    #[test]
    fn a_text_that_is_too_long_ends_with_an_ellipsis() {
        let block =
            fit("The slot vanishes while the basket fills and nobody says why", BODY, 100.0, 2);
        assert_eq!(block.len(), 2);
        assert!(block.lines[1].ends_with('…') && block.width <= 100.0);
    }

    #[test]
    fn a_text_is_cut_after_a_word_where_one_ends_near() {
        let text = "The slot vanishes while the basket fills and nobody says why";
        for limit in 80..200 {
            let block = fit(text, BODY, f64::from(limit), 2);
            let kept = block.lines[1].trim_end_matches('…');
            let last = kept.split(' ').next_back().unwrap_or_default();
            assert!(text.split(' ').any(|word| word == last), "{:?}", block.lines);
        }
        // A single long word is cut where the line ends.
        assert!(fit("予約した時間枠が消えてしまう", BODY, 60.0, 1).lines[0].ends_with('…'));
    }

    #[test]
    fn a_long_word_is_cut_with_a_hyphen_and_without_stumps() {
        let block = wrap("Datenschutzgrundverordnung", BODY, 72.0);
        assert!(block.lines[..block.len() - 1].iter().all(|line| line.ends_with('-')), "{block:?}");
        assert!(block.lines.iter().all(|line| line.len() > 3), "{block:?}");
        // Where its author has said how, it is cut there.
        let block = wrap("Datenschutz\u{ad}grund\u{ad}verordnung", BODY, 110.0);
        assert_eq!(shown(&block), ["Datenschutz\u{ad}grund-", "verordnung"]);
        assert_eq!(wrap("予約した時間枠", BODY, 40.0).lines[0], "予約し");
    }

    #[test]
    fn the_first_letter_with_a_direction_decides() {
        assert!(is_right_to_left("«نص عربي» and more") && is_right_to_left("12 שלום"));
        assert!(!is_right_to_left("Hello عربي") && !is_right_to_left("日本"));
    }

    fn anything() -> impl Strategy<Value = String> {
        proptest::string::string_regex("([a-zA-Z,.!/-]{1,30}|[ \n\t]{1,3}|[à-ž]{1,9}|[α-ω]{1,9}|[А-я]{1,12}|[一-三]{1,9}|[ا-ي]{1,9}|👩‍👧|🇳🇴){0,12}")
            .expect("a pattern")
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_limit_and_no_letter_is_lost(text in anything(), limit in 20.0..300.0_f64) {
            for block in [wrap(&text, BODY, limit), balance(&text, BODY, limit)] {
                for line in &block.lines {
                    let alone = line.graphemes(true).count() == 1;
                    prop_assert!(alone || width(line, BODY) <= limit + 1e-6, "{line:?}");
                    prop_assert!(!line.trim().is_empty());
                }
                // Hyphens come in where words are cut.
                let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>();
                prop_assert_eq!(letters(&block.lines.concat()), letters(&text));
            }
            prop_assert_eq!(balance(&text, BODY, limit).len(), wrap(&text, BODY, limit).len());
            let cut = fit(&text, BODY, limit, 2);
            prop_assert!(cut.len() <= 2);
        }
    }
}
