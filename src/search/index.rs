//! The index of one state of a site: which document has which number, and where the alphabet is cut.

use super::facts::{Facts, push_digit, push_number};
use super::terms::{self, Entry, KeyHasher, Terms};
use crate::site::Site;
use crate::source::packed;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, OnceLock};
use xxhash_rust::xxh3::Xxh3;

/// A part of the alphabet takes no more room than this, in bytes, before it is compressed; only a
/// key whose terms alone take more stands by itself.
const MOST_IN_A_PART: u32 = 280_000;

/// A word that stands in more documents than this tells none of them from another: the first of
/// them are named, and beside other words it counts as found everywhere.
const MOST_DOCUMENTS: usize = 8_192;

/// The kinds of entities, in the order of their documents' numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Section {
    /// Journeys with their stages and touchpoints.
    Journeys,
    /// Personas.
    Personas,
    /// The catalogue.
    Touchpoints,
    /// Opportunities.
    Opportunities,
    /// Sources with their highlights.
    Evidence,
    /// Tags.
    Tags,
    /// Everything else.
    Pages,
}

impl Section {
    /// All of them, in order.
    pub(super) const ALL: [Section; 7] = [
        Section::Journeys,
        Section::Personas,
        Section::Touchpoints,
        Section::Opportunities,
        Section::Evidence,
        Section::Tags,
        Section::Pages,
    ];

    /// Its letter in the names of files.
    pub(super) fn letter(self) -> char {
        ['j', 'p', 't', 'o', 'e', 'g', 'x'][self as usize]
    }

    /// How many of it stand in one file: entities, of the last two documents.
    pub(super) fn in_a_file(self) -> usize {
        [1, 16, 16, 64, 16, 64, 64][self as usize]
    }
}

/// The index of one state of a site.
pub struct Index {
    units: Vec<Unit>,
    /// The first key of each part of the alphabet but the first, which begins with the alphabet.
    pub(super) cuts: Vec<u64>,
    pub(super) facts: Facts,
    /// Of the numbers that documents have.
    pub(super) numbering: u64,
    /// Of everything.
    pub(super) version: u64,
    /// How many files of documents each section has.
    pub(super) files: [u32; 7],
    /// Of each part of the alphabet the entities that have terms in it, each as the way from the one
    /// before and the room of those terms, and the terms themselves.
    slices: OnceLock<Vec<Vec<u8>>>,
}

struct Unit {
    section: Section,
    first: u32,
    terms: Arc<Terms>,
}

impl Index {
    pub(super) fn new(
        site: &Site,
        parts: Vec<(Section, Arc<Terms>)>,
        weights: &[(u64, u32)],
    ) -> Self {
        let mut units = Vec::with_capacity(parts.len());
        let (mut first, mut sizes) = (0, [0; 7]);
        let (mut numbering, mut version) = (Xxh3::new(), Xxh3::new());
        for (section, terms) in parts {
            numbering.update(&[section as u8]);
            numbering.update(&terms.documents.to_le_bytes());
            version.update(&terms.hash.to_le_bytes());
            sizes[section as usize] += match section {
                Section::Tags | Section::Pages => terms.documents as usize,
                _ => 1,
            };
            let documents = terms.documents;
            units.push(Unit { section, first, terms });
            first += documents;
        }
        let facts = Facts::of(site);
        let numbering = numbering.digest();
        version.update(&numbering.to_le_bytes());
        version.update(&facts.hash().to_le_bytes());
        let files = Section::ALL.map(|s| sizes[s as usize].div_ceil(s.in_a_file()) as u32);
        let version = version.digest();
        let slices = OnceLock::new();
        Self { units, cuts: cuts(weights), facts, numbering, version, files, slices }
    }

    /// To be called before all files are asked for: one walk over the terms of every entity, which
    /// lays them out by the part where they are needed. Each part alone looks for its terms in all
    /// entities, and they are far apart.
    pub fn expect_all(&self) {
        self.slices.get_or_init(|| {
            let mut all = vec![Vec::new(); self.parts() as usize];
            let mut last = vec![0; all.len()];
            for (unit, at) in self.units.iter().zip(0..) {
                unit.terms.each_slice(&self.cuts, |part, terms| {
                    packed::push(&mut all[part], at - last[part]);
                    packed::push(&mut all[part], terms.len() as u32);
                    all[part].extend_from_slice(terms);
                    last[part] = at;
                });
            }
            all
        });
    }

