// Looks at pages of a served site in a headless Chromium, as a reader would.
//
//   node browse.mjs < {"chromium", "site", "pages": [{"path", "wait": [selector], "collect": {name: selector}, "screenshot"}]}
//
// prints [{"path", "status", "title", "found": {name: [{"text", "content", "href", "id"}]}, "troubles": [...]}];
// a page is looked at when its selectors to wait for are there and nothing more is being loaded.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const { chromium: executablePath, site, pages } = JSON.parse(fs.readFileSync(0, 'utf8'));

const browser = await chromium.launch({
  executablePath,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1', // Chromium itself must not call anyone either
  ],
});

const describe = (elements) =>
  elements.map((element) => ({
    text: (element.innerText ?? element.textContent).trim(), // what is drawn as SVG has no innerText
    content: element.textContent,
    href: element.getAttribute('href'),
    id: element.dataset.id ?? element.id,
  }));

async function look({ path, wait, collect, screenshot }) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => troubles.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => response.status() >= 400 && troubles.push(`${response.url()}: ${response.status()}`));
  const response = await page.goto(site + path);
  const missing = [];
  for (const selector of response.ok() ? wait : []) {
    await page.waitForSelector(selector, { timeout: 30_000 }).catch(() => missing.push(selector));
  }
  await page.waitForLoadState('networkidle');
  const found = {};
  for (const [name, selector] of Object.entries(collect)) found[name] = await page.locator(selector).evaluateAll(describe);
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
  troubles.push(...missing.map((what) => `no ${what}`));
  const seen = { path, status: response.status(), title: await page.title(), found, troubles: [...troubles] };
  await page.close(); // what is still being loaded fails now, which is no trouble
  return seen;
}

const seen = [];
try {
  for (const page of pages) seen.push(await look(page));
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(seen));
