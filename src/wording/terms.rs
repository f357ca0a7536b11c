//! The interface's words for what the format names: kinds, lanes, states.

use super::Wording;
use crate::model::{
    AddedWord, Altitude, Control, EmotionScale, Kind, Lifecycle, Method, MomentKind,
    OpportunityStatus, State, Status,
};
use crate::site::{ClaimStatus, Lane, Quadrant, ReviewState};
use std::sync::Arc;

impl Wording {
    /// One entity of a kind, within a sentence: `persona`.
    pub fn kind(&self, kind: Kind) -> &str {
        match kind {
            Kind::Persona => self.kind_persona(),
            Kind::Journey => self.kind_journey(),
            Kind::Stage => self.kind_stage(),
            Kind::Touchpoint => self.kind_touchpoint(),
            Kind::Opportunity => self.kind_opportunity(),
            Kind::Evidence => self.kind_evidence(),
        }
    }

    /// The same at the beginning of a line: `Persona`.
    pub fn kind_head(&self, kind: Kind) -> &str {
        match kind {
            Kind::Persona => self.head_persona(),
            Kind::Journey => self.head_journey(),
            Kind::Stage => self.head_stage(),
            Kind::Touchpoint => self.head_touchpoint(),
            Kind::Opportunity => self.head_opportunity(),
            Kind::Evidence => self.head_evidence(),
        }
    }

    /// The heading of a kind's list: `Personas`.
    pub fn kind_title(&self, kind: Kind) -> &str {
        match kind {
            Kind::Persona => self.personas(),
            Kind::Journey | Kind::Stage => self.journeys(),
            Kind::Touchpoint => self.touchpoints(),
            Kind::Opportunity => self.opportunities(),
            Kind::Evidence => self.evidence(),
        }
    }

    /// A lane of the format by its id: `Pains`. `None` for a lane of the site's own.
    pub fn lane(&self, id: &str) -> Option<&str> {
        Some(match id {
            "phases" => self.lane_phases(),
            "stages" => self.lane_stages(),
            "touchpoints" => self.lane_touchpoints(),
            "channels" => self.lane_channels(),
            "emotion" => self.lane_emotion(),
            "actions" => self.lane_actions(),
            "thoughts" => self.lane_thoughts(),
            "pains" => self.lane_pains(),
            "gains" => self.lane_gains(),
            "questions" => self.lane_questions(),
            "quotes" => self.lane_quotes(),
            "artifacts" => self.lane_artifacts(),
            "frontstage" => self.lane_frontstage(),
            "backstage" => self.lane_backstage(),
            "support" => self.lane_support(),
            "opportunities" => self.lane_opportunities(),
            "storyboard" => self.lane_storyboard(),
            "metrics" => self.lane_metrics(),
            "when" => self.lane_when(),
            "moment" => self.lane_moment(),
            "goals" => self.lane_goals(),
            "motivations" => self.lane_motivations(),
            "outcomes" => self.lane_outcomes(),
            "quote" => self.lane_quote(),
            _ => return None,
        })
    }

    /// `as-is`.
    pub fn state(&self, state: State) -> &str {
        match state {
            State::AsIs => self.state_as_is(),
            State::ToBe => self.state_to_be(),
            State::Research => self.state_research(),
        }
    }

    /// `macro`.
    pub fn altitude(&self, altitude: Altitude) -> &str {
        match altitude {
            Altitude::Macro => self.altitude_macro(),
            Altitude::Mid => self.altitude_mid(),
            Altitude::Micro => self.altitude_micro(),
        }
    }

    /// `draft`.
    pub fn status(&self, status: Status) -> &str {
        match status {
            Status::Draft => self.status_draft(),
            Status::Published => self.status_published(),
            Status::Retired => self.status_retired(),
        }
    }

