//! The terms of one entity: which of them stand in which of its documents. Small, sorted, and a
//! plain value, so that it is kept between edits and put together with others at any time.

use super::documents::{Document, What};
use super::words::{each_compound, each_term};
use crate::site::Site;
use crate::source::packed;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// What a hit in a title carries beside it: place of the word (below 8), words of the title (1 to
/// 8), as `place * 8 + words - 1`.
pub(super) type TitleMark = u8;

/// A hit that is none in a title; sorts after those.
const BODY: u8 = u8::MAX;

/// Bytes of a term by which it is sorted and sent to a file: as many of its first letters as fit.
/// The script cuts the same.
pub(super) const KEY_BYTES: usize = 8;

/// The terms of an entity's documents.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Terms {
    /// How many documents.
    pub(super) documents: u32,
    /// Of everything that the terms and the entity's addresses come from.
    pub(super) hash: u64,
    /// Term after term, by key and letters: length, letters, number of hits, hits. A hit is the
    /// way from the document before, doubled, and one more in a title; then its mark follows.
    bytes: Box<[u8]>,
    /// Where each begins.
    starts: Box<[u32]>,
}

/// A term in an entity.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// By which it is sorted.
    pub(super) key: u64,
    /// Its letters.
    pub(super) term: &'a [u8],
    rest: &'a [u8],
}

/// A term while documents are taken apart.
struct Row {
    key: u64,
    /// Where its letters are.
    start: u32,
    length: u8,
    /// Of its hits, in the order of documents.
    first: u32,
    last: u32,
    count: u32,
    /// Another term with the same hash, if any.
    next: u32,
}

struct Hit {
    document: u32,
    mark: u8,
    /// The next of the same term, if any.
    next: u32,
}

/// Why there is always more to take.
const WHOLE: &str = "hits are written whole";

/// No row, no hit.
const NONE: u32 = u32::MAX;

/// Documents being taken apart: each term is kept once, with a chain of its hits. Its room serves one
/// entity after another.
pub(super) struct Apart {
    letters: String,
    rows: Vec<Row>,
    hits: Vec<Hit>,
    /// Rows by their keys.
    order: Vec<(u64, u32)>,
    by_hash: HashMap<u64, u32, BuildHasherDefault<KeyHasher>>,
    /// The small letters of a text.
    small: String,
}

impl Terms {
    /// Takes documents apart.
    pub(super) fn of(apart: &mut Apart, documents: &[Document<'_>], hash: u64) -> Self {
        apart.clear();
        let mut small = std::mem::take(&mut apart.small);
        for (document, at) in documents.iter().zip(0u32..) {
            apart.take_title(document.title, &mut small, at);
            for text in &document.texts {
                each_term(text, &mut small, |term| apart.push(term, at, BODY));
                each_compound(text, |term| apart.push(term, at, BODY));
            }
        }
        apart.small = small;
        apart.pack(documents.len() as u32, hash)
    }

    /// Every term, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.starts.len()).map(|at| self.entry(at))
    }

    /// The bytes of the terms whose keys are not below `from`, but below `to`.
    pub(super) fn slice(&self, from: u64, to: Option<u64>) -> &[u8] {
        let start = |key| self.starts.partition_point(|start| key_at(&self.bytes, *start) < key);
        let place = |at: usize| self.starts.get(at).map_or(self.bytes.len(), |at| *at as usize);
        &self.bytes[place(start(from))..to.map_or(self.bytes.len(), |to| place(start(to)))]
    }

    /// The bytes of all terms, cut before each of some keys; nothing is given where no term is.
    pub(super) fn each_slice(&self, cuts: &[u64], mut take: impl FnMut(usize, &[u8])) {
        let (mut part, mut from) = (0, 0);
        for start in &self.starts {
            let key = key_at(&self.bytes, *start);
            let next = part + cuts[part..].iter().take_while(|cut| **cut <= key).count();
            if next > part {
                if from < *start {
                    take(part, &self.bytes[from as usize..*start as usize]);
                }
                (part, from) = (next, *start);
            }
        }
        if (from as usize) < self.bytes.len() {
            take(part, &self.bytes[from as usize..]);
        }
    }

