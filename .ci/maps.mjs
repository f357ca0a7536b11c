// What a reader does with a map: one persona alone, lanes folded, a column lit, an address of every
// cell. All of it stands in the address, works by keyboard, and paper shows everything.
//
//   node .ci/maps.mjs SITE CHROMIUM
import { createRequire } from "node:module";
import { join } from "node:path";
import assert from "node:assert/strict";
import { serve } from "./serve.mjs";

const [site, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(process.env.BROWSER_TOOLS ?? process.cwd(), "x.js"))("playwright-core");
const server = await serve(site);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const address = server.url + "retail/journeys/weekly-shop.html";

// What can be seen of a kind of thing in the map.
const seen = (page, selector) => page.$$eval(".map-wide svg.map " + selector, (all) =>
  all.filter((one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && Number(getComputedStyle(one).opacity) > 0.5).length);
const height = (page) => page.$eval(".map-wide svg.map", (svg) => svg.viewBox.baseVal.height);
// Each text and mark of the map, where it stands in the units of the file.
const marks = (page) => page.$eval(".map-wide svg.map", (svg) => {
  const frame = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / frame.width;
  return Array.from(svg.querySelectorAll("text, .pt, .mm, .cv"), (one) => {
    const area = one.getBoundingClientRect();
    return {
      what: `${one.getAttribute("class")} ${one.textContent}`.trim(),
      shown: one.checkVisibility(),
      top: (area.top - frame.top) * scale,
      height: area.height * scale,
    };
  });
});
const query = (page) => new URL(page.url()).search;

try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(address);

  // Each persona alone, and both again.
  const both = [await seen(page, ".cv-1"), await seen(page, ".cv-2")];
  assert.ok(both[0] > 0 && both[1] > 0, String(both));
  const maya = page.locator(".only [data-only=maya] button");
  await maya.focus();
  await page.keyboard.press("Enter");
  assert.equal(await maya.getAttribute("aria-pressed"), "true");
  assert.deepEqual([await seen(page, ".cv-1"), await seen(page, ".cv-2")], [both[0], 0], "Maya alone");
  assert.equal(query(page), "?only=maya");
  await page.keyboard.press("Enter");
  assert.deepEqual([await seen(page, ".cv-1"), await seen(page, ".cv-2")], both, "both again");
  assert.equal(query(page), "");
  await page.goto(address + "?only=tom");
  assert.deepEqual([await seen(page, ".cv-1"), await seen(page, ".cv-2")], [0, both[1]], "Tom by the address");

  // A lane folds to its name; the address keeps it; paper shows it.
  await page.goto(address);
  const whole = await height(page);
  const names = await page.$$eval(".folds button", (all) => all.map((button) => button.getAttribute("aria-label")));
  const pains = page.locator(".folds button[aria-label=Pains]");
  await pains.focus();
  await page.keyboard.press("Enter");
  assert.equal(await pains.getAttribute("aria-expanded"), "false");
  const folded = await height(page);
  assert.ok(folded < whole - 20, `${folded} of ${whole}`);
  assert.ok(await page.$$eval(".map-wide svg.map .off", (all) => all.length) > 0, "nothing is hidden");
  assert.equal(query(page), "?fold=pains");
  await page.keyboard.press("ArrowDown");
  const next = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.equal(next, names[names.indexOf("Pains") + 1]);
  await page.reload();
  assert.equal(await height(page), folded, "after a reload");
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await height(page), whole, "on paper");
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  assert.equal(await height(page), folded, "after printing");
  await pains.click();
  assert.equal(await height(page), whole);
  assert.equal(query(page), "");

  // Whichever lane folds, all that stands in the others stays in sight and in its place: what is
  // above does not move, what is below moves up as one.
  await page.goto(address);
  const before = await marks(page);
  const lanes = (await page.$eval(".map-in", (box) => box.dataset.lanes)).trim().split("\n").map((line) => line.split("|"));
  const middle = (mark) => mark.top + mark.height / 2;
  for (const [id, top, bottom] of lanes) {
    await page.goto(address + "?fold=" + id);
    const after = await marks(page);
    assert.equal(after.length, before.length);
    const up = whole - await height(page);
    let [above, below] = [0, 0];
    before.forEach((mark, at) => {
      const isBelow = middle(mark) >= +bottom, isDrawn = mark.height > 0;
      if (!isDrawn || !isBelow && middle(mark) >= +top) return;
      assert.ok(after[at].shown, `${mark.what} is gone while ${id} is folded`);
      const moved = mark.top - after[at].top, wanted = isBelow ? up : 0;
      assert.ok(Math.abs(moved - wanted) < 3, `${mark.what} moved up by ${moved}, not ${wanted}, while ${id} is folded`);
      if (isBelow) below += 1; else above += 1;
    });
    assert.ok(above + below > 100, `${above} above and ${below} below ${id}`);
  }

  // Touchpoints come in the order in which they are read, and each lights its column.
  await page.goto(address);
  const order = await page.$$eval(".map-wide svg.map a.tl", (all) =>
    all.map((link) => parseInt(link.getAttribute("aria-label"), 10)));
  assert.ok(order.length >= 19, String(order));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  const columns = await page.$$(".map-wide svg.map a.tl");
  const fill = () => columns[1].$eval(".hit", (hit) => getComputedStyle(hit).fill + getComputedStyle(hit).fillOpacity);
  const dark = await fill();
  await columns[1].hover();
  assert.notEqual(await fill(), dark, "under the pointer");
  await page.mouse.move(0, 0);
  assert.equal(await fill(), dark);
  await columns[0].focus();
  await page.keyboard.press("Tab");
  assert.ok(await columns[1].evaluate((link) => document.activeElement === link), "the next one");
  assert.notEqual(await fill(), dark, "by keyboard");

  // The address of a cell opens the table and lights the cell; a click gives a cell's address.
  const cell = "_book-a-slot.slot-hold.emotion";
  await page.goto(address + "#" + cell);
  assert.ok(await page.$eval("details.twin", (twin) => twin.open));
  const lit = await page.$eval(".here", (one) => ({ id: one.id, top: one.getBoundingClientRect().top }));
  assert.equal(lit.id, cell);
  assert.ok(lit.top > 0 && lit.top < 900, `at ${lit.top}`);
  // The heads of the columns stay above it, so that its lane can be told.
  const head = await page.$eval(".twin thead th:last-child", (one) => one.getBoundingClientRect().bottom);
  assert.ok(head > 0 && head <= lit.top + 1, `the head ends at ${head}, the cell begins at ${lit.top}`);
  await page.click("[id='_book-a-slot.slot-picker.emotion'] .sub", { position: { x: 2, y: 2 } });
  assert.equal(new URL(page.url()).hash, "#_book-a-slot.slot-picker.emotion");

  assert.deepEqual(errors, []);
  console.log("a map shows one persona, folds, lights its columns and has an address for every cell");
} finally {
  await browser.close();
  server.close();
}