    /// A stage of life at the head of a column: `Awareness`.
    pub fn lifecycle(&self, lifecycle: Lifecycle) -> &str {
        match lifecycle {
            Lifecycle::Awareness => self.lifecycle_awareness(),
            Lifecycle::Consideration => self.lifecycle_consideration(),
            Lifecycle::Purchase => self.lifecycle_purchase(),
            Lifecycle::Onboarding => self.lifecycle_onboarding(),
            Lifecycle::Use => self.lifecycle_use(),
            Lifecycle::Support => self.lifecycle_support(),
            Lifecycle::Renewal => self.lifecycle_renewal(),
            Lifecycle::Advocacy => self.lifecycle_advocacy(),
        }
    }

    /// `owned`.
    pub fn control(&self, control: Control) -> &str {
        match control {
            Control::Owned => self.control_owned(),
            Control::Partner => self.control_partner(),
            Control::Earned => self.control_earned(),
        }
    }

    /// `friction`.
    pub fn moment(&self, kind: MomentKind) -> &str {
        match kind {
            MomentKind::Delight => self.moment_delight(),
            MomentKind::Friction => self.moment_friction(),
            MomentKind::Decision => self.moment_decision(),
            MomentKind::Pivotal => self.moment_pivotal(),
        }
    }

    /// `planned`.
    pub fn opportunity_status(&self, status: OpportunityStatus) -> &str {
        match status {
            OpportunityStatus::Idea => self.opportunity_idea(),
            OpportunityStatus::Planned => self.opportunity_planned(),
            OpportunityStatus::Doing => self.opportunity_doing(),
            OpportunityStatus::Done => self.opportunity_done(),
            OpportunityStatus::Dropped => self.opportunity_dropped(),
        }
    }

    /// `stale`.
    pub fn claim_status(&self, status: ClaimStatus) -> &str {
        match status {
            ClaimStatus::Known => self.claim_known(),
            ClaimStatus::Contested => self.claim_contested(),
            ClaimStatus::Stale => self.claim_stale(),
            ClaimStatus::Assumed => self.claim_assumed(),
        }
    }

    /// `quick win`.
    pub fn quadrant(&self, quadrant: Quadrant) -> &str {
        match quadrant {
            Quadrant::QuickWin => self.quadrant_quick_win(),
            Quadrant::BigBet => self.quadrant_big_bet(),
            Quadrant::FillIn => self.quadrant_fill_in(),
            Quadrant::Reconsider => self.quadrant_reconsider(),
        }
    }

    /// `due soon`.
    pub fn review_state(&self, state: ReviewState) -> &str {
        match state {
            ReviewState::Current => self.review_current(),
            ReviewState::DueSoon => self.review_due_soon(),
            ReviewState::Overdue => self.review_overdue(),
            ReviewState::Never => self.review_never(),
        }
    }

    /// `Support tickets`.
    pub fn method(&self, method: Method) -> &str {
        match method.word() {
            "interview" => self.method_interview(),
            "survey" => self.method_survey(),
            "nps" => self.method_nps(),
            "usability-test" => self.method_usability_test(),
            "diary-study" => self.method_diary_study(),
            "field-study" => self.method_field_study(),
            "support-tickets" => self.method_support_tickets(),
            "sales-calls" => self.method_sales_calls(),
            "analytics" => self.method_analytics(),
            "session-recording" => self.method_session_recording(),
            "review" => self.method_review(),
            "desk-research" => self.method_desk_research(),
            "workshop" => self.method_workshop(),
            other => other,
        }
    }

    /// A moment's kind at the beginning of a line: `Friction`.
    pub fn moment_kind_head(&self, kind: MomentKind) -> &str {
        match kind {
            MomentKind::Delight => self.moment_head_delight(),
            MomentKind::Friction => self.moment_head_friction(),
            MomentKind::Decision => self.moment_head_decision(),
            MomentKind::Pivotal => self.moment_head_pivotal(),
        }
    }

