use super::{Formatted, Why, markdown, site};
use crate::model::fields::{CATALOGUE, JOURNEY, PERSONA, STAGE, Shape};

fn formatted(yaml: &str, shape: &'static Shape) -> String {
    let text = format!("---\n{yaml}---\nText\n");
    let out = match markdown(&text, shape) {
        Formatted::Same => text,
        Formatted::Changed(out) => out,
        Formatted::LeftAlone(why) => panic!("{why:?}: {yaml}"),
    };
    assert_eq!(markdown(&out, shape), Formatted::Same, "{out}");
    let yaml = out.strip_prefix("---\n").and_then(|rest| rest.strip_suffix("---\nText\n"));
    yaml.expect("fences and text stay").to_owned()
}

#[test]
fn fields_stand_in_the_order_of_the_table_at_every_depth() {
    let before = "stages:\n- touchpoints:\n  - {emotion: 1, title: List, channel: app}\n  title: Plan\npersonas: [maya]\ntitle: Shop\n";
    assert_eq!(
        formatted(before, &JOURNEY),
        "title: Shop\npersonas: [maya]\nstages:\n  - title: Plan\n    touchpoints:\n      - {title: List, channel: app, emotion: 1}\n"
    );
}

#[test]
fn names_of_an_authors_own_keep_their_order_and_lanes_their_place() {
    let before = "policy:\n- p\npains: [a]\nwaste: [x]\ntitle: T\nextra: {z: 1, a: 2}\n";
    assert_eq!(
        formatted(before, &CATALOGUE),
        "policy:\n  - p\ntitle: T\npains: [a]\nwaste: [x]\nextra: {z: 1, a: 2}\n"
    );
    let before = "attributes: {Work: b, Home: a}\nname: M\n";
    assert_eq!(formatted(before, &PERSONA), "name: M\nattributes: {Work: b, Home: a}\n");
}

#[test]
fn comments_stay_with_what_they_speak_of() {
    let before = "\
# Licence

# about the pains
pains:   # in order
    # the first
    - a    # aligned
    # - commented out

# about the name
name:  Maya# no comment
goals:
# for b
- text: b
  # who says so
  evidence: [x]
# at the end
";
    let after = "\
# Licence

# about the name
name: Maya# no comment
goals:
  # for b
  - text: b
    # who says so
    evidence: [x]
# about the pains
pains:   # in order
  # the first
  - a    # aligned
  # - commented out
# at the end
";
    assert_eq!(formatted(before, &PERSONA), after);
}

#[test]
fn comments_above_a_first_field_go_above_its_item() {
    let before = "title: A\npersonas: [m]\nstages:\n  - goal: g\n    # which\n    title: B\n";
    assert_eq!(
        formatted(before, &JOURNEY),
        "title: A\npersonas: [m]\nstages:\n  # which\n  - title: B\n    goal: g\n"
    );
}

#[test]
fn texts_of_many_lines_and_blocks_keep_their_lines() {
    let before = "\
title: one
        two

        three
touchpoints:
- title: \"a
      b\"
  body: |-2   # as it is
        indented
      less

      x\u{20}
  extra:
    k: >+
       folded

goal: \"it's\"
";
    let after = "\
title: one
  two

  three
goal: it's
touchpoints:
  - title: \"a
      b\"
    extra:
      k: >+
        folded

    body: |-2   # as it is
          indented
        less

        x\u{20}
";
    assert_eq!(formatted(before, &STAGE), after);
}

#[test]
fn brackets_on_many_lines_become_one_or_a_list() {
    let before = "name: A\nsegments: [a,\n  b,]\ngoals: [ a , \"b, c\",\n   'd' ]\n";
    assert_eq!(formatted(before, &PERSONA), "name: A\ngoals: [a, \"b, c\", d]\nsegments: [a, b]\n");
    let long = "words and more words of a goal";
    let before =
        format!("name: A\ngoals: [{long},\n  {long}, '{long}: {long}',\n  {{text: {long}}}]\n");
    let after = format!(
        "name: A\ngoals:\n  - {long}\n  - {long}\n  - \"{long}: {long}\"\n  - {{text: {long}}}\n"
    );
    assert_eq!(formatted(&before, &PERSONA), after);
    let commented = "name: A\ngoals: [a, # one\n      b]\n";
    assert_eq!(formatted(commented, &PERSONA), "name: A\ngoals: [a, # one\n  b]\n");
}

#[test]
fn a_last_field_may_be_left_open() {
    assert_eq!(formatted("goals:\nname:   M\n", &PERSONA), "name: M\ngoals:\n");
    assert_eq!(formatted("name: M\ngoals:\n", &PERSONA), "name: M\ngoals:\n");
    assert_eq!(formatted("name: M\ngoals: \n\n", &PERSONA), "name: M\ngoals:\n");
    assert_eq!(formatted("goals: # later\n", &PERSONA), "goals: # later\n");
    assert_eq!(formatted("goals:\n  - \n", &PERSONA), "goals:\n  -\n");
    assert_eq!(formatted("?\n x\n", &PERSONA), "x:\n");
    assert_eq!(site("review:\n  every:\n"), Formatted::Same);
}

#[test]
fn a_block_of_white_lines_does_not_grow() {
    assert_eq!(formatted("name:   |\n \n", &PERSONA), "name: |\n");
    assert_eq!(formatted("name:   |+\n    \n  \n", &PERSONA), "name: |+\n\n\n");
}

#[test]
fn aliases_forbid_another_order_and_nothing_else() {
    let before = "pains:\n- &a  text\nname:   \"M\"\ngoals: &g [ b, *a ]\noutcomes: *g\n";
    assert_eq!(
        formatted(before, &PERSONA),
        "pains:\n  - &a text\nname: M\ngoals: &g [b, *a]\noutcomes: *g\n"
    );
}

#[test]
fn line_ends_stay_and_the_text_below_is_not_touched() {
    let text = "---  \r\nname:  \"A\"\r\ngoals:\r\n- b\r\n--- \r\n\r\n Text  \nmore\r\n";
    let out = "---\r\nname: A\r\ngoals:\r\n  - b\r\n---\r\n\r\n Text  \nmore\r\n";
    assert_eq!(markdown(text, &PERSONA), Formatted::Changed(out.to_owned()));
    assert_eq!(
        markdown("---\rname:  A\r---", &PERSONA),
        Formatted::Changed("---\rname: A\r---".to_owned())
    );
    for same in ["", "Text\n", "---\n---\n", "---\n# only\n---\n"] {
        assert_eq!(markdown(same, &PERSONA), Formatted::Same);
    }
}

#[test]
fn a_site_keeps_its_opening_and_gets_a_last_line_end() {
    assert_eq!(
        site("%YAML 1.2\n---\n\ntheme: \"a\"\ntitle: b"),
        Formatted::Changed("%YAML 1.2\n---\ntitle: b\ntheme: a\n".to_owned())
    );
}

#[test]
fn what_cannot_be_read_or_kept_is_left_alone() {
    for yaml in ["title: [", "a: b: c\n", "\ttitle: A\n", "title: *a\n"] {
        let text = format!("---\n{yaml}\n---\n");
        assert_eq!(markdown(&text, &PERSONA), Formatted::LeftAlone(Why::Unreadable), "{yaml}");
    }
    assert_eq!(markdown("---\nname: A\n", &PERSONA), Formatted::LeftAlone(Why::Unreadable));
    let complex = "---\n? name\n: A\nname2: \n? |\n  a\n: b\n---\n";
    assert_eq!(markdown(complex, &PERSONA), Formatted::LeftAlone(Why::WouldChange));
}
