// A built site over HTTP for checks in a browser, with scripts that are as slow as asked.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css", svg: "image/svg+xml" };

export async function serve(site, scriptDelay = 0) {
  const server = createServer((request, answer) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(1);
    const send = () => {
      try {
        const bytes = readFileSync(join(site, path));
        answer.writeHead(200, {
          "Content-Type": TYPES[path.split(".").pop()] ?? "application/octet-stream",
          "Content-Security-Policy": "default-src 'self'",
        });
        answer.end(bytes);
      } catch { answer.writeHead(404).end(); }
    };
    setTimeout(send, path.endsWith(".js") ? scriptDelay : 0);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
