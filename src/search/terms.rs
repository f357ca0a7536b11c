//! The terms of one entity: which of them stand in which of its documents. Small, sorted, and a
//! plain value, so that it is kept between edits and put together with others at any time.

use super::documents::{Document, What};
use super::words::each_term;
use crate::site::Site;
use xxhash_rust::xxh3::Xxh3;

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

struct Token {
    key: u64,
    document: u32,
    start: u32,
    length: u8,
    mark: u8,
}

impl Terms {
    /// Takes documents apart.
    pub(super) fn of(documents: &[Document<'_>], hash: u64) -> Self {
        let mut letters = String::new();
        let mut tokens = Vec::new();
        for (document, at) in documents.iter().zip(0u32..) {
            take_title(document.title, at, &mut letters, &mut tokens);
            for text in &document.texts {
                each_term(text, |term| push(term, at, BODY, &mut letters, &mut tokens));
            }
        }
        let letters = letters.as_bytes();
        tokens.sort_unstable_by(|a, b| {
            let order = a.key.cmp(&b.key).then_with(|| compare_long(a, b, letters));
            order.then_with(|| (a.document, a.mark).cmp(&(b.document, b.mark)))
        });
        tokens.dedup_by(|b, a| a.document == b.document && is_same(a, b, letters));
        Self::pack(&tokens, letters, documents.len() as u32, hash)
    }

    fn pack(tokens: &[Token], letters: &[u8], documents: u32, hash: u64) -> Self {
        let mut bytes = Vec::with_capacity(tokens.len() * 4);
        let mut starts = Vec::with_capacity(tokens.len() / 2);
        for hits in tokens.chunk_by(|a, b| is_same(a, b, letters)) {
            starts.push(bytes.len() as u32);
            bytes.push(hits[0].length);
            bytes.extend_from_slice(hits[0].letters(letters));
            push_number(&mut bytes, hits.len() as u32);
            let mut before = 0;
            for hit in hits {
                let way = (hit.document - before) * 2;
                before = hit.document;
                push_number(&mut bytes, way + u32::from(hit.mark != BODY));
                if hit.mark != BODY {
                    bytes.push(hit.mark);
                }
            }
        }
        Self { documents, hash, bytes: bytes.into(), starts: starts.into() }
    }

    /// Every term, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.starts.len()).map(|at| self.entry(at))
    }

    /// The terms whose keys are from one on and below another (`None`: to the end).
    pub(super) fn between(&self, from: u64, to: Option<u64>) -> impl Iterator<Item = Entry<'_>> {
        let below =
            |key: u64| self.starts.partition_point(|start| key_at(&self.bytes, *start) < key);
        let end = to.map_or(self.starts.len(), below);
        (below(from)..end).map(|at| self.entry(at))
    }

    fn entry(&self, at: usize) -> Entry<'_> {
        let start = self.starts[at] as usize;
        let end = start + 1 + usize::from(self.bytes[start]);
        let term = &self.bytes[start + 1..end];
        Entry { key: key(term), term, rest: &self.bytes[end..] }
    }
}

impl Entry<'_> {
    /// How many documents have it.
    pub(super) fn count(&self) -> u32 {
        take_number(&mut { self.rest })
    }

    /// The documents that have it, and the mark of those that have it in their title.
    pub(super) fn each_hit(&self, mut take: impl FnMut(u32, Option<TitleMark>)) {
        let rest = &mut { self.rest };
        let mut document = 0;
        for _ in 0..take_number(rest) {
            let way = take_number(rest);
            document += way / 2;
            take(document, (way % 2 == 1).then(|| take_byte(rest)));
        }
    }
}

impl Token {
    fn letters<'a>(&self, letters: &'a [u8]) -> &'a [u8] {
        &letters[self.start as usize..][..usize::from(self.length)]
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

fn take_title(title: &str, document: u32, letters: &mut String, tokens: &mut Vec<Token>) {
    let first = tokens.len();
    let mut place = 0u8;
    each_term(title, |term| {
        push(term, document, place.min(7) * 8, letters, tokens);
        place = place.saturating_add(1);
    });
    for token in &mut tokens[first..] {
        token.mark += place.clamp(1, 8) - 1;
    }
}

fn push(term: &str, document: u32, mark: u8, letters: &mut String, tokens: &mut Vec<Token>) {
    let (start, length) = (letters.len() as u32, term.len() as u8);
    letters.push_str(term);
    tokens.push(Token { key: key(term.as_bytes()), document, start, length, mark });
}

/// Of two terms with one key only those are two that are longer than it.
fn compare_long(a: &Token, b: &Token, letters: &[u8]) -> std::cmp::Ordering {
    let long = usize::from(a.length.max(b.length)) > KEY_BYTES;
    if long { a.letters(letters).cmp(b.letters(letters)) } else { std::cmp::Ordering::Equal }
}

fn is_same(a: &Token, b: &Token, letters: &[u8]) -> bool {
    a.key == b.key && compare_long(a, b, letters).is_eq()
}

/// The first letters of a term, as a number that sorts like them.
pub(super) fn key(term: &[u8]) -> u64 {
    let mut length = term.len().min(KEY_BYTES);
    // Only whole letters: a byte of the form 10…… goes on with the one before.
    while length < term.len() && term[length] & 0xc0 == 0x80 {
        length -= 1;
    }
    let mut bytes = [0; KEY_BYTES];
    bytes[..length].copy_from_slice(&term[..length]);
    u64::from_be_bytes(bytes)
}

fn key_at(bytes: &[u8], start: u32) -> u64 {
    let start = start as usize;
    key(&bytes[start + 1..][..usize::from(bytes[start])])
}

fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_number(rest: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = take_byte(rest);
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return number;
        }
        shift += 7;
    }
}

fn take_byte(rest: &mut &[u8]) -> u8 {
    let (byte, others) = rest.split_first().expect("hits are written whole");
    *rest = others;
    *byte
}
