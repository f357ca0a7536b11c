// Filters of a portfolio: what the address asks for (`?persona=retail/maya&tag=slots`) or a reader
// picks. Without this file the page shows everything and links to plain lists.
(function () {
  "use strict";
  var form = document.querySelector("form.pick"), table = document.querySelector(".heatmap");
  if (!form || !table) return;
  var say = window.milepost.say;
  var KEYS = ["space", "persona", "owner", "tag"], SHOWN = 200;
  var selects = KEYS.map(function (key) { return form.querySelector('select[name="' + key + '"]'); });
  var clear = form.querySelector("button"), status = form.querySelector("[role=status]");
  var own = Array.prototype.slice.call(table.tBodies), all = null, made = null, loading = false;

  // A bare id does where it is the only one: `maya` for `retail/maya`.
  function value(select, asked) {
    var options = Array.prototype.map.call(select.options, function (o) { return o.value; });
    if (options.indexOf(asked) >= 0) return asked;
    var ends = options.filter(function (o) { return o.endsWith("/" + asked); });
    return ends.length === 1 ? ends[0] : "";
  }
  function fits(key, has, wanted) {
    if (!wanted) return true;
    if (key === "space") return has === wanted || has.indexOf(wanted + "/") === 0;
    return has.split("\n").indexOf(wanted) >= 0;
  }
  function picked() { return selects.map(function (s) { return s ? s.value : ""; }); }
  function matches(marks, wanted) {
    return KEYS.every(function (key, at) { return fits(key, marks[at] || "", wanted[at]); });
  }
  function marksOf(el) { return KEYS.map(function (key) { return el.dataset[key] || ""; }); }

  // The first few items that fit, of those on the page or, where a script has them all, of those.
  var lists = Array.prototype.map.call(document.querySelectorAll("[data-few]"), function (list) {
    return { box: list, few: +list.dataset.few, own: null };
  });
  function shortLists(wanted, any) {
    lists.forEach(function (list) {
      var left = list.few;
      if (any && all) {
        list.own = list.own || Array.prototype.slice.call(list.box.children);
        list.box.innerHTML = inScope(all[list.box.dataset.list]).filter(function (item) {
          return matches(item, wanted);
        }).slice(0, list.few).map(rooted).join("");
        return;
      }
      if (list.own) list.box.replaceChildren.apply(list.box, list.own);
      list.own = null;
      Array.prototype.forEach.call(list.box.children, function (item) {
        item.hidden = !(left > 0 && matches(marksOf(item), wanted));
        if (!item.hidden) left -= 1;
      });
    });
    // A section without anything that fits says so.
    lists.forEach(function (list) {
      var section = list.box.closest("section"), note = section.querySelector(".no-match");
      var found = section.querySelector("[data-few]>:not([hidden])");
      if (note && (found || !any)) note.remove();
      if (!any || found || note) return;
      note = document.createElement("p");
      note.className = "note no-match";
      note.textContent = say("filter_none");
      list.box.after(note);
    });
  }
  function rooted(row) { return row[4].replace(/ href="/g, ' href="' + form.dataset.root); }
  function inScope(rows) {
    return rows.filter(function (row) { return fits("space", row[0], form.dataset.scope); });
  }

  // Rows that do not fit are hidden; where the page has only some, all of them are taken from a
  // script beside the whole map.
  function onPage(wanted) {
    var n = 0;
    own.forEach(function (body) {
      var some = 0;
      Array.prototype.forEach.call(body.rows, function (row) {
        if (row.classList.contains("grp")) return;
        row.hidden = !matches(marksOf(row), wanted);
        if (!row.hidden) some += 1;
      });
      body.hidden = some === 0;
      n += some;
    });
    return n;
  }
  function fromAll(wanted) {
    var found = inScope(all.map).filter(function (row) { return matches(row, wanted); });
    if (made) made.remove();
    made = document.createElement("tbody");
    made.innerHTML = found.slice(0, SHOWN).map(rooted).join("");
    own.forEach(function (body) { body.hidden = true; });
    table.append(made);
    return found.length;
  }
  function tell(n, more) {
    status.textContent = say("filter_fit", { n: n, all: +form.dataset.many }) + more;
  }

  function apply() {
    var wanted = picked(), any = wanted.some(Boolean);
    clear.hidden = !any;
    // What is said of all journeys is not said of those that fit.
    document.querySelectorAll(".unfiltered").forEach(function (said) { said.hidden = any; });
    if (!any || all || !form.dataset.rows) shortLists(wanted, any);
    if (!any) {
      if (made) { made.remove(); made = null; }
      onPage(wanted);
      status.textContent = "";
    } else if (!form.dataset.rows) {
      tell(onPage(wanted), "");
    } else if (all) {
      var n = fromAll(wanted);
      tell(n, n > SHOWN ? " " + say("filter_first_shown", { n: SHOWN }) : "");
    } else {
      load();
    }
    document.dispatchEvent(new Event("milepost:patched"));
  }
  function load() {
    if (loading) return;
    loading = true;
    status.textContent = say("filter_looking");
    window.milepostRows = function (lists) {
      // What rows have in common stands there once: what is compared, and small pictures.
      var marks = lists.marks, pictures = lists.pictures;
      delete lists.marks;
      delete lists.pictures;
      function picture(sign, at) { return pictures[at]; }
      Object.keys(lists).forEach(function (name) {
        lists[name] = lists[name].map(function (row) {
          return marks[row[0]].concat(row[1].replace(/\u0001(\d+);/g, picture));
        });
      });
      all = lists;
      apply();
    };
    var script = document.createElement("script");
    script.src = form.dataset.rows;
    script.onerror = function () { loading = false; status.textContent = say("filter_failed"); };
    document.head.append(script);
  }

  function address() {
    var search = new URLSearchParams(location.search);
    KEYS.forEach(function (key, at) {
      var now = picked()[at];
      if (now) search.set(key, now); else search.delete(key);
    });
    var query = search.toString();
    try { history.replaceState(null, "", (query ? "?" + query : location.pathname) + location.hash); } catch (x) { /* a file */ }
  }
  function read() {
    var search = new URLSearchParams(location.search);
    KEYS.forEach(function (key, at) {
      if (selects[at]) selects[at].value = value(selects[at], search.get(key) || "");
    });
  }

  form.hidden = false;
  read();
  apply();
  form.addEventListener("change", function () { address(); apply(); });
  form.addEventListener("reset", function () { setTimeout(function () { address(); apply(); }); });
  window.addEventListener("popstate", function () { read(); apply(); });
})();
