//! What authors write and what a page gets.

use super::*;
use crate::diagnostic::Code;
use crate::model::{ImageWords, Letters, LinkName, Piece};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const FILE: FileId = FileId(1);

fn text(text: &str) -> Text {
    Text::plain(text, Span::new(FILE, 0, text.len()), 0)
}

/// A document as a page would write it, with holes that show what they are.
fn render(doc: &Doc) -> String {
    let Some(rich) = &doc.rich else {
        let mut out = String::new();
        html::escape(&doc.source, &mut out);
        return out;
    };
    let mut out = String::new();
    for piece in &rich.pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Derived(html) => html.write(&mut out, &doc.source),
            Piece::LinkOpen(n) => out.push_str(&format!("<a {n}>")),
            Piece::LinkClose(_) => out.push_str("</a>"),
            Piece::Image { link, words } => {
                let ImageWords { alt, title } = &**words;
                out.push_str(&format!("<img {link} alt=\"{alt}\" title=\"{title}\">"));
            }
            Piece::Cite(n) => out.push_str(&format!("<sup>c{n}</sup>")),
            Piece::Heading(depth) => out.push_str(&(depth + 1).to_string()),
            Piece::Scope => out.push_str("s."),
            Piece::Word(word) => out.push_str(&format!("w{}", *word as u8)),
        }
    }
    out
}

struct Made {
    html: String,
    doc: Doc,
    findings: Vec<Finding>,
    written: String,
}

impl Made {
    /// Codes of the findings with the text that each points at.
    fn found(&self) -> Vec<(Code, &str)> {
        let at = |f: &Finding| &self.written[f.span.start as usize..f.span.end as usize];
        self.findings.iter().map(|f| (f.code, at(f))).collect()
    }

    fn cited(&self) -> Vec<(&str, &str)> {
        let at = |s: Span| &self.written[s.start as usize..s.end as usize];
        self.doc.citations().iter().map(|c| (&*c.name, at(c.span))).collect()
    }

    fn names(&self) -> Vec<&LinkName> {
        self.doc.links().iter().map(|l| &l.name).collect()
    }
}

fn line(written: &str) -> Made {
    let mut findings = Vec::new();
    let doc = inline(&text(written), &mut findings).doc;
    Made { html: render(&doc), doc, findings, written: written.to_owned() }
}

fn body(written: &str) -> Made {
    let mut findings = Vec::new();
    // Half of the work is getting places right: let the body begin in the middle of a file.
    let file = format!("---\nname: Maya\n---\n{written}");
    let start = file.len() - written.len();
    let doc = block(&file.as_str().into(), FILE, start..file.len(), &mut findings).doc;
    Made { html: render(&doc), doc, findings, written: file }
}

#[test]
fn a_text_without_markup_keeps_only_its_letters() {
    for plain in ["The slot disappears", "1. not a list", "# no heading", "- no item", "> 3 < 4"] {
        let made = line(plain);
        assert!(made.doc.rich.is_none(), "{plain}: {:?}", made.doc);
        assert_eq!(&*made.doc.source, plain);
    }
    for plain in ["Q&A", "snake_case_name", "2 < 3", "C:\\ drive", "a * b", "[x] done"] {
        let made = line(plain);
        assert!(made.doc.rich.is_none(), "{plain}: {:?}", made.doc);
        assert_eq!(&*made.doc.source, plain);
    }
}

#[test]
fn emphasis_and_code_work_in_a_line_and_blocks_do_not() {
    let made = line("- *not* a `list` & **bold** ~~gone~~");
    assert_eq!(
        made.html,
        "- <em>not</em> a <code>list</code> &amp; <strong>bold</strong> <del>gone</del>"
    );
    assert_eq!(made.doc.plain(), "- not a list & bold gone");
    assert_eq!(line("```\ncode *x*").html, "``` code <em>x</em>");
    assert_eq!(line("[^a]: b").cited(), [("a", "[^a]")]);
    assert_eq!(line("    *indented*").html, "<em>indented</em>");
    assert_eq!(line("*one*\n\n# two").html, "<em>one</em>  # two");
}

