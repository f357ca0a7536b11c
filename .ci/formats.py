"""Holds what other programs read against independent readers of their formats.

    formats.py MILEPOST SITE SARIF_SCHEMA

MILEPOST is the program, SITE a build of content/, SARIF_SCHEMA the official schema of SARIF 2.1.0.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import feedparser
import icalendar
import jsonschema

milepost, site, sarif_schema = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]


def run(*arguments, status=0):
    done = subprocess.run([milepost, *arguments], capture_output=True, text=True)
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    return done.stdout


def sarif():
    """Findings of the example and of a copy with faults of every severity."""
    schema = json.loads(pathlib.Path(sarif_schema).read_text())
    assert "2.1.0" in schema["title"], schema["title"]
    validator = jsonschema.validators.validator_for(schema)(schema)
    with tempfile.TemporaryDirectory() as folder:
        broken = pathlib.Path(folder) / "content ü"
        shutil.copytree("content", broken)
        for at, file in enumerate(sorted(broken.rglob("*.md"))):
            text = file.read_text()
            file.write_text(text.replace("title:", f"tittle: {at}\ntitle:", 1).replace("[^", "[^x", 1))
        for content, status in [("content", 0), (str(broken), 1)]:
            log = json.loads(run("check", content, "--format", "sarif", "--today", "2026-11-23", status=status))
            faults = [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(log)]
            assert not faults, faults[:5]
            results = log["runs"][0]["results"]
            assert results, "no findings to hold against the schema"
            print(f"SARIF: {len(results)} results of {pathlib.Path(content).name} valid")


def calendar():
    raw = (site / "reviews.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b""), "lines end with CRLF"
    assert max(map(len, lines)) <= 75, "a line is longer than 75 octets"
    read = icalendar.Calendar.from_ical(raw)
    assert read["version"] == "2.0" and read["prodid"], "a calendar says what it is"
    events = read.walk("VEVENT")
    assert events, "no event"
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids)) == len(uids), "two events with one UID"
    for event in events:
        assert not event.errors, event.errors
        assert event["dtstamp"].dt and event["dtstart"].dt and event["summary"], event
        for alarm in event.walk("VALARM"):
            assert alarm["action"] == "DISPLAY" and alarm["trigger"].dt and alarm["description"], alarm
    assert any(event.walk("VALARM") for event in events), "no alarm"
    print(f"iCalendar: {len(events)} events read")


def feed():
    read = feedparser.parse((site / "feed.xml").read_bytes())
    assert not read.bozo, read.bozo_exception
    assert read.version == "atom10", read.version
    assert read.feed.id and read.feed.title and read.feed.updated, "a feed says what it is"
    assert read.entries, "no entry"
    for entry in read.entries:
        assert entry.id and entry.title and entry.updated_parsed, entry
        assert entry.get("author") or read.feed.get("author"), "an entry without an author"
    assert len({entry.id for entry in read.entries}) == len(read.entries), "two entries with one id"
    print(f"Atom: {len(read.entries)} entries read")


def schemas():
    kinds = ["site", "persona", "journey", "stage", "touchpoint", "catalogue", "opportunity", "evidence"]
    # Patterns are those of ECMAScript with Unicode, which Python has not: Node reads them.
    no_formats = jsonschema.FormatChecker(formats=[])
    patterns = set()
    for arguments in [[], *([kind] for kind in kinds)]:
        schema = json.loads(run("schema", *arguments))
        assert schema["$schema"].endswith("2020-12/schema"), arguments
        jsonschema.Draft202012Validator.check_schema(schema, format_checker=no_formats)
        patterns |= set(patterns_of(schema))
    assert patterns, "no pattern"
    script = "for (const p of JSON.parse(process.argv[1])) new RegExp(p, 'u')"
    subprocess.run(["node", "-e", script, json.dumps(sorted(patterns))], check=True)
    print(f"JSON Schema: every schema is one of draft 2020-12, {len(patterns)} patterns read")


def patterns_of(value):
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"]
        yield from patterns_of(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from patterns_of(item)


sarif()
calendar()
feed()
schemas()
