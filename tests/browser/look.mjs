// Open pages in a browser and tell what it met, as JSON: `node look.mjs < job.json`.
//
// A job: {chromium, base, folder?, pages: [{path, width, height, scheme, zoom, script}]}. For each page:
// what axe finds against WCAG 2.2 AA, what it asked of anybody else, what the console said, how far
// the layout shifted, whether it is wider than the window, how many bytes came.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const job = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox"] });
const told = [];
const contexts = new Map();
async function contextOf(wanted) {
  const key = JSON.stringify([wanted.width, wanted.height, wanted.scheme]);
  if (!contexts.has(key)) contexts.set(key, await newContext(wanted));
  return contexts.get(key);
}
const newContext = (wanted) =>
  browser.newContext({
    viewport: { width: wanted.width, height: wanted.height ?? 900 },
    colorScheme: wanted.scheme ?? "light",
    reducedMotion: "reduce",
  });
for (const wanted of job.pages) {
  const context = await contextOf(wanted);
  const page = await context.newPage();
  const said = [];
  const elsewhere = [];
  let bytes = 0;
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && said.push(m.text()));
  page.on("pageerror", (fault) => said.push(String(fault)));
  page.on("request", (r) => {
    if (!r.url().startsWith(job.base) && !r.url().startsWith("data:")) elsewhere.push(r.url());
  });
  page.on("response", async (r) => {
    bytes += Number((await r.allHeaders())["content-length"] ?? 0);
  });
  await page.addInitScript(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  const answer = await page.goto(job.base + wanted.path, { waitUntil: "networkidle" });
  await page.evaluate(axe);
  const found = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }),
    TAGS,
  );
  told.push({
    path: wanted.path,
    width: wanted.width,
    scheme: wanted.scheme ?? "light",
    status: answer.status(),
    title: await page.title(),
    violations: found.violations.map((v) => ({
      id: v.id,
      help: v.help,
      where: v.nodes.slice(0, 3).map((n) => n.target.join(" ")),
    })),
    elsewhere,
    said,
    shifted: await page.evaluate(() => window.shifted),
    wider: await page.evaluate(
      () => Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
    ),
    bytes,
  });
  if (job.folder) {
    const name = wanted.path.replace(/[^a-zA-Z0-9]+/g, "-").replace(/^-|-$/g, "") || "first";
    const file = `${job.folder}/${name}-${wanted.width}-${wanted.scheme ?? "light"}.png`;
    await page.screenshot({ path: file, fullPage: true });
  }
  await page.close();
}
await browser.close();
console.log(JSON.stringify(told));