#[test]
fn a_body_keeps_its_letters_as_what_its_signs_leave_of_it() {
    let made = body("# Plan\n\nShe *plans* six dinners,\non the **bus**.\n\n- Milk\n- Bread\n");
    assert_eq!(made.doc.letters(), "Plan She plans six dinners, on the bus. Milk Bread");
    let rich = made.doc.rich.as_ref().expect("a body has pieces");
    assert!(matches!(rich.letters, Letters::Derived(_)), "{:?}", rich.letters);
    assert_eq!(body("Fish &amp; chips").doc.letters(), "Fish & chips");
}

#[test]
fn a_citation_is_found_where_it_is_written_and_leaves_the_text() {
    let made = line("It *vanishes* [^slot-interviews#vanish], twice [^retail/nps][^b] over");
    assert_eq!(
        made.cited(),
        [
            ("slot-interviews#vanish", "[^slot-interviews#vanish]"),
            ("retail/nps", "[^retail/nps]"),
            ("b", "[^b]")
        ]
    );
    assert_eq!(&*made.doc.source, "It *vanishes*, twice over");
    assert_eq!(made.doc.plain(), "It vanishes, twice over");
    assert_eq!(
        made.html,
        "It <em>vanishes</em><sup>c0</sup>, twice<sup>c1</sup><sup>c2</sup> over"
    );
}

#[test]
fn escaped_brackets_code_and_entities_cite_nothing() {
    for written in [r"\[^a]", "`[^a]`", "&#91;^a]", "[^]", "[^ ]", "[^a", "[^a[b]"] {
        assert!(line(written).cited().is_empty(), "{written}");
    }
    assert_eq!(line(r"\\[^a]").cited(), [("a", "[^a]")]);
    assert!(body("```\n[^a]\n```").cited().is_empty());
}

#[test]
fn a_citation_in_a_link_stands_behind_the_link() {
    let made = line("[words [^a] here](https://example.org) after");
    assert_eq!(made.html, "<a 0>words here</a><sup>c0</sup> after");
    let made = body("<a href=\"https://example.org\">words [^a]</a> after");
    assert_eq!(made.html, "<p><a 0>words</a><sup>c0</sup> after</p>");
}

#[test]
fn a_place_inside_an_escaped_value_is_exact() {
    // `"caf\u00e9 [^a]"`: the escape is six bytes, its letter two.
    let span = Span::new(FILE, 10, 10 + 16);
    let value = Text::mapped("café [^a]", span, vec![(0, 11), (3, 14), (5, 20)]);
    let doc = inline(&value, &mut Vec::new()).doc;
    assert_eq!(doc.citations()[0].span, Span::new(FILE, 21, 25));
}

#[test]
fn links_name_pages_references_files_and_addresses() {
    let made = body(
        "[a](../personas/maya.md#goals) [[maya]] [[personas/maya|her *self*]] [f](plan.pdf)\n\
         [#](#nowhere) <https://example.org> <a@example.org> [r][ref] [[x|]]\n\n[ref]: /j/b.md\n",
    );
    assert_eq!(
        made.names(),
        [
            &LinkName::Page("../personas/maya.md".into(), Some("goals".into())),
            &LinkName::Reference("maya".into()),
            &LinkName::Reference("personas/maya".into()),
            &LinkName::File("plan.pdf".into()),
            &LinkName::Anchor("nowhere".into()),
            &LinkName::External("https://example.org".into()),
            &LinkName::External("mailto:a@example.org".into()),
            &LinkName::Page("/j/b.md".into(), None),
            &LinkName::Reference("x".into()),
        ]
    );
    let shows: Vec<bool> = made.doc.links().iter().map(|l| l.shows_title).collect();
    assert_eq!(shows, [false, true, false, false, false, false, false, false, true]);
    assert!(made.html.contains("<a 1></a> <a 2>her <em>self</em></a>"), "{}", made.html);
    let span = made.doc.links()[1].span;
    assert_eq!(&made.written[span.start as usize..span.end as usize], "[[maya]]");
    assert!(made.doc.plain().contains("a maya her self f"), "{}", made.doc.plain());
}

