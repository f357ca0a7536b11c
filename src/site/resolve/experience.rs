//! What a stage or a touchpoint lives through, the catalogue laid under a use.

use super::desk::{Desk, push_once};
use super::names::{Meaning, Takes};
use super::order::indexed;
use crate::diagnostic::{Code, Finding, did_you_mean};
use crate::model::{self, Claim as WrittenClaim, Emotion, OpportunityItem, RefName};
use crate::parse::decode::alt_alone;
use crate::site::{Claim, Experience, Image, Lane, Moment, Node, OpportunityIx, PersonaIx, derive};
use crate::source::Spanned;
use thin_vec::ThinVec;

/// The weight of a touchpoint that says nothing of its importance.
const USUAL_IMPORTANCE: f64 = 3.0;

/// Who is on a journey.
#[derive(Debug)]
pub(super) struct Travellers<'a> {
    /// In the author's order, without drafts that are left out.
    pub(super) personas: Vec<PersonaIx>,
    /// Every reference as written and what it means, drafts too.
    written: Vec<(&'a RefName, Option<Node>)>,
}

/// The emotion of a catalogue touchpoint before it is known whose journey it is on.
#[derive(Clone, Debug, Default)]
pub(super) enum Felt {
    /// Nothing is said.
    #[default]
    Nothing,
    /// Every persona of a journey feels the same.
    All(f64),
    /// Some feel this.
    Each(ThinVec<(PersonaIx, f64)>),
}

/// What a use takes from the catalogue.
#[derive(Clone, Copy)]
pub(super) struct Under<'s> {
    pub(super) experience: &'s Experience,
    pub(super) felt: &'s Felt,
}

