//! Metrics and their values.

use super::{Decoder, Record};
use crate::diagnostic::Code;
use crate::model::fields::{MEASURE, METRIC};
use crate::model::{Measure, Metric, MetricSeries};
use crate::parse::yaml::{Node, Value};

impl Decoder<'_> {
    /// `metrics`; `None` when it is not written.
    pub(super) fn metrics(&mut self, record: &Record<'_, '_>) -> Option<Vec<Metric>> {
        record.get("metrics")?;
        let items = self.records(record, "metrics", &METRIC);
        Some(items.iter().filter_map(|item| self.metric(item)).collect())
    }

    fn metric(&mut self, record: &Record<'_, '_>) -> Option<Metric> {
        let title = self.prose(record, "title");
        let series = self.series(record);
        let unit = self.word(record, "unit");
        let scale = self.range(record, "scale");
        let target = self.number(record, "target");
        let lower = self.choice(record, "better", &[false, true]).is_some_and(|b| b.value);
        let (title, series) = (title?, series?);
        Some(Metric {
            span: record.span,
            title,
            series,
            unit,
            scale,
            scale_span: record.get("scale").map(|node| node.span),
            target,
            lower_is_better: lower,
        })
    }

    fn series(&mut self, record: &Record<'_, '_>) -> Option<MetricSeries> {
        let file = self.word(record, "data");
        let values = record.get("values").map(|_| self.values(record));
        match (record.key("data"), record.key("values")) {
            (None, None) => {
                let help = "write `data` with the path of a CSV file, or `values`";
                self.report(
                    Code::MetricWithoutData,
                    record.first_key,
                    "a metric needs its values",
                    help,
                );
            }
            (Some(data), Some(values)) => {
                let second = if values.start > data.start { values } else { data };
                let message = "a metric takes `data` or `values`, not both";
                self.report(Code::MetricWithoutData, second, message, "keep one of them");
            }
            (Some(key), None) if file.is_none() => {
                self.no_values(record.get("data").map_or(key, |n| n.span))
            }
            (None, Some(key)) if record.get("values").is_none_or(is_empty_list) => {
                self.no_values(record.get("values").map_or(key, |n| n.span));
            }
            _ => {}
        }
        file.map(MetricSeries::File).or(values.map(MetricSeries::Values))
    }

    fn no_values(&mut self, span: crate::source::Span) {
        let help = "name a CSV file, or write a value such as `{date: 2026-05-01, value: 71}`";
        self.report(Code::MetricWithoutData, span, "a metric needs its values", help);
    }

    fn values(&mut self, record: &Record<'_, '_>) -> Vec<Measure> {
        let mut out: Vec<Measure> = Vec::new();
        for measure in self.records(record, "values", &MEASURE) {
            let date = self.date(&measure, "date");
            let value = self.number(&measure, "value");
            let n = self.number(&measure, "n").map(|n| n.value);
            let Some((date, value)) = date.zip(value) else { continue };
            if out.last().is_some_and(|last| last.date >= date.value) {
                let message = format!("`{}` does not come after the date before it", date.value);
                let help = "write the values in the order of their dates, one for each";
                self.report(Code::DatesNotRising, date.span, message, help);
                continue;
            }
            out.push(Measure { date: date.value, value: value.value, n, span: measure.span });
        }
        out
    }

    /// `[min, max]`.
    fn range(&mut self, record: &Record<'_, '_>, name: &str) -> Option<(f64, f64)> {
        let node = record.get(name)?;
        let ends = match &node.value {
            Value::Seq(items, _) => items.as_slice(),
            _ => &[],
        };
        let [min, max] = ends else {
            self.wrong_type(node, name, "two numbers, such as `[0, 100]`");
            return None;
        };
        let low = self.number_of(min, name, "a number");
        let high = self.number_of(max, name, "a number");
        let (low, high) = low.zip(high)?;
        if low.value >= high.value {
            let message = format!("the scale ends at {} and begins at {}", high.value, low.value);
            self.report(Code::BadScale, high.span, message, "write the lower end first");
            return None;
        }
        Some((low.value, high.value))
    }
}

fn is_empty_list(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Seq(items, _) if items.is_empty())
}
