//! The short lists of a portfolio, as items: the first few stand on the page, and the filters find
//! theirs among all of them. A portfolio that shows its whole heat map holds the others hidden;
//! beside a larger one they stand in the script with the rows of the map.

use super::picks::{About, Marked, Script, put_marks};
use crate::page::Sheet;
use crate::page::html::Html;
use crate::page::pieces::Markup;
use serde::Serialize;

/// A list of the page, by the name under which the script knows it.
#[derive(Clone, Copy)]
pub(super) struct Name {
    pub(super) id: &'static str,
    /// How many of its items are shown at once.
    few: usize,
}

/// What is due.
pub(super) const DUE: Name = Name { id: "due", few: 8 };
/// The worst moments.
pub(super) const WORST: Name = Name { id: "worst", few: 5 };
/// The best opportunities.
pub(super) const BEST: Name = Name { id: "best", few: 5 };
/// Stages without somebody's emotion.
pub(super) const SILENT: Name = Name { id: "silent", few: 2 };
/// Stages whose claims nobody has checked.
pub(super) const UNPROVEN: Name = Name { id: "unproven", few: 2 };
/// Personas whose claims nobody has checked.
pub(super) const UNKNOWN: Name = Name { id: "unknown", few: 2 };

/// What stands in a list.
pub(super) trait Listed {
    /// What the filters look at.
    fn about(&self) -> About;
    /// A line of the list.
    fn item(&self, sheet: &Sheet<'_>) -> Item;
}

/// How an item looks.
#[derive(Default)]
pub(super) struct Item {
    /// Empty without one.
    pub(super) class: String,
    pub(super) html: Html,
}

impl From<Html> for Item {
    fn from(html: Html) -> Self {
        Self { class: String::new(), html }
    }
}

impl Item {
    fn write(&self, out: &mut Markup, attributes: &Html) {
        out.put("\n<li");
        if !self.class.is_empty() {
            out.put(" class=\"").put(&self.class).put("\"");
        }
        out.html(attributes).put(">").html(&self.html).put("</li>");
    }
}

/// Which items stand on a page.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Held {
    /// All: those beyond the first few are hidden until a filter finds them.
    All,
    /// The first few; a script has them all.
    Few,
}

/// A list as the template places it.
#[derive(Serialize)]
pub(super) struct ShortView {
    id: &'static str,
    few: usize,
    items: Html,
    /// How many there are beside those that are shown.
    pub(super) more: usize,
}

impl ShortView {
    pub(super) fn new<T: Listed>(sheet: &Sheet<'_>, name: Name, held: Held, all: &[T]) -> Self {
        let mut out = Markup::default();
        let on_page = if held == Held::All { all } else { &all[..name.few.min(all.len())] };
        let mut marked = Marked::new(sheet.site);
        for (at, (one, _)) in findable(name, on_page, &mut marked).into_iter().enumerate() {
            let mut attributes = Markup::default();
            put_marks(&mut attributes, sheet.site, one.about());
            attributes.put(if at < name.few { "" } else { " hidden" });
            one.item(sheet).write(&mut out, &attributes.finish());
        }
        let more = all.len().saturating_sub(name.few);
        Self { id: name.id, few: name.few, items: out.finish(), more }
    }
}

/// The items that the filters can ever show, with the places of their marks. Those that fit the same
/// filters take the same places, so that only the first few of them can come among the first few;
/// how the others look is never asked.
fn findable<'t, T: Listed>(
    name: Name,
    all: &'t [T],
    marked: &mut Marked<'_>,
) -> Vec<(&'t T, usize)> {
    let mut alike: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for one in all {
        let place = marked.of(one.about());
        alike.resize(alike.len().max(place + 1), 0);
        if alike[place] < name.few {
            alike[place] += 1;
            found.push((one, place));
        }
    }
    found
}

/// What the filters can show of a list, for the script: `,"due":[[3,"<li>…</li>"],…]`.
pub(super) fn write_all<T: Listed>(
    sheet: &Sheet<'_>,
    script: &mut Script<'_>,
    name: Name,
    all: &[T],
) {
    script.out.extend_from_slice(format!(",\"{}\":[", name.id).as_bytes());
    for (at, (one, marks)) in findable(name, all, &mut script.marked).into_iter().enumerate() {
        let mut html = Markup::with_capacity(1024);
        one.item(sheet).write(&mut html, &Html::default());
        script.out.extend_from_slice(if at > 0 { b"," } else { b"" });
        script.write_row(marks, html.finish().as_str().trim_start());
    }
    script.out.push(b']');
}
