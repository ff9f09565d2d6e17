// Opens pages of the HTML reporter in Chromium and tells what became of them,
// as JSON on stdout: node page.mjs CHROMIUM URL [FOLDER FOR PICTURES]
//
// URL serves every.html, hostile.html, many.html (2,000 examples) and large.html (5,000).
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
const shown = (page) => page.evaluate(() => document.querySelectorAll('.x:not([hidden])').length);
const openAll = (page) => page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
const idle = () => new Promise((done) => setTimeout(done, 0));
const painted = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

// landed tells where the row that the address names is: how many pixels below the bar of
// filters, whether it is unfolded and has the focus.
const landed = async (page) => {
  await painted(page);
  return page.evaluate(() => {
    const row = document.getElementById(location.hash.slice(1).split('?')[0]);
    if (!row) return { beside: -1, name: '' };
    const summary = row.querySelector('summary');
    const { top, bottom } = summary.getBoundingClientRect();
    const end = scrollY + innerHeight >= document.scrollingElement.scrollHeight - 20; // nothing below can push it up
    return {
      beside: end && bottom <= innerHeight ? 0 : Math.abs(top - document.getElementById('filters').getBoundingClientRect().bottom),
      name: row.querySelector('b').textContent, open: row.open, focused: document.activeElement === summary, address: location.hash,
    };
  });
};

const out = { axe: {}, large: {}, links: {} };

for (const colorScheme of ['light', 'dark']) {
  for (const [size, viewport] of Object.entries(sizes)) {
    out.axe[`${colorScheme} ${size}`] = await visit('every.html', { viewport, colorScheme, bypassCSP: true }, async (page) => {
      if (pictures) await page.screenshot({ path: `${pictures}/${colorScheme}-${size}.png` });
      await openAll(page);
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
  const row = () => page.evaluate(() => document.activeElement.closest('.x')?.querySelector('b').textContent ?? '');
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
  steps.skipped = await page.evaluate(() => document.activeElement.id || location.hash);
  steps.reachedStatus = await tabTo('input[value=failed]');
  await press('Space');
  steps.failed = await shown(page);
  steps.found = await page.textContent('#found');
  await press('Tab', 'Space');
  steps.failedAndPassed = await shown(page);
  await press('Space', 'Shift+Tab', 'Space');
  steps.none = await shown(page);
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
  steps.reachedOrder = await tabTo('#by');
  await press('ArrowDown');
  steps.grouped = await page.evaluate(() => Array.from(document.querySelectorAll('.sub:not([hidden]) > summary'), (s) => s.textContent.trim()).join());
  await press('ArrowDown');
  steps.slowest = await page.evaluate(() => Array.from(document.querySelectorAll('.x:not([hidden])'), (r) => Number(r.dataset.d)));
  await press('ArrowDown');
  steps.catalog = await page.evaluate(() => Array.from(document.querySelectorAll('.x'), (r) => Number(r.dataset.i)).every((n, i) => n === i));
  steps.reachedReset = await tabTo('#clear');
  await press('Enter');
  steps.reset = await shown(page);
  steps.address = await page.evaluate(() => location.hash);
  await page.evaluate(() => document.activeElement.blur());
  // j and k go through the rows, n and p through the failures.
  await press('j');
  steps.j = await row();
  await press('j', 'k');
  steps.k = await row();
  await press('n');
  steps.n = await row();
  await press('n', 'p');
  steps.p = await row();
  steps.opened = await page.evaluate(() => document.activeElement.closest('.x').open && document.activeElement.closest('.x').querySelector('.m').checkVisibility());
  await tabTo('pre');
  steps.output = await page.evaluate(() => document.activeElement.tagName + ' ' + document.activeElement.getAttribute('aria-label'));
  await press('k', 'Enter');
  steps.unfolds = await page.evaluate(() => document.activeElement.closest('.x').open);
  await press('Enter');
  steps.folds = await page.evaluate(() => document.activeElement.closest('.x').open);
  await press('?');
  steps.help = await page.evaluate(() => document.getElementById('help').open);
  await press('Escape');
  steps.closed = await page.evaluate(() => document.getElementById('help').open);
  // The command to run an example again can be copied.
  await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { globalThis.clip = text; }; });
  steps.reachedCopy = await tabTo('.copy');
  await press('Enter');
  steps.copied = await page.evaluate(() => document.activeElement.textContent + ': ' + globalThis.clip);
  return { steps };
});

