// Theme switch, the door to the search, and the reader's clock. Every page works without this file.
(function () {
  "use strict";
  var root = document.documentElement, KEY = "milepost-theme", ORDER = ["auto", "light", "dark"];
  function get() {
    try {
      var kept = localStorage.getItem(KEY);
      return ORDER.indexOf(kept) < 0 ? "auto" : kept;
    } catch (x) { return "auto"; }
  }
  function put(t) { try { localStorage.setItem(KEY, t); } catch (x) { /* private window: this page only */ } }
  function apply(t) { if (t === "auto") root.removeAttribute("data-theme"); else root.setAttribute("data-theme", t); }
  var theme = get();
  apply(theme);

  // The interface's words in the page's language. The program puts the phrases that a script says
  // before it: each by its plural forms, with names in braces for what it is about.
  var spoken = window.milepost, rules = window.Intl && Intl.PluralRules ? new Intl.PluralRules(spoken.language) : null;
  function say(name, values) {
    var forms = spoken.words[name] || {}, n = values && values.n;
    var form = rules && n !== undefined && forms[rules.select(n)] || forms.other || "";
    return form.replace(/\{(\w+)\}/g, function (all, slot) {
      var value = values && values[slot];
      return value === undefined ? all : typeof value === "number" ? value.toLocaleString(spoken.language) : value;
    });
  }
  spoken.say = say;
  var THEMES = { auto: say("script_theme_auto"), light: say("script_theme_light"), dark: say("script_theme_dark") };

  var button = document.querySelector("button.theme");
  if (button) {
    var word = button.querySelector("span");
    word.textContent = THEMES[theme];
    button.hidden = false;
    button.addEventListener("click", function () {
      theme = ORDER[(ORDER.indexOf(theme) + 1) % 3];
      put(theme);
      apply(theme);
      word.textContent = THEMES[theme];
    });
  }

  // On a narrow screen the sections scroll: the one that is open stands in view.
  var here = document.querySelector(".site [aria-current]"), bar = here && here.closest("nav");
  if (bar) requestAnimationFrame(function () {
    if (bar.scrollWidth <= bar.clientWidth) return;
    var at = here.getBoundingClientRect(), seen = bar.getBoundingClientRect();
    bar.scrollLeft += at.left + at.width / 2 - seen.left - seen.width / 2;
  });

  // The search loads when somebody begins to use it. `/` leads to it from anywhere on a page.
  var find = document.querySelector("form.find"), box = find && find.querySelector("input[name=q]");
  function wake() {
    if (!find.dataset.script) return;
    var script = document.createElement("script");
    script.src = find.getAttribute("data-script");
    find.removeAttribute("data-script");
    document.head.appendChild(script);
  }
  if (box) {
    box.addEventListener("focus", wake);
    box.addEventListener("input", wake);
    if (document.activeElement === box || document.body.classList.contains("p-search") && location.search) wake();
    document.addEventListener("keydown", function (event) {
      var at = event.target;
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.nodeName)) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
  }

  // A former address sends readers on by itself; with a script the section asked for is kept.
  var moved = document.querySelector("a[data-moved]");
  if (moved && location.hash) location.replace(moved.href.split("#")[0] + location.hash);

  // Whole days from the reader's today to a date, in the reader's own calendar.
  function days(iso) {
    var p = iso.split("-"), n = new Date();
    return Math.round((Date.UTC(+p[0], p[1] - 1, +p[2]) - Date.UTC(n.getFullYear(), n.getMonth(), n.getDate())) / 864e5);
  }

  var ICON = {
    overdue: '<circle class="rvi-f" cx="11" cy="11" r="10"/><path class="rvi-k" d="M11 5v7M11 15v2"/>',
    soon: '<circle class="rvi-o" cx="11" cy="11" r="9.2"/><path class="rvi-f" d="M11 11V3.5A7.5 7.5 0 0 1 11 18.5Z"/>',
    current: '<circle class="rvi-o" cx="11" cy="11" r="9.2"/><path class="rvi-s" d="M6.5 11.5l3 3 6-7"/>'
  };
  var STATES = { overdue: say("review_overdue"), soon: say("review_due_soon"), current: say("review_current") };
  function state(n, warn) { return n < 0 ? "overdue" : n <= warn ? "soon" : "current"; }
  function text(el, words) { if (el) el.textContent = words; }

  function clock() {
    document.querySelectorAll(".review[data-review-due]").forEach(function (banner) {
      var n = days(banner.dataset.reviewDue), is = state(n, +banner.dataset.warn);
      var last = banner.dataset.last;
      banner.classList.remove("is-overdue", "is-soon", "is-current");
      banner.classList.add("is-" + is);
      var icon = banner.querySelector("svg");
      if (icon) icon.innerHTML = ICON[is];
      text(banner.querySelector(".rv-state"),
        is === "overdue" ? say("script_banner_overdue", { n: -n })
          : is === "soon" ? (n ? say("script_banner_due", { n: n }) : say("script_banner_today"))
            : last ? say("script_banner_reviewed") : say("script_banner_planned"));
      text(banner.querySelector(".rv-verb"),
        is === "overdue" ? say("script_was_due") : is === "soon" ? say("script_is_due") : say("script_next_due"));
      var built = banner.querySelector(".rv-built");
      if (built) built.remove();
    });

    // Dates in lists: “due 1 May” becomes “in 9 days, 1 May”.
    document.querySelectorAll(".d-when[data-due]").forEach(function (when) {
      var n = days(when.dataset.due), item = when.closest(".d-overdue, .d-due-soon, .d-soon, .d-current");
      var is = state(n, when.dataset.warn === undefined ? 14 : +when.dataset.warn);
      if (when.firstChild) {
        when.firstChild.data = (n < 0 ? say("script_overdue_since", { n: -n }) : n ? say("script_in_days", { n: n }) : say("script_today")) + " ";
      }
      if (item) {
        item.classList.remove("d-overdue", "d-due-soon", "d-soon", "d-current");
        item.classList.add(is === "soon" ? "d-due-soon" : "d-" + is);
        var icon = item.querySelector("svg.rvi");
        if (icon) icon.innerHTML = ICON[is];
      }
    });

    // A state in a table's cell.
    document.querySelectorAll(".rv[data-due]").forEach(function (cell) {
      var is = state(days(cell.dataset.due), +cell.dataset.warn), icon = cell.querySelector("svg");
      if (icon) icon.innerHTML = ICON[is];
      text(cell.querySelector(".rv-word"), STATES[is]);
    });

    // Days are counted from today on, no longer from the day of the build.
    document.querySelectorAll(".as-of").forEach(function (built) {
      built.hidden = days(built.querySelector("time").dateTime) !== 0;
    });
  }
  clock();
  // The live preview has put new words in the page.
  document.addEventListener("milepost:patched", clock);

  // What a reader chose to see of a map stands in the address: ?fold=pains.quotes&only=maya
  function chosen(name) {
    var value = new URLSearchParams(location.search).get(name);
    return value ? value.split(".") : [];
  }
  function choose(name, all) {
    var query = new URLSearchParams(location.search);
    if (all.length) query.set(name, all.join(".")); else query.delete(name);
    query = String(query);
    try { history.replaceState(null, "", location.pathname + (query && "?" + query) + location.hash); } catch (x) { /* this page only */ }
  }
  function element(name, attributes) {
    var made = document.createElement(name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  }
  function each(all, f) { Array.prototype.forEach.call(all, f); }

  // The number of the persona whom a part of a map belongs to, 0 if to nobody: that of its look, or
  // where looks come again, that beside it. The tint to the zero line is the first one's.
  function whose(part) {
    var of = part.closest("[data-of]"), name = part.getAttribute("class"), look = /\b(?:cv|pt|en|w)-(\d+)/.exec(name);
    return of ? +of.dataset.of : look ? +look[1] : /\bar-/.test(name) ? 1 : 0;
  }

  // Each persona alone: her name in the key becomes a button.
  function people() {
    var names = document.querySelectorAll(".only [data-only]"), section = names.length && names[0].closest("section");
    if (names.length < 2) return;
    function show() {
      var only = chosen("only")[0], at = 0;
      each(names, function (name, i) {
        var is = name.dataset.only === only;
        if (is && !at) at = i + 1;
        name.firstChild.setAttribute("aria-pressed", is);
      });
      if (at) section.dataset.only = at; else delete section.dataset.only;
      each(section.querySelectorAll(".cv,.pt,.en,.w,.ar-up,.ar-dn"), function (part) { part.classList.toggle("hers", at === whose(part)); });
    }
    each(names, function (name) {
      if (name.firstChild.nodeName === "BUTTON") return;
      var button = element("button", { type: "button", title: say("script_show_alone") });
      while (name.firstChild) button.appendChild(name.firstChild);
      name.appendChild(button);
      button.addEventListener("click", function () {
        choose("only", name.dataset.only === chosen("only")[0] ? [] : [name.dataset.only]);
        show();
      });
    });
    show();
  }

  // Lanes fold to their names. What is drawn stays where it is in the file: each thing is put in
  // a group that moves up by what is folded above it. Links and groups of the file hold things of
  // several lanes, so each shape and text in them is a thing of its own.
  var LEAST = 28, fold = null;
  function lanes() {
    var box = document.querySelector(".map-in[data-lanes]");
    each(document.querySelectorAll(".folds"), function (old) { old.remove(); });
    fold = null;
    if (!box) return;
    var all = box.dataset.lanes.trim().split("\n").filter(Boolean).map(function (line) {
      var part = line.split("|");
      return { id: part[0], top: +part[1], bottom: +part[2], title: part[3], keep: LEAST };
    });
    var map = box.querySelector("svg.map"), side = box.querySelector("svg.side"), things = null;
    var full = map && map.viewBox.baseVal.height;
    if (!all.length || !map) return;

    // Where a height of the file comes to lie.
    function at(y) {
      var up = 0;
      all.forEach(function (lane) {
        if (lane.folded && y > lane.top + lane.keep) up += Math.min(y, lane.bottom) - lane.top - lane.keep;
      });
      return y - up;
    }
    function sort(parent, found) {
      each(Array.from(parent.children), function (child) {
        var name = child.nodeName, kind = child.getAttribute("class") || "";
        if (/^(title|desc|defs|clipPath)$/.test(name) || kind === "col" || kind === "pap") return;
        if (name === "a" || name === "g") return sort(child, found);
        var area = child.getBBox(), middle = area.y + area.height / 2;
        var lane = all.find(function (lane) { return middle >= lane.top && middle < lane.bottom; });
        var spans = kind === "hit" && !all.some(function (lane) { return area.y >= lane.top - 9 && area.y + area.height <= lane.bottom + 9; });
        if (!lane && !spans) return;
        var group = document.createElementNS("http://www.w3.org/2000/svg", "g");
        parent.insertBefore(group, child);
        group.appendChild(child);
        if (kind === "la") lane.keep = Math.max(lane.keep, area.y + area.height - lane.top + 5);
        found.push({ group: group, lane: lane, area: area, spans: spans, stays: /^(la|hair|li li-.|ln)$/.test(kind) });
      });
      return found;
    }
    function draw() {
      var any = all.some(function (lane) { return lane.folded; });
      if (!map.getBoundingClientRect().width) return;
      if (any && !things) things = sort(side, sort(map, []));
      (things || []).forEach(function (thing) {
        var area = thing.area, up = at(area.y) - area.y, far = at(area.y + area.height);
        var gone = thing.lane && thing.lane.folded && !thing.stays;
        thing.group.setAttribute("class", gone && !thing.spans ? "off" : "");
        if (thing.spans) {
          var share = (far - area.y - up) / area.height;
          thing.group.setAttribute("transform", "translate(0 " + (area.y + up - share * area.y) + ") scale(1 " + share + ")");
        } else if (thing.stays && thing.lane.folded && area.y + area.height > thing.lane.top + thing.lane.keep) {
          thing.group.setAttribute("transform", "translate(0 " + (at(thing.lane.bottom) - thing.lane.bottom) + ")");
        } else thing.group.setAttribute("transform", "translate(0 " + up + ")");
      });
      var height = at(full);
      [map, side].forEach(function (svg) {
        if (!svg) return;
        svg.setAttribute("viewBox", svg.viewBox.baseVal.x + " 0 " + svg.viewBox.baseVal.width + " " + height);
        if (svg.hasAttribute("height")) svg.setAttribute("height", height);
        svg.style.overflow = any ? "hidden" : "";
      });
      all.forEach(function (lane) {
        lane.button.style.top = (at(lane.top) + lane.name) / height * 100 + "%";
        lane.button.setAttribute("aria-expanded", !lane.folded);
      });
    }
    function read() {
      var folded = chosen("fold");
      all.forEach(function (lane) { lane.folded = folded.indexOf(lane.id) >= 0; });
    }
    var bar = element("div", { "class": "folds", role: "toolbar", "aria-label": say("script_fold_lanes"), "aria-orientation": "vertical" });
    all.forEach(function (lane, i) {
      var button = element("button", { type: "button", "aria-label": lane.title, title: say("script_fold"), tabindex: i ? -1 : 0 });
      lane.button = button;
      lane.name = 6;
      button.addEventListener("click", function () {
        lane.folded = !lane.folded;
        choose("fold", all.filter(function (lane) { return lane.folded; }).map(function (lane) { return lane.id; }));
        draw();
      });
      button.addEventListener("keydown", function (e) {
        var step = { ArrowDown: 1, ArrowUp: -1 }[e.key], next = step && all[i + step];
        if (!next) return;
        e.preventDefault();
        button.tabIndex = -1;
        next.button.tabIndex = 0;
        next.button.focus();
      });
      bar.appendChild(button);
    });
    // Names stand where they are drawn.
    var names = map.querySelectorAll(".names .la");
    all.forEach(function (lane) {
      each(names, function (name) {
        var y = +name.getAttribute("y") || +(name.querySelector("tspan") || name).getAttribute("y");
        if (y >= lane.top && y < lane.bottom) lane.name = y - lane.top - 17;
      });
    });
    box.insertBefore(bar, box.firstChild);
    read();
    draw();
    fold = { draw: draw, whole: function () { all.forEach(function (lane) { lane.folded = false; }); draw(); }, back: function () { read(); draw(); } };
  }
  // Paper shows the values of a course, which nobody can unfold there.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details.course:not([open])"));
    folded.forEach(function (course) { course.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (course) { course.open = false; }); });
  // Paper shows every lane.
  window.addEventListener("beforeprint", function () { if (fold) fold.whole(); });
  window.addEventListener("afterprint", function () { if (fold) fold.back(); });
  window.addEventListener("resize", function () { if (fold) fold.draw(); });
  function map() { people(); lanes(); }
  map();
  document.addEventListener("milepost:patched", map);

  // A link to a row or a cell of the text twin opens the twin and lights what was meant.
  function light(target) {
    each(document.querySelectorAll(".here"), function (old) { old.classList.remove("here"); });
    if (target && target.closest(".twin")) target.classList.add("here");
  }
  function open() {
    var id = location.hash.slice(1), target = null;
    try { target = id && document.getElementById(decodeURIComponent(id)); } catch (x) { /* no such id */ }
    var closed = target && target.closest("details:not([open])");
    light(target);
    if (closed) { closed.open = true; target.scrollIntoView({ block: "center", inline: "center" }); }
  }
  window.addEventListener("hashchange", open);
  open();
  // A click on a cell of the twin puts its address in the bar, to be shared.
  document.addEventListener("click", function (e) {
    var cell = e.target.closest && e.target.closest(".twin td[id]");
    if (!cell || e.target.closest("a") || String(getSelection())) return;
    try { history.replaceState(null, "", location.pathname + location.search + "#" + encodeURIComponent(cell.id)); } catch (x) { return; }
    light(cell);
  });
})();
