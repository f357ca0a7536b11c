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

  function shortLists(wanted, any) {
    document.querySelectorAll("[data-few]").forEach(function (list) {
      var left = +list.dataset.few;
      Array.prototype.forEach.call(list.children, function (item) {
        item.hidden = !(left > 0 && matches(marksOf(item), wanted));
        if (!item.hidden) left -= 1;
      });
      var note = list.nextElementSibling;
      if (note && note.classList.contains("no-match")) note.remove();
      if (any && left === +list.dataset.few) {
        note = document.createElement("p");
        note.className = "note no-match";
        note.textContent = say("filter_none_of_first", { n: list.children.length });
        list.after(note);
      }
    });
  }

  // Rows that stand on the page are hidden; where it has only some, all of them are taken from a
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
    var found = all.filter(function (row) { return matches(row, wanted); });
    if (made) made.remove();
    made = document.createElement("tbody");
    var root = form.dataset.root;
    made.innerHTML = found.slice(0, SHOWN).map(function (row) {
      return row[4].replace(/ href="/g, ' href="' + root);
    }).join("");
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
    shortLists(wanted, any);
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
    window.milepostRows = function (rows) {
      var scope = form.dataset.scope;
      all = rows.filter(function (row) { return fits("space", row[0], scope); });
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
