//! What each persona feels along a journey, in the order of its columns.

use crate::site::{Experience, Journey, PersonaIx};
use std::ops::Range;

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum At {
    /// A column: a touchpoint, or a stage that has none.
    Stop(usize),
    /// The middle of a stage that stands for its touchpoints; its place.
    Band(usize),
}

/// A value, or a gap where there is none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Sample {
    pub(crate) at: At,
    pub(crate) value: Option<f64>,
}

/// A persona's value in an experience. What is no value of any scale is none here.
pub(crate) fn value_of(experience: &Experience, persona: PersonaIx) -> Option<f64> {
    let found = experience.emotion.iter().find(|(of, _)| *of == persona);
    found.map(|(_, value)| *value).filter(|value| value.abs() < 1e6)
}

/// The columns that each stage takes: its touchpoints, or one.
pub(crate) fn stops(journey: &Journey) -> impl Iterator<Item = Range<usize>> {
    journey.stages.iter().scan(0, |from, stage| {
        let range = *from..*from + stage.touchpoints.len().max(1);
        *from = range.end;
        Some(range)
    })
}

/// Everything that a persona feels. A stage whose touchpoints say nothing about her stands for
/// itself.
pub(crate) fn samples(journey: &Journey, persona: PersonaIx) -> Vec<Sample> {
    let mut samples = Vec::with_capacity(32);
    for (band, (stage, stops)) in journey.stages.iter().zip(stops(journey)).enumerate() {
        let own = value_of(&stage.experience, persona);
        let from = samples.len();
        for (stop, touchpoint) in stops.clone().zip(&stage.touchpoints) {
            let value = value_of(&touchpoint.experience, persona);
            samples.push(Sample { at: At::Stop(stop), value });
        }
        if stage.touchpoints.is_empty() {
            samples.push(Sample { at: At::Stop(stops.start), value: own });
        } else if own.is_some() && samples[from..].iter().all(|sample| sample.value.is_none()) {
            samples.truncate(from);
            samples.push(Sample { at: At::Band(band), value: own });
        }
    }
    samples
}