#[test]
fn a_wikilink_in_a_table_escapes_its_bar() {
    let made = body("| a |\n|---|\n| [[maya\\|her]] |\n");
    assert_eq!(made.names(), [&LinkName::Reference("maya".into())]);
    assert!(made.html.contains("<td><a 0>her</a></td>"), "{}", made.html);
}

#[test]
fn a_comment_is_nobody_elses_business() {
    let made = body("a <!-- [^x] *todo* --> b\n\n<!--\nmore\n-->\n\nc\n");
    assert_eq!(made.html, "<p>a  b</p>\n\n<p>c</p>");
    assert_eq!(made.found(), []);
    assert!(made.cited().is_empty());
}

#[test]
fn an_address_that_is_not_allowed_is_a_warning_and_its_words_stay() {
    let made = body("A [word](javascript:alert(1)) and ![pic](data:image/png;base64,x).\n");
    assert_eq!(made.html, "<p>A word and pic.</p>");
    assert_eq!(
        made.found(),
        [
            (Code::SchemeNotAllowed, "[word](javascript:alert(1))"),
            (Code::SchemeNotAllowed, "![pic](data:image/png;base64,x)"),
        ]
    );
    assert_eq!(line("<javascript:x>").html, "javascript:x");
    assert_eq!(line("[a]()").found(), [(Code::DeadLink, "[a]()")]);
}

#[test]
fn an_image_needs_an_alternative_and_one_from_elsewhere_becomes_a_link() {
    let made = body(
        "![A *map*](/assets/map.png \"Title\") ![](b.png) ![far](https://example.org/x.png)\n",
    );
    assert_eq!(
        made.html,
        "<p><img 0 alt=\"A map\" title=\"Title\"> <img 1 alt=\"\" title=\"\"> <a 2>far</a></p>"
    );
    assert_eq!(made.found(), [(Code::MissingAlt, "![](b.png)")]);
    assert_eq!(*made.names()[0], LinkName::File("/assets/map.png".into()));
}

#[test]
fn headings_never_skip_a_level_and_have_ids_of_their_own() {
    let made = body("### Who\n## What\n#### Why?\n## What\n[up](#who) [x](#other)\n");
    assert_eq!(
        made.html,
        "<h2 id=\"section.s.who\">Who</h2>\n<h2 id=\"section.s.what\">What</h2>\n\
         <h3 id=\"section.s.why\">Why?</h3>\n<h2 id=\"section.s.what-2\">What</h2>\n\
         <p><a href=\"#section.s.who\">up</a> <a 0>x</a></p>"
    );
    assert!(made.doc.has_heading("what-2") && !made.doc.has_heading("other"));
    assert_eq!(made.names(), [&LinkName::Anchor("other".into())]);
}

#[test]
fn a_footnote_with_its_own_definition_stays_one() {
    let made = body("One[^n] two[^slot] three[^n].\n\n[^n]: The *note*.\n\n[^unused]: Left.\n");
    assert_eq!(made.cited(), [("slot", "[^slot]")]);
    assert!(
        made.html.starts_with(
            "<p>One<sup class=\"footnote\"><a href=\"#note.s.1\" id=\"noteref.s.1\" \
         role=\"doc-noteref\">1</a></sup> two<sup>c0</sup> three<sup class=\"footnote\">\
         <a href=\"#note.s.1\" id=\"noteref.s.1.2\""
        ),
        "{}",
        made.html
    );
    assert!(made.html.contains("<li id=\"note.s.1\"><p>The <em>note</em>.</p>"), "{}", made.html);
    assert!(made.html.contains("<li id=\"note.s.2\"><p>Left.</p>"), "{}", made.html);
}