    /// A quadrant as a heading: `Quick win`.
    pub fn quadrant_head(&self, quadrant: Quadrant) -> &str {
        match quadrant {
            Quadrant::QuickWin => self.quadrant_head_quick_win(),
            Quadrant::BigBet => self.quadrant_head_big_bet(),
            Quadrant::FillIn => self.quadrant_head_fill_in(),
            Quadrant::Reconsider => self.quadrant_head_reconsider(),
        }
    }

    /// `3 quick wins`.
    pub fn n_of_quadrant(&self, quadrant: Quadrant, n: usize) -> String {
        match quadrant {
            Quadrant::QuickWin => self.n_quick_wins(n),
            Quadrant::BigBet => self.n_big_bets(n),
            Quadrant::FillIn => self.n_fill_ins(n),
            Quadrant::Reconsider => self.n_to_reconsider(n),
        }
        .to_string()
    }

    /// `Planned`.
    pub fn opportunity_status_head(&self, status: OpportunityStatus) -> &str {
        match status {
            OpportunityStatus::Idea => self.opportunity_head_idea(),
            OpportunityStatus::Planned => self.opportunity_head_planned(),
            OpportunityStatus::Doing => self.opportunity_head_doing(),
            OpportunityStatus::Done => self.opportunity_head_done(),
            OpportunityStatus::Dropped => self.opportunity_head_dropped(),
        }
    }

    /// A stage of life beside other words: `awareness`.
    pub fn lifecycle_within(&self, lifecycle: Lifecycle) -> &str {
        match lifecycle {
            Lifecycle::Awareness => self.life_awareness(),
            Lifecycle::Consideration => self.life_consideration(),
            Lifecycle::Purchase => self.life_purchase(),
            Lifecycle::Onboarding => self.life_onboarding(),
            Lifecycle::Use => self.life_use(),
            Lifecycle::Support => self.life_support(),
            Lifecycle::Renewal => self.life_renewal(),
            Lifecycle::Advocacy => self.life_advocacy(),
        }
    }

    /// One claim of a lane: `pain`. `None` for what only its author names.
    pub fn claim_of(&self, lane: Lane) -> Option<&str> {
        Some(match lane {
            Lane::Actions => self.claim_of_actions(),
            Lane::Thoughts => self.claim_of_thoughts(),
            Lane::Pains => self.claim_of_pains(),
            Lane::Gains => self.claim_of_gains(),
            Lane::Questions => self.claim_of_questions(),
            Lane::Quotes | Lane::Quote => self.claim_of_quotes(),
            Lane::Artifacts => self.claim_of_artifacts(),
            Lane::Frontstage => self.claim_of_frontstage(),
            Lane::Backstage => self.claim_of_backstage(),
            Lane::Support => self.claim_of_support(),
            Lane::Goals => self.claim_of_goals(),
            Lane::Motivations => self.claim_of_motivations(),
            Lane::Outcomes => self.claim_of_outcomes(),
            Lane::Custom | Lane::Attribute => return None,
        })
    }

    /// What the interface adds to a text.
    pub fn added(&self, word: AddedWord) -> &str {
        match word {
            AddedWord::Done => self.task_done(),
            AddedWord::ToDo => self.task_to_do(),
            AddedWord::Note => self.alert_note(),
            AddedWord::Tip => self.alert_tip(),
            AddedWord::Important => self.alert_important(),
            AddedWord::Warning => self.alert_warning(),
            AddedWord::Caution => self.alert_caution(),
        }
    }

    /// The labels of an emotion scale: an author's own, else the interface's.
    pub fn labels(&self, scale: &EmotionScale) -> Vec<Arc<str>> {
        if scale.has_own_labels || scale.labels.is_empty() {
            return scale.labels.clone();
        }
        [
            self.emotion_furious(),
            self.emotion_annoyed(),
            self.emotion_neutral(),
            self.emotion_pleased(),
            self.emotion_delighted(),
        ]
        .map(Arc::from)
        .to_vec()
    }
}
