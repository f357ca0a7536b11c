//! Every cell of a journey's map as CSV: a row for each fact, in the order of the map.
//!
//! The file is for spreadsheets, which run what begins like a formula; its texts come from many
//! hands. So a text that would be one has `'` before it ([`guarded`]), and numbers, which nobody
//! has to fear, stay numbers.

use crate::model::Control;
use crate::site::number::plain;
use crate::site::{
    Citation, Claim, Experience, Journey, JourneyIx, Metric, Node, OpportunityIx, PersonaIx, Site,
    Stage, Touchpoint, Words,
};
use std::borrow::Cow;

/// The columns, in their order; a later version may add some at the end.
pub const COLUMNS: [&str; 14] = [
    "journey",
    "phase",
    "stage",
    "number",
    "touchpoint",
    "lane",
    "persona",
    "text",
    "who",
    "value",
    "status",
    "evidence",
    "against",
    "ref",
];

/// A row without the place in which it stands.
#[derive(Default)]
struct Fact<'a> {
    lane: &'a str,
    personas: &'a [PersonaIx],
    text: Cow<'a, str>,
    who: &'a str,
    value: Option<f64>,
    status: &'a str,
    evidence: &'a [Citation],
    against: &'a [Citation],
}

/// The stage and the touchpoint of a row; those of the journey have neither.
#[derive(Clone, Copy)]
struct Place<'a> {
    stage: Option<&'a Stage>,
    touchpoint: Option<&'a Touchpoint>,
    node: Node,
}

/// What is being written.
struct Writing<'a> {
    site: &'a Site,
    journey: &'a Journey,
    /// Said where a text is withheld.
    withheld: &'a str,
    out: csv::Writer<Vec<u8>>,
}

/// The CSV of a journey in UTF-8, with the mark by which spreadsheets know that. `withheld` is
/// said in place of a text that may not be shown.
pub fn cells(site: &Site, ix: JourneyIx, withheld: &str) -> Vec<u8> {
    let journey = site.journey(ix);
    let out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let mut writing = Writing { site, journey, withheld, out };
    writing.put(COLUMNS);
    writing.journey(ix);
    for (s, stage) in (0..).zip(&journey.stages) {
        writing.stage(Node::Stage(ix, s), stage);
        for (t, touchpoint) in (0..).zip(&stage.touchpoints) {
            writing.touchpoint(Node::Touchpoint(ix, s, t), stage, touchpoint);
        }
    }
    writing.out.into_inner().expect("a vector takes every byte")
}

impl<'a> Writing<'a> {
    fn put<I: AsRef<[u8]>>(&mut self, row: impl IntoIterator<Item = I>) {
        self.out.write_record(row).expect("a vector takes rows of one length");
    }

    fn journey(&mut self, ix: JourneyIx) {
        let place = Place { stage: None, touchpoint: None, node: Node::Journey(ix) };
        let journey = self.journey;
        self.words(place, "goal", journey.goal.as_ref());
        self.words(place, "scenario", journey.scenario.as_ref());
        self.metrics(place, &journey.metrics);
    }

    fn stage(&mut self, node: Node, stage: &'a Stage) {
        let place = Place { stage: Some(stage), touchpoint: None, node };
        if let Some(lifecycle) = stage.lifecycle {
            self.fact(
                place,
                Fact { lane: "lifecycle", text: lifecycle.word().into(), ..Fact::default() },
            );
        }
        self.words(place, "goal", stage.goal.as_ref());
        self.words(place, "when", stage.when());
        self.emotion(place, &stage.emotion);
        self.experience(place, &stage.experience);
        self.metrics(place, stage.metrics());
        self.opportunities(place, &stage.experience.opportunities);
        self.detail(place, stage.journey());
    }

    fn touchpoint(&mut self, node: Node, stage: &'a Stage, touchpoint: &'a Touchpoint) {
        let place = Place { stage: Some(stage), touchpoint: Some(touchpoint), node };
        let channel = touchpoint.channel.and_then(|ix| self.site.channels.get(ix as usize));
        if let Some(channel) = channel {
            let text = Cow::Borrowed(&*channel.title);
            self.fact(place, Fact { lane: "channels", text, ..Fact::default() });
        }
        let control = touchpoint.control.or_else(|| channel.and_then(|channel| channel.control));
        if let Some(text) = control.map(Control::word) {
            self.fact(place, Fact { lane: "control", text: text.into(), ..Fact::default() });
        }
        self.words(place, "when", touchpoint.when());
        let experience = &touchpoint.experience;
        self.emotion(place, &experience.emotion);
        let value = Some(experience.importance);
        self.fact(place, Fact { lane: "importance", value, ..Fact::default() });
        self.experience(place, experience);
        self.metrics(place, touchpoint.metrics());
        self.opportunities(place, &experience.opportunities);
        self.detail(place, touchpoint.journey());
    }

    fn emotion(&mut self, place: Place<'_>, emotion: &[(PersonaIx, f64)]) {
        for (persona, value) in emotion {
            let personas = std::slice::from_ref(persona);
            let value = Some(*value);
            self.fact(place, Fact { lane: "emotion", personas, value, ..Fact::default() });
        }
    }

