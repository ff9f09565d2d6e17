// Opens pages of the HTML reporter in Chromium and tells what became of them,
// as JSON on stdout: node page.mjs CHROMIUM URL [FOLDER FOR PICTURES]
//
// URL serves every.html, hostile.html and large.html.
import { chromium } from 'playwright-core';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [executablePath, base, pictures] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// visit opens a page and gathers everything that it does.
async function visit(path, options, work) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const seen = { requests: [], dialogs: 0, errors: [], violations: [], pages: 0 };
  page.on('request', (r) => seen.requests.push(r.url()));
  page.on('dialog', (d) => { seen.dialogs++; d.dismiss(); });
  page.on('pageerror', (e) => seen.errors.push(String(e)));
  page.on('console', (m) => { if (m.type() === 'error') seen.errors.push(m.text()); });
  context.on('page', () => seen.pages++);
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      globalThis.violations = [];
      document.addEventListener('securitypolicyviolation', (e) => globalThis.violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
    });
  }
  await page.goto(base + path, { waitUntil: 'load' });
  const result = await work(page);
  if (options.javaScriptEnabled !== false) seen.violations = await page.evaluate(() => globalThis.violations);
  await context.close();
  return { ...seen, ...result };
}

const wide = (page) => page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
const shown = (page) => page.evaluate(() => document.querySelectorAll('tbody.x:not([hidden])').length);
const openAll = (page) => page.evaluate(() => { for (const r of document.querySelectorAll('tbody.x:not(.open) .o')) r.click(); });
const idle = () => new Promise((done) => setTimeout(done, 0));

const out = { axe: {}, large: {} };

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(sizes)) {
    out.axe[`${colorScheme} ${size}`] = await visit('every.html', { viewport, colorScheme, bypassCSP: true }, async (page) => {
      if (pictures) await page.screenshot({ path: `${pictures}/${colorScheme}-${size}.png` });
      await openAll(page);
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      if (pictures) await page.screenshot({ path: `${pictures}/${colorScheme}-${size}-open.png`, fullPage: true });
      await page.evaluate(axeSource);
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
      return {
        wide: await wide(page), rules: found.passes.length,
        found: found.violations.map((v) => `${v.id}: ${v.nodes.length} times: ${v.nodes[0].html.slice(0, 200)}: ${v.nodes[0].failureSummary}`),
      };
    });
  }
}

// Everything by the keyboard alone.
out.keyboard = await visit('every.html', { viewport: sizes.desktop }, async (page) => {
  const steps = {};
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.value || document.activeElement.className);
  const press = async (...keys) => { for (const k of keys) await page.keyboard.press(k); await idle(); };
  const tabTo = async (selector) => {
    for (let i = 0; i < 400; i++) {
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return true;
      await page.keyboard.press('Tab');
    }
    return false;
  };
  steps.all = await shown(page);
  await press('Tab');
  steps.first = await focused();
  await press('Enter');
  steps.skipped = await focused();
  steps.reachedStatus = await tabTo('input[value=error]');
  await press('Space');
  steps.errors = await shown(page);
  steps.found = await page.textContent('#found');
  await press('Shift+Tab');
  await press('Space');
  steps.errorsAndCompleted = await shown(page);
  await press('Space', 'Tab', 'Space');
  steps.none = await shown(page);
  await press('Escape');
  await page.evaluate(() => document.activeElement.blur());
  await press('/');
  steps.slash = await focused();
  await page.keyboard.type('connection RESET');
  steps.text = await shown(page);
  await press('Escape');
  steps.escaped = await shown(page);
  steps.reachedGroup = await tabTo('#group');
  await press('ArrowDown');
  steps.group = await shown(page);
  steps.reachedTag = await tabTo('#tag');
  await press('ArrowDown');
  steps.tag = await shown(page);
  steps.reachedOrder = await tabTo('#order');
  await press('ArrowDown');
  steps.slowest = await page.evaluate(() => Array.from(document.querySelectorAll('tbody.x:not([hidden])'), (r) => Number(r.dataset.d)));
  steps.reachedReset = await tabTo('#clear');
  await press('Enter');
  steps.reset = await shown(page);
  steps.reachedRow = await tabTo('.o');
  await press('Enter');
  steps.opened = await page.evaluate(() => document.activeElement.getAttribute('aria-expanded') + ' ' + getComputedStyle(document.activeElement.closest('tbody').querySelector('.more')).display);
  await press('Tab');
  steps.output = await page.evaluate(() => document.activeElement.tagName + ' ' + document.activeElement.getAttribute('aria-label'));
  await press('Shift+Tab', 'Enter');
  steps.closed = await page.evaluate(() => document.activeElement.getAttribute('aria-expanded'));
  // A link into the table shows its row, even one that a filter hides.
  await page.evaluate(() => document.querySelector('input[value=completed]').click());
  await page.evaluate(() => document.querySelector('.fails a').focus());
  await press('Enter');
  await page.locator('tbody.open').first().waitFor({ state: 'attached', timeout: 10_000 }).catch(() => {});
  steps.linked = await page.evaluate(() => {
    const row = document.querySelector(location.hash);
    return row.classList.contains('open') && !row.hidden && row.contains(document.activeElement);
  });
  return { steps };
});

