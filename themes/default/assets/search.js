// Search, without a server. site.js loads this file when somebody begins to search; it loads the
// index, then the parts of it that hold the words asked for, then the texts of the results shown.
// All of them are plain scripts that call one of the functions of `milepostSearch`: that works from
// the disk too, and under a policy of default-src 'self'.
(function () {
  "use strict";
  var form = document.querySelector("form.find"), box = form && form.querySelector("input[name=q]");
  if (!box || window.milepostSearch) return;
  var root = new URL(".", form.action).href, page = document.querySelector(".results");
  var say = window.milepost.say, LANGUAGE = window.milepost.language;
  var KINDS = [["journey", say("journeys")], ["stage", say("lane_stages")], ["touchpoint", say("touchpoints")],
    ["persona", say("personas")], ["opportunity", say("opportunities")], ["evidence", say("evidence")],
    ["tag", say("tags")], ["page", say("search_pages")]];
  // Of two results that say as much, the one that says it of more comes first.
  var WEIGHT = [3, 2, 1, 3, 2, 2, 2, 1];

  // ---- words: letter by letter what the program does when it writes the index

  var DROPPED = /[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/g;
  var ONE = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ς": "σ" };
  var LETTER = /[\p{Alphabetic}\p{N}\p{M}]/u, RUN = /[\p{Alphabetic}\p{N}\p{M}]+/gu, LONGEST = 32;
  // Words of parts, which are found as one too: "email" in "e-mail".
  var JOINT = /['\u2019\u2010\u2011-]/g, COMPOUND = /[\p{Alphabetic}\p{M}]+(?:['\u2019\u2010\u2011-][\p{Alphabetic}\p{M}]+)+/gu;
  var UNBROKEN = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
  function fold(text) {
    return text.normalize("NFKD").replace(DROPPED, "").normalize("NFC").toLowerCase().replace(/[ßæœøłđħıς]/g, function (c) { return ONE[c]; });
  }
  function terms(text) {
    var out = [], term = "", length = 0, before = "";
    function flush() { if (term) out.push(term); term = ""; length = 0; }
    Array.from(fold(text)).forEach(function (c) {
      var letter = LETTER.test(c);
      if (letter && UNBROKEN.test(c)) {
        flush();
        if (before) out.push(before + c);
        before = c;
        return;
      }
      if (before) out.push(before);
      before = "";
      if (!letter) flush();
      else if (++length <= LONGEST) term += c;
    });
    if (before) out.push(before);
    flush();
    return out;
  }
  // What is asked for: each word once, the last one as a beginning, and what neighbours come to when
  // they are written as one. The last letter of a run of pairs says nothing more.
  function asked(query) {
    var all = terms(query).filter(function (term, at, list) {
      var pair = at > 0 && list[at - 1];
      return !(pair && UNBROKEN.test(term) && Array.from(term).length === 1 && pair.length > term.length && pair.slice(-term.length) === term);
    });
    var open = !/[\s.,;:!?]$/.test(query) || all.length === 1;
    var words = all.map(function (term, at) {
      // One letter begins too many words of a large site.
      var short = term.length < 2 && !UNBROKEN.test(term) && index.cuts.length > 3;
      return { term: term, prefix: at === all.length - 1 && open && !short };
    }).filter(function (word, at) { return all.indexOf(word.term) === at; });
    return { words: words, joined: joined(all, words, open) };
  }
  // Two or three neighbours as one word: who asks for "e-mail" or "follow up" means "email" and
  // "followup" too. The index has a compound as one word beside its parts, so this is all that is
  // missing, and it makes no file larger.
  function joined(all, words, open) {
    var out = [];
    all.forEach(function (first, from) {
      for (var to = from + 2; to <= Math.min(from + 3, all.length); to++) {
        var parts = all.slice(from, to), term = Array.from(parts.join("")).slice(0, LONGEST).join("");
        if (UNBROKEN.test(term)) return;
        var of = parts.map(function (part) { return words.findIndex(function (word) { return word.term === part; }); });
        out.push({ term: term, of: of, prefix: open && to === all.length && term.length > 3 });
      }
    });
    return out;
  }

  // ---- files

  var files = {}, arrived = {}, index = null, facts = null, round = 0, failed = false;
  function load(name, mark) {
    if (files[name]) return files[name];
    return files[name] = new Promise(function (done, fail) {
      var script = document.createElement("script");
      script.src = root + "_search/" + name + ".js" + mark;
      script.onload = function () { script.remove(); if (name in arrived) done(arrived[name]); else fail(new Error(name)); };
      script.onerror = function () { script.remove(); delete files[name]; fail(new Error(name)); };
      document.head.appendChild(script);
    });
  }
  function part(name) { return load(name, "?v=" + index.version); }
  window.milepostSearch = {
    terms: terms,
    index: function (value) { arrived.index = value; },
    facts: function (at, row) { arrived["facts-" + at] = row; },
    words: function (at, numbering, text) { arrived["words-" + at] = { numbering: numbering, entries: text ? text.split(",") : [] }; },
    docs: function (name, rows) { arrived["docs/" + name] = rows; }
  };

  var ready = null;
  function prepare() {
    return ready = ready || load("index", round ? "?r=" + round : "").then(function (value) {
      index = value;
      var all = [];
      for (var at = 0; at < value.facts; at++) all.push(part("facts-" + at));
      return Promise.all(all);
    }).then(function (rows) { facts = read(rows.join("")); });
  }
  // The site was published again, or edited in the live preview: everything is asked for anew.
  function forget() {
    round = Date.now();
    files = {};
    arrived = {};
    ready = null;
  }

  // ---- numbers: five bits a digit, lowest first, the sixth says that another follows

  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", VALUE = new Uint8Array(128);
  for (var d = 0; d < 64; d++) VALUE[DIGITS.charCodeAt(d)] = d;
  function Reader(text, from, to) { this.text = text; this.at = from; this.end = to; }
  Reader.prototype.number = function () {
    for (var n = 0, shift = 1; ; shift *= 32) {
      var digit = VALUE[this.text.charCodeAt(this.at++)];
      n += (digit & 31) * shift;
      if (digit < 32) return n;
    }
  };
  Reader.prototype.list = function () {
    var all = [];
    for (var n = this.number(); n > 0; n--) all.push(this.number());
    return all;
  };

  // Everything that is known of every document before its text is loaded.
  function read(row) {
    var pages = index.counts[0] + index.counts[1], total = index.starts[5] + pages;
    var f = {
      total: total, kind: new Uint8Array(total), retired: new Uint8Array(total), unit: new Uint32Array(total),
      journey: new Int32Array(total).fill(-1), stage: new Int32Array(total).fill(-1),
      people: new Array(total), tags: new Array(total), stages: new Array(total), first: [[], [], [], [], []]
    };
    var r = new Reader(row, 0, row.length), at = 0, NONE = [];
    function add(kind, unit, retired, people, tags, stages) {
      f.kind[at] = kind; f.unit[at] = unit; f.retired[at] = retired; f.people[at] = people; f.tags[at] = tags; f.stages[at] = stages;
      return at++;
    }
    function both(a, b) { return !b.length ? a : !a.length ? b : a.concat(b); }
    var n = r.number(), u, k;
    for (u = 0; u < n; u++) {
      f.first[0].push(at);
      var retired = r.number(), people = r.list(), tags = r.list(), count = r.number(), journey = add(0, u, retired, people, tags, NONE);
      f.journey[journey] = journey;
      for (var s = 0; s < count; s++) {
        var where = [[r.number(), r.number()]], mine = both(tags, r.list()), inside = r.number(), stage = add(1, u, retired, people, mine, where);
        f.journey[stage] = journey; f.stage[stage] = stage;
        for (var t = 0; t < inside; t++) {
          var point = add(2, u, retired, people, both(mine, r.list()), where);
          f.journey[point] = journey; f.stage[point] = stage;
        }
      }
    }
    for (n = r.number(), u = 0; u < n; u++) { f.first[1].push(at); add(3, u, r.number(), [u], r.list(), NONE); }
    for (n = r.number(), u = 0; u < n; u++) { f.first[2].push(at); add(2, u, r.number(), NONE, r.list(), NONE); }
    for (n = r.number(), u = 0; u < n; u++) {
      f.first[3].push(at);
      var old = r.number(), whom = r.list(), places = [];
      for (k = r.number(); k > 0; k--) places.push([r.number(), r.number()]);
      add(4, u, old, whom, r.list(), places);
    }
    for (n = r.number(), u = 0; u < n; u++) {
      f.first[4].push(at);
      var gone = r.number(), about = r.list(), own = r.list();
      add(5, u, gone, about, own, NONE);
      for (k = r.number(); k > 0; k--) { var who = r.list(); add(5, u, gone, who, both(own, r.list()), NONE); }
    }
    for (u = 0; u < index.counts[0]; u++) add(6, u, 0, NONE, [u], NONE);
    for (u = 0; u < index.counts[1]; u++) add(7, u, 0, NONE, NONE, NONE);
    return f;
  }

  // ---- which parts of the alphabet hold a word

  function rank(c) { return c >= 0xe000 ? c - 0x800 : c >= 0xd800 ? c + 0x2000 : c; }
  function before(a, b) {
    for (var i = 0; i < a.length && i < b.length; i++) {
      if (a[i] !== b[i]) return rank(a.charCodeAt(i)) < rank(b.charCodeAt(i));
    }
    return a.length < b.length;
  }
  function bytes(c) { var p = c.codePointAt(0); return p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4; }
  function key(term) {
    var room = 8, out = "";
    Array.from(term).every(function (c) { room -= bytes(c); if (room >= 0) out += c; return room >= 0; });
    return out;
  }
  function parts(word) {
    var from = key(word.term), names = [], cuts = index.cuts;
    for (var at = 0; at <= cuts.length; at++) {
      var starts = at === 0 ? "" : cuts[at - 1], ends = cuts[at];
      var after = ends !== undefined && !before(from, ends);
      var begun = !before(from, starts) || word.prefix && starts.indexOf(from) === 0;
      if (begun && !after) names.push("words-" + at);
    }
    return names;
  }

  // ---- finding

  var IN_TITLE = 4;
  // For one word: how well each document holds it, and where its title does.
  function match(word, lists) {
    var found = { score: new Uint8Array(facts.total), place: new Uint8Array(facts.total).fill(255), common: false, any: false };
    lists.forEach(function (list) {
      list.entries.forEach(function (entry) {
        if (entry.indexOf(word.term) !== 0) return;
        var a = entry.indexOf(":"), whole = a === word.term.length;
        if (!whole && !word.prefix) return;
        var b = entry.indexOf(":", a + 1), body = b + 1;
        found.any = true;
        if (entry[body] === "!") { if (whole || !word.prefix) found.common = true; body++; }
        var r = new Reader(entry, a + 1, b), doc = 0, good = whole ? 8 : 5;
        while (r.at < r.end) {
          doc += r.number();
          var place = VALUE[entry.charCodeAt(r.at++)];
          if (found.score[doc] < good) { found.score[doc] = good; found.place[doc] = place; }
        }
        r = new Reader(entry, body, entry.length);
        doc = 0;
        good = whole ? 2 : 1;
        while (r.at < r.end) { doc += r.number(); if (found.score[doc] < good) found.score[doc] = good; }
      });
    });
    return found;
  }

  // A document that holds neighbours as one word holds each of them, as well as a beginning does.
  function lend(joined, own, found) {
    joined.forEach(function (word, at) {
      var from = own[at];
      word.of.forEach(function (w) {
        var one = found[w];
        one.any = one.any || from.any;
        one.common = one.common || from.common;
        from.score.forEach(function (score, d) {
          var good = score >= IN_TITLE ? 5 : score && 1;
          if (one.score[d] < good) { one.score[d] = good; one.place[d] = from.place[d]; }
        });
      });
    });
  }

  // Documents that hold every word, or stand below a title or are about a persona who does, best first.
  function combine(words, found) {
    var n = words.length, scores = new Uint16Array(facts.total), hits = [], d, w;
    var people = found.map(function (one) {
      var set = new Set();
      facts.first[1].forEach(function (doc, at) { if (one.score[doc] >= IN_TITLE) set.add(at); });
      return set;
    });
    for (d = 0; d < facts.total; d++) {
      var sum = 0, direct = false, all = true;
      for (w = 0; w < n; w++) {
        var score = found[w].score[d];
        if (score) { sum += score; direct = direct || !found[w].common || n === 1; continue; }
        if (n > 1 && above(found[w], d, people[w])) { sum += 1; continue; }
        if (!(n > 1 && found[w].common)) { all = false; break; }
      }
      if (!all || !sum || !direct && !found.every(function (one) { return one.common; })) continue;
      scores[d] = Math.min(sum * 8 + phrase(found, d) * 8 + WEIGHT[facts.kind[d]], 65000) >> (facts.retired[d] ? 4 : 0) || 1;
      hits.push(d);
    }
    return { scores: scores, hits: hits };
  }
  function above(one, d, people) {
    var stage = facts.stage[d], journey = facts.journey[d];
    return stage >= 0 && one.score[stage] >= IN_TITLE || journey >= 0 && one.score[journey] >= IN_TITLE
      || people.size && facts.people[d].some(function (p) { return people.has(p); });
  }
  // Words that follow each other in a title, or are all of it.
  function phrase(found, d) {
    var places = [], n = found.length;
    if (found[0].place[d] === 255) return 0;
    for (var w = 0; w < n; w++) {
      if (found[w].place[d] === 255) return 0;
      places.push(found[w].place[d]);
    }
    var size = (places[0] & 7) + 1, row = places.every(function (p, at) { return at === 0 || (p >> 3) === (places[at - 1] >> 3) + 1; });
    var exact = row && found.every(function (one) { return one.score[d] === 8; });
    return (row ? 3 : 0) + (exact && size === n ? 12 : exact && places[0] >> 3 === 0 ? 3 : 0) + (size <= n + 1 ? 1 : 0);
  }

  // ---- filters

  var FILTERS = ["kind", "persona", "stage", "tag"];
  // What a filter's value is called in the facts: numbers, and -1 for what is not there.
  function meant(chosen) {
    function place(list, value) { return value ? list.findIndex(function (one) { return one[0] === value; }) : null; }
    return {
      kind: place(KINDS, chosen.kind), persona: place(index.personas, chosen.persona), tag: place(index.tags, chosen.tag),
      life: index.lifecycle.findIndex(function (l) { return l[0] === chosen.stage; }) + 1, title: index.titles.indexOf(chosen.stage.replace(/^title:/, "")) + 1
    };
  }
  // What stays of the hits, and for each filter how many would with each of its values. A site has
  // a great many documents: this counts in rows of numbers and makes nothing for any of them.
  function sift(hits, chosen) {
    var want = meant(chosen), kept = [], i, s;
    var kinds = new Uint32Array(KINDS.length), people = new Uint32Array(index.personas.length), tags = new Uint32Array(index.tags.length);
    var lives = new Uint32Array(index.lifecycle.length + 1), titles = new Uint32Array(index.titles.length + 1);
    function stays(stages) {
      for (s = 0; s < stages.length; s++) if (want.life && stages[s][0] === want.life || want.title && stages[s][1] === want.title) return true;
      return false;
    }
    function count(row, list) { for (i = 0; i < list.length; i++) if (list.lastIndexOf(list[i]) === i) row[list[i]]++; }
    hits.forEach(function (d) {
      var kind = want.kind !== null && facts.kind[d] !== want.kind, persona = want.persona !== null && facts.people[d].indexOf(want.persona) < 0;
      var tag = want.tag !== null && facts.tags[d].indexOf(want.tag) < 0, stage = chosen.stage !== "" && !stays(facts.stages[d]);
      var out = kind + persona + tag + stage, stages = facts.stages[d];
      if (!out) kept.push(d);
      if (out > 1) return;
      if (!out || kind) kinds[facts.kind[d]]++;
      if (!out || persona) count(people, facts.people[d]);
      if (!out || tag) count(tags, facts.tags[d]);
      if (out && !stage || !stages.length) return;
      if (stages.length === 1) { lives[stages[0][0]]++; titles[stages[0][1]]++; return; }
      count(lives, stages.map(function (one) { return one[0]; }));
      count(titles, stages.map(function (one) { return one[1]; }));
    });
    var counts = { kind: new Map(), persona: new Map(), stage: new Map(), tag: new Map() };
    function name(map, row, value) { row.forEach(function (n, at) { if (n) map.set(value(at), n); }); }
    name(counts.kind, kinds, function (at) { return KINDS[at][0]; });
    name(counts.persona, people, function (at) { return index.personas[at][0]; });
    name(counts.tag, tags, function (at) { return index.tags[at][0]; });
    lives[0] = titles[0] = 0;
    name(counts.stage, lives, function (at) { return index.lifecycle[at - 1][0]; });
    name(counts.stage, titles, function (at) { return "title:" + index.titles[at - 1]; });
    return { kept: kept, counts: counts };
  }

  // ---- texts

  function fileOf(d) {
    var section = 0;
    while (section < 6 && index.starts[section + 1] <= d) section++;
    var size = index.sizes[section], at = Math.floor(facts.unit[d] / size);
    var first = section < 5 ? facts.first[section][at * size] : index.starts[section] + at * size;
    return { name: "docs/" + "jptoegx"[section] + at, row: d - first };
  }
  function text(d) {
    var file = fileOf(d);
    return part(file.name).then(function (rows) { var r = rows[file.row]; return r && { title: r[0], href: root + r[1], place: r[2], text: r[3], lang: r[4] }; }, function () { return null; });
  }

  // Where in a text the words stand: ranges in order, none over another.
  function ranges(words, text) {
    var out = [], run;
    RUN.lastIndex = 0;
    while ((run = RUN.exec(text))) {
      var from = run.index, unbroken = UNBROKEN.test(run[0]);
      if (unbroken) {
        words.forEach(function (word) {
          for (var at = run[0].indexOf(word.term); at >= 0; at = run[0].indexOf(word.term, at + 1)) out.push([from + at, from + at + word.term.length]);
        });
      }
      var fits = terms(run[0]).some(function (term) {
        return words.some(function (word) { return !UNBROKEN.test(term) && (term === word.term || word.prefix && term.indexOf(word.term) === 0); });
      });
      if (fits && !unbroken) out.push([from, from + run[0].length]);
    }
    COMPOUND.lastIndex = 0;
    while ((run = COMPOUND.exec(text))) {
      var joined = fold(run[0].replace(JOINT, ""));
      if (words.some(function (word) { return joined === word.term || word.prefix && joined.indexOf(word.term) === 0; })) out.push([run.index, run.index + run[0].length]);
    }
    out.sort(function (a, b) { return a[0] - b[0]; });
    return out.reduce(function (all, range) {
      var last = all[all.length - 1];
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]); else all.push(range);
      return all;
    }, []);
  }
  function marked(element, text, found, from, to) {
    var at = from;
    found.forEach(function (range) {
      if (range[1] <= from || range[0] >= to) return;
      element.append(text.slice(at, range[0]));
      element.append(make("mark", "", text.slice(range[0], range[1])));
      at = range[1];
    });
    element.append(text.slice(at, to));
    return element;
  }
  function snippet(words, text) {
    var found = ranges(words, text), first = found.length ? found[0][0] : 0, from = 0, to = text.length;
    if (first > 70) { var blank = text.indexOf(" ", first - 60); from = blank >= 0 && blank < first ? blank + 1 : first - 20; }
    if (to - from > 190) { var end = text.lastIndexOf(" ", from + 180); to = end > from + 60 ? end : from + 180; }
    var p = make("p", "hit-text");
    p.dir = "auto";
    if (from > 0) p.append("… ");
    marked(p, text, found, from, to);
    if (to < text.length) p.append(" …");
    return p;
  }

  // ---- what is seen

  function make(name, className, words) {
    var e = document.createElement(name);
    if (className) e.className = className;
    if (words !== undefined) e.textContent = words;
    return e;
  }
  var status = form.querySelector("[role=status]") || form.appendChild(make("p", "vh"));
  status.setAttribute("role", "status");
  var panel = page || form.appendChild(make("div", "find-panel"));
  panel.hidden = true;
  var chosen = { kind: "", persona: "", stage: "", tag: "" }, open = {}, turn = 0, drawn = "";

  function tell(words) { if (status.textContent !== words) status.textContent = words; }

  function item(words, d, doc) {
    var li = make("li", "hit"), a = make("a"), head = ranges(words, doc.title);
    a.href = doc.href;
    a.dir = "auto";
    if (doc.lang) a.lang = doc.lang;
    marked(a, doc.title, head, 0, doc.title.length);
    li.append(a);
    if (doc.place) { var sub = make("span", "sub", " " + doc.place); sub.dir = "auto"; li.append(sub); }
    if (facts.retired[d]) li.append(make("span", "tag", say("status_retired")));
    if (page && doc.text && doc.text !== doc.title) { var p = snippet(words, doc.text); if (doc.lang) p.lang = doc.lang; li.append(p); }
    return li;
  }

  function groups(result) {
    var by = KINDS.map(function () { return []; });
    result.kept.forEach(function (d) { by[facts.kind[d]].push(d); });
    var all = by.map(function (docs, kind) {
      var keys = Float64Array.from(docs, function (d) { return (65536 - result.scores[d]) * 4194304 + d; }).sort();
      return { kind: kind, docs: keys, best: docs.length ? keys[0] : Infinity };
    });
    return all.filter(function (g) { return g.docs.length; }).sort(function (a, b) {
      return Math.floor(a.best / 4194304) - Math.floor(b.best / 4194304) || a.kind - b.kind;
    });
  }

  // Draws what has arrived, and again as the rest does; only the last question draws.
  function show(words, result, mine) {
    var list = groups(result), room = page ? Infinity : 12, docs = new Map(), waits = [], timer = 0;
    list.forEach(function (group) {
      var most = open[KINDS[group.kind][0]] || (page ? (chosen.kind ? 20 : 5) : 3);
      group.shown = Array.from(group.docs.subarray(0, Math.min(most, room)), function (k) { return k % 4194304; });
      room -= group.shown.length;
      group.shown.forEach(function (d) {
        waits.push(text(d).then(function (doc) { docs.set(d, doc); if (mine === turn && !timer) timer = requestAnimationFrame(function () { timer = 0; if (mine === turn) draw(words, list, result, docs); }); }));
      });
    });
    return Promise.all(waits).then(function () {
      if (mine !== turn) return;
      cancelAnimationFrame(timer);
      draw(words, list, result, docs);
      tell(list.length > 1 ? say("search_found_of", { n: result.kept.length, kinds: list.length }) : say("search_found", { n: result.kept.length }));
    });
  }

  function draw(words, list, result, docs) {
    var parts = [];
    list.forEach(function (group) {
      var rows = group.shown.filter(function (d) { return docs.get(d); });
      if (!rows.length) return;
      var kind = KINDS[group.kind], section = make("section", "hits"), id = "hits." + kind[0], h = make(page ? "h2" : "h3", "", kind[1] + " "), ul = make("ul");
      h.id = id;
      h.append(make("span", "sub num", group.docs.length.toLocaleString(LANGUAGE)));
      section.setAttribute("aria-labelledby", id);
      rows.forEach(function (d) { ul.append(item(words, d, docs.get(d))); });
      section.append(h, ul);
      if (page && group.docs.length > group.shown.length) section.append(more(kind, group));
      parts.push(section);
    });
    if (!page) parts.push(everything(result.kept.length));
    replace(parts);
  }
  function more(kind, group) {
    var n = Math.min(20, group.docs.length - group.shown.length), button = make("button", "more", say("search_more", { n: n, kind: kind[1] }));
    button.type = "button";
    button.id = "more." + kind[0];
    button.addEventListener("click", function () {
      var next = group.shown.length;
      open[kind[0]] = next + n;
      search().then(function () {
        var links = document.querySelectorAll("[aria-labelledby='hits." + kind[0] + "'] .hit a");
        if (links[next]) links[next].focus();
      });
    });
    return button;
  }
  function everything(n) {
    var p = make("p", "find-all"), a = make("a", "", say("search_all", { n: n }));
    a.href = form.action + "?q=" + encodeURIComponent(box.value.trim());
    p.append(a);
    return p;
  }
  function replace(parts) {
    var target = page ? panel.querySelector(".results-list") : panel, focus = document.activeElement, href = focus && panel.contains(focus) && (focus.href || focus.id);
    target.replaceChildren.apply(target, parts);
    panel.hidden = false;
    if (href && !focus.isConnected) [].some.call(target.querySelectorAll("a,button"), function (e) { if ((e.href || e.id) === href) { e.focus(); return true; } });
  }

  // ---- nothing found

  function distance(a, b, most) {
    var row = [], above, i, j;
    for (j = 0; j <= b.length; j++) row.push(j);
    for (i = 1; i <= a.length; i++) {
      above = row;
      row = [i];
      for (j = 1; j <= b.length; j++) row.push(Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
      if (Math.min.apply(null, row) > most) return most + 1;
    }
    return row[b.length];
  }
  function nearest(word, lists) {
    var best = null, most = word.term.length < 5 ? 1 : 2;
    lists.forEach(function (list) {
      list.entries.forEach(function (entry) {
        var term = entry.slice(0, entry.indexOf(":"));
        if (Math.abs(term.length - word.term.length) > most || term === word.term) return;
        var far = distance(word.term, term, most);
        if (far <= most && (!best || far < best.far || far === best.far && entry.length > best.size)) best = { far: far, size: entry.length, term: term };
      });
    });
    return best;
  }
  // A word that nobody writes as one, as two that somebody writes.
  function parted(word) {
    var letters = Array.from(word.term), pairs = [];
    for (var at = 2; at <= letters.length - 2; at++) pairs.push([{ term: letters.slice(0, at).join("") }, { term: letters.slice(at).join("") }]);
    // Beginnings stand near each other in the alphabet; endings are asked for where one is written.
    return gather(pairs.map(function (pair) { return pair[0]; })).then(function (lists) {
      var begun = pairs.filter(function (pair, at) { return written(pair[0].term, lists[at]); });
      return gather(begun.map(function (pair) { return pair[1]; })).then(function (lists) {
        var good = begun.find(function (pair, at) { return written(pair[1].term, lists[at]); });
        return good && good[0].term + " " + good[1].term;
      });
    });
  }
  function written(term, lists) {
    return lists.some(function (list) { return list.entries.some(function (entry) { return entry.indexOf(term + ":") === 0; }); });
  }
  // What was meant by a word that is not found: one mistake is likelier than a blank left out.
  function meantBy(word, lists) {
    var near = nearest(word, lists);
    if (near && near.far < 2) return near.term;
    return parted(word).then(function (two) { return two || near && near.term; });
  }
  function nothing(words, better, hits) {
    var p = make("div", "none"), query = box.value.trim();
    p.append(make("p", "", hits ? say("search_nothing_filtered", { query: query }) : say("search_nothing", { query: query })));
    if (hits) {
      var all = make("button", "more", say("search_unfiltered", { n: hits }));
      all.type = "button";
      all.addEventListener("click", function () { FILTERS.forEach(function (f) { chosen[f] = ""; }); search(); box.focus(); });
      p.append(all);
    } else if (better.some(Boolean)) {
      var said = words.map(function (w, at) { return better[at] || w.term; }).join(" "), line = make("p", ""), a = make("a", "", said), around = say("search_meant").split("{words}");
      a.href = form.action + "?q=" + encodeURIComponent(said);
      if (page) a.addEventListener("click", function (x) { x.preventDefault(); box.value = said; box.focus(); search(); });
      line.append(around[0], a, around[1]);
      p.append(line);
    } else {
      p.append(make("p", "sub", words.length > 1 ? say("search_try_fewer") : say("search_try_beginning")));
    }
    replace([p]);
    tell(say("search_nothing", { query: query }));
  }

  // ---- filters on the page of the search

  var BY_NAME = new Intl.Collator(LANGUAGE, { numeric: true });
  var TITLES = { persona: say("head_persona"), stage: say("head_stage"), tag: say("tag") };
  function filters(counts) {
    var row = page && page.querySelector(".filters");
    if (!row) return;
    var set = row.querySelector("fieldset") || row.appendChild(make("fieldset", "kinds"));
    if (!set.firstChild) set.append(make("legend", "vh", say("kind_name")));
    var total = 0;
    counts.kind.forEach(function (n) { total += n; });
    var kinds = [["", say("search_every"), total]].concat(KINDS.map(function (k) { return [k[0], k[1], counts.kind.get(k[0]) || 0]; })).filter(function (k) { return k[2] || k[0] === chosen.kind; });
    var want = JSON.stringify([kinds, chosen.kind]);
    if (set.dataset.shown !== want) {
      var had = set.contains(document.activeElement) ? document.activeElement.value : null;
      set.dataset.shown = want;
      set.replaceChildren.apply(set, [set.firstChild].concat(kinds.map(function (k) {
        var label = make("label"), input = make("input");
        input.type = "radio";
        input.name = "kind";
        input.value = k[0];
        input.checked = k[0] === chosen.kind;
        input.addEventListener("change", function () { chosen.kind = k[0]; open = {}; search(); });
        label.append(input, " " + k[1] + " ", make("span", "num", k[2].toLocaleString(LANGUAGE)));
        return label;
      })));
      if (had !== null) [].forEach.call(set.querySelectorAll("input"), function (i) { if (i.value === had) i.focus(); });
    }
    ["persona", "stage", "tag"].forEach(function (f) { select(row, f, counts[f]); });
  }
  function lifecycle(value) {
    var one = index.lifecycle.find(function (l) { return l[0] === value; });
    return one ? one[1] : value;
  }
  function nameOf(f, value) {
    if (f === "stage") return value.indexOf("title:") === 0 ? value.slice(6) : lifecycle(value);
    var one = (f === "tag" ? index.tags : index.personas).find(function (x) { return x[0] === value; });
    return one ? one[1] : value;
  }
  function select(row, f, counts) {
    var label = row.querySelector("[data-filter=" + f + "]"), box = label && label.querySelector("select");
    if (!label) {
      label = make("label", "", TITLES[f] + " ");
      label.dataset.filter = f;
      box = label.appendChild(make("select"));
      box.name = f;
      box.addEventListener("change", function () { chosen[f] = box.value; open = {}; search(); });
      row.append(label);
    }
    label.hidden = !counts.size && !chosen[f];
    var all = Array.from(counts.keys());
    if (chosen[f] && !counts.has(chosen[f])) all.push(chosen[f]);
    function option(value) {
      var o = make("option", "", nameOf(f, value) + " (" + (counts.get(value) || 0).toLocaleString(LANGUAGE) + ")");
      o.value = value;
      return o;
    }
    function sorted(some) { return some.sort(function (a, b) { return (counts.get(b) || 0) - (counts.get(a) || 0) || BY_NAME.compare(nameOf(f, a), nameOf(f, b)) || (a < b ? -1 : 1); }).slice(0, 200); }
    var parts = [make("option", "", say("search_any"))];
    parts[0].value = "";
    if (f === "stage") {
      var life = index.lifecycle.map(function (l) { return l[0]; }).filter(function (l) { return all.indexOf(l) >= 0; }), own = all.filter(function (v) { return v.indexOf("title:") === 0; });
      [[say("search_lifecycle"), life], [say("search_stage_title"), sorted(own)]].forEach(function (g) {
        if (!g[1].length) return;
        var group = make("optgroup");
        group.label = g[0];
        group.append.apply(group, g[1].map(option));
        parts.push(group);
      });
    } else parts = parts.concat(sorted(all).map(option));
    box.replaceChildren.apply(box, parts);
    box.value = chosen[f];
  }

  // ---- asking

  function address() {
    if (!page) return;
    var query = new URLSearchParams();
    if (box.value.trim()) query.set("q", box.value.trim());
    FILTERS.forEach(function (f) { if (chosen[f]) query.set(f, chosen[f]); });
    var to = location.pathname + (String(query) ? "?" + query : "");
    try { if (to !== location.pathname + location.search) history.replaceState(null, "", to); } catch (x) { /* from the disk some browsers forbid it */ }
  }

  function rest() {
    turn++;
    panel.hidden = true;
    document.documentElement.classList.remove("is-searching");
    tell("");
    address();
  }

  function search() {
    var mine = ++turn, any = FILTERS.some(function (f) { return chosen[f]; });
    if (!box.value.trim() && !(page && any)) { rest(); return Promise.resolve(); }
    address();
    return prepare().then(function () { return find(mine, asked(box.value), any); }).catch(function () {
      if (mine !== turn) return;
      if (!failed) { failed = true; forget(); return search(); }
      replace([make("p", "none", say("search_failed"))]);
      tell(say("search_failed"));
    });
  }
  // The parts of the alphabet that hold each of some words.
  function gather(words) {
    return Promise.all(words.map(function (word) { return Promise.all(parts(word).map(part)); }));
  }
  function find(mine, want, any) {
    if (mine !== turn) return;
    var words = want.words, every = words.concat(want.joined);
    if (!words.length && !any) { rest(); return; }
    return gather(every).then(function (lists) {
      if (mine !== turn) return;
      var stale = lists.some(function (l) { return l.some(function (one) { return one.numbering !== index.numbering; }); });
      if (stale) throw new Error("stale");
      var found = every.map(function (word, at) { return match(word, lists[at]); }), own = found.splice(words.length);
      lend(want.joined, own, found);
      var result = words.length ? combine(words, found) : all();
      // Nothing holds all of them as they stand: then as beginnings.
      if (!result.hits.length && words.some(function (w, at) { return !w.prefix && at < words.length - 1 && w.term.length > 1; }) && !words.every(function (w) { return w.prefix; })) {
        return find(mine, { words: words.map(function (w) { return { term: w.term, prefix: true }; }), joined: want.joined }, any);
      }
      failed = false;
      var sifted = sift(result.hits, chosen);
      if (page) document.documentElement.classList.add("is-searching");
      filters(sifted.counts);
      if (!sifted.kept.length) {
        var better = words.map(function (word, at) { return result.hits.length || found[at].any ? null : meantBy(word, lists[at]); });
        return Promise.all(better).then(function (better) { if (mine === turn) nothing(words, better, result.hits.length); });
      }
      return show(every, { kept: sifted.kept, scores: result.scores }, mine);
    });
  }
  // Filters without words: everything that passes them.
  function all() {
    var hits = [], scores = new Uint16Array(facts.total);
    for (var d = 0; d < facts.total; d++) { hits.push(d); scores[d] = facts.retired[d] ? 1 : WEIGHT[facts.kind[d]]; }
    return { hits: hits, scores: scores };
  }

  // ---- keys

  function links() { return [].slice.call(panel.querySelectorAll(".hit a, .find-all a, .none a, button.more")); }
  form.addEventListener("keydown", keys);
  if (page) page.addEventListener("keydown", keys);
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    var all = links(), at = all.indexOf(document.activeElement);
    if (event.key === "Escape") {
      if (!page && !panel.hidden) { event.preventDefault(); box.focus(); close(); } else if (at >= 0) box.focus();
    } else if (event.key === "ArrowDown" && (at >= 0 || event.target === box) && all[at + 1] && !panel.hidden) {
      event.preventDefault();
      all[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (all[at - 1] || box).focus();
    }
  }
  function close() { turn++; panel.hidden = true; tell(""); }
  if (!page) {
    document.addEventListener("pointerdown", function (event) { if (!form.contains(event.target)) close(); });
    form.addEventListener("focusout", function (event) { if (event.relatedTarget && !form.contains(event.relatedTarget)) close(); });
    box.addEventListener("focus", function () { if (box.value.trim() && panel.hidden) search(); });
  } else {
    form.addEventListener("submit", function (event) { event.preventDefault(); search(); });
  }
  box.addEventListener("input", function () { open = {}; search(); });
  document.addEventListener("milepost:changed", function () {
    if (!ready) return;
    forget();
    failed = false;
    if (!panel.hidden) search();
  });

  // What the address asks for.
  if (page) {
    var wanted = new URLSearchParams(location.search);
    FILTERS.forEach(function (f) { chosen[f] = wanted.get(f) || ""; });
    if (wanted.get("q") && !box.value) box.value = wanted.get("q");
  }
  prepare().catch(function () { ready = null; files = {}; });
  if (box.value.trim() || page && FILTERS.some(function (f) { return chosen[f]; })) search();
})();