    fn experience(&mut self, place: Place<'_>, experience: &'a Experience) {
        self.words(place, "feeling", experience.feeling.as_deref());
        for moment in &experience.moments {
            let text = moment.why.as_ref().map_or("", letters).into();
            let status = moment.kind.word();
            self.fact(place, Fact { lane: "moment", text, status, ..Fact::default() });
        }
        if let Some(image) = &experience.image {
            let text = if image.alt.is_empty() { &image.path } else { &image.alt };
            self.fact(
                place,
                Fact { lane: "storyboard", text: (&**text).into(), ..Fact::default() },
            );
        }
        for claim in &experience.claims {
            self.claim(place, claim);
        }
    }

    fn claim(&mut self, place: Place<'_>, claim: &Claim) {
        let text = claim.words.as_ref().map_or(self.withheld, letters);
        let fact = Fact {
            lane: claim.lane_id(),
            personas: claim.personas(),
            text: text.into(),
            who: claim.who().unwrap_or_default(),
            value: None,
            status: claim.status.word(),
            evidence: claim.evidence(),
            against: claim.against(),
        };
        self.fact(place, fact);
    }

    fn metrics(&mut self, place: Place<'_>, metrics: &[Metric]) {
        for metric in metrics {
            let title = letters(&metric.title);
            let text = match &metric.unit {
                Some(unit) => Cow::Owned(format!("{title} ({unit})")),
                None => Cow::Borrowed(title),
            };
            let value = metric.newest.map(|(_, value)| value);
            self.fact(place, Fact { lane: "metrics", text, value, ..Fact::default() });
        }
    }

    fn opportunities(&mut self, place: Place<'_>, opportunities: &[OpportunityIx]) {
        for ix in opportunities {
            let opportunity = self.site.opportunity(*ix);
            let fact = Fact {
                lane: "opportunities",
                text: letters(&opportunity.title).into(),
                value: Some(opportunity.score),
                status: opportunity.status.word(),
                evidence: &opportunity.evidence,
                ..Fact::default()
            };
            self.fact(place, fact);
        }
    }

    fn detail(&mut self, place: Place<'_>, journey: Option<JourneyIx>) {
        if let Some(ix) = journey {
            let text = letters(&self.site.journey(ix).title).into();
            self.fact(place, Fact { lane: "journey", text, ..Fact::default() });
        }
    }

    fn words(&mut self, place: Place<'_>, lane: &str, words: Option<&Words>) {
        if let Some(words) = words {
            let text = letters(words).into();
            self.fact(place, Fact { lane, text, ..Fact::default() });
        }
    }

    fn fact(&mut self, place: Place<'_>, fact: Fact<'_>) {
        let title = |words: &Words| letters(words).to_owned();
        let number = |touchpoint: &Touchpoint| touchpoint.number.to_string();
        let personas = fact.personas.iter().map(|ix| self.site.reference(Node::Persona(*ix)));
        let row = [
            title(&self.journey.title),
            place.stage.and_then(|stage| stage.phase.as_deref()).unwrap_or("").to_owned(),
            place.stage.map(|stage| title(&stage.title)).unwrap_or_default(),
            place.touchpoint.map(number).unwrap_or_default(),
            place.touchpoint.map(|touchpoint| title(&touchpoint.title)).unwrap_or_default(),
            fact.lane.to_owned(),
            personas.collect::<Vec<_>>().join("; "),
            fact.text.into_owned(),
            fact.who.to_owned(),
            fact.value.map(|value| plain(value, 2)).unwrap_or_default(),
            fact.status.to_owned(),
            self.sources(fact.evidence),
            self.sources(fact.against),
            self.site.reference(place.node),
        ];
        self.put(row.iter().map(|text| guarded(text)));
    }

    /// `slot-interviews#vanish; door-survey`; a source that is left out has no name.
    fn sources(&self, citations: &[Citation]) -> String {
        let named = citations.iter().filter_map(|citation| {
            let ix = citation.source?;
            let mut name = self.site.reference(Node::Evidence(ix));
            let highlights = &self.site.source(ix).highlights;
            if let Some(highlight) = citation.highlight.and_then(|at| highlights.get(at as usize)) {
                name.push('#');
                name.push_str(&highlight.id);
            }
            Some(name)
        });
        named.collect::<Vec<_>>().join("; ")
    }
}

/// The letters of a text, without markup.
fn letters(words: &Words) -> &str {
    words.doc.plain()
}

/// A text on one line that no spreadsheet takes for a formula: `'` stands before a beginning
/// `=`, `+`, `-` or `@` (of any width), and before one after a `;`, at which many spreadsheets
/// part columns. What is no more than a number stays as it is.
fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut begins = !is_number(text);
    for c in text.chars() {
        let c = if c.is_whitespace() || c.is_control() { ' ' } else { c };
        if begins && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            out.push('\'');
        }
        begins = c == ';' || (begins && c == ' ');
        out.push(c);
    }
    out
}

/// A sign, digits with separators, a per cent sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = digits.strip_suffix('%').unwrap_or(digits).trim_end();
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded_and_numbers_are_not() {
        for (text, shown) in [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "  '@SUM(A1)"),
            ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
            ("＝1", "'＝1"),
            ("\t=1", " '=1"),
            ("wait; =1+1", "wait; '=1+1"),
            ("a\r\n=b", "a  =b"),
            ("-1.5", "-1.5"),
            ("+12,5 %", "+12,5 %"),
            ("-", "'-"),
            ("-inf", "'-inf"),
            ("a = b - c", "a = b - c"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), shown);
        }
    }
}
