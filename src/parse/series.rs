//! The series that metrics name. Other CSV files are only copied: nothing is said about them.

use super::csv::parse_series;
use super::decode::Item;
use super::folder::{Folder, resolve_path};
use super::{Memo, jobs};
use crate::diagnostic::{Code, Finding};
use crate::model::{Metric, MetricSeries, Series, Stage};
use crate::source::{Content, FileId, SourceFile, Sources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file that a metric names.
pub(super) struct DataPath {
    pub(super) path: Arc<str>,
    span: Span,
}

impl DataPath {
    /// What is wrong with a file that is there and is no series.
    pub(super) fn misnamed(&self, sources: &Sources) -> Option<Finding> {
        let source = sources.get(&self.path)?;
        let is_text = matches!(source.content, Content::Text { .. });
        (!is_text || !self.path.ends_with(".csv")).then(|| no_csv(self))
    }
}

/// Series by path.
pub(super) type AllSeries = BTreeMap<Arc<str>, Arc<Series>>;

/// A series, read.
pub(super) struct ReadSeries {
    pub(super) hash: u64,
    pub(super) series: Arc<Series>,
    pub(super) findings: Vec<Finding>,
}

/// The data files that an item's metrics name and that can exist.
pub(super) fn collect(item: &Item, path: &str, out: &mut Vec<DataPath>) {
    match item {
        Item::Journey(journey) => {
            metrics(&journey.metrics, path, out);
            for stage in &journey.stages {
                stage_metrics(stage, path, out);
            }
        }
        Item::Stage(stage) => stage_metrics(stage, path, out),
        Item::Touchpoint(touchpoint) => {
            metrics(touchpoint.metrics().unwrap_or_default(), path, out);
        }
        Item::Persona(_) | Item::Opportunity(_) | Item::Evidence(_) => {}
    }
}

fn stage_metrics(stage: &Stage, path: &str, out: &mut Vec<DataPath>) {
    metrics(stage.metrics().unwrap_or_default(), path, out);
    for touchpoint in &stage.touchpoints {
        metrics(touchpoint.metrics().unwrap_or_default(), path, out);
    }
}

fn metrics(metrics: &[Metric], path: &str, out: &mut Vec<DataPath>) {
    for metric in metrics {
        let MetricSeries::File(written) = &metric.series else { continue };
        if let Some(path) = resolve_path(path, written) {
            out.push(DataPath { path: path.into(), span: written.span });
        }
    }
}

impl Memo {
    /// Reads every series that some metric names. A file that does not exist is left to whoever
    /// looks up paths.
    pub(super) fn read_series(
        &mut self,
        sources: &Sources,
        folder: &Folder,
        findings: &mut Vec<Finding>,
    ) -> AllSeries {
        let mut out = BTreeMap::new();
        let mut before = std::mem::take(&mut self.series);
        for job in jobs(folder) {
            let data = self.files.get(job.file).map_or(&[][..], |file| &file.data);
            for data in data {
                let Some(source) = sources.get(&data.path) else { continue };
                if let Some(finding) = data.misnamed(sources) {
                    findings.push(finding);
                } else if !out.contains_key(&data.path) {
                    let known = before.remove(&source.id).filter(|k| k.hash == source.hash);
                    self.work.count(known.is_some());
                    let read =
                        known.unwrap_or_else(|| Arc::new(read(source, sources.text(source.id))));
                    findings.extend_from_slice(&read.findings);
                    out.insert(data.path.clone(), read.series.clone());
                    self.series.insert(source.id, read);
                }
            }
        }
        out
    }
}

pub(super) fn read(source: &SourceFile, text: &str) -> ReadSeries {
    let mut findings = Vec::new();
    if let Content::Text { invalid_at: Some(at), .. } = &source.content {
        findings.push(not_utf8(source.id, *at));
    }
    let series = Arc::new(parse_series(source.id, text, &mut findings));
    ReadSeries { hash: source.hash, series, findings }
}

fn no_csv(data: &DataPath) -> Finding {
    let message = format!("`{}` is no CSV file", data.path);
    Finding::new(Code::BadCsv, data.span, message)
        .help("a measured series is a file that ends with `.csv`")
}

/// Bytes that are no text.
pub(super) fn not_utf8(file: FileId, at: u32) -> Finding {
    let span = Span { file, start: at, end: at + '\u{fffd}'.len_utf8() as u32 };
    Finding::new(Code::NotUtf8, span, "these bytes are not UTF-8").help("save the file as UTF-8")
}