out.hostile = {};
for (const [size, viewport] of Object.entries(sizes)) {
  out.hostile[size] = await visit('hostile.html', { viewport }, async (page) => {
    await openAll(page);
    await page.evaluate(() => { for (const e of document.querySelectorAll('body *')) e.dispatchEvent(new MouseEvent('mouseover', { bubbles: true })); });
    await page.evaluate(() => { scrollTo(0, 1e9); });
    await idle();
    if (pictures) await page.screenshot({ path: `${pictures}/hostile-${size}.png`, fullPage: true });
    return {
      wide: await wide(page),
      ...await page.evaluate(() => ({
        ran: 'pwned' in globalThis, title: document.title, scripts: document.scripts.length,
        strange: Array.from(document.querySelectorAll('img, iframe, object, embed, link, base, audio, video, form[action], a:not([href^="#"]):not([href^="https://forge.example/"]), [style]:not([style=""]), [onerror], [onclick], [onload], meta[http-equiv=refresh], style:not(head style), script:not(body > script:last-child)'), (e) => e.outerHTML.slice(0, 200)),
        // Nothing is outside of its row.
        loose: Array.from(document.body.children, (e) => e.tagName).join(' '),
        rows: Array.from(document.querySelectorAll('tbody.x'), (r) => r.id).join(' '),
        outputs: Array.from(document.querySelectorAll('tbody.x'), (r) => r.querySelector('pre')?.textContent ?? ''),
        ids: Array.from(document.querySelectorAll('tbody.x .o'), (a) => a.textContent),
        tall: Math.max(...Array.from(document.querySelectorAll('tbody.x .r'), (r) => r.offsetHeight)),
      })),
    };
  });
}

// Without its script.
out.plain = await visit('every.html', { viewport: sizes.desktop, javaScriptEnabled: false }, async (page) => {
  if (pictures) await page.screenshot({ path: `${pictures}/plain.png` });
  const rows = await page.locator('tbody.x').count();
  const fields = await page.locator('.fields').isVisible();
  const before = await page.locator('tbody.x pre:visible').count();
  await page.locator('.fails a').first().click();
  return { rows, fields, before, after: await page.locator('tbody.x pre:visible').count(), counts: await page.locator('.chips').innerText() };
});

// On paper.
out.print = await visit('every.html', {}, async (page) => {
  await page.emulateMedia({ media: 'print' });
  const r = await page.evaluate(() => ({
    fields: getComputedStyle(document.querySelector('.fields')).display,
    failures: Array.from(document.querySelectorAll('.gates .more'), (m) => getComputedStyle(m).display),
    others: Array.from(document.querySelectorAll('.x:not(.gates) .more'), (m) => getComputedStyle(m).display),
  }));
  if (pictures) await page.pdf({ path: `${pictures}/print.pdf`, format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } });
  return r;
});

out.large = await visit('large.html', { viewport: sizes.desktop }, async (page) => {
  const loaded = await page.evaluate(() => {
    const t = performance.getEntriesByType('navigation')[0];
    return { parsed: t.domContentLoadedEventEnd - t.responseStart, load: t.loadEventEnd - t.startTime };
  });
  const start = Date.now();
  await page.keyboard.press('/');
  await page.keyboard.type('e42');
  const found = await shown(page);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const interaction = Date.now() - start;
  if (pictures) await page.screenshot({ path: `${pictures}/large.png` });
  return { ...loaded, interaction, found, total: await page.locator('tbody.x').count() };
});

await browser.close();
console.log(JSON.stringify(out));
