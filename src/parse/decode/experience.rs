//! What the customer lives through: the fields that stages and touchpoints share.

use super::{Decoder, Own, Record};
use crate::model::fields::{FieldType, MOMENT, Place};
use crate::model::{
    BesideExperience, Claim, Emotion, Experience, Moment, MomentKind, OpportunityItem, RefName,
    beside,
};
use crate::parse::yaml::{Node, Value};
use crate::source::Spanned;
use std::sync::Arc;
use thin_vec::ThinVec;

const MOMENTS: [MomentKind; 4] =
    [MomentKind::Delight, MomentKind::Friction, MomentKind::Decision, MomentKind::Pivotal];

impl Decoder<'_> {
    pub(super) fn experience(&mut self, record: &Record<'_, '_>) -> Experience {
        Experience {
            actions: self.claims(record, "actions"),
            thoughts: self.claims(record, "thoughts"),
            pains: self.claims(record, "pains"),
            gains: self.claims(record, "gains"),
            questions: self.claims(record, "questions"),
            emotion: self.emotion(record),
            quotes: self.quotes(record, "quotes"),
            moments: self.moments(record),
            opportunities: self.opportunity_items(record),
            beside: beside(self.beside_experience(record)),
        }
    }

    fn beside_experience(&mut self, record: &Record<'_, '_>) -> BesideExperience {
        BesideExperience {
            feeling: self.prose(record, "feeling"),
            importance: self.number(record, "importance"),
            artifacts: self.claims(record, "artifacts"),
            frontstage: self.claims(record, "frontstage"),
            backstage: self.claims(record, "backstage"),
            support: self.claims(record, "support"),
            image: self.image(record).map(Box::new),
            custom: self.custom(record),
        }
    }

    fn custom(&mut self, record: &Record<'_, '_>) -> ThinVec<(Arc<str>, ThinVec<Claim>)> {
        let mut written = record.lanes().to_vec();
        written.sort_by_key(|(lane, _)| *lane);
        let mut out = ThinVec::with_capacity(written.len());
        for (lane, node) in written {
            let id = self.lanes[lane].id.clone();
            let claims = self.claims_of(node, &id);
            out.push((id, claims));
        }
        out
    }

    fn emotion(&mut self, record: &Record<'_, '_>) -> Option<Emotion> {
        let node = record.get("emotion")?;
        match &node.value {
            Value::Map(items, _) => {
                let mut out = ThinVec::with_capacity(items.len());
                for (key, node) in self.once_each(items) {
                    // A gap is not zero: no number, no feeling known.
                    let gap = matches!(node.value, Value::Null);
                    let number = if gap { None } else { self.emotion_of(node) };
                    let name = key.text(self.source).text;
                    out.push((RefName { name, span: key.span }, number));
                }
                Some(Emotion::Each(out))
            }
            Value::Scalar(_) => {
                let Spanned { value, span } = self.emotion_of(node)?;
                Some(Emotion::All { value, span })
            }
            _ => {
                self.wrong_type(node, "emotion", "a number, or a number for each persona");
                None
            }
        }
    }

    fn emotion_of(&mut self, node: &Node<'_>) -> Option<Spanned<f64>> {
        let (min, max) = self.emotion;
        self.number_between(node, "emotion", min, max)
    }

    fn moments(&mut self, record: &Record<'_, '_>) -> Option<ThinVec<Moment>> {
        let node = record.get("moment")?;
        let items = match &node.value {
            Value::Seq(items, _) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut out = ThinVec::with_capacity(items.len());
        for item in items {
            if self.is_filled(item, "moment") {
                out.extend(self.moment(item));
            }
        }
        Some(out)
    }

    fn moment(&mut self, node: &Node<'_>) -> Option<Moment> {
        if matches!(node.value, Value::Map(..)) {
            let record = self.open(node, &MOMENT, Place::Inline)?;
            let kind = self.choice(&record, "kind", &MOMENTS);
            let why = self.prose(&record, "why");
            return kind.map(|kind| Moment { kind: kind.value, why, span: node.span });
        }
        let Some(FieldType::OneOf(words)) = MOMENT.field("kind").map(|f| f.ty) else { return None };
        let kind = *MOMENTS.get(self.one_of(node, "moment", words)?)?;
        Some(Moment { kind, why: None, span: node.span })
    }

    fn opportunity_items(&mut self, record: &Record<'_, '_>) -> Option<ThinVec<OpportunityItem>> {
        record.get("opportunities")?;
        let items = self.items(record, "opportunities");
        let mut out = ThinVec::with_capacity(items.len());
        for item in items {
            if matches!(item.value, Value::Map(..)) {
                let shape = &crate::model::fields::OPPORTUNITY;
                let Some(record) = self.open(item, shape, Place::Inline) else { continue };
                let inline = self.opportunity(&record, Own::INLINE);
                if !inline.common.id.value.is_empty() {
                    out.push(OpportunityItem::Inline(Arc::new(inline)));
                }
            } else if self.is_filled(item, "opportunities") {
                out.extend(self.ref_of(item, "opportunities").map(OpportunityItem::Ref));
            }
        }
        Some(out)
    }
}