#[test]
fn bodies_take_tables_alerts_and_task_lists() {
    let made = body(
        "| a | b |\n|--:|---|\n| 1 [^x] | 2 |\n\n> [!WARNING]\n> Mind\n\n- [x] done\n- [ ] open\n",
    );
    assert!(made.html.contains("<th scope=\"col\" class=\"align-right\">a</th>"), "{}", made.html);
    assert!(made.html.contains("<td class=\"align-right\">1<sup>c0</sup></td>"), "{}", made.html);
    assert!(
        made.html.contains("<div class=\"alert alert-warning\" role=\"note\">"),
        "{}",
        made.html
    );
    assert!(made.html.contains("checked aria-label=\"w0\"> done"), "{}", made.html);
    assert_well_formed(&made.html);
}

#[test]
fn html_that_is_not_allowed_is_taken_out_at_its_tag_and_its_words_stay() {
    let made = body("A <blink>word</blink> <b onclick=\"x()\">bold</b> <kbd>K</kbd>\n");
    assert_eq!(made.html, "<p>A word <b>bold</b> <kbd>K</kbd></p>");
    assert_eq!(
        made.found(),
        [(Code::HtmlRemoved, "<blink>"), (Code::HtmlRemoved, "<b onclick=\"x()\">")]
    );
    let made = line("now <div>here</div> <em>there</em> é <font color=red>red</font>");
    assert_eq!(made.html, "now here <em>there</em> é red");
    assert_eq!(
        made.found(),
        [(Code::HtmlRemoved, "<div>"), (Code::HtmlRemoved, "<font color=red>")]
    );
}

#[test]
fn scripts_and_styles_go_with_their_content() {
    for written in [
        "a <script>alert(1)</script> b",
        "a <style>b { color: red }</style> b",
        "a\n\n<script>\nalert(1)\n\nmore</script>\n\nb",
    ] {
        let made = body(written);
        assert!(!made.html.contains("alert") && !made.html.contains("color"), "{}", made.html);
        assert!(made.html.contains('b') && made.found().len() == 1, "{:?}", made.found());
    }
    let made = body("a <script> b *c*\n\nd");
    assert_eq!(made.html, "<p>a  b <em>c</em></p>\n<p>d</p>");
}

#[test]
fn html_left_open_is_closed_and_holes_survive() {
    let made = body(
        "<div class=\"x\">\n\n## Head\n\n*one [^a] [two](b.md) ![p](c.png)\n\n</p></div></div>\n",
    );
    assert!(made.html.contains("<h2 id=\"section.s.head\">Head</h2>"), "{}", made.html);
    assert!(
        made.html.contains("<sup>c0</sup>") && made.html.contains("<a 0>two</a>"),
        "{}",
        made.html
    );
    assert!(made.html.contains("<img 1 alt=\"p\" title=\"\">"), "{}", made.html);
    assert_eq!(made.found(), [(Code::HtmlRemoved, "<div class=\"x\">")]);
    assert_well_formed(&made.html);
}

#[test]
fn text_between_raw_tags_cites_too() {
    let made = body("> <div>\n> Late [^a], <b>later [^b#c]</b>\n> </div>\n\n<!-- [^d] -->\n");
    assert_eq!(made.cited(), [("a", "[^a]"), ("b#c", "[^b#c]")]);
    assert!(made.html.contains("Late<sup>c0</sup>, <b>later<sup>c1</sup></b>"), "{}", made.html);
    assert_eq!(&*made.doc.source, "> <div>\n> Late, <b>later</b>\n> </div>\n\n<!-- [^d] -->");
}

#[test]
fn nobody_else_can_write_the_signs_of_holes() {
    let made = body(
        "<b title='<a href=\"0\">'>x</b> <img src=\"c0\" alt=\"y\"> <a href=\"0\">z</a> &lt;a href=\"0\"&gt; \
         <b title=\"\u{1}\">w</b>\n",
    );
    assert_well_formed(&made.html);
    assert!(!made.html.contains("<sup>c") && !made.html.contains("s."), "{}", made.html);
    assert_eq!(
        made.names(),
        [&LinkName::File("c0".into()), &LinkName::File("0".into())],
        "{}",
        made.html
    );
}

