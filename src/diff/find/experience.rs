//! What customers live through at a stage or a touchpoint.

use super::{
    Field, Finder, Origin, derived, maybe_number, maybe_word, number, rising, typed, word,
};
use crate::diff::change::{Effect, Value};
use crate::diff::pairs::name;
use crate::model::MomentKind;
use crate::site::{CatalogueIx, Experience, Moment, Node, PersonaIx, Site, Words};
use std::sync::Arc;

/// What personas feel.
type Felt = [(PersonaIx, f64)];

/// What an experience is laid over: the catalogue's, before and after.
pub(super) type Under<'a> = Option<(&'a Experience, &'a Experience)>;

impl<'a> Finder<'a> {
    /// Everything but claims and emotion. What came from the catalogue on both sides is told there.
    pub(super) fn experience(
        &mut self,
        at: Node,
        (a, b): (&Experience, &Experience),
        under: Under<'_>,
    ) {
        let origin = |same: &dyn Fn(&Experience, &Experience) -> bool| match under {
            Some((under_a, under_b)) if same(a, under_a) && same(b, under_b) => Origin::Derived,
            _ => Origin::Typed,
        };
        let kinds = |list: &[Moment]| -> Vec<&'static str> {
            list.iter().map(|moment| moment.kind.word()).collect()
        };
        let list =
            |list: &[Moment]| Value::List(kinds(list).into_iter().map(str::to_owned).collect());
        let same_moments = |x: &Experience, y: &Experience| kinds(&x.moments) == kinds(&y.moments);
        let field = Field { name: "moment", origin: origin(&same_moments) };
        let effect = moments_effect(&a.moments, &b.moments);
        self.field(at, field, list(&a.moments), list(&b.moments), effect);
        if origin(&|x, y| x.moments == y.moments) == Origin::Typed {
            for moment in &b.moments {
                let before = a.moments.iter().find(|before| before.kind == moment.kind);
                if let Some(before) = before {
                    self.line(at, "moment.why", before.why.as_ref(), moment.why.as_ref());
                }
            }
        }
        let same = |x: &Experience, y: &Experience| (x.importance - y.importance).abs() < 1e-9;
        let field = Field { name: "importance", origin: origin(&same) };
        self.field(at, field, number(a.importance), number(b.importance), Effect::Neutral);
        let plain = |words: &Option<Box<Words>>| words.as_ref().map(|w| w.doc.plain().to_owned());
        let same = |x: &Experience, y: &Experience| plain(&x.feeling) == plain(&y.feeling);
        let field = Field { name: "feeling", origin: origin(&same) };
        let (from, to) = (plain(&a.feeling), plain(&b.feeling));
        self.field(
            at,
            field,
            maybe_word(from.as_deref()),
            maybe_word(to.as_deref()),
            Effect::Neutral,
        );
        let path = |e: &Experience| e.image.as_ref().map(|image| image.path.clone());
        let field = Field { name: "image", origin: origin(&|x, y| path(x) == path(y)) };
        let (from, to) = (path(a), path(b));
        self.field(
            at,
            field,
            maybe_word(from.as_deref()),
            maybe_word(to.as_deref()),
            Effect::Neutral,
        );
        let alt = |e: &Experience| e.image.as_ref().map(|image| image.alt.clone());
        let field = Field { name: "alt", origin: origin(&|x, y| alt(x) == alt(y)) };
        let (from, to) = (alt(a), alt(b));
        self.field(
            at,
            field,
            maybe_word(from.as_deref()),
            maybe_word(to.as_deref()),
            Effect::Neutral,
        );
    }

    /// The emotion of each persona who is on the journey before or after, on the scale of now.
    pub(super) fn emotion(
        &mut self,
        at: Node,
        origin: &dyn Fn(Option<PersonaIx>, Option<PersonaIx>) -> Origin,
        (a, b): (&Felt, &Felt),
        (before, after): (&[PersonaIx], &[PersonaIx]),
    ) {
        for (was, now) in self.travellers(before, after) {
            let (felt, to) = (feels(a, was), feels(b, now));
            let from = felt.map(|value| self.pairs.felt(value));
            // The same number on another scale is another feeling, and nobody typed it.
            let is_of_scale = felt.is_some() && felt == to;
            let origin = if is_of_scale { Origin::Derived } else { origin(was, now) };
            let who = match (was, now) {
                (_, Some(now)) => name(self.after, Node::Persona(now)),
                (Some(was), None) => self.pairs.known(Node::Persona(was)),
                (None, None) => continue,
            };
            let field = Field { name: "emotion", origin };
            let values = (maybe_number(from), maybe_number(to));
            self.field_of(at, field, Some(who), values, rising(from, to));
        }
    }

    /// Personas of before and of now side by side; who joins has none before, who leaves none now.
    fn travellers(
        &self,
        before: &[PersonaIx],
        after: &[PersonaIx],
    ) -> Vec<(Option<PersonaIx>, Option<PersonaIx>)> {
        let now = |was: &PersonaIx| self.pairs.persona(*was).filter(|now| after.contains(now));
        let mut all: Vec<_> = before.iter().map(|was| (Some(*was), now(was))).collect();
        let joins = |now: &&PersonaIx| !all.iter().any(|(_, known)| *known == Some(**now));
        let joined: Vec<_> = after.iter().filter(joins).map(|now| (None, Some(*now))).collect();
        all.extend(joined);
        all
    }

    /// The fields of a touchpoint, of a stage or of the catalogue.
    pub(super) fn contact(
        &mut self,
        at: Node,
        a: &Contact<'_>,
        b: &Contact<'_>,
        under: Option<(&Contact<'_>, &Contact<'_>)>,
    ) {
        let inherits = |same: &dyn Fn(&Contact<'_>, &Contact<'_>) -> bool| match under {
            Some((x, y)) if same(a, x) && same(b, y) => Origin::Derived,
            _ => Origin::Typed,
        };
        let field = Field { name: "channel", origin: inherits(&|x, y| x.channel == y.channel) };
        self.field(
            at,
            field,
            maybe_word(a.channel.as_deref()),
            maybe_word(b.channel.as_deref()),
            Effect::Neutral,
        );
        // Another channel brings its own control with it.
        let follows =
            a.channel != b.channel || inherits(&|x, y| x.control == y.control) == Origin::Derived;
        let field = if follows { derived("control") } else { typed("control") };
        self.field(at, field, maybe_word(a.control), maybe_word(b.control), Effect::Neutral);
        if inherits(&|x, y| said(x.when) == said(y.when)) == Origin::Typed {
            self.line(at, "when", a.when, b.when);
        }
    }
}