// The address has the filters and the row: they survive a reload, the way back, and a
// new window.
out.address = await visit('every.html', { viewport: sizes.desktop }, async (page) => {
  const steps = {};
  const state = () => page.evaluate(() => [
    location.hash, document.getElementById('q').value, Array.from(document.querySelectorAll('input[name=s]:checked'), (i) => i.value).join(),
    document.getElementById('by').value, document.querySelectorAll('.x:not([hidden])').length, Array.from(document.querySelectorAll('.x[open] b'), (b) => b.textContent).join(),
  ].join(' | '));
  await page.check('input[value=failed]');
  await page.check('input[value=skipped]');
  await page.fill('#q', 'BASICS/');
  await page.selectOption('#by', 'slowest');
  steps.filtered = await state();
  await page.reload();
  steps.reloaded = await state();
  await page.click('.x:not([hidden]) > summary');
  steps.opened = await state();
  await page.reload();
  steps.again = await state();
  await page.evaluate(() => { location.hash = '#/basics/hello'; }); // which no filter of before shows
  await painted(page);
  steps.other = await state();
  await page.goBack();
  await painted(page);
  steps.back = await state();
  // A link to an example that a filter hides shows it all the same.
  await page.goto(`${base}every.html?2#/basics/hello?s=failed`);
  steps.hidden = await state();
  return { steps, requests: [] };
});

// Links lead to their rows in pages of many.
for (const [size, viewport] of Object.entries(sizes)) {
  for (const javaScriptEnabled of size === 'phone' ? [true, false] : [true]) {
    out.links[size + (javaScriptEnabled ? '' : ' without the script')] = await visit('many.html', { viewport, javaScriptEnabled }, async (page) => {
      const landings = [];
      for (const i of javaScriptEnabled ? [1003, 1998] : [1004]) {
        await page.goto('about:blank');
        await page.goto(`${base}many.html#/g${i % 10}/e${i}`, { waitUntil: 'load' });
        landings.push(javaScriptEnabled ? await landed(page) : {
          name: `g${i % 10}/e${i}`, open: true, focused: true,
          beside: Math.abs((await page.locator(`[id="/g${i % 10}/e${i}"]`).boundingBox()).y - 100),
        });
      }
      if (javaScriptEnabled) {
        // The timeline and the keys lead there as well, from one end to the other.
        await page.evaluate(() => { document.getElementById('timeline').open = true; });
        await page.evaluate(() => document.querySelector('.time .t[data-e="1500"]').dispatchEvent(new MouseEvent('click', { bubbles: true })));
        landings.push(await landed(page));
        await page.evaluate(() => document.querySelector('#timeline a').click());
        landings.push(await landed(page));
        await page.keyboard.press('p');
        landings.push(await landed(page));
      }
      return { landings, wide: javaScriptEnabled ? await wide(page) : 0, requests: [] };
    });
  }
}

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
        stray: Array.from(document.querySelectorAll('.sub > *, #list > *'), (e) => e.className.split(' ')[0] || e.tagName).filter((c) => !['x', 'sec', 'sub', 'SUMMARY'].includes(c)).join(' '),
        rows: Object.fromEntries(Array.from(document.querySelectorAll('.x'), (r) => [r.dataset.i, { id: r.id, name: r.querySelector('b').textContent, output: r.querySelector('pre')?.textContent ?? '' }])),
        tall: Math.max(...Array.from(document.querySelectorAll('.x > summary'), (r) => r.offsetHeight)),
      })),
    };
  });
}

// Without its script.
out.plain = await visit('every.html', { viewport: sizes.desktop, javaScriptEnabled: false }, async (page) => {
  if (pictures) await page.screenshot({ path: `${pictures}/plain.png` });
  const rows = await page.locator('.x > summary:visible').count();
  const fields = await page.locator('.fields').isVisible();
  const before = await page.locator('.x pre:visible').count();
  await page.locator('.x > summary').first().click();
  return { rows, fields, before, after: await page.locator('.x pre:visible').count(), counts: await page.locator('.chips').innerText() };
});

// On paper.
out.print = await visit('every.html', {}, async (page) => {
  await openAll(page);
  await page.emulateMedia({ media: 'print' });
  const r = await page.evaluate(() => {
    const visible = (selector) => Array.from(document.querySelectorAll(selector)).filter((e) => e.checkVisibility()).length;
    return { summary: visible('header'), fields: visible('.fields'), failures: visible('.gates > summary'), others: visible('.x:not(.gates)'), details: visible('.m') + visible('.panel') };
  });
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
  await painted(page);
  const interaction = Date.now() - start;
  if (pictures) await page.screenshot({ path: `${pictures}/large.png` });
  return { ...loaded, interaction, found, total: await page.locator('.x').count() };
});

await browser.close();
console.log(JSON.stringify(out));