#[test]
fn no_way_of_writing_a_script_gets_through() {
    for written in [
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\"onerror=\"alert(1)\">",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"java&#115;cript:alert(1)\">x</a>",
        "<a href=\"&#1;javascript:alert(1)\">x</a>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<b title=\"--><img src=x onerror=alert(1)>\">x</b>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
        "[x](javascript:alert(1))",
        "![x](javascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x]: javascript:alert(1)\n\n[x]",
        "<scr<script>ipt>alert(1)</script>",
        "<details open ontoggle=alert(1)>",
        "<p style=\"background:url(javascript:alert(1))\">x",
    ] {
        for made in [body(written), line(written)] {
            let tags: Vec<&str> =
                made.html.split('<').skip(1).filter_map(|t| t.split('>').next()).collect();
            let is_bad = |t: &&str| {
                let t = t.to_ascii_lowercase();
                let t = t.split('"').step_by(2).collect::<String>();
                t.contains("on") && t.contains('=') && t.contains("alert")
                    || t.starts_with("script")
                    || t.starts_with("iframe")
                    || t.starts_with("svg")
                    || t.contains("style")
            };
            assert!(!tags.iter().any(is_bad), "{written} -> {}", made.html);
            assert_well_formed(&made.html);
            let external = |n: &&LinkName| matches!(n, LinkName::External(_));
            assert!(!made.names().iter().any(external), "{written}: {:?}", made.names());
        }
    }
}

#[test]
fn every_line_end_is_a_line_end() {
    let made = body("One\r\ntwo [^a]\r\n\r\n# H\r\rthree\r");
    assert_eq!(
        made.html,
        "<p>One\ntwo<sup>c0</sup></p>\n<h2 id=\"section.s.h\">H</h2>\n<p>three</p>"
    );
    assert_eq!(made.cited(), [("a", "[^a]")]);
}

#[test]
fn hostile_texts_stay_quick() {
    let n = 10_000;
    for hostile in [
        "[".repeat(n),
        "[^".repeat(n),
        "[^a]".repeat(n),
        "![".repeat(n),
        "[[".repeat(n),
        "*a ".repeat(n),
        "> ".repeat(n),
        "- ".repeat(2_000),
        "<b>".repeat(n),
        "<script>".repeat(n),
        "</".repeat(n),
        "<!--".repeat(n),
        "<b a=\"".repeat(n),
        "# a\n".repeat(n),
        "x[^a]\n\n[^a]: y\n\n".repeat(2_000),
        "&#".repeat(n),
        "`".repeat(n),
        "\\".repeat(n),
        "[a](b.md)".repeat(n),
        format!("<div>\n{}", "<b a=\"".repeat(n)),
        format!("<div>\n{}>", "<b a=\"".repeat(n)),
        format!("<div>\n{}", "<b ".repeat(n)),
        format!("<div>\n{}", "<style>x</".repeat(n)),
        format!("<div>\n{}", "<p><b>".repeat(n)),
        format!("<div>\n{}", "<table><td>".repeat(n)),
        format!("<div>\n{}", "<a href=b.md>".repeat(n)),
        format!("{}\n\n{}", "[^a]: ".repeat(n), "[^a]".repeat(n)),
    ] {
        let start = Instant::now();
        line(&hostile);
        body(&hostile);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(20), "{took:?}: {}", &hostile[..20]);
    }
}

#[test]
fn what_is_nested_too_deep_keeps_its_words_alone() {
    let nested = |open: &str, count| body(&format!("{}deep", open.repeat(count)));
    for (open, element) in [("<div>", "<div>"), ("> ", "<blockquote>"), ("- ", "<ul>")] {
        let all = |made: &Made| made.html.matches(element).count();
        let made = nested(open, 256);
        assert_eq!((all(&made), made.found()), (256, vec![]), "{open}");
        let made = nested(open, 300);
        assert_eq!(all(&made), 256, "{open}");
        assert_eq!(made.found().len(), 1, "{open}: {:?}", made.found());
        let first = made.written.find(open).expect("the first of them");
        let found = made.findings[0].span.start as usize;
        assert_eq!(found, first + 256 * open.len(), "{open}");
        assert!(made.html.contains("deep"), "{}", made.html);
    }
    // What stands side by side is as much as one likes.
    let made = body(&"<ul><li>a<li>b</ul>\n\n<p>c\n\n".repeat(300));
    assert_eq!(made.found(), []);
}

