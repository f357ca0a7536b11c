// Theme switch and the reader's clock. Every page works without this file.
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

  var button = document.querySelector("button.theme");
  if (button) {
    var word = button.querySelector("span");
    word.textContent = theme;
    button.hidden = false;
    button.addEventListener("click", function () {
      theme = ORDER[(ORDER.indexOf(theme) + 1) % 3];
      put(theme);
      apply(theme);
      word.textContent = theme;
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
  function count(n) { return n + (n === 1 ? " day" : " days"); }

  var ICON = {
    overdue: '<circle class="rvi-f" cx="11" cy="11" r="10"/><path class="rvi-k" d="M11 5v7M11 15v2"/>',
    soon: '<circle class="rvi-o" cx="11" cy="11" r="9.2"/><path class="rvi-f" d="M11 11V3.5A7.5 7.5 0 0 1 11 18.5Z"/>',
    current: '<circle class="rvi-o" cx="11" cy="11" r="9.2"/><path class="rvi-s" d="M6.5 11.5l3 3 6-7"/>'
  };
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
        is === "overdue" ? "Review " + count(-n) + " overdue"
          : is === "soon" ? (n ? "Review due in " + count(n) : "Review due today")
            : last ? "Reviewed" : "Review planned");
      text(banner.querySelector(".rv-verb"),
        is === "overdue" ? "It was due on" : is === "soon" ? "It is due on" : "The next is due on");
      var built = banner.querySelector(".rv-built");
      if (built) built.remove();
    });

    // Dates in lists: “due 1 May” becomes “in 9 days, 1 May”.
    document.querySelectorAll(".d-when[data-due]").forEach(function (when) {
      var n = days(when.dataset.due), item = when.closest(".d-overdue, .d-due-soon, .d-soon, .d-current");
      var is = state(n, when.dataset.warn === undefined ? 14 : +when.dataset.warn);
      if (when.firstChild) {
        when.firstChild.data = n < 0 ? count(-n) + " overdue, since " : n ? "in " + count(n) + ", " : "today, ";
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
      text(cell.querySelector(".rv-word"), is === "soon" ? "due soon" : is);
    });
  }
  clock();
  // The live preview has put new words in the page.
  document.addEventListener("milepost:patched", clock);

  // A link to a row of the text twin opens the twin.
  function open() {
    var id = location.hash.slice(1), target = null;
    try { target = id && document.getElementById(decodeURIComponent(id)); } catch (x) { /* no such id */ }
    var closed = target && target.closest("details:not([open])");
    if (closed) { closed.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  open();
})();
