//! Measures: their series, the newest value, and where it lies on the emotion scale.

use super::desk::Desk;
use crate::diagnostic::{Code, Finding};
use crate::model::{self, Measure, MetricSeries};
use crate::site::{Metric, derive};
use std::sync::Arc;
use thin_vec::ThinVec;

impl Desk<'_, '_> {
    pub(super) fn metrics<L: FromIterator<Metric>>(&mut self, metrics: &[model::Metric]) -> L {
        metrics.iter().map(|metric| self.metric(metric)).collect()
    }

    /// What a use measures: its own metrics, else the catalogue's.
    pub(super) fn own_metrics(
        &mut self,
        own: Option<&[model::Metric]>,
        under: &[Metric],
    ) -> ThinVec<Metric> {
        match own {
            Some(metrics) => self.metrics(metrics),
            None => under.into(),
        }
    }

    fn metric(&mut self, metric: &model::Metric) -> Metric {
        let content = self.room.content;
        let (rows, file): (&[Measure], Option<Arc<str>>) = match &metric.series {
            MetricSeries::Values(values) => (values, None),
            MetricSeries::File(path) => {
                let file = self.file(path);
                let series = file.as_ref().and_then(|file| content.series.get(file));
                (series.map(|series| series.rows.as_slice()).unwrap_or_default(), file)
            }
        };
        let newest = derive::newest(rows, |row| row.date, self.room.options.today);
        Metric {
            title: self.words(&metric.title),
            values: rows.iter().map(|row| (row.date, row.value, row.n)).collect(),
            file,
            unit: metric.unit.as_ref().map(|unit| unit.text.alone()),
            scale: metric.scale,
            target: metric.target.map(|target| target.value),
            lower_is_better: metric.lower_is_better,
            newest: newest.map(|row| (row.date, row.value)),
            measured: newest.and_then(|row| self.on_emotion_scale(metric, row)),
        }
    }

    fn on_emotion_scale(&mut self, metric: &model::Metric, newest: &Measure) -> Option<f64> {
        let (min, max) = metric.scale?;
        let (worst, best) = if metric.lower_is_better { (max, min) } else { (min, max) };
        let emotion = &self.room.content.config.emotion;
        let measured = derive::measured(newest.value, worst, best, emotion)?;
        if measured.clamped {
            let message =
                format!("{} of {} is off the scale from {min} to {max}", newest.value, newest.date);
            let finding = Finding::new(
                Code::MeasureClamped,
                metric.scale_span.unwrap_or(metric.span),
                message,
            )
            .help("make `scale` wider, or mend the value; it is shown at the end of the scale")
            .label(newest.span, "the newest value");
            self.report(finding);
        }
        Some(measured.value)
    }
}
