// The live preview in a real browser: an edit changes the page in place, the list of findings comes
// and goes, styles swap, a page that moved is followed, a server that comes back is heard again.
//
//   node .ci/browser.mjs MILEPOST CHROMIUM
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import assert from "node:assert/strict";

const [milepost, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(process.env.BROWSER_TOOLS ?? process.cwd(), "x.js"))("playwright-core");
const folder = mkdtempSync(join(tmpdir(), "milepost-browser-"));
cpSync(new URL("../content", import.meta.url), join(folder, "content"), { recursive: true });
const file = join(folder, "content/retail/journeys/first-order.md");
const original = readFileSync(file, "utf8");

let server;
function start(port) {
  return new Promise((resolve, reject) => {
    server = spawn(milepost, ["serve", "--port", String(port), "--today", "2026-11-23", "--editor-url", "zed"], { cwd: folder });
    server.stdout.once("data", (text) => resolve(String(text).split("\n")[0].trim()));
    server.stderr.on("data", (text) => { server.words = (server.words ?? "") + text; });
    server.once("exit", () => reject(new Error(server.words)));
  });
}
function stop() {
  return new Promise((resolve) => { server.once("exit", resolve); server.kill("SIGINT"); });
}
// Waits until a function of the page is true.
const until = (page, what, f, argument) =>
  page.waitForFunction(f, argument, { timeout: 15000 }).catch(() => { throw new Error("never: " + what); });
const panel = () => !document.querySelector("milepost-preview").shadowRoot.querySelector(".mp-panel").hidden;