    /// The terms of each entity in a part.
    fn each_slice<'s>(&'s self, part: usize, mut take: impl FnMut(&'s Unit, &'s [u8])) {
        let Some(all) = self.slices.get() else {
            let from = part.checked_sub(1).map_or(0, |before| self.cuts[before]);
            let to = self.cuts.get(part).copied();
            return self.units.iter().for_each(|unit| take(unit, unit.terms.slice(from, to)));
        };
        let (mut rest, mut at) = (&*all[part], 0);
        while !rest.is_empty() {
            at += terms::take_number(&mut rest) as usize;
            let room = terms::take_number(&mut rest) as usize;
            let (terms, others) = rest.split_at(room);
            take(&self.units[at], terms);
            rest = others;
        }
    }

    /// The terms of every entity.
    pub(super) fn terms(&self) -> Vec<Arc<Terms>> {
        self.units.iter().map(|unit| unit.terms.clone()).collect()
    }

    /// How many parts the alphabet has.
    pub(super) fn parts(&self) -> u32 {
        self.cuts.len() as u32 + 1
    }

    /// A part of the alphabet: `term:titles:texts` for each term, with a comma between. Documents
    /// are numbers, each the way from the one before; behind those of titles stands the mark.
    pub(super) fn part(&self, part: u32) -> String {
        let mut found: Vec<Found<'_>> = Vec::new();
        let mut places: HashMap<Entry<'_>, usize, BuildHasherDefault<KeyHasher>> =
            HashMap::default();
        self.each_slice(part as usize, |unit, mut terms| {
            while !terms.is_empty() {
                let entry = Entry::first(terms);
                let place = *places.entry(entry).or_insert_with(|| {
                    found.push(Found::new(entry));
                    found.len() - 1
                });
                terms = found[place].take(entry, unit.first);
            }
        });
        found.sort_unstable_by(|a, b| a.key.cmp(&b.key).then_with(|| a.term.cmp(b.term)));
        let room = found.iter().map(|found| found.room()).sum();
        let mut out = String::with_capacity(room);
        found.iter().for_each(|found| found.write(&mut out));
        out
    }

    /// The number of the first document of each section.
    pub(super) fn starts(&self) -> [u32; 7] {
        let end = self.units.last().map_or(0, |unit| unit.first + unit.terms.documents);
        Section::ALL.map(|section| {
            let at = self.units.partition_point(|unit| unit.section < section);
            self.units.get(at).map_or(end, |unit| unit.first)
        })
    }
}

/// Cuts the alphabet so that each part takes about as much room as it may.
fn cuts(weights: &[(u64, u32)]) -> Vec<u64> {
    let mut cuts = Vec::new();
    let mut room = 0;
    for (key, weight) in weights {
        if room > 0 && room + weight > MOST_IN_A_PART {
            cuts.push(*key);
            room = 0;
        }
        room += weight;
    }
    cuts
}

impl Entry<'_> {
    /// Room that it takes in a part, at most.
    pub(super) fn weight(&self) -> u32 {
        // Up to four letters a document, and the mark; the term itself with what divides it.
        self.count() * 5 + 4 + self.term.len() as u32
    }
}

/// A term with the documents that have it, as they stand in a file.
struct Found<'a> {
    key: u64,
    term: &'a [u8],
    titles: Row,
    texts: Row,
}

/// Documents in the order of their numbers, each the way from the one before.
#[derive(Default)]
struct Row {
    digits: String,
    count: usize,
    last: u32,
}

impl Row {
    fn push(&mut self, document: u32) {
        push_number(&mut self.digits, document - self.last);
        self.last = document;
        self.count += 1;
    }
}

impl<'a> Found<'a> {
    fn new(Entry { key, term, .. }: Entry<'a>) -> Self {
        Self { key, term, titles: Row::default(), texts: Row::default() }
    }

    /// Entities come in the order of their documents' numbers. Gives the terms after this one.
    fn take(&mut self, entry: Entry<'a>, first: u32) -> &'a [u8] {
        entry.each_hit(|document, mark| match mark {
            Some(mark) if self.titles.count < MOST_DOCUMENTS * 2 => {
                self.titles.push(first + document);
                push_digit(&mut self.titles.digits, mark);
            }
            Some(_) => {}
            None if self.texts.count < MOST_DOCUMENTS => self.texts.push(first + document),
            None => self.texts.count += 1,
        })
    }

    /// Bytes that it takes, at most.
    fn room(&self) -> usize {
        self.term.len() + self.titles.digits.len() + self.texts.digits.len() + 4
    }

    fn write(&self, out: &mut String) {
        let term = std::str::from_utf8(self.term).expect("terms are whole letters");
        let mark = if self.texts.count > MOST_DOCUMENTS { ":!" } else { ":" };
        let comma = if out.is_empty() { "" } else { "," };
        for piece in [comma, term, ":", &self.titles.digits, mark, &self.texts.digits] {
            out.push_str(piece);
        }
    }
}