    fn entry(&self, at: usize) -> Entry<'_> {
        Entry::first(&self.bytes[self.starts[at] as usize..])
    }
}

/// Two entries with the same letters are of one term.
impl PartialEq for Entry<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.term == other.term
    }
}

impl Eq for Entry<'_> {}

impl Hash for Entry<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.key);
        if self.term.len() > KEY_BYTES {
            state.write_u64(xxh3_64(self.term));
        }
    }
}

impl<'a> Entry<'a> {
    /// The term at the beginning of some.
    pub(super) fn first(bytes: &'a [u8]) -> Self {
        let (term, rest) = bytes[1..].split_at(usize::from(bytes[0]));
        Self { key: key(term), term, rest }
    }

    /// How many documents have it.
    pub(super) fn count(&self) -> u32 {
        take_number(&mut { self.rest })
    }

    /// The documents that have it, and the mark of those that have it in their title. Gives the terms
    /// after it.
    pub(super) fn each_hit(&self, mut take: impl FnMut(u32, Option<TitleMark>)) -> &'a [u8] {
        let rest = &mut { self.rest };
        let mut document = 0;
        for _ in 0..take_number(rest) {
            let way = take_number(rest);
            document += way / 2;
            take(document, (way % 2 == 1).then(|| take_byte(rest)));
        }
        rest
    }
}

impl Row {
    fn letters<'a>(&self, letters: &'a str) -> &'a str {
        &letters[self.start as usize..][..usize::from(self.length)]
    }
}

impl Apart {
    /// With room for the terms of an everyday journey.
    pub(super) fn new() -> Self {
        Self {
            letters: String::with_capacity(1 << 13),
            rows: Vec::with_capacity(1 << 10),
            hits: Vec::with_capacity(1 << 11),
            order: Vec::with_capacity(1 << 10),
            by_hash: HashMap::with_capacity_and_hasher(1 << 10, BuildHasherDefault::default()),
            small: String::with_capacity(1 << 10),
        }
    }

    fn clear(&mut self) {
        self.letters.clear();
        self.rows.clear();
        self.hits.clear();
        self.by_hash.clear();
    }

    fn take_title(&mut self, title: &str, small: &mut String, document: u32) {
        let first = self.hits.len();
        let mut place = 0u8;
        each_term(title, small, |term| {
            self.push(term, document, place.min(7) * 8);
            place = place.saturating_add(1);
        });
        // The words of a title are counted without it: it is none beside its parts.
        each_compound(title, |term| self.push(term, document, place.min(7) * 8));
        for hit in &mut self.hits[first..] {
            hit.mark += place.clamp(1, 8) - 1;
        }
    }

    /// A term counts once in a document, where it comes first: the title is read before the rest.
    fn push(&mut self, term: &str, document: u32, mark: u8) {
        let at = self.row(term);
        let (row, hit) = (&mut self.rows[at as usize], self.hits.len() as u32);
        if let Some(before) = self.hits.get_mut(row.last as usize) {
            if before.document == document {
                return;
            }
            before.next = hit;
        } else {
            row.first = hit;
        }
        (row.last, row.count) = (hit, row.count + 1);
        self.hits.push(Hit { document, mark, next: NONE });
    }

    /// The row of a term, which may be a new one.
    fn row(&mut self, term: &str) -> u32 {
        let key = key(term.as_bytes());
        let hash = if term.len() > KEY_BYTES { xxh3_64(term.as_bytes()) } else { key };
        let newest = self.by_hash.entry(hash).or_insert(NONE);
        let mut at = *newest;
        while let Some(row) = self.rows.get(at as usize) {
            // A key is the whole of a short term.
            let same = row.key == key && usize::from(row.length) == term.len();
            if same && (term.len() <= KEY_BYTES || row.letters(&self.letters) == term) {
                return at;
            }
            at = row.next;
        }
        let (start, length, next) = (self.letters.len() as u32, term.len() as u8, *newest);
        self.letters.push_str(term);
        *newest = self.rows.len() as u32;
        self.rows.push(Row { key, start, length, first: NONE, last: NONE, count: 0, next });
        *newest
    }