const url = await start(0);
const port = new URL(url).port;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 700 } });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const address = url + "retail/journeys/first-order.html";
  await page.goto(address);
  await until(page, "the preview's bar", () => document.querySelector("milepost-preview")?.shadowRoot.querySelector("button"));
  const bar = await page.evaluate(() => document.querySelector("milepost-preview").shadowRoot.querySelector(".mp-bar").textContent);
  assert.match(bar, /as of 2026-11-23.*1 warning/);
  assert.equal(await page.evaluate(panel), false, "warnings wait to be asked for");

  // An edit changes the page in place.
  await page.evaluate(() => {
    window.stays = document.querySelector("h1");
    document.querySelector("details.twin").open = true;
    document.documentElement.setAttribute("data-theme", "dark");
    document.querySelector("details.twin summary").focus();
    window.scrollTo(0, 900);
    window.flashes = 0;
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...all) { window.flashes++; return animate.apply(this, all); };
  });
  const title = /^title: (.*)$/m.exec(original)[1];
  writeFileSync(file, original.replace(`title: ${title}`, "title: Another name").replace(/\n---\n/, "\n---\nFresh words in the body.\n\n"));
  await until(page, "the new title", () => document.querySelector("h1").textContent === "Another name");
  const kept = await page.evaluate(() => ({
    same: window.stays === document.querySelector("h1"),
    open: document.querySelector("details.twin").open,
    theme: document.documentElement.getAttribute("data-theme"),
    focus: document.activeElement.tagName,
    scroll: window.scrollY,
    flashes: window.flashes,
    title: document.title,
    banner: document.querySelector(".rv-state")?.textContent,
  }));
  assert.ok(kept.same && kept.open && kept.flashes > 0, JSON.stringify(kept));
  assert.equal(kept.theme, "dark");
  assert.equal(kept.focus, "SUMMARY");
  assert.ok(Math.abs(kept.scroll - 900) < 200, `scrolled to ${kept.scroll}`);
  assert.match(kept.title, /^Another name/);

  // What the page is after many edits is what the server sends.
  for (let n = 0; n < 20; n++) {
    writeFileSync(file, original.replace(`title: ${title}`, `title: Name ${n}`));
    await until(page, `name ${n}`, (n) => document.querySelector("h1").textContent === `Name ${n}`, n);
  }
  writeFileSync(file, original);
  await until(page, "the old title", (title) => document.querySelector("h1").textContent === title, title);
  const differs = await page.evaluate(async () => {
    const sent = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    const a = sent.querySelector("main").textContent.replace(/\s+/g, " ");
    const b = document.querySelector("main").textContent.replace(/\s+/g, " ");
    const clean = (t) => t.replace(/ (It was due|Built|due|overdue|in \d+ days).*?(?= )/g, "");
    return { length: Math.abs(a.length - b.length), rows: sent.querySelectorAll("main *").length - document.querySelectorAll("main *").length, same: clean(a) === clean(b) };
  });
  assert.ok(differs.length < 200 && Math.abs(differs.rows) < 20, JSON.stringify(differs));

  // Broken input: the page stays, the list comes, and goes when it is mended.
  writeFileSync(file, original.replace("personas: [", "personas: [nobody-here, "));
  await until(page, "the list of findings", panel);
  const list = await page.evaluate(() => {
    const shadow = document.querySelector("milepost-preview").shadowRoot;
    return { text: shadow.querySelector(".mp-list").textContent, href: shadow.querySelector(".mp-place a").getAttribute("href"), mark: shadow.querySelector("mark").textContent, h1: document.querySelector("h1").textContent };
  });
  assert.equal(list.h1, title);
  assert.equal(list.mark, "nobody-here");
  assert.match(list.text, /content\/retail\/journeys\/first-order\.md:\d+:\d+/);
  assert.match(list.href, /^zed:\/\/file\/.*first-order\.md:\d+:\d+$/);
  writeFileSync(file, original);
  await until(page, "the list going away", () => document.querySelector("milepost-preview").shadowRoot.querySelector(".mp-panel").hidden);

  // A style is swapped without loading the page again.
  await page.evaluate(() => { window.mark = true; });
  const own = join(folder, "themes/default/assets");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "style.css"), "h1 { color: rgb(1, 2, 3) }");
  await until(page, "the new style", () => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
  assert.ok(await page.evaluate(() => window.mark), "the page was loaded again");
  rmSync(join(folder, "themes"), { recursive: true });
  await until(page, "the old style", () => getComputedStyle(document.querySelector("h1")).color !== "rgb(1, 2, 3)");

  // Words typed into the search stay, and what is new is found by them, until it goes again.
  const second = await browser.newPage();
  await second.goto(url + "search.html");
  await second.fill("#find_q", "zebra");
  await until(second, "that there is nothing", () => document.querySelector(".find [role=status]").textContent.startsWith("Nothing found"));
  const persona = join(folder, "content/retail/personas/zebra.md");
  writeFileSync(persona, "---\nname: Zebra\n---\n");
  await until(second, "the new persona among the results", () => document.querySelector(".hit a")?.textContent === "Zebra");
  assert.equal(await second.inputValue("#find_q"), "zebra");
  assert.equal(await second.evaluate(() => document.querySelectorAll(".hit").length), 1);
  writeFileSync(file, original.replace(`title: ${title}`, "title: Zebra crossing"));
  await until(second, "the edited journey among the results", () => [...document.querySelectorAll(".hit a")].some((a) => a.textContent === "Zebra crossing"));
  writeFileSync(file, original);
  await until(second, "the journey going away", () => document.querySelectorAll(".hit").length === 1);

  // A renamed page leads to its new address, a deleted one to its list.
  await second.goto(url + "retail/personas/zebra.html");
  await until(second, "the preview", () => document.querySelector("milepost-preview"));
  await second.waitForTimeout(300);
  renameSync(persona, persona.replace("zebra", "okapi"));
  await second.waitForURL("**/retail/personas/okapi.html", { timeout: 15000 });
  await second.waitForTimeout(300);
  rmSync(persona.replace("zebra", "okapi"));
  await second.waitForURL("**/index.html", { timeout: 15000 });

  // The server goes and comes back; what changed in between is seen.
  await page.evaluate(() => { window.mark = true; });
  await stop();
  await until(page, "the word that the server is away", () => document.querySelector("milepost-preview").shadowRoot.querySelector(".mp-off"));
  writeFileSync(file, original.replace(`title: ${title}`, "title: Written in between"));
  await start(port);
  await until(page, "the page after the restart", () => document.querySelector("h1").textContent === "Written in between");
  assert.ok(await page.evaluate(() => window.mark), "the page was loaded again");
  await until(page, "the word going away", () => !document.querySelector("milepost-preview").shadowRoot.querySelector(".mp-off"));

  // A site that is wrong from the start becomes a page when it is mended.
  await stop();
  writeFileSync(file, "---\ntitle: [\n");
  await start(port);
  await second.goto(address);
  assert.match(await second.textContent("main"), /first-order\.md:\d+:\d+/);
  writeFileSync(file, original);
  await until(second, "the mended page", (title) => document.querySelector("h1").textContent === title, title);
  assert.deepEqual(errors, []);
  console.log("the live preview does in a browser what it says");
} finally {
  await browser.close();
  if (server.exitCode === null) await stop();
  rmSync(folder, { recursive: true, force: true });
}
