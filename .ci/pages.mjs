// Pages of sites that are unlike the example: names of one long word on every width of a screen, in
// a language with longer words, from right to left; and the filters of a portfolio that does not
// show all of its journeys.
//
//   node .ci/pages.mjs MILEPOST CHROMIUM
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import assert from "node:assert/strict";

const [milepost, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(process.env.BROWSER_TOOLS ?? process.cwd(), "x.js"))("playwright-core");
const folder = mkdtempSync(join(tmpdir(), "milepost-pages-"));

// Builds a site of some files; gives the address of its root.
function build(name, files) {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, name, "content", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  execFileSync(milepost, ["build", "--quiet", "--today", "2026-11-23"], { cwd: join(folder, name), stdio: ["ignore", "ignore", "inherit"] });
  return "file://" + join(folder, name, "public") + "/";
}
const pagesOf = (name) => readdirSync(join(folder, name, "public"), { recursive: true }).filter((path) => path.endsWith(".html") && path !== "404.html");

const WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte";
const long = (language) => ({
  "site.yaml": `title: ${WORD}\nlanguage: ${language}\nchannels: [{id: app, title: ${WORD}}]\n`,
  "personas/chidi.md": `---\nname: Chidi Okonkwo-Featherstonehaugh\nrole: ${WORD}\ngoals: [${WORD}]\nchannels: {app: 5}\nattributes: {${WORD}: ${WORD}}\n---\n`,
  "personas/tom.md": `---\nname: Tom\nrole: ${WORD}\n---\n`,
  "evidence/talk.md": `---\ntitle: ${WORD}\nmethod: interview\ndate: 2026-06-01\nhighlights: [{id: one, text: ${WORD}, consent: true}]\n---\n`,
  "opportunities/fix.md": `---\ntitle: ${WORD}\nimpact: 5\nfeasibility: 4\nstatus: planned\naddresses: [long/plan/list]\nevidence: [talk]\n---\n`,
  "journeys/long.md": `---\ntitle: ${WORD}\npersonas: [chidi, tom]\ngoal: ${WORD}\nowner: '@${WORD}'\ntags: [${WORD}]\n`
    + `review: {last: 2025-01-01, every: quarterly}\nstages:\n`
    + `  - {title: Plan, lifecycle: awareness, touchpoints: [{title: List, channel: app, emotion: -1, pains: ['${WORD} [^talk]'], moment: {kind: friction, why: '${WORD} and what else goes wrong on that day'}}]}\n`
    + `  - {title: ${WORD}, id: help, touchpoints: [{title: ${WORD}, emotion: 1, quotes: [talk#one]}]}\n---\n`,
});

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  // Nothing is wider than the screen but what scrolls in a box of its own.
  for (const language of ["en", "de", "ar"]) {
    const root = build(language, long(language));
    for (const width of [320, 390, 1100, 1440]) {
      const page = await browser.newPage({ viewport: { width, height: 800 } });
      for (const path of pagesOf(language)) {
        await page.goto(root + path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${path} in ${language}: ${wide} px wide at ${width}`);
        const out = await page.$$eval(".facts, .due, .rank, .review, .story, h1", (all) => all.filter((one) => {
          const area = one.getBoundingClientRect();
          return area.left < -1 || area.right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1;
        }).map((one) => one.className || one.nodeName));
        assert.deepEqual(out, [], `${path} in ${language} at ${width}`);
        // The words at the ends of a scale are not broken: they have one line.
        const broken = await page.$$eval(".ramp span", (all) => all.filter((one) => one.getClientRects().length && one.getBoundingClientRect().height > 24).length);
        assert.equal(broken, 0, `scale of ${path} in ${language} at ${width}`);
        const moments = await page.$$eval(".moment b", (all) => all.map((one) => one.getBoundingClientRect().height).filter((height) => height > 32));
        assert.deepEqual(moments, [], `kinds of moments of ${path} in ${language} at ${width}`);
        // What is pressed and stands in no running text is high enough for a finger; how wide it is, its words say.
        const small = await page.$$eval("a, button, summary, select, input", (all) => all.filter((one) => {
          const area = one.getBoundingClientRect(), inText = one.matches("a") && getComputedStyle(one).display === "inline";
          return area.width && !inText && !one.closest("svg, .vh, .skip") && area.height < 24;
        }).map((one) => one.outerHTML.slice(0, 80)));
        assert.deepEqual(small, [], `targets of ${path} in ${language} at ${width}`);
      }
      await page.close();
    }
  }

  // The heat map of the example's width holds its last column in the language with longer words.
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(build("narrow", { ...long("de"), "journeys/long.md": "---\ntitle: Kurz\npersonas: [chidi]\nstages: [{title: A, touchpoints: [{title: B, emotion: 1}]}]\n---\n", "opportunities/fix.md": "---\ntitle: Kurz\nimpact: 1\nfeasibility: 1\n---\n" }));
  await page.goto(page.url() + (page.url().endsWith("/") ? "index.html" : ""));
  const heat = await page.$eval(".fg-main .scroll", (box) => [box.scrollWidth, box.clientWidth]);
  assert.ok(heat[0] <= heat[1], `the heat map is ${heat[0]} px wide in a box of ${heat[1]}`);

  // Every list of the page follows the filters, also those with entries that do not stand on it.
  const many = { "site.yaml": "title: Many\n" };
  for (let at = 0; at < 60; at += 1) {
    const space = at % 2 ? "south" : "north", who = at === 7 ? "ann" : "maya";
    many[`${space}/journeys/j${at}.md`] = `---\ntitle: Journey ${at}\npersonas: [${who}]\nreview: {last: 2026-0${1 + at % 2}-01, every: monthly}\nstages:\n`
      + `  - {title: Go, touchpoints: [{title: Walk, emotion: ${at === 7 ? -0.5 : -1}, opportunities: [{title: Better ${at}, impact: ${at === 7 ? 2 : 4}, feasibility: 3}]}, {title: Run}, {title: Sit}]}\n---\n`;
  }
  many["personas/maya.md"] = "---\nname: Maya\n---\n";
  many["personas/ann.md"] = "---\nname: Ann\n---\n";
  const home = build("many", many) + "index.html";
  const shown = (list) => page.$$eval(`[data-list=${list}]>li:not([hidden])`, (all) => all.map((one) => one.textContent));
  await page.goto(home);
  assert.deepEqual([(await shown("due")).length, (await shown("worst")).length, (await shown("best")).length], [8, 5, 5]);
  assert.ok(await page.isVisible("text=These are the 40 of 60"));
  await page.goto(home + "?persona=ann");
  await page.waitForSelector("text=1 of 60 journeys fits.");
  for (const list of ["due", "worst", "best", "silent"]) {
    const items = await shown(list);
    assert.ok(items.length > 0 && items.every((item) => /Journey 7|Better 7|Ann/.test(item)), `${list}: ${items}`);
  }
  assert.ok(!await page.isVisible("text=These are the 40 of 60"), "it is not said of the one that fits");
  const link = await page.$eval("[data-list=worst] a", (a) => a.getAttribute("href"));
  assert.equal(link, "south/journeys/j7/go.html#walk");
  await page.click("form.pick button[type=reset]");
  await page.waitForFunction(() => document.querySelectorAll("[data-list=due]>li").length === 8);
  assert.ok(await page.isVisible("text=These are the 40 of 60"));
  await page.goto(home + "?persona=ann&space=north");
  await page.waitForSelector("text=0 of 60 journeys fit.");
  assert.equal(await page.locator("text=Nothing fits.").count(), 4, "each section says so once");
  console.log("pages hold long words at every width, and every list of a portfolio follows the filters");
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
