//! What every code means, with a bad and a good example: `explain` and the documentation.

use super::Code;

/// What is said of a code beyond its title.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// Why it matters, in plain words.
    pub meaning: &'static str,
    /// The smallest example that has the finding.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// The text of `milepost explain CODE`.
pub fn explain(code: Code) -> String {
    let info = code.info();
    let Explanation { meaning, bad, good } = explanation(code);
    let severity = match info.fixed {
        true => format!("{}, whatever `site.yaml` says", info.severity.word()),
        false => format!(
            "{} (`findings: {{{}: off}}` in `site.yaml` changes that)",
            info.severity.word(),
            info.id
        ),
    };
    format!(
        "{}: {}\n{severity}\n\n{}\n\nLeads to it:\n\n{}\n\nMends it:\n\n{}\n",
        info.id,
        info.title,
        wrap(meaning),
        indent(bad),
        indent(good)
    )
}

fn wrap(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > 78 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}

fn indent(text: &str) -> String {
    let lines = text.trim_matches('\n').lines();
    let line = |line: &str| if line.is_empty() { String::new() } else { format!("    {line}") };
    lines.map(line).collect::<Vec<_>>().join("\n")
}

/// What a code means.
pub fn explanation(code: Code) -> Explanation {
    let (meaning, bad, good) = texts(code);
    Explanation { meaning, bad, good }
}

