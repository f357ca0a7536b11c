// Filters the list of titles on the search page. Without this file the list is simply whole.
(function () {
  "use strict";
  var form = document.querySelector(".find"), box = form && form.querySelector("input"), said = form && form.querySelector("[role=status]");
  if (!box || !said) return;
  function fold(t) { return t.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }
  function read() {
    return [].map.call(document.querySelectorAll(".found"), function (s) {
      return { el: s, rows: [].map.call(s.querySelectorAll("li"), function (li) { return { el: li, text: fold(li.textContent) }; }) };
    });
  }
  var groups = read();
  function filter() {
    var words = fold(box.value).split(/\s+/).filter(Boolean), n = 0;
    groups.forEach(function (g) {
      var any = false;
      g.rows.forEach(function (r) {
        var on = words.every(function (w) { return r.text.indexOf(w) >= 0; });
        r.el.hidden = !on; any = any || on; n += on ? 1 : 0;
      });
      g.el.hidden = !any;
    });
    said.textContent = words.length ? (n === 1 ? "1 title" : n + " titles") : "";
  }
  var timer;
  box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(filter, 80); });
  form.addEventListener("submit", function (x) { x.preventDefault(); filter(); });
  // The live preview has put new titles in the list.
  document.addEventListener("milepost:patched", function () { groups = read(); filter(); });
  form.hidden = false;
  var asked = /[?&]q=([^&]*)/.exec(location.search);
  if (asked) try { box.value = decodeURIComponent(asked[1].replace(/\+/g, " ")); filter(); } catch (x) { /* no search then */ }
})();
