// The browser's side of the preview; no build has it. It hears that something changed, asks for its
// own page, compares what the server sent before with what it sends now, and changes on the screen
// only what differs between the two. What scripts and people did to the page stays: scroll, focus,
// open folds, typed words, the theme.
(function () {
  "use strict";
  var me = document.currentScript, root = document.documentElement;
  var failed = root.dataset.milepostFindings !== undefined;
  // This script is the first: the page is as it was sent.
  var sent = failed ? null : snapshot(document);
  var tag = null, status = 0, before = null, live = new Map();

  // ---- what the page was

  function snapshot(node) {
    var kids = [];
    for (var kid = node.firstChild; kid; kid = kid.nextSibling) if (kid !== me) kids.push(snapshot(kid));
    return { node: node, kids: node.nodeName === "NOSCRIPT" ? [] : kids };
  }
  function parse(text) { return new DOMParser().parseFromString(text, "text/html"); }
  function alike(a, b) { return a.nodeType === b.nodeType && a.nodeName === b.nodeName; }

  // Finds for each node of the sent page the one on the screen; what others put between is passed over.
  function pair(node, shot) {
    live.set(node, shot.node);
    var at = 0;
    for (var kid = node.firstChild; kid; kid = kid.nextSibling) {
      if (node.nodeName === "NOSCRIPT") return;
      var next = at;
      while (next < shot.kids.length && !alike(kid, shot.kids[next].node)) next++;
      if (next < shot.kids.length) { pair(kid, shot.kids[next]); at = next + 1; }
    }
  }

  // ---- changing what differs

  var touched = [];
  function touch(node) {
    var element = node && (node.nodeType === 1 ? node : node.parentElement);
    if (element && element.isConnected) touched.push(element);
  }

  function morph(old, now) {
    var node = live.get(old);
    if (!node) return;
    live.set(now, node);
    if (old.nodeType !== 1 && old.nodeType !== 9) {
      if (old.nodeValue !== now.nodeValue) { node.nodeValue = now.nodeValue; touch(node); }
      return;
    }
    if (old.nodeType === 1) attributes(old, now, node);
    if (old.nodeName !== "NOSCRIPT") children(old, now, node);
  }

  function attributes(old, now, node) {
    var changed = false, i, name;
    if (now.nodeName === "LINK" && sheet(now) && old.getAttribute("href") !== now.getAttribute("href")) {
      return swap(now, node);
    }
    for (i = 0; i < now.attributes.length; i++) {
      var a = now.attributes[i];
      if (old.getAttributeNS(a.namespaceURI, a.localName) !== a.value) {
        node.setAttributeNS(a.namespaceURI, a.name, a.value);
        changed = true;
      }
    }
    for (i = 0; i < old.attributes.length; i++) {
      name = old.attributes[i];
      if (!now.hasAttributeNS(name.namespaceURI, name.localName)) {
        node.removeAttributeNS(name.namespaceURI, name.localName);
        changed = true;
      }
    }
    if (changed) touch(node);
  }

  function sheet(link) { return /(^|\s)stylesheet(\s|$)/i.test(link.getAttribute("rel") || ""); }

  // The new style stands beside the old one until it is there: the page is never naked.
  function swap(now, node) {
    var link = document.importNode(now, true);
    function done() { node.remove(); }
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    node.parentNode.insertBefore(link, node.nextSibling);
    live.set(now, link);
  }

  function children(old, now, node) {
    var a = [].slice.call(old.childNodes), b = [].slice.call(now.childNodes);
    var match = align(a, b), kept = new Set(match.filter(Boolean));
    a.forEach(function (kid) {
      if (kept.has(kid)) return;
      var gone = live.get(kid);
      if (gone && gone.parentNode) { touch(gone.parentNode); gone.parentNode.removeChild(gone); }
    });
    var after = null, inserted = [];
    for (var i = 0; i < b.length; i++) {
      if (match[i]) {
        morph(match[i], b[i]);
        after = live.get(b[i]) || after;
      } else {
        var fresh = document.importNode(b[i], true);
        twins(b[i], fresh);
        var before = after && after.parentNode === node ? after.nextSibling : first(match, i, node);
        node.insertBefore(fresh, before);
        after = fresh;
        inserted.push(fresh);
      }
    }
    inserted.forEach(function (fresh) { if (fresh.nodeType === 1 || fresh.nodeValue.trim()) touch(fresh); });
  }

  // Where a first child goes: before the first of its old neighbours that is still there.
  function first(match, from, node) {
    for (var i = from; i < match.length; i++) {
      var there = match[i] && live.get(match[i]);
      if (there && there.parentNode === node) return there;
    }
    return null;
  }

  function twins(now, fresh) {
    live.set(now, fresh);
    for (var a = now.firstChild, b = fresh.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) twins(a, b);
  }

  // For each new child the old one that it was: first those that are equal at both ends, then by id,
  // then equal ones in order, then the rest by name.
  function align(a, b) {
    var match = new Array(b.length), lo = 0, ae = a.length, be = b.length, i, j;
    while (lo < ae && lo < be && same(a[lo], b[lo])) { match[lo] = a[lo]; lo++; }
    while (ae > lo && be > lo && same(a[ae - 1], b[be - 1])) match[--be] = a[--ae];
    if (lo === ae || lo === be) return match;
    var used = new Array(a.length), ids = new Map();
    for (i = lo; i < ae; i++) if (a[i].id) ids.set(a[i].id, i);
    var anchors = [], last = lo - 1;
    for (j = lo; j < be; j++) {
      i = b[j].id ? ids.get(b[j].id) : undefined;
      if (i === undefined) for (var k = last + 1; k < ae; k++) if (!a[k].id && same(a[k], b[j])) { i = k; break; }
      // Only what keeps its order is moved along; the rest is made anew.
      if (i !== undefined && i > last && alike(a[i], b[j])) { match[j] = a[i]; used[i] = true; last = i; anchors.push([i, j]); }
    }
    anchors.push([ae, be]);
    var ai = lo, bj = lo;
    anchors.forEach(function (anchor) {
      for (j = bj; j < anchor[1]; j++) {
        for (i = ai; i < anchor[0]; i++) {
          if (!used[i] && !match[j] && alike(a[i], b[j]) && (a[i].id || "") === (b[j].id || "")) {
            match[j] = a[i]; used[i] = true; ai = i + 1;
            break;
          }
        }
      }
      ai = anchor[0] + 1; bj = anchor[1] + 1;
    });
    return match;
  }
  function same(a, b) { return alike(a, b) && a.isEqualNode(b); }

  // ---- the page as a whole

  function scripts(page) {
    return [].map.call(page.querySelectorAll("script[src]"), function (s) { return s.getAttribute("src"); }).join("\n");
  }

  function patch(now) {
    var focus = document.activeElement, id = focus && focus.id;
    touched = [];
    var oldLive = live;
    live = new Map(oldLive);
    morph(before, now);
    // Only the new page is needed from here on.
    var next = new Map();
    walk(now, function (node) { if (live.has(node)) next.set(node, live.get(node)); });
    live = next;
    before = now;
    if (id && focus !== document.activeElement && !focus.isConnected) {
      var again = document.getElementById(id);
      if (again) again.focus({ preventScroll: true });
    }
    document.dispatchEvent(new CustomEvent("milepost:patched"));
    flash(touched);
  }
  function walk(node, visit) {
    visit(node);
    for (var kid = node.firstChild; kid; kid = kid.nextSibling) walk(kid, visit);
  }

  var CELL = "td,th,li,dd,dt,p,h1,h2,h3,h4,blockquote,figure,summary,svg g,svg text,.review";
  function flash(elements) {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || !elements.length) return;
    var cells = new Set();
    elements.forEach(function (element) {
      if (!document.body.contains(element) || element === document.body) return;
      cells.add(element.closest(CELL) || element);
    });
    var n = 0;
    cells.forEach(function (cell) {
      if (++n > 40 || !cell.animate || cell === document.querySelector("main")) return;
      var frames = cell instanceof SVGElement
        ? [{ opacity: 0.25 }, { opacity: 1 }]
        : [{ boxShadow: "0 0 0 3px #e0a400", backgroundColor: "rgba(255,208,64,.45)" }, { boxShadow: "0 0 0 3px transparent" }];
      cell.animate(frames, { duration: 900, easing: "ease-out" });
    });
  }

  // Pictures keep their address: only a new one makes the browser ask again.
  function pictures(copies, state) {
    if (copies && !copies.length) return;
    document.querySelectorAll("img[src], image[href], source[src], video[src]").forEach(function (picture) {
      var name = picture.hasAttribute("src") ? "src" : "href";
      var url = new URL(picture.getAttribute(name), location.href);
      if (url.origin !== location.origin) return;
      var path = decodeURIComponent(url.pathname.slice(1));
      if (copies && copies.indexOf(path) < 0) return;
      url.searchParams.set("milepost", state);
      picture.setAttribute(name, url.pathname + url.search);
    });
  }

  // ---- asking

  function address() { return location.pathname + location.search; }
  function get(url, known) {
    var headers = known ? { "If-None-Match": known } : {};
    return fetch(url, { cache: "no-store", headers: headers, redirect: "follow" });
  }
  function hash(etag) { return (etag || "").replace(/^W\//, "").replace(/"/g, "").split("-")[0]; }

  var asking = false, again = false;
  function ask() {
    if (asking) { again = true; return; }
    asking = true;
    get(address(), tag).then(function (r) {
      if (r.status === 304) return;
      return r.text().then(function (text) { take(r, text); });
    }).catch(function () { /* the server is away; it is asked again when it is back */ }).then(function () {
      asking = false;
      if (again) { again = false; ask(); }
    });
  }

  function take(r, text) {
    var etag = r.headers.get("ETag"), page = parse(text);
    if (failed || page.documentElement.dataset.milepostFindings !== undefined) {
      // Between the list of findings and a site there is nothing in common.
      if (failed && page.documentElement.dataset.milepostFindings === root.dataset.milepostFindings) return;
      return location.reload();
    }
    if (r.status === 404 && status === 200) {
      var went = r.headers.get("Milepost-Went");
      if (went) { note("This page is gone; this is where it went."); return location.replace(went); }
    }
    if (!before) {
      status = r.status;
      if (me && me.dataset.page && hash(etag) !== me.dataset.page) return location.reload();
      tag = etag;
      before = page;
      pair(before, sent);
      sent = null;
      return;
    }
    if (hash(etag) === hash(tag) && r.status === status) { tag = etag; return; }
    if (r.status !== status || scripts(page) !== scripts(before)) return location.reload();
    var moved = page.querySelector("meta[http-equiv=refresh]");
    var to = moved && /url=(.*)$/i.exec(moved.getAttribute("content") || "");
    if (to) return location.replace(new URL(to[1].trim(), location.href).href + location.hash);
    tag = etag;
    try { patch(page); } catch (x) { location.reload(); }
  }

  function note(words) { try { sessionStorage.setItem("milepost-note", words); } catch (x) { /* a private window */ } }
  function noted() {
    try {
      var words = sessionStorage.getItem("milepost-note");
      sessionStorage.removeItem("milepost-note");
      return words;
    } catch (x) { return null; }
  }

  // ---- hearing

  var source = null, heard = 0, run = null, revision = null, retry = null;
  function listen() {
    hush();
    source = new EventSource("/_milepost/events");
    heard = Date.now();
    source.onmessage = function (message) {
      heard = Date.now();
      var news = JSON.parse(message.data);
      if (news.type === "ping") return;
      online(true);
      // A preview that was started again counts from 1 again.
      var first = revision === null, other = !first && news.run !== run;
      var changed = other || news.revision !== revision;
      var missed = other || !first && news.revision !== revision && news.revision !== revision + 1;
      var all = missed || news.type === "hello" && !first;
      if (changed) pictures(all ? null : first ? [] : news.copies, news.run + "." + news.revision);
      if (changed && !first) document.dispatchEvent(new CustomEvent("milepost:changed"));
      run = news.run;
      revision = news.revision;
      ask();
      count(news);
    };
    source.onerror = function () {
      online(false);
      if (source && source.readyState === 2) { hush(); retry = setTimeout(listen, 500); }
    };
  }
  function hush() {
    clearTimeout(retry);
    if (source) source.close();
    source = null;
  }
  // A laptop that slept, a line that died without a word: silence for longer than the server is ever silent.
  setInterval(function () {
    if (!document.hidden && Date.now() - heard > 35e3) listen();
  }, 5e3);
  // Browsers hold few connections to a host: only pages that are seen keep one.
  document.addEventListener("visibilitychange", function () { if (document.hidden) hush(); else listen(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) listen(); });
  window.addEventListener("pagehide", hush);
  window.addEventListener("online", listen);

  // ---- the bar and the list of findings

  var ui = null, findings = null, closed = "";
  function element(name, className, words) {
    var e = document.createElement(name);
    if (className) e.className = className;
    if (words !== undefined) e.textContent = words;
    return e;
  }
  function build() {
    var host = document.createElement("milepost-preview"), shadow = host.attachShadow({ mode: "open" });
    var style = element("link"), dock = element("div", "mp-dock"), panel = element("section", "mp-panel"), bar = element("div", "mp-bar");
    style.rel = "stylesheet";
    style.href = "/_milepost/client.css";
    dock.hidden = true;
    style.onload = function () { dock.hidden = false; };
    panel.hidden = bar.hidden = true;
    panel.setAttribute("aria-label", "Findings");
    panel.setAttribute("role", "region");
    bar.setAttribute("role", "status");
    dock.append(panel, bar);
    shadow.append(style, dock);
    root.append(host);
    ui = { host: host, panel: panel, bar: bar, off: false, note: noted() };
    host.addEventListener("keydown", function (event) { if (event.key === "Escape") close(); });
  }
  function online(is) {
    if (!ui) return;
    if (ui.off === !is) return;
    ui.off = !is;
    draw();
  }

  var counted = "", report = null;
  function count(news) {
    var now = [news.errors, news.warnings, news.infos].join();
    if (now === counted && now === "0,0,0") return;
    counted = now;
    tell();
  }
  function tell() {
    get("/_milepost/findings", report).then(function (r) {
      if (r.status !== 200) return;
      report = r.headers.get("ETag");
      return r.json().then(function (list) { findings = list; draw(); });
    }).catch(function () { /* asked again with the next news */ });
  }

  function many(n, word) { return n + " " + word + (n === 1 ? "" : "s"); }
  function close() { closed = key(); draw(); }
  function key() { return findings ? JSON.stringify(findings.findings) : ""; }

  function draw() {
    if (!ui || failed) return;
    var f = findings || { errors: 0, warnings: 0, infos: 0, findings: [] }, parts = [];
    if (ui.off) parts.push(element("span", "mp-off", "The preview is away; waiting for it"));
    if (ui.note) parts.push(element("span", "", ui.note));
    if (f.today) parts.push(element("span", "", "as of " + f.today));
    if (f.drafts) parts.push(element("span", "", "with drafts"));
    if (f.confidential) parts.push(element("span", "", "with confidential sources"));
    if (f.errors + f.warnings + f.infos) {
      var words = [f.errors && many(f.errors, "error"), f.warnings && many(f.warnings, "warning"), f.infos && many(f.infos, "remark")];
      var button = element("button", f.errors ? "mp-has-error" : "mp-has-warning", words.filter(Boolean).join(", "));
      button.type = "button";
      button.addEventListener("click", function () {
        if (ui.panel.hidden) { closed = ""; ui.open = key(); } else { closed = key(); ui.open = ""; }
        draw();
      });
      parts.push(button);
    }
    ui.bar.replaceChildren.apply(ui.bar, parts);
    ui.bar.hidden = !parts.length;
    // Errors open the list by themselves, once; warnings wait to be asked for.
    var show = f.errors ? closed !== key() : f.findings.length > 0 && ui.open === key();
    if (!f.errors && !f.findings.length) closed = "";
    ui.panel.hidden = !show;
    if (show) ui.panel.replaceChildren(heading(f), rows(f));
    ui.panel.classList.toggle("mp-mild", !f.errors);
  }
  function heading(f) {
    var head = element("div", "mp-head"), button = element("button", "", "Close");
    var words = f.stale ? "This is the last good state of the page" : "Findings";
    button.type = "button";
    button.addEventListener("click", close);
    head.append(element("h2", "", words), button);
    return head;
  }
  function rows(f) {
    var list = element("ol", "mp-list"), total = f.errors + f.warnings + f.infos;
    f.findings.forEach(function (finding) {
      var item = element("li", "mp-" + finding.severity), first = element("p"), place = element("p", "mp-place");
      first.append(element("b", "", finding.severity + "[" + finding.code + "]"), " " + finding.message);
      var where = element(finding.href ? "a" : "span", "", finding.file + ":" + finding.line + ":" + finding.column);
      if (finding.href) where.setAttribute("href", finding.href);
      place.append(where);
      item.append(first, place);
      if (finding.source) {
        var pre = element("pre"), code = element("code");
        code.append(finding.source.before, element("mark", "", finding.source.value), finding.source.after);
        pre.append(code);
        item.append(pre);
      }
      if (finding.help) item.append(element("p", "mp-help", "help: " + finding.help));
      list.append(item);
    });
    if (total > f.findings.length) list.append(element("li", "", "and " + (total - f.findings.length) + " more"));
    return list;
  }

  build();
  tell();
  ask();
  if (!document.hidden) listen();
})();