/// How a touchpoint is met.
pub(super) struct Contact<'a> {
    pub(super) channel: Option<Arc<str>>,
    pub(super) control: Option<&'static str>,
    pub(super) when: Option<&'a Words>,
}

impl<'a> Contact<'a> {
    pub(super) fn of(
        site: &'a Site,
        channel: Option<u32>,
        control: Option<crate::model::Control>,
        when: Option<&'a Words>,
    ) -> Self {
        let channel = channel.and_then(|ix| site.channels.get(ix as usize));
        Self {
            channel: channel.map(|channel| channel.id.value.clone()),
            control: control.map(crate::model::Control::word),
            when,
        }
    }

    pub(super) fn of_catalogue(site: &'a Site, ix: CatalogueIx) -> Self {
        let used = site.catalogue(ix);
        Self::of(site, used.channel, used.control, used.when.as_ref())
    }
}

/// What somebody feels, if anything is said of it.
pub(super) fn feels(list: &Felt, persona: Option<PersonaIx>) -> Option<f64> {
    list.iter().find(|(ix, _)| Some(*ix) == persona).map(|(_, value)| *value)
}

fn said(words: Option<&Words>) -> Option<&str> {
    words.map(|words| &*words.doc.source)
}

/// A friction more or a delight less is worse.
fn moments_effect(a: &[Moment], b: &[Moment]) -> Effect {
    let count = |list: &[Moment], kind| list.iter().filter(|m| m.kind == kind).count();
    let frictions = (count(a, MomentKind::Friction), count(b, MomentKind::Friction));
    let delights = (count(a, MomentKind::Delight), count(b, MomentKind::Delight));
    if frictions.1 > frictions.0 || delights.1 < delights.0 {
        Effect::Worse
    } else if frictions.1 < frictions.0 || delights.1 > delights.0 {
        Effect::Better
    } else {
        Effect::Neutral
    }
}

/// `awareness`, or nothing.
pub(super) fn lifecycle(value: Option<crate::model::Lifecycle>) -> Value {
    value.map_or(Value::None, |lifecycle| word(lifecycle.word()))
}