    fn pack(&mut self, documents: u32, hash: u64) -> Terms {
        let letters = self.letters.as_str();
        self.order.clear();
        self.order.extend(self.rows.iter().zip(0..).map(|(row, at)| (row.key, at)));
        self.order.sort_unstable();
        // Of two terms with one key only those are two that are longer than it.
        for same in self.order.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            same.sort_unstable_by_key(|(_, at)| self.rows[*at as usize].letters(letters));
        }
        let mut bytes = Vec::with_capacity(letters.len() + self.rows.len() * 2 + self.hits.len());
        let mut starts = Vec::with_capacity(self.rows.len());
        for (_, at) in &self.order {
            let row = &self.rows[*at as usize];
            starts.push(bytes.len() as u32);
            bytes.push(row.length);
            bytes.extend_from_slice(row.letters(letters).as_bytes());
            packed::push(&mut bytes, row.count);
            let (mut at, mut before) = (row.first, 0);
            while let Some(hit) = self.hits.get(at as usize) {
                let way = (hit.document - before) * 2;
                packed::push(&mut bytes, way + u32::from(hit.mark != BODY));
                if hit.mark != BODY {
                    bytes.push(hit.mark);
                }
                (at, before) = (hit.next, hit.document);
            }
        }
        Terms { documents, hash, bytes: bytes.into(), starts: starts.into() }
    }
}

/// Tells two states of an entity's documents apart.
pub(super) fn hash(site: &Site, documents: &[Document<'_>]) -> u64 {
    let mut hash = Xxh3::new();
    for document in documents {
        match document.what {
            What::Node(node) => hash.update(site.meta(node).id.as_bytes()),
            What::Highlight(_, highlight) => hash.update(highlight.id.as_bytes()),
            what => hash.update(what.url(site).as_bytes()),
        }
        hash.update(&[0]);
        hash.update(document.title.as_bytes());
        for text in &document.texts {
            hash.update(&[1]);
            hash.update(text.as_bytes());
        }
        hash.update(&[2]);
    }
    hash.digest()
}

/// The first letters of a term, as a number that sorts like them.
pub(super) fn key(term: &[u8]) -> u64 {
    let Some(first) = term.first_chunk::<KEY_BYTES>() else {
        let unused = 8 * (KEY_BYTES - term.len()) as u32;
        if let (Some(first), Some(last)) = (term.first_chunk::<4>(), term.last_chunk::<4>()) {
            let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
            // The last four begin with letters that the first have too.
            return u64::from(first) << 32
                | u64::from(last.checked_shl(unused).unwrap_or_default());
        }
        let letters = term.iter().fold(0, |key, byte| key << 8 | u64::from(*byte));
        return letters.checked_shl(unused).unwrap_or_default();
    };
    let mut length = KEY_BYTES;
    // Only whole letters: a byte of the form 10…… goes on with the one before.
    while length < term.len() && term[length] & 0xc0 == 0x80 {
        length -= 1;
    }
    let unused = 8 * (KEY_BYTES - length) as u32;
    u64::from_be_bytes(*first).checked_shr(unused).unwrap_or_default() << unused.min(63)
}

fn key_at(bytes: &[u8], start: u32) -> u64 {
    let start = start as usize;
    key(&bytes[start + 1..][..usize::from(bytes[start])])
}

/// The number at the beginning, which is taken away.
pub(super) fn take_number(rest: &mut &[u8]) -> u32 {
    packed::take(rest).expect(WHOLE)
}

fn take_byte(rest: &mut &[u8]) -> u8 {
    let (byte, others) = rest.split_first().expect(WHOLE);
    *rest = others;
    *byte
}

/// Keys are letters: one multiplication spreads them well enough.
#[derive(Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}