/// Meaning, bad and good example of every code: the compiler sees to it that none is forgotten.
fn texts(code: Code) -> (&'static str, &'static str, &'static str) {
    match code {
        Code::YamlSyntax => (
            "The front matter, or site.yaml, is no YAML, so nothing of this file can be understood. \
             Most often a tab is used for indentation, a bracket or quote is not closed, or a line \
             is indented differently from its neighbours. References to this file are not \
             reported as long as it cannot be read.",
            "stages:\n  - title: Plan\n   phase: Before          # one space too few",
            "stages:\n  - title: Plan\n    phase: Before",
        ),
        Code::NotUtf8 => (
            "Every text is read as UTF-8. A file in another encoding would show broken letters on \
             the page, so it is refused at the first byte that is none. Save the file as UTF-8.",
            "title: Caf\\xe9 visit        (saved as Latin-1)",
            "title: Café visit           (saved as UTF-8)",
        ),
        Code::UnclosedFrontMatter => (
            "Front matter begins with a line `---` and ends with another. Without the second, \
             nobody can tell where the fields end and the text begins.",
            "---\ntitle: Weekly shop\npersonas: [maya]\n\nMaya plans on Sunday.",
            "---\ntitle: Weekly shop\npersonas: [maya]\n---\n\nMaya plans on Sunday.",
        ),
        Code::YamlLimit => (
            "YAML can be nested without end, and a few aliases can stand for billions of values. \
             Content of people is far below the limits, so what is above them is refused.",
            "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]      # and so on",
            "a: [x, x, x, x]",
        ),
        Code::TextNeedsQuotes => (
            "A text that begins with a sign of YAML's own, or that holds `: ` or ` #`, means \
             something else to YAML than to its author: the rest of the line is taken for a \
             mapping or a comment and would silently be lost. The help shows the line quoted \
             rightly.",
            "pains:\n  - Error: payment declined\n  - \"Sold out\" again",
            "pains:\n  - \"Error: payment declined\"\n  - '\"Sold out\" again'",
        ),
        Code::FileTooLarge => (
            "A text file of a content folder is written by people. One beyond the limit is most \
             often a data dump that landed in the wrong place and would only slow everything down.",
            "content/evidence/export.md        (200 MB)",
            "content/evidence/export.md        (a summary, with its highlights)\ncontent/assets/export.zip         (the file, only copied)",
        ),
        Code::UnknownField => (
            "A field that Milepost does not know would be left out of the page without a word, \
             most often because of a slip in its name. The nearest known field is suggested; \
             values of your own go under `extra`, where themes can read them.",
            "---\ntitel: Weekly shop\npersonas: [maya]\n---",
            "---\ntitle: Weekly shop\npersonas: [maya]\n---",
        ),
        Code::MissingField => (
            "Some fields carry the page: without a title there is no heading and no link, without \
             personas nobody travels. They are required.",
            "---\ntitle: Weekly shop\n---",
            "---\ntitle: Weekly shop\npersonas: [maya]\n---",
        ),
        Code::RepeatedField => (
            "The same field is written twice in one item. Only one of the two values could be \
             used, and nobody would notice which. The finding stands at the second.",
            "title: Weekly shop\ngoal: Fill the fridge\ntitle: Weekly shopping",
            "title: Weekly shopping\ngoal: Fill the fridge",
        ),
        Code::WrongType => (
            "The value is of another sort than the field takes: a text where a number belongs, a \
             list where a single value belongs, and so on.",
            "impact: high",
            "impact: 4",
        ),
        Code::NotAList => (
            "The field takes a list. A single value is written as a list of one, so that the \
             second has its place when it comes.",
            "personas: maya",
            "personas: [maya]",
        ),
        Code::OutOfRange => (
            "A number must lie on its scale, otherwise the diagram would have to draw it outside \
             or to lie about it. Emotions lie on the scale of site.yaml (-2 to 2 by default), \
             importance, impact and feasibility from 1 to 5, scales of personas from 0 to 1.",
            "emotion: 5",
            "emotion: 2",
        ),
        Code::NotInList => (
            "The field takes one of a few words, so that pages can group, sort and translate by \
             it. The help names the nearest, or all of them.",
            "state: current",
            "state: as-is",
        ),
        Code::BadDate => (
            "Dates are written `YYYY-MM-DD`, which reads the same everywhere; a time of day is \
             left out. The date of a study may be a month, `2026-05`.",
            "review: {last: 03/04/2026}",
            "review: {last: 2026-04-03}",
        ),
        Code::BadId => (
            "An id becomes a part of an address. It is made of lower-case letters and digits with \
             single hyphens between them, so that it can be typed, linked and never changes.",
            "stages:\n  - id: Choose Slot!\n    title: Choose a slot",
            "stages:\n  - id: choose-slot\n    title: Choose a slot",
        ),
        Code::IdInFile => (
            "The id of a file is its name, so that nobody has to look into files to find one. To \
             change the id, rename the file and put the former id into `aliases`.",
            "# personas/maya.md\n---\nid: maya-k\nname: Maya\n---",
            "# personas/maya-k.md\n---\nname: Maya\naliases: [maya]\n---",
        ),
        Code::BadLength => (
            "A length of time is a number and a unit (`6 weeks`, `18 months`) or, for a review, \
             one of `weekly`, `monthly`, `quarterly`, `half-yearly`, `annually`.",
            "review: {every: sometimes}",
            "review: {every: 6 weeks}",
        ),
        Code::EmptyValue => (
            "The field is required and its value is empty: the page would have an empty heading \
             or a link without words. A citation alone says nothing either: in `quotes`, a \
             highlight is quoted by its name without brackets (`slot-interviews#vanish`).",
            "title: \"\"",
            "title: Get the weekly shop done",
        ),
        Code::FieldNotHere => (
            "The field exists, but it does not belong in this place: some are for files only, \
             some for inline items only.",
            "stages:\n  - title: Plan\n    order: 2            # only files take an order",
            "stages:\n  - title: Plan        # inline items stand in the order written",
        ),
        Code::BadUrl => (
            "Links out of the site are `http`, `https` or, for people, `mailto`. Another address \
             would be a dead link, or one that runs something.",
            "links: [{title: Board, url: board.example.org}]",
            "links: [{title: Board, url: \"https://board.example.org/\"}]",
        ),
        Code::IncompleteValue => (
            "The value means something only together with another one that is missing: `from` \
             with `to`, `left` with `right`.",
            "from: 2026-01-12",
            "from: 2026-01-12\nto: 2026-02-06",
        ),
        Code::DuplicateId => (
            "Two things of the same kind and parent have one id, so a reference could mean either \
             and both would be written to one address. The finding stands at the second. Give it \
             another title, or an `id` of its own.",
            "stages:\n  - title: Pay\n  - title: Pay",
            "stages:\n  - title: Pay\n  - title: Pay\n    id: pay-the-rest",
        ),
        Code::EmptySlug => (
            "An address is made from the letters and digits of the title or of the file's name, \
             and here there are none. Write an `id`, or rename the file.",
            "touchpoints:\n  - title: \"???\"",
            "touchpoints:\n  - title: \"???\"\n    id: no-answer",
        ),
        Code::OutputCollision => (
            "Two pages or files would be written to the same path, at least on a disk that does \
             not tell upper from lower case or composed from decomposed letters. One would \
             silently replace the other.",
            "content/assets/Map.png\ncontent/assets/map.png",
            "content/assets/map.png\ncontent/assets/map-2026.png",
        ),
        Code::MixedChildren => (
            "The children of one parent are either all inline or all in files. With both, \
             nobody could tell their order.",
            "# journeys/weekly-shop/index.md has\nstages: [{title: Plan}]\n# and beside it stands\njourneys/weekly-shop/1-plan.md",
            "# journeys/weekly-shop/index.md has no `stages`, beside it stand\njourneys/weekly-shop/1-plan.md\njourneys/weekly-shop/2-pay.md",
        ),
        Code::FileAndFolder => (
            "A journey is one file or one folder. With both, each would claim the same id and \
             the same page.",
            "content/journeys/weekly-shop.md\ncontent/journeys/weekly-shop/index.md",
            "content/journeys/weekly-shop/index.md",
        ),
        Code::MisplacedFile => (
            "The file stands where nothing of its sort is read: outside any kind's folder, too deep \
             in one, or by another ending than `.md`. What nobody reads would be missed on no page. Names that begin with `_` \
             are for notes and are never read.",
            "content/personas/team-a/maya.md",
            "content/team-a/personas/maya.md        # the space stands above the kind",
        ),
        Code::LinkLeavesContent => (
            "A symbolic link is followed only to places inside the content folder, so that a site \
             never publishes a file of the machine on which it is built. This one, one that leads \
             nowhere, or one after links that led to 10,000 files already, is not read.",
            "content/assets/logo.png -> /home/me/logo.png",
            "content/assets/logo.png        (a copy)",
        ),
        Code::NotPlainFile => (
            "Only plain files are read. A pipe, a socket or a device is left out, since what \
             it gives may be another thing each time.",
            "content/data/live.csv        (a named pipe)",
            "content/data/nps.csv         (a file)",
        ),
        Code::UnusableName => (
            "The name of a file, or of the page of an id, a tag or an alias, cannot be written on \
             every system or in every address: it is reserved by Windows, too long, or holds \
             letters that no file name may hold.",
            "content/personas/con.md",
            "content/personas/connie.md",
        ),
        Code::AliasInUse => (
            "An alias sends readers of a former address to the new one. Here the former id \
             belongs to a living page, which could then not be reached.",
            "# personas/maya-k.md, while personas/maya.md exists\naliases: [maya]",
            "# personas/maya-k.md\naliases: [maya-old]",
        ),
        Code::FolderWithoutIndex => (
            "A journey or a stage in a folder says what it is in its `index.md`. Without it there \
             are parts of something that has no title.",
            "content/journeys/weekly-shop/1-plan.md",
            "content/journeys/weekly-shop/index.md\ncontent/journeys/weekly-shop/1-plan.md",
        ),
        Code::UnknownReference => (
            "Nothing of the kinds that this field takes has this id. Most often it is a slip, or \
             the thing was renamed: then put the former id into its `aliases`.",
            "personas: [mya]",
            "personas: [maya]",
        ),
        Code::AmbiguousReference => (
            "Two things are equally near and either could be meant. The full form, with its \
             space, says which.",
            "personas: [maya]                # there is retail/maya and bank/maya",
            "personas: [retail/maya]",
        ),
        Code::WrongKind => (
            "The id exists, but as another kind of thing than this field takes.",
            "baseline: maya                  # a persona",
            "baseline: weekly-shop           # a journey",
        ),
        Code::UnknownHighlight => (
            "The source exists and has no highlight with this id, so the footnote would lead to \
             nothing.",
            "pains:\n  - The slot is gone [^slot-interviews#vanished]",
            "pains:\n  - The slot is gone [^slot-interviews#vanish]",
        ),
        Code::ReferenceToDraft => (
            "A published page speaks of a draft, which is not on the site: its name stands there \
             as plain text without a link. Publish the draft, or take the reference out.",
            "# personas/tom.md has `status: draft`, and a published journey\npersonas: [maya, tom]",
            "# personas/tom.md has `status: published`, or\npersonas: [maya]",
        ),
        Code::ReferenceThroughAlias => (
            "The reference still works, because the thing names its former id in `aliases`. Write \
             the new id, so that the alias can go one day.",
            "use: hotline                    # now call-centre, with aliases: [hotline]",
            "use: call-centre",
        ),
        Code::Cycle => (
            "Journeys lead back to themselves by `parent`, by `journey` or by `baseline`, so \
             nobody could say which one is above, or which came first.",
            "# journeys/a.md\nparent: b\n# journeys/b.md\nparent: a",
            "# journeys/a.md\n# journeys/b.md\nparent: a",
        ),
        Code::ParentDisagrees => (
            "This journey names a parent, but another journey zooms into it, or the named one \
             does not. Readers who go down and up again land somewhere else. Without `parent` it \
             is derived.",
            "# journeys/checkout.md\nparent: subscription\n# journeys/weekly-shop.md\nstages: [{title: Pay, journey: checkout}]",
            "# journeys/checkout.md\nparent: weekly-shop\n# journeys/weekly-shop.md\nstages: [{title: Pay, journey: checkout}]",
        ),
        Code::PersonaNotOnJourney => (
            "An emotion is given for somebody who does not travel on this journey, so no curve \
             could show it. Most often the persona is missing in `personas`.",
            "personas: [maya]\nstages:\n  - title: Plan\n    emotion: {tom: -1}",
            "personas: [maya, tom]\nstages:\n  - title: Plan\n    emotion: {tom: -1}",
        ),
        Code::DeadLink => (
            "The link in the text leads to a page that does not exist; readers would land on an \
             error. A relative link names a `.md` file, `[[id]]` names an id.",
            "See [the other map](weekly-shp.md) and [[mya]].",
            "See [the other map](weekly-shop.md) and [[maya]].",
        ),
        Code::MissingFile => (
            "The file that this path names does not exist. Paths are relative to their own file, \
             or to the content folder when they begin with `/`.",
            "image: assets/maya.png          # in personas/maya.md: personas/assets/maya.png",
            "image: /assets/maya.png",
        ),
        Code::PathOutside => (
            "The path leads out of the content folder. A site publishes only what stands in its \
             own folder.",
            "image: ../../secret/maya.png",
            "image: /assets/maya.png",
        ),
        Code::UnknownChannel => (
            "`site.yaml` lists the channels, so that maps of many people can be compared. Another \
             word is most often a slip; a new channel belongs in that list.",
            "channel: mobile-app             # site.yaml lists app and shop",
            "channel: app",
        ),
        Code::UnknownLane => (
            "No lane has this id. Lanes are the fields of an experience, a few of their own such \
             as `phases` and `channels`, and those of `custom_lanes` in `site.yaml`.",
            "lanes: [stages, emotions]",
            "lanes: [stages, emotion]",
        ),
        Code::HtmlRemoved => (
            "HTML that can run something or break the page is taken out; its words stay. Use \
             Markdown, or a theme for what Markdown cannot do.",
            "<script>alert(1)</script> **Slots** <b>vanish</b>",
            "**Slots** <b>vanish</b>",
        ),
        Code::SchemeNotAllowed => (
            "Links lead to `http`, `https` and `mailto` only. Another scheme may run a program or \
             a script on the reader's machine, so the words stay and the link does not.",
            "[Open](javascript:alert(1))",
            "[Open](https://example.org/)",
        ),
        Code::MissingAlt => (
            "Whoever cannot see the image hears its text alternative. Say what it shows; a mere \
             decoration has an empty one, `alt: \"\"`.",
            "image: maya.png",
            "image: maya.png\nalt: Maya on the tram, phone in hand",
        ),
        Code::PersonalData => (
            "A highlight holds an e-mail address or a phone number. Published research must not \
             lead back to the people who took part: leave it out, or use a pseudonym. Git keeps \
             what was once committed, so mend it before. The finding never shows the data itself.",
            "highlights:\n  - id: vanish\n    text: Write to me at maya@example.org, the slot is gone again.",
            "highlights:\n  - id: vanish\n    text: The slot is gone again.\n    who: P4, parent of two",
        ),
        Code::BadCsv => (
            "A measured series is a CSV file with the header `date,value` or `date,value,n`, a \
             date and a number in each row.",
            "date;value\n2026-01-31;42",
            "date,value,n\n2026-01-31,42,180",
        ),
        Code::DatesNotRising => (
            "The dates of a series rise from row to row, each once. Otherwise the line would run \
             back in time, and the newest value would be a matter of luck.",
            "date,value\n2026-02-28,40\n2026-01-31,42",
            "date,value\n2026-01-31,42\n2026-02-28,40",
        ),
        Code::MetricWithoutData => (
            "A metric takes its values from a CSV file (`data`) or writes them (`values`): one of \
             the two.",
            "metrics:\n  - title: NPS",
            "metrics:\n  - title: NPS\n    data: /data/nps.csv",
        ),
        Code::MeasureClamped => (
            "The newest value lies off the `scale` of its metric. It is drawn at the end of the \
             emotion scale, which says less than was measured. Widen the scale, or mend the value.",
            "scale: [0, 10]\nvalues: [{date: 2026-05-31, value: 42}]",
            "scale: [-100, 100]\nvalues: [{date: 2026-05-31, value: 42}]",
        ),
        Code::SeriesWithoutValues => (
            "The file has its header and no row, so every metric that names it shows nothing. Add \
             the first value, or take the metric out until something is measured.",
            "date,value",
            "date,value\n2026-01-31,42",
        ),
        Code::QuoteWithoutConsent => (
            "The highlight is quoted, but whoever said it has not agreed, or the consent has \
             ended; missing consent is no consent. Its words are written nowhere and the place \
             says \"withheld\". Ask for consent, or tell it in your own words and cite the source.",
            "quotes: [slot-interviews#vanish]        # no consent there",
            "quotes: [slot-interviews#vanish]        # there: consent: true",
        ),
        Code::DateInFuture => (
            "A review that has not taken place, or a study that is not over, cannot vouch for \
             anything yet. Most often day and month, or the year, are mixed up.",
            "review: {last: 2062-04-03}",
            "review: {last: 2026-04-03}",
        ),
        Code::PersonaWithoutEvidence => (
            "Nothing that is said of this persona cites a source, so she may be a stereotype. \
             Distinguish what you assume from what you know: cite at least one study, interview \
             or ticket.",
            "name: Maya\ngoals:\n  - Shop in ten minutes",
            "name: Maya\ngoals:\n  - Shop in ten minutes [^slot-interviews]",
        ),
        Code::ReviewOverdue => (
            "The map was to be read again by now. A journey map that nobody checks becomes a \
             picture of last year. Read it, change what is no longer true, and write down the day.",
            "review: {last: 2025-01-15, every: quarterly}",
            "review: {last: 2026-04-03, every: quarterly}",
        ),
        Code::NoOwner => (
            "Nobody answers for this published journey, so nobody will notice when it is no \
             longer true, and readers do not know whom to ask.",
            "---\ntitle: Weekly shop\npersonas: [maya]\n---",
            "---\ntitle: Weekly shop\npersonas: [maya]\nowner: Checkout team\n---",
        ),
        Code::BigBetUnplanned => (
            "High impact and low feasibility: it matters much to the customer and is hard to do. \
             Such an opportunity never happens by itself. Plan for it, or say openly that it is \
             dropped.",
            "title: Hold the slot\nimpact: 5\nfeasibility: 2\nstatus: idea",
            "title: Hold the slot\nimpact: 5\nfeasibility: 2\nstatus: planned",
        ),
        Code::NothingBeforePurchase => (
            "The journey has a purchase and nothing before it. Customers hear of you, compare and \
             hesitate long before they pay; whoever maps only from the till on misses why they \
             came, or did not.",
            "stages:\n  - {title: Pay, lifecycle: purchase}\n  - {title: Cook, lifecycle: use}",
            "stages:\n  - {title: Compare shops, lifecycle: consideration}\n  - {title: Pay, lifecycle: purchase}\n  - {title: Cook, lifecycle: use}",
        ),
        Code::NothingAfterPurchase => (
            "The journey ends with the purchase. What comes after, the first use, the question, \
             the renewal, decides whether customers stay and what they tell others.",
            "stages:\n  - {title: Compare shops, lifecycle: awareness}\n  - {title: Pay, lifecycle: purchase}",
            "stages:\n  - {title: Compare shops, lifecycle: awareness}\n  - {title: Pay, lifecycle: purchase}\n  - {title: Put it away, lifecycle: use}",
        ),
        Code::StageIsDepartment => (
            "A stage with the name of a department tells how you are organised, not what the \
             customer lives through: the most frequent mistake of journey maps. Name what the \
             customer does.",
            "stages:\n  - title: Customer service",
            "stages:\n  - title: Ask where the order is",
        ),
        Code::UnexplainedDrop => (
            "Between two neighbours the emotion falls by half the scale or more, and no moment of \
             truth says why. This is the very place at which readers look first. Mark the moment, \
             or map what lies between.",
            "touchpoints:\n  - {title: Choose a slot, emotion: 2}\n  - {title: Fill the basket, emotion: -1}",
            "touchpoints:\n  - {title: Choose a slot, emotion: 2}\n  - title: Fill the basket\n    emotion: -1\n    moment: {kind: friction, why: The slot vanishes meanwhile}",
        ),
        Code::UnusedTouchpoint => (
            "The catalogue holds a touchpoint that no journey uses. Either customers never meet \
             it, or a journey forgot it, or wrote it anew.",
            "content/touchpoints/call-centre.md        (and no `use: call-centre` anywhere)",
            "touchpoints:\n  - use: call-centre",
        ),
        Code::RepeatedTouchpoint => (
            "The same touchpoint is written anew in three journeys or more. What is learnt of it \
             in one does not reach the others. Write it once in `touchpoints/` and use it.",
            "touchpoints:\n  - {title: Call centre, channel: phone}      # and so in two other journeys",
            "touchpoints:\n  - use: call-centre",
        ),
        Code::StageWithoutTouchpoints => (
            "In this stage the customer meets nothing. There may be nothing to meet, or nobody \
             has asked yet: either is worth knowing.",
            "stages:\n  - title: Wait for the delivery",
            "stages:\n  - title: Wait for the delivery\n    touchpoints: [{title: Delivery message, channel: sms}]",
        ),
        Code::LaneNotShown => (
            "Somebody filled this lane, but the journey's diagram does not show it. Its text twin \
             does. Add the lane to `lanes`, or leave it so on purpose.",
            "lanes: [stages, touchpoints, emotion]\nstages:\n  - title: Plan\n    gains: [The list remembers]",
            "lanes: [stages, touchpoints, emotion, gains]\nstages:\n  - title: Plan\n    gains: [The list remembers]",
        ),
        Code::BackstageForNobody => (
            "A service blueprint ties what we do behind the scenes to what a customer does. Here \
             `backstage` or `support` is filled, and neither this touchpoint nor its stage as a \
             whole has `actions` or `frontstage`: the work serves nobody, or what it serves is \
             missing from the map.",
            "touchpoints:\n  - title: Confirmation\n    backstage: [The mail service queues it]",
            "touchpoints:\n  - title: Confirmation\n    actions: [Reads the number and files it]\n    backstage: [The mail service queues it]",
        ),
        Code::EmotionOnMacro => (
            "A macro map looks at months and years, in which one curve of feelings would be a \
             fiction, so none is drawn. Stage means and the text twin still show the values. Map \
             feelings in the journey of days or hours that a stage zooms into.",
            "altitude: macro\nstages:\n  - title: Stay\n    emotion: 1",
            "altitude: macro\nstages:\n  - title: Stay\n    journey: weekly-shop",
        ),
        Code::UnknownTheme => (
            "There is no theme of this name, neither in the program nor in `themes/` beside the \
             content folder.",
            "theme: defualt",
            "theme: default",
        ),
        Code::UnknownCode => (
            "No finding has this code, so nothing would be switched or allowed.",
            "findings: {MP9999: off}",
            "findings: {MP0809: off}",
        ),
        Code::SeverityStays => (
            "The finding is about something that would make the output wrong, such as a link to \
             nothing: it stays an error, in `findings` of site.yaml and in `allow`. Mend what it \
             finds, and delete this.",
            "findings: {MP0301: off}",
            "findings: {MP0809: off}",
        ),
        Code::BadScale => (
            "A scale rises from its first end to its second: the least value is below the \
             greatest, and its labels are at least two.",
            "emotion: {min: 2, max: -2}",
            "emotion: {min: -2, max: 2}",
        ),
        Code::ThemeError => (
            "A template of the theme cannot be used: it is no valid template, or it asks for a \
             value that its page does not have. The message names the template's file and line, \
             and the page being made. Or a value of `theme.yaml` is none: a colour is written \
             `\"#1a2b3c\"`, fonts by their names, a logo and faces as files of `assets/`.",
            "{{ journey.titel }}",
            "{{ journey.title }}",
        ),
        Code::LowContrast => (
            "Words need a contrast of 4.5 : 1 to what they stand on, and lines and marks 3 : 1, or \
             people with low vision, or anybody in the sun, cannot read them (WCAG 2.2, 1.4.3 and \
             1.4.11). A colour that a theme does not choose is that of the default theme.",
            "light: {mute: \"#a0a0a0\"}",
            "light: {mute: \"#595959\"}",
        ),
        Code::LanguageWithoutWords => (
            "The site says that it is in this language, but neither the program nor the theme has \
             the words of the interface in it, so headings, labels and dates are in English. Copy \
             `themes/default/words/en.yaml` into `words/` of your theme under the name of the \
             language and translate what you want; what it leaves out is said in English.",
            "language: fr           # and no words/fr.yaml in the theme",
            "language: fr           # with themes/default/words/fr.yaml beside content/",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::CODES;

    #[test]
    fn every_code_says_why_and_shows_bad_and_good() {
        for info in CODES {
            let Explanation { meaning, bad, good } = explanation(info.code);
            assert!(meaning.split_whitespace().count() >= 10, "{}: {meaning}", info.id);
            assert!(meaning.ends_with('.'), "{}: {meaning}", info.id);
            for example in [bad, good] {
                assert!(!example.trim().is_empty() && !example.contains('\t'), "{}", info.id);
            }
            assert_ne!(bad, good, "{}", info.id);
        }
    }

    #[test]
    fn codes_have_numbers_that_rise() {
        assert!(CODES.windows(2).all(|pair| pair[0].id < pair[1].id));
        assert!(CODES.iter().all(|info| info.code.info().id == info.id));
    }

    #[test]
    fn an_explanation_reads_as_a_page() {
        assert_eq!(
            explain(Code::NotAList),
            "MP0105: one value where a list belongs\n\
             error, whatever `site.yaml` says\n\n\
             The field takes a list. A single value is written as a list of one, so that\n\
             the second has its place when it comes.\n\n\
             Leads to it:\n\n    personas: maya\n\n\
             Mends it:\n\n    personas: [maya]\n"
        );
    }
}
