'use strict';
// The page works without this script: all rows are in it, and #eN opens one.
(() => {
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement;
  root.classList.add('js');
  const table = document.querySelector('table[role=table]');
  const form = $('filters');
  if (!table || !form) return;

  const rows = Array.from(table.tBodies);
  let texts; // the searched texts, created on the first search

  const open = (row, yes) => {
    row.classList.toggle('open', yes);
    row.querySelector('.o').setAttribute('aria-expanded', String(yes));
  };
  for (const row of rows) row.querySelector('.o').setAttribute('aria-expanded', 'false');

  const filter = () => {
    const kinds = Array.from(form.querySelectorAll('input[name=s]:checked'), (i) => i.value);
    const group = $('group')?.value ?? '';
    const tag = $('tag')?.value ?? '';
    const words = $('q').value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length && !texts) texts = rows.map((r) => r.textContent.toLowerCase());
    let shown = 0;
    rows.forEach((row, i) => {
      const d = row.dataset;
      const yes = (!kinds.length || d.s.split(' ').some((s) => kinds.includes(s)))
        && (group === '' || d.g === group)
        && (tag === '' || d.t.split(' ').includes(tag))
        && words.every((w) => texts[i].includes(w));
      if (row.hidden === yes) row.hidden = !yes;
      if (yes) shown++;
    });
    $('found').textContent = shown === rows.length ? `${rows.length} shown` : `${shown} of ${rows.length} shown`;
  };

  const order = () => {
    const by = $('order').value;
    const at = new Map(rows.map((r, i) => [r, i]));
    const rank = { slow: (r) => -Number(r.dataset.d), bad: (r) => (r.classList.contains('gates') ? 0 : r.classList.contains('error') ? 1 : r.classList.contains('completed') ? 3 : 2) }[by];
    const sorted = rank ? rows.slice().sort((a, b) => rank(a) - rank(b) || at.get(a) - at.get(b)) : rows;
    table.append(...sorted);
  };

  const reset = () => {
    form.reset();
    filter();
    order();
  };

  // Show the row that the address names, even if a filter hides it.
  const reveal = () => {
    const row = /^#e\d+$/.test(location.hash) && $(location.hash.slice(1));
    if (!row) return;
    if (row.hidden) reset();
    open(row, true);
    row.scrollIntoView({ block: 'start' });
    row.querySelector('.o').focus({ preventScroll: true });
  };

  form.addEventListener('submit', (e) => e.preventDefault());
  form.addEventListener('input', (e) => (e.target.id === 'order' ? order() : filter()));
  $('clear').addEventListener('click', reset);
  table.addEventListener('click', (e) => {
    const row = e.target.closest('.r')?.parentElement;
    if (!row || (!e.target.closest('.o') && String(getSelection()))) return;
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    open(row, !row.classList.contains('open'));
  });
  addEventListener('hashchange', reveal);
  document.addEventListener('click', (e) => {
    const a = e.target.closest('a[href^="#e"]:not(.o)');
    if (a && a.hash === location.hash) reveal(); // without a change of the address there is no event
  });

  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === '/' && !/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) {
      e.preventDefault();
      $('q').focus();
    } else if (e.key === 'Escape' && e.target.id === 'q' && $('q').value) {
      $('q').value = '';
      filter();
    }
  });

  const time = document.querySelector('.time');
  time?.addEventListener('pointerover', (e) => {
    const row = e.target.dataset?.e && $('e' + e.target.dataset.e);
    if (row) $('bar').textContent = e.target.textContent + ' · ' + row.querySelector('.st').textContent;
  });
  time?.addEventListener('click', (e) => {
    const n = e.target.dataset?.e;
    if (!n) return;
    if (location.hash === '#e' + n) reveal();
    else location.hash = 'e' + n;
  });

  filter();
  reveal();
})();
