// Nothing moves when the scripts of a page come: the layout shift that a browser counts, on a phone
// and on a desk, with scripts that are slow.
//
//   node .ci/steady.mjs SITE CHROMIUM
import { createRequire } from "node:module";
import { join } from "node:path";
import assert from "node:assert/strict";
import { serve } from "./serve.mjs";

const [site, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(process.env.BROWSER_TOOLS ?? process.cwd(), "x.js"))("playwright-core");
const server = await serve(site, 500);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
// What a search engine calls good is 0.1; the words of a review banner may take a line less.
const MOST = 0.05;

try {
  for (const viewport of [{ width: 412, height: 823 }, { width: 1440, height: 900 }]) {
    for (const path of ["index.html", "retail/journeys/weekly-shop.html", "retail/personas/maya.html", "opportunities/index.html"]) {
      const page = await browser.newPage({ viewport });
      await page.addInitScript(() => {
        window.moved = [];
        new PerformanceObserver((list) => window.moved.push(...list.getEntries().map((entry) => entry.value)))
          .observe({ type: "layout-shift", buffered: true });
      });
      await page.goto(server.url + path);
      await page.waitForFunction(() => !document.querySelector("button.theme").hidden);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200))));
      const moved = (await page.evaluate(() => window.moved)).reduce((sum, value) => sum + value, 0);
      assert.ok(moved < MOST, `${path} at ${viewport.width}: ${moved}`);
      await page.close();
    }
  }
  console.log("pages stay where they are when their scripts come");
} finally {
  await browser.close();
  server.close();
}
