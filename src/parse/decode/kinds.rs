//! The kinds of entity.

use super::common::no_text;
use super::{Decoder, Own, Record};
use crate::diagnostic::Code;
use crate::model::fields::{EFFORT, HIGHLIGHT, METHODS, Place, SCALE, STAGE, TOUCHPOINT};
use crate::model::{
    Altitude, Common, Control, Effort, Evidence, Further, Highlight, Journey, Lifecycle, Method,
    Opportunity, OpportunityStatus, Persona, PersonaKind, Poles, Prose, Scale, Stage, State,
    Touchpoint, beside,
};
use crate::source::{Span, Spanned};
use jiff::civil::Date;
use std::sync::Arc;
use thin_vec::ThinVec;

impl Decoder<'_> {
    /// The common part and the title of an entity. An inline one for which there is no id gets an
    /// empty one, and is left out once all of it has been read.
    fn titled(&mut self, record: &Record<'_, '_>, own: Own<'_>, name: &str) -> (Common, Prose) {
        let title = self.prose(record, name);
        let id = self.own_id(record, &own, None, title.as_ref());
        let common = self.common(record, own, id);
        (common, title.unwrap_or_else(|| no_text(record.first_key)))
    }

    pub(super) fn persona(&mut self, record: &Record<'_, '_>, own: Own<'_>) -> Persona {
        let (common, name) = self.titled(record, own, "name");
        let kinds = [PersonaKind::Customer, PersonaKind::Employee, PersonaKind::Partner];
        Persona {
            common,
            name,
            role: self.prose(record, "role"),
            image: self.image(record),
            quote: record.get("quote").and_then(|node| self.claim_of(node, "quote")),
            goals: self.claims(record, "goals").unwrap_or_default(),
            motivations: self.claims(record, "motivations").unwrap_or_default(),
            pains: self.claims(record, "pains").unwrap_or_default(),
            outcomes: self.claims(record, "outcomes").unwrap_or_default(),
            attributes: self.attributes(record),
            scales: self.scales(record),
            channels: self.levels(record),
            kind: self.choice(record, "kind", &kinds).map(|k| k.value).unwrap_or_default(),
            segments: self.words(record, "segments"),
        }
    }

    fn scales(&mut self, record: &Record<'_, '_>) -> Vec<Scale> {
        let mut out = Vec::new();
        for scale in self.records(record, "scales", &SCALE) {
            let value = self.number(&scale, "value");
            let poles = self.poles(&scale);
            out.extend(poles.zip(value).map(|(poles, value)| Scale { poles, value }));
        }
        out
    }

    fn poles(&mut self, record: &Record<'_, '_>) -> Option<Poles> {
        let left = self.word(record, "left");
        let right = self.word(record, "right");
        let label = self.word(record, "label");
        match (left, right, label) {
            (Some(left), Some(right), _) => Some(Poles::Between(left, right)),
            (None, None, label) => label.map(Poles::Label),
            (Some(one), None, _) | (None, Some(one), _) => {
                let message = "a pole needs the other: `left` and `right` belong together";
                let help = "write the other pole, or `label` for a bar";
                self.report(Code::IncompleteValue, one.span, message, help);
                None
            }
        }
    }

    pub(super) fn journey(&mut self, record: &Record<'_, '_>, own: Own<'_>) -> Journey {
        let (common, title) = self.titled(record, own, "title");
        let states = [State::AsIs, State::ToBe, State::Research];
        let altitudes = [Altitude::Macro, Altitude::Mid, Altitude::Micro];
        Journey {
            common,
            title,
            personas: self.references(record, "personas"),
            goal: self.prose(record, "goal"),
            scenario: self.prose(record, "scenario"),
            state: self.choice(record, "state", &states).map(|s| s.value),
            altitude: self.choice(record, "altitude", &altitudes).map(|a| a.value),
            baseline: self.reference(record, "baseline"),
            parent: self.reference(record, "parent"),
            lanes: record.get("lanes").map(|_| self.words(record, "lanes")),
            metrics: self.metrics(record).unwrap_or_default(),
            stages: self.stages(record),
        }
    }

    fn stages(&mut self, record: &Record<'_, '_>) -> Vec<Arc<Stage>> {
        let stages = self.records(record, "stages", &STAGE);
        let mut out = Vec::with_capacity(stages.len());
        for stage in stages {
            let stage = self.stage(&stage, Own::INLINE);
            out.extend((!stage.common.id.value.is_empty()).then(|| Arc::new(stage)));
        }
        out
    }

    pub(super) fn stage(&mut self, record: &Record<'_, '_>, own: Own<'_>) -> Stage {
        let (common, title) = self.titled(record, own, "title");
        let lifecycle = self.choice(record, "lifecycle", &Lifecycle::ALL);
        let phase = self.word(record, "phase");
        let goal = self.prose(record, "goal");
        let further = beside(self.further(record));
        let experience = self.experience(record);
        let touchpoints = self.touchpoints(record);
        Stage { common, title, phase, lifecycle, goal, further, touchpoints, experience }
    }

    fn further(&mut self, record: &Record<'_, '_>) -> Further {
        Further {
            when: self.prose(record, "when"),
            journey: self.reference(record, "journey"),
            metrics: self.metrics(record).map(ThinVec::from),
            ..Further::default()
        }
    }

    fn touchpoints(&mut self, record: &Record<'_, '_>) -> Vec<Arc<Touchpoint>> {
        let touchpoints = self.records(record, "touchpoints", &TOUCHPOINT);
        let mut out = Vec::with_capacity(touchpoints.len());
        for touchpoint in touchpoints {
            let touchpoint = self.touchpoint(&touchpoint, Own::INLINE);
            out.extend((!touchpoint.common.id.value.is_empty()).then(|| Arc::new(touchpoint)));
        }
        out
    }

    pub(super) fn touchpoint(&mut self, record: &Record<'_, '_>, own: Own<'_>) -> Touchpoint {
        let title = self.prose(record, "title");
        let uses = self.reference(record, "use");
        let id = self.own_id(record, &own, uses.as_ref(), title.as_ref());
        let controls = [Control::Owned, Control::Partner, Control::Earned];
        Touchpoint {
            common: self.common(record, own, id),
            title,
            channel: self.word(record, "channel"),
            further: beside(Further {
                uses,
                control: self.choice(record, "control", &controls).map(|c| c.value),
                ..self.further(record)
            }),
            experience: self.experience(record),
        }
    }

    pub(super) fn opportunity(&mut self, record: &Record<'_, '_>, own: Own<'_>) -> Opportunity {
        let (common, title) = self.titled(record, own, "title");
        let impact = self.number(record, "impact");
        let effort = self.effort(record);
        let feasibility = self.number(record, "feasibility");
        let statuses = [
            OpportunityStatus::Idea,
            OpportunityStatus::Planned,
            OpportunityStatus::Doing,
            OpportunityStatus::Done,
            OpportunityStatus::Dropped,
        ];
        let status = self.choice(record, "status", &statuses).map(|s| s.value).unwrap_or_default();
        let addresses = self.references(record, "addresses").into();
        let link = self.url(record, "link").map(Box::new);
        let evidence = self.references(record, "evidence").into();
        let impact = impact.unwrap_or(Spanned::new(1.0, record.first_key));
        Opportunity {
            common,
            title,
            impact,
            effort,
            feasibility,
            status,
            addresses,
            link,
            evidence,
        }
    }

    fn effort(&mut self, record: &Record<'_, '_>) -> Option<Effort> {
        let effort = self.open(record.get("effort")?, &EFFORT, Place::Inline)?;
        let time = self.number(&effort, "time");
        let cost = self.number(&effort, "cost");
        let complexity = self.number(&effort, "complexity");
        let (time, cost, complexity) = (time?.value, cost?.value, complexity?.value);
        Some(Effort { time, cost, complexity })
    }

    pub(super) fn evidence(&mut self, record: &Record<'_, '_>, own: Own<'_>) -> Evidence {
        let (common, title) = self.titled(record, own, "title");
        let methods: Vec<Method> = (0..METHODS.len() as u8).map(Method).collect();
        let method = self.choice(record, "method", &methods).map_or(Method(0), |m| m.value);
        let (date, from) = self.dates(record);
        Evidence {
            common,
            title,
            method,
            date,
            date_text: self.written(date.span).trim_matches(['"', '\'']).into(),
            from,
            participants: self.number(record, "participants"),
            source: self.url(record, "source"),
            expires: self.date(record, "expires"),
            confidential: self.flag(record, "confidential").unwrap_or_default(),
            data: self.word(record, "data"),
            highlights: self.highlights(record),
        }
    }

    /// The date of a source, and its beginning when it has one.
    fn dates(&mut self, record: &Record<'_, '_>) -> (Spanned<Date>, Option<Spanned<Date>>) {
        let date = self.date(record, "date");
        let from = self.date(record, "from");
        let to = self.date(record, "to");
        let alone = |d: Option<Span>, other: &str| d.filter(|_| record.key(other).is_none());
        let lonely = alone(record.get("from").map(|n| n.span), "to").map(|at| (at, "from", "to"));
        let other = alone(record.get("to").map(|n| n.span), "from").map(|at| (at, "to", "from"));
        if let Some((at, one, missing)) = lonely.or(other).filter(|_| record.key("date").is_none())
        {
            let message = format!("`{one}` needs `{missing}` beside it");
            self.report(
                Code::IncompleteValue,
                at,
                message,
                format!("write `{missing}`, or only `date`"),
            );
        }
        if let (Some(from), Some(to)) = (from, to)
            && to.value < from.value
        {
            let message = format!("`to` is {}, before `from`", to.value);
            self.report(Code::BadDate, to.span, message, "write the earlier date as `from`");
        }
        let none = Spanned::new(Date::constant(1970, 1, 1), record.first_key.part(0..0));
        (date.or(to).or(from).unwrap_or(none), from)
    }

    fn highlights(&mut self, record: &Record<'_, '_>) -> Vec<Highlight> {
        let mut out = Vec::new();
        for record in self.records(record, "highlights", &HIGHLIGHT) {
            out.extend(self.highlight(&record));
        }
        out
    }

    fn highlight(&mut self, record: &Record<'_, '_>) -> Option<Highlight> {
        let id = self.id(record);
        let text = self.prose(record, "text");
        let who = self.word(record, "who");
        let personas = self.references(record, "personas");
        let tags = self.tags(record);
        let lang = self.language(record, "lang");
        let consent = self.consent(record, "consent");
        let text = text.unwrap_or_else(|| no_text(record.first_key));
        id.map(|id| Highlight { id, text, who, personas, tags, lang, consent })
    }
}