#[test]
fn more_links_than_a_hole_can_count_lose_only_the_link() {
    let made = body(&"[a](b.md)[^c]\n".repeat(66_000));
    assert_eq!(made.doc.links().len(), 65_536);
    assert_eq!(made.doc.citations().len(), 65_536);
    assert_well_formed(&made.html);
}

/// Whether every tag is closed by its own, in order, and no letter could begin one.
fn assert_well_formed(html: &str) {
    const VOID: [&str; 6] = ["br", "hr", "img", "input", "wbr", "col"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        assert!(rest[at..].starts_with('<'), "a bare > in {html}");
        let mut is_quoted = false;
        let end = rest[at..].find(|c| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        });
        let tag = &rest[at + 1..at + end.unwrap_or_else(|| panic!("an open tag in {html}"))];
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in {html}");
        } else if !VOID.contains(&name) {
            open.push(name);
        }
        rest = &rest[at + tag.len() + 2..];
    }
    assert!(open.is_empty(), "{open:?} left open in {html}");
}

fn assert_sound(made: &Made) {
    assert_well_formed(&made.html);
    let spans = made
        .findings
        .iter()
        .map(|f| f.span)
        .chain(made.doc.citations().iter().map(|c| c.span))
        .chain(made.doc.links().iter().map(|l| l.span));
    for span in spans {
        let inside = made.written.get(span.start as usize..span.end as usize);
        assert!(inside.is_some_and(|s| !s.is_empty()), "{span:?} in {:?}", made.written);
    }
    for citation in made.cited() {
        assert_eq!(citation.1, format!("[^{}]", citation.0));
    }
    if let Some(rich) = &made.doc.rich {
        for piece in &rich.pieces {
            match piece {
                Piece::LinkOpen(n) | Piece::LinkClose(n) | Piece::Image { link: n, .. } => {
                    assert!((*n as usize) < rich.links.len());
                }
                Piece::Cite(n) => assert!((*n as usize) < rich.citations.len()),
                Piece::Heading(depth) => assert!((1..=6).contains(depth)),
                Piece::Html(_) | Piece::Derived(_) | Piece::Scope | Piece::Word(_) => {}
            }
        }
    }
}

/// Bits of Markdown and HTML, so that random texts are rarely without meaning.
fn markdown() -> impl Strategy<Value = String> {
    const BITS: &[&str] = &[
        "a",
        "é",
        "😀",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "[",
        "]",
        "(",
        ")",
        "[^a]",
        "[^a]: ",
        "[[",
        "]]",
        "|",
        "!",
        "](b.md)",
        "](x.png)",
        "](#a)",
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "> [!NOTE]\n",
        "- [ ] ",
        "|a|b|\n|-|-|\n",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<a href=\"c.md\">",
        "</a>",
        "<img src=x.png alt=y>",
        "<h3>",
        "</h3>",
        "<table>",
        "<td>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "&",
        "&amp;",
        "\\",
        "~~",
        "<div>",
        "</div>",
        "<https://e.org>",
        "\u{1}",
        "\0",
        "---\n",
        "===\n",
        "    ",
    ];
    proptest::collection::vec(proptest::sample::select(BITS), 0..40).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_gives_sound_pieces(written in markdown()) {
        assert_sound(&line(&written));
        assert_sound(&body(&written));
    }

    #[test]
    fn any_text_gives_sound_pieces(written in any::<String>()) {
        assert_sound(&line(&written));
        assert_sound(&body(&written));
    }
}
