'use strict';
// The page works without this script: all rows are in it, and a click unfolds one.
//
// The address has what is shown: #/ID?q=TEXT&s=KINDS&g=GROUP&t=TAG&by=ORDER, every part
// optional. Rows have the id /ID, percent-encoded, so a plain link needs no script.
(() => {
  const $ = (id) => document.getElementById(id);
  document.documentElement.classList.add('js');
  const form = $('filters');
  if (!form) return;

  const list = $('list');
  const rows = Array.from(list.querySelectorAll('.x'));
  const homes = rows.map((r) => r.parentElement);
  const sections = Array.from(list.children);
  const byIndex = [];
  for (const r of rows) byIndex[r.dataset.i] = r;
  let order = rows; // as on the screen
  let info; // what filters compare of each row, made on the first use
  let filtered = false; // a filter may hide rows
  let hits = rows.length; // the rows that are shown
  let at = ''; // the id of the row that the address names

  // The address.

  const selects = [['g', 'group'], ['t', 'tag']];
  const parse = () => {
    const hash = location.hash.slice(1);
    const cut = hash.indexOf('?');
    const id = cut < 0 ? hash : hash.slice(0, cut);
    return { id: id.startsWith('/') ? id : '', params: new URLSearchParams(cut < 0 ? '' : hash.slice(cut + 1)) };
  };
  const compose = () => {
    const params = new URLSearchParams();
    if ($('q').value) params.set('q', $('q').value);
    const kinds = checked();
    if (kinds.length) params.set('s', kinds.join(','));
    for (const [key, id] of selects) if ($(id)?.value) params.set(key, $(id).selectedOptions[0].text);
    if ($('by').value) params.set('by', $('by').value);
    const query = String(params);
    return at || query ? '#' + at + (query ? '?' + query : '') : '';
  };
  const write = (push) => {
    const hash = compose();
    if (hash === location.hash) return;
    try {
      history[push ? 'pushState' : 'replaceState'](null, '', hash || location.href.split('#')[0]);
    } catch { /* not allowed where the page is embedded */ }
  };
  const read = () => {
    const { id, params } = parse();
    form.reset();
    $('q').value = params.get('q') ?? '';
    const kinds = (params.get('s') ?? '').split(',');
    for (const box of form.querySelectorAll('input[name=s]')) box.checked = kinds.includes(box.value);
    for (const [key, select] of selects) {
      const option = params.has(key) && $(select) && Array.from($(select).options).find((o) => o.value && o.text === params.get(key));
      if (option) $(select).value = option.value;
    }
    $('by').value = params.get('by') ?? '';
    if ($('by').selectedIndex < 0) $('by').value = '';
    at = id;
    arrange();
    filter();
    reveal();
  };

  // Filters and orders.

  const checked = () => Array.from(form.querySelectorAll('input[name=s]:checked'), (i) => i.value);

  // textOf leaves the glyph out: a text of one-byte characters is lowered ten times as fast.
  const textOf = (row) => {
    const [, ...cells] = row.firstElementChild.children;
    return [row.dataset.s, ...cells.map((c) => c.textContent), row.lastElementChild.textContent].join(' ').toLowerCase();
  };

  const filter = () => {
    const kinds = checked();
    const group = $('group')?.value ?? '';
    const tag = $('tag')?.value ?? '';
    const words = $('q').value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = !kinds.length && group === '' && tag === '' && !words.length;
    if (!all || filtered) {
      info ??= rows.map((r) => ({ row: r, kinds: r.dataset.s.split(' '), group: r.dataset.g, tags: r.dataset.t?.split(' ') ?? [], shown: true }));
      if (words.length) for (const x of info) x.text ??= textOf(x.row);
      hits = 0;
      for (const x of info) {
        const yes = (!kinds.length || x.kinds.some((s) => kinds.includes(s)))
          && (group === '' || x.group === group)
          && (tag === '' || x.tags.includes(tag))
          && words.every((w) => x.text.includes(w));
        if (x.shown !== yes) x.row.hidden = !(x.shown = yes);
        hits += yes;
      }
      count(!all);
    }
    filtered = !all;
    $('found').textContent = hits === rows.length ? `${hits} shown` : `${hits} of ${rows.length} shown`;
  };

  // count says how many rows each part shows, and hides a part without any.
  const count = (unfold) => {
    const number = (part, n, total) => {
      const summary = part.firstElementChild;
      if (summary.matches('summary')) summary.querySelector('.c').textContent = n === total ? total : `${n} of ${total}`;
      part.hidden = !n;
      if (n && unfold && part.open === false) part.open = true;
    };
    for (const section of list.children) {
      let [some, most] = [0, 0];
      for (const part of section.matches('.sub') ? [section] : section.children) {
        if (!part.matches('.sub')) continue;
        let [n, total] = [0, 0];
        for (const row of part.children) {
          if (!row.matches('.x')) continue;
          total++;
          n += !row.hidden;
        }
        some += n;
        most += total;
        number(part, n, total);
      }
      if (!section.matches('.sub')) number(section, some, most);
    }
  };

  const part = (title) => {
    const p = document.createElement(title ? 'details' : 'div');
    p.className = 'sub';
    if (!title) return p;
    p.open = true;
    const h = document.createElement('h2');
    h.textContent = title;
    const c = document.createElement('b');
    c.className = 'c';
    p.appendChild(document.createElement('summary')).append(h, ' ', c);
    return p;
  };
  let arranged = '';
  const arrange = () => {
    const by = $('by').value;
    if (by === arranged) return;
    arranged = by;
    reorder(by);
    count(filtered);
  };
  const reorder = (by) => {
    if (by === '') {
      list.replaceChildren(...sections);
      rows.forEach((r, i) => homes[i].append(r));
      order = rows;
      return;
    }
    if (by === 'group') {
      const parts = new Map();
      const names = Array.from($('group').options).filter((o) => o.value);
      for (const o of names) parts.set(o.value, part(o.text || 'No group'));
      for (const r of rows) parts.get(r.dataset.g).append(r); // failures first, as in rows
      list.replaceChildren(...parts.values());
      order = Array.from(list.querySelectorAll('.x'));
      return;
    }
    order = by === 'slowest' ? rows.slice().sort((a, b) => b.dataset.d - a.dataset.d || a.dataset.i - b.dataset.i) : byIndex;
    const flat = part('');
    flat.append(...order);
    list.replaceChildren(flat);
  };

  // One example.

  const find = (id) => {
    const row = $(id);
    if (row || !id) return row;
    try { // encoded by someone else
      const plain = decodeURIComponent(id);
      return rows.find((r) => decodeURIComponent(r.id) === plain);
    } catch {
      return null;
    }
  };
  const show = (row) => { // and all around it
    for (let e = row.parentElement; e !== list; e = e.parentElement) if (e.open === false) e.open = true;
  };
  const place = (row, block) => {
    row.scrollIntoView({ block });
    row.querySelector('summary').focus({ preventScroll: true });
  };
  const reveal = () => {
    const row = find(at);
    if (!row) return;
    if (row.hidden) {
      form.reset();
      arrange();
      filter();
      write();
    }
    show(row);
    row.open = true;
    place(row, 'start');
  };
  const go = (id) => {
    at = id;
    write(true);
    reveal();
  };

  // A command with a button, and a link to the example, when it is unfolded.
  list.addEventListener('toggle', (e) => {
    const run = e.target.open && e.target.querySelector(':scope > .m > .run');
    if (!run || run.querySelector('button')) return;
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Copy';
    const link = document.createElement('a');
    link.href = '#' + e.target.id;
    link.textContent = 'Link to this example';
    run.append(' ', copy, ' ', link);
  }, true);
  const copied = async (button) => {
    const code = button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch { // only pages of secure origins may use the clipboard
      getSelection().selectAllChildren(code);
      if (!document.execCommand('copy')) return;
    }
    button.textContent = 'Copied';
  };

  form.addEventListener('submit', (e) => e.preventDefault());
  form.addEventListener('input', (e) => {
    if (e.target.id === 'by') arrange();
    filter();
    write();
  });
  const reset = () => {
    form.reset();
    at = '';
    arrange();
    filter();
    write();
  };
  $('clear').addEventListener('click', reset);
  $('keys').addEventListener('click', () => $('help').showModal());
  addEventListener('popstate', read);
  document.addEventListener('click', (e) => {
    if (e.target.closest('.copy')) copied(e.target);
    const row = e.target.closest('.x > summary')?.parentElement;
    if (row && !e.ctrlKey && !e.metaKey) { // it is about to change
      at = row.open ? '' : row.id;
      write();
    }
    const a = e.target.closest('a[href^="#/"]');
    if (a && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault();
      go(a.hash.slice(1));
    }
  });

  // Keys.

  const visible = (row) => !row.hidden && !row.parentElement.hidden && row.parentElement.open !== false && row.parentElement.parentElement.open !== false;
  const step = (by, wanted, then) => {
    const here = document.activeElement?.closest?.('.x') ?? find(at);
    let i = here ? order.indexOf(here) : by > 0 ? -1 : order.length;
    for (i += by; i >= 0 && i < order.length; i += by) if (!order[i].hidden && wanted(order[i])) return then(order[i]);
  };
  const keys = {
    j: () => step(1, visible, (row) => place(row, 'nearest')),
    k: () => step(-1, visible, (row) => place(row, 'nearest')),
    n: () => step(1, (row) => row.matches('.gates'), (row) => go(row.id)),
    p: () => step(-1, (row) => row.matches('.gates'), (row) => go(row.id)),
    '/': () => { $('q').focus(); $('q').select(); },
    '?': () => $('help').showModal(),
  };
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || $('help').open) return;
    if (e.key === 'Escape' && e.target.id === 'q' && $('q').value) {
      $('q').value = '';
      filter();
      write();
    } else if (keys[e.key] && !e.target.closest('input, select, textarea')) {
      e.preventDefault();
      keys[e.key]();
    }
  });

  const time = document.querySelector('.time');
  const barRow = (e) => e.target.dataset?.e && byIndex[e.target.dataset.e];
  time?.addEventListener('pointerover', (e) => {
    const row = barRow(e);
    if (row) $('bar').textContent = e.target.textContent + ' · ' + row.querySelector('.s').textContent;
  });
  time?.addEventListener('click', (e) => {
    const row = barRow(e);
    if (row) go(row.id);
  });

  read();
  // A browser takes the focus back when it has loaded the page of an address.
  addEventListener('load', () => setTimeout(() => {
    const row = find(at);
    if (row && document.activeElement === document.body) row.querySelector('summary').focus({ preventScroll: true });
  }));
})();
