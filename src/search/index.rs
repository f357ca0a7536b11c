//! The index of one state of a site: which document has which number, and where the alphabet is cut.

use super::facts::{Facts, push_digit, push_number};
use super::terms::{Entry, Terms};
use crate::site::Site;
use std::sync::Arc;
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
        Self { units, cuts: cuts(weights), facts, numbering, version, files }
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
        let part = part as usize;
        let from = part.checked_sub(1).map_or(0, |before| self.cuts[before]);
        let to = self.cuts.get(part).copied();
        let mut found: Vec<(Entry<'_>, u32)> = Vec::new();
        for unit in &self.units {
            found.extend(unit.terms.between(from, to).map(|entry| (entry, unit.first)));
        }
        let order = |a: &(Entry<'_>, u32), b: &(Entry<'_>, u32)| {
            let key = a.0.key.cmp(&b.0.key);
            key.then_with(|| a.0.term.cmp(b.0.term)).then(a.1.cmp(&b.1))
        };
        found.sort_unstable_by(order);
        let mut out = String::with_capacity(found.len() * 8);
        for same in found.chunk_by(|a, b| a.0.key == b.0.key && a.0.term == b.0.term) {
            write_term(&mut out, same);
        }
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

fn write_term(out: &mut String, entries: &[(Entry<'_>, u32)]) {
    if !out.is_empty() {
        out.push(',');
    }
    out.push_str(std::str::from_utf8(entries[0].0.term).expect("terms are whole letters"));
    out.push(':');
    let (mut titles, mut texts) = (Vec::new(), Vec::new());
    for (entry, first) in entries {
        entry.each_hit(|document, mark| match mark {
            Some(mark) => titles.push((first + document, mark)),
            None => texts.push(first + document),
        });
    }
    let mut before = 0;
    for (document, mark) in titles.iter().take(MOST_DOCUMENTS * 2) {
        push_number(out, document - before);
        push_digit(out, *mark);
        before = *document;
    }
    out.push(':');
    if texts.len() > MOST_DOCUMENTS {
        out.push('!');
        texts.truncate(MOST_DOCUMENTS);
    }
    let mut before = 0;
    for document in texts {
        push_number(out, document - before);
        before = document;
    }
}