impl Desk<'_, '_> {
    /// The personas of a journey.
    pub(super) fn travellers<'n>(&mut self, names: &'n [RefName]) -> Travellers<'n> {
        let mut personas = Vec::with_capacity(names.len());
        for name in names {
            push_once(&mut personas, self.persona(name));
        }
        let find =
            |name: &RefName| match self.room.names.find(&name.name, Takes::PERSONA, &self.scope) {
                Meaning::One(node) | Meaning::Former(node) => Some(node),
                Meaning::Two(..) | Meaning::Nothing => None,
            };
        let written = names.iter().map(|name| (name, find(name))).collect();
        Travellers { personas, written }
    }

    /// All experience fields but emotion; a field that is written replaces the catalogue's whole.
    pub(super) fn experience(
        &mut self,
        own: &model::Experience,
        under: Option<Under<'_>>,
        home: Node,
    ) -> Experience {
        let below = under.map(|under| under.experience);
        let claims = self.experience_claims(own, below);
        let moments = match &own.moments {
            Some(moments) => moments
                .iter()
                .map(|m| Moment { kind: m.kind, why: self.maybe_words(m.why.as_ref()) })
                .collect(),
            None => below.map(|below| below.moments.clone()).unwrap_or_default(),
        };
        let importance = own.importance().map(|n| n.value).filter(|n| n.is_finite() && *n > 0.0);
        let importance = importance.or(below.map(|below| below.importance));
        Experience {
            coverage: derive::coverage(&claims),
            claims,
            emotion: ThinVec::new(),
            feeling: self
                .maybe_words(own.feeling())
                .map(Box::new)
                .or_else(|| below.and_then(|below| below.feeling.clone())),
            moments,
            importance: importance.unwrap_or(USUAL_IMPORTANCE),
            opportunities: match &own.opportunities {
                Some(items) => self.opportunities_of(items, home),
                None => below.map(|below| below.opportunities.clone()).unwrap_or_default(),
            },
            image: match own.image() {
                Some(image) if image.path.is_some() => self.image(image).map(Box::new),
                own => self.image_below(own, under),
            },
        }
    }

    /// All claims, lane by lane.
    fn experience_claims(
        &mut self,
        own: &model::Experience,
        below: Option<&Experience>,
    ) -> ThinVec<Claim> {
        let mut out =
            ThinVec::with_capacity(count(own) + below.map_or(0, |below| below.claims.len()));
        let mut lane = |desk: &mut Self, lane: Lane, claims: Option<&[WrittenClaim]>| match claims {
            Some(claims) => desk.claims(&mut out, lane, claims),
            None => inherit(&mut out, (lane, lane.id()), below),
        };
        lane(self, Lane::Actions, own.actions.as_deref());
        lane(self, Lane::Thoughts, own.thoughts.as_deref());
        lane(self, Lane::Pains, own.pains.as_deref());
        lane(self, Lane::Gains, own.gains.as_deref());
        lane(self, Lane::Questions, own.questions.as_deref());
        match &own.quotes {
            Some(quotes) => self.quotes(&mut out, quotes),
            None => inherit(&mut out, (Lane::Quotes, Lane::Quotes.id()), below),
        }
        let mut lane = |desk: &mut Self, lane: Lane, claims: Option<&[WrittenClaim]>| match claims {
            Some(claims) => desk.claims(&mut out, lane, claims),
            None => inherit(&mut out, (lane, lane.id()), below),
        };
        lane(self, Lane::Artifacts, own.artifacts());
        lane(self, Lane::Frontstage, own.frontstage());
        lane(self, Lane::Backstage, own.backstage());
        lane(self, Lane::Support, own.support());
        self.custom_claims(&mut out, own, below);
        out.shrink_to_fit();
        out
    }

    /// Lanes of `site.yaml`, in its order.
    fn custom_claims(
        &mut self,
        out: &mut ThinVec<Claim>,
        own: &model::Experience,
        below: Option<&Experience>,
    ) {
        for declared in &self.room.content.config.custom_lanes {
            match own.custom().iter().find(|(id, _)| *id == declared.id) {
                Some((_, claims)) => {
                    let start = out.len();
                    self.claims(out, Lane::Custom, claims);
                    for claim in &mut out[start..] {
                        claim.change(|beside| beside.lane = Some(declared.id.clone()));
                    }
                }
                None => inherit(out, (Lane::Custom, &declared.id), below),
            }
        }
    }

    fn opportunities_of(
        &mut self,
        items: &[OpportunityItem],
        home: Node,
    ) -> ThinVec<OpportunityIx> {
        let mut out = ThinVec::with_capacity(items.len());
        for (place, item) in indexed(items, |place| place) {
            let ix = match item {
                OpportunityItem::Ref(name) => self.opportunity(name),
                OpportunityItem::Inline(_) => {
                    self.room.names.order.inline.get(&(home, place)).copied()
                }
            };
            push_once(&mut out, ix);
        }
        out
    }

    pub(super) fn image(&mut self, image: &model::Image) -> Option<Image> {
        let alt = image.alt.as_ref().map(|alt| alt.text.alone()).unwrap_or_default();
        self.file(image.path.as_ref()?).map(|path| Image { path, alt })
    }

    /// The catalogue's image, perhaps in words of the use's own.
    fn image_below(
        &mut self,
        own: Option<&model::Image>,
        under: Option<Under<'_>>,
    ) -> Option<Box<Image>> {
        let mut image = under?.experience.image.clone();
        if let Some(alt) = own.and_then(|own| own.alt.as_ref()) {
            match &mut image {
                Some(image) => image.alt = alt.text.alone(),
                None => self.report(alt_alone(alt.span)),
            }
        }
        image
    }

    /// The emotion of each persona of a journey who has one, in the journey's order.
    pub(super) fn emotion(
        &mut self,
        own: Option<&Emotion>,
        under: Option<Under<'_>>,
        travellers: &Travellers<'_>,
    ) -> ThinVec<(PersonaIx, f64)> {
        let felt = match own {
            Some(Emotion::All { value, .. }) => Felt::All(*value),
            Some(Emotion::Each(list)) => Felt::Each(self.emotion_of_some(list, travellers)),
            None => under.map(|under| under.felt.clone()).unwrap_or_default(),
        };
        let of = |persona: PersonaIx| match &felt {
            Felt::Nothing => None,
            Felt::All(value) => Some(*value),
            Felt::Each(list) => list.iter().find(|(p, _)| *p == persona).map(|(_, value)| *value),
        };
        let mut out = ThinVec::with_capacity(travellers.personas.len());
        out.extend(travellers.personas.iter().filter_map(|&p| Some((p, of(p)?))));
        out
    }

    fn emotion_of_some(
        &mut self,
        list: &[(RefName, Option<Spanned<f64>>)],
        travellers: &Travellers<'_>,
    ) -> ThinVec<(PersonaIx, f64)> {
        let mut out: ThinVec<(PersonaIx, f64)> = ThinVec::with_capacity(list.len());
        for (name, value) in list {
            let persona = self.traveller(name, travellers);
            let (Some(persona), Some(value)) = (persona, value) else { continue };
            if out.iter().any(|(p, _)| *p == persona) {
                self.say_repeated(name);
            } else {
                out.push((persona, value.value));
            }
        }
        out
    }

    /// The emotion of a catalogue touchpoint, whose keys may name any persona.
    pub(super) fn shared_emotion(&mut self, own: Option<&Emotion>) -> Felt {
        match own {
            None => Felt::Nothing,
            Some(Emotion::All { value, .. }) => Felt::All(*value),
            Some(Emotion::Each(list)) => {
                let mut out: ThinVec<(PersonaIx, f64)> = ThinVec::with_capacity(list.len());
                for (name, value) in list {
                    let persona = self.persona(name);
                    let (Some(persona), Some(value)) = (persona, value) else { continue };
                    match out.iter().any(|(p, _)| *p == persona) {
                        true => self.say_repeated(name),
                        false => out.push((persona, value.value)),
                    }
                }
                Felt::Each(out)
            }
        }
    }

    /// The persona of this journey that a key names. Those of the journey are the nearest of all.
    fn traveller(&mut self, name: &RefName, travellers: &Travellers<'_>) -> Option<PersonaIx> {
        let names = &self.room.names;
        let mut on_journey: Vec<Node> = Vec::new();
        for (written, node) in &travellers.written {
            match node {
                Some(node) if written.name == name.name || names.is_called(*node, &name.name) => {
                    push_once(&mut on_journey, Some(*node));
                }
                None if written.name == name.name => return None,
                _ => {}
            }
        }
        match on_journey.as_slice() {
            [Node::Persona(ix)] => return Some(*ix),
            [one, two, ..] => {
                // Two of the journey's personas have this id: the nearer one is meant, as anywhere.
                if let Meaning::One(node @ Node::Persona(ix)) =
                    names.find(&name.name, Takes::PERSONA, &self.scope)
                    && on_journey.contains(&node)
                {
                    return Some(ix);
                }
                self.say_ambiguous((*one, *two), &name.name, name.span);
                return None;
            }
            _ => {}
        }
        let found = match names.find(&name.name, Takes::PERSONA, &self.scope) {
            Meaning::One(node) | Meaning::Former(node) => node,
            Meaning::Two(node, _) => node,
            Meaning::Nothing => return self.persona(name),
        };
        match found {
            // A former id of somebody who is on the journey.
            Node::Persona(ix)
                if travellers.written.iter().any(|(_, node)| *node == Some(found)) =>
            {
                self.persona(name).map(|_| ix)
            }
            _ => {
                self.say_not_on_journey(name, travellers);
                None
            }
        }
    }

    fn say_not_on_journey(&mut self, name: &RefName, travellers: &Travellers<'_>) {
        let on_it: Vec<&str> = travellers.written.iter().map(|(name, _)| &*name.name).collect();
        let help = did_you_mean(&name.name, on_it.iter().copied()).unwrap_or_else(|| {
            format!("add `{}` to `personas` of the journey, or take the number out", name.name)
        });
        let message = format!("`{}` is not on this journey", name.name);
        self.report(Finding::new(Code::PersonaNotOnJourney, name.span, message).help(help));
    }

    fn say_repeated(&mut self, name: &RefName) {
        let message = format!("`{}` already has an emotion here", name.name);
        let finding = Finding::new(Code::RepeatedField, name.span, message);
        self.report(finding.help("give each persona one number"));
    }
}

/// How many claims are written.
fn count(own: &model::Experience) -> usize {
    let lanes = [&own.actions, &own.thoughts, &own.pains, &own.gains, &own.questions];
    let blueprint = [own.artifacts(), own.frontstage(), own.backstage(), own.support()];
    let quotes = own.quotes.as_ref().map_or(0, |quotes| quotes.len());
    let custom: usize = own.custom().iter().map(|(_, claims)| claims.len()).sum();
    let lanes =
        lanes.into_iter().filter_map(|lane| lane.as_deref()).chain(blueprint.into_iter().flatten());
    lanes.map(<[WrittenClaim]>::len).sum::<usize>() + quotes + custom
}

fn inherit(out: &mut ThinVec<Claim>, lane: (Lane, &str), below: Option<&Experience>) {
    let claims = below.map(|below| below.claims.as_slice()).unwrap_or_default();
    out.extend(claims.iter().filter(|claim| claim.full_lane() == lane).cloned());
}
