// The search in a real browser, on a site as it was built: from the disk, and from a host that lets
// nothing else in, below a sub-path.
//
//   node .ci/search.mjs SITE CHROMIUM
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const [site, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(process.env.BROWSER_TOOLS ?? process.cwd(), "x.js"))("playwright-core");
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css", svg: "image/svg+xml" };
const server = createServer((request, answer) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/maps\//, "");
  try {
    const bytes = readFileSync(join(site, path));
    answer.writeHead(200, { "Content-Type": TYPES[path.split(".").pop()] ?? "application/octet-stream", "Content-Security-Policy": "default-src 'self'" });
    answer.end(bytes);
  } catch { answer.writeHead(404).end(); }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const until = (page, what, f, argument) =>
  page.waitForFunction(f, argument, { timeout: 15000 }).catch(() => { throw new Error("never: " + what); });
const said = (page, words) => until(page, `“${words}”`, (words) => document.querySelector(".find [role=status]").textContent.startsWith(words), words);
const focus = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);

async function scenario(root) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors = [], asked = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => asked.push(request.url()));

  // Nothing is loaded until somebody searches; `/` leads to the field from anywhere but a field.
  await page.goto(root + "retail/journeys/weekly-shop.html");
  assert.deepEqual(asked.filter((url) => /_search|search\..*js/.test(url)), []);
  await page.keyboard.press("/");
  assert.equal(await focus(page), "find_q");
  await page.keyboard.type("slöt PICK/");
  assert.equal(await page.inputValue("#find_q"), "slöt PICK/");
  await page.fill("#find_q", "slöt PICK");
  await until(page, "a result", () => document.querySelector(".find-panel .hit a"));
  const first = await page.evaluate(() => ({
    link: document.querySelector(".find-panel .hit a").textContent,
    marks: [...document.querySelector(".find-panel .hit a").querySelectorAll("mark")].map((m) => m.textContent),
    heads: [...document.querySelectorAll(".find-panel h3")].map((h) => h.firstChild.data.trim()),
  }));
  assert.deepEqual([first.link, first.marks], ["Slot picker", ["Slot", "picker"]]);
  assert.ok(first.heads.includes("Touchpoints"), first.heads.join());

  // Arrows walk through the results, Escape goes back, Enter on a result follows it.
  await page.keyboard.press("ArrowDown");
  assert.equal(await focus(page), "Slot picker");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focus(page), "find_q");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  assert.equal(await focus(page), "find_q");
  assert.ok(await page.evaluate(() => document.querySelector(".find-panel").hidden));
  await page.fill("#find_q", "doorstep");
  await until(page, "results again", () => !document.querySelector(".find-panel").hidden && document.querySelector(".find-panel .hit a"));
  await page.keyboard.press("ArrowDown");
  const address = await page.evaluate(() => document.activeElement.href);
  await page.keyboard.press("Enter");
  await page.waitForURL(address);

  // Enter in the field leads to the page of the search, which keeps what is asked for in its address.
  await page.keyboard.press("/");
  await page.keyboard.type("slot");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/search.html?q=slot");
  await until(page, "results", () => document.querySelector(".results .hit mark"));
  const counts = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll(".kinds label")].map((l) => [l.querySelector("input").value, Number(l.querySelector(".num").textContent)])));
  assert.equal(counts[""], Object.entries(counts).reduce((sum, [kind, n]) => sum + (kind ? n : 0), 0), JSON.stringify(counts));
  await said(page, `${counts[""]} results`);
  await page.check(".kinds input[value=evidence]");
  await said(page, `${counts.evidence} results`);
  assert.match(page.url(), /q=slot&kind=evidence/);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll(".results h2")].map((h) => h.firstChild.data.trim())), ["Evidence"]);
  await page.check(".kinds input[value='']");
  await page.selectOption("select[name=stage]", "purchase");
  await page.selectOption("select[name=persona]", "retail/tom");
  await until(page, "the filters in the address", () => /stage=purchase/.test(location.search) && /persona=retail%2Ftom/.test(location.search));
  const shared = page.url(), number = await page.textContent(".find [role=status]");
  const other = await browser.newPage();
  await other.goto(shared);
  await said(other, number);
  assert.deepEqual(await other.evaluate(() => [document.querySelector("#find_q").value, ...[...document.querySelectorAll(".filters select")].map((s) => s.value)]), ["slot", "retail/tom", "purchase", ""]);
  await other.close();

  // Nothing found: what was meant, or what there is without filters.
  await page.goto(root + "search.html");
  await page.fill("#find_q", "refnd");
  await said(page, "Nothing found for “refnd”.");
  assert.match(await page.textContent(".none"), /Did you mean refund/);
  await page.click(".none a");
  await until(page, "results of what was meant", () => document.querySelector(".results .hit"));
  await page.goto(root + "search.html?q=slot&tag=carer&kind=opportunity");
  await said(page, "Nothing found");
  await page.click(".none button");
  await said(page, `${counts[""]} results`);

  // Several words must all be there, below a title too; the last one is a beginning.
  await page.fill("#find_q", "household slot pick");
  await until(page, "the touchpoint of that journey", () => /Slot picker/.test(document.querySelector(".hit a")?.textContent) && /household/.test(document.querySelector(".hit .sub")?.textContent));

  // A compound is found however it is written, and its words are marked as they stand.
  const marks = () => [...new Set([...document.querySelectorAll(".results .hit mark")].map((m) => m.textContent.toLowerCase()))];
  const answers = async (query) => {
    await page.goto(root + "search.html");
    await page.fill("#find_q", query + " ");
    await until(page, `results of “${query}”`, () => document.querySelector(".results .hit mark"));
    await until(page, "their number", () => /\d/.test(document.querySelector(".find [role=status]").textContent));
    return { number: Number.parseInt(await page.textContent(".find [role=status]"), 10), marks: await page.evaluate(marks) };
  };
  const mail = await answers("email"), pay = await answers("checkout");
  assert.ok(mail.marks.includes("e-mail"), mail.marks.join());
  for (const query of ["e-mail", "e mail", "E‑Mail"]) assert.equal((await answers(query)).number, mail.number, query);
  for (const query of ["check-out", "check out", "check‑out"]) {
    const found = await answers(query);
    assert.ok(found.number >= pay.number && found.marks.includes("checkout"), `${query}: ${found.number} of ${pay.number}, ${found.marks}`);
  }
  await page.fill("#find_q", "slotpicker");
  await said(page, "Nothing found for “slotpicker”.");
  assert.match(await page.textContent(".none"), /Did you mean slot picker/);

  // The program and the page take texts apart alike.
  const table = readFileSync(new URL("../src/search/words.txt", import.meta.url), "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const own = await page.evaluate((texts) => texts.map((text) => milepostSearch.terms(text).join(" ")), table.map((line) => line.split("\t")[0]));
  assert.deepEqual(own, table.map((line) => line.split("\t")[1]));
  assert.deepEqual(errors, []);
  await page.close();
}

try {
  await scenario(pathToFileURL(resolve(site)).href + "/");
  await scenario(`http://127.0.0.1:${server.address().port}/maps/`);

  // Without scripts the page leads to every list.
  const still = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await still.goto(`http://127.0.0.1:${server.address().port}/maps/index.html`);
  await still.fill("#find_q", "slot");
  await still.keyboard.press("Enter");
  await still.waitForURL("**/search.html?q=slot");
  assert.match(await still.textContent("main"), /needs scripts/);
  assert.ok(await still.isVisible("main a[href='journeys/index.html']"));
  console.log("the search finds in a browser what it says");
} finally {
  await browser.close();
  server.close();
}
