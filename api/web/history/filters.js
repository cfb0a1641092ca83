// What one looks for in the diary. Every choice is a part of the address, so a search can be kept,
// sent and gone back to.

import { html } from '../vendor/html.js';
import { useRef, useState } from '../vendor/hooks.js';
import { get } from '../core/api.js';
import { navigate, query, withQuery } from '../core/router.js';
import { isAdmin } from '../core/session.js';
import { take } from '../core/take.js';
import { Icon } from '../parts/icons.js';
import { say } from '../parts/toast.js';
import { CONTEXTS } from './contexts.js';

const LOOKED_FOR = ['text', 'context', 'severity', 'person', 'key'];
const TYPING_MS = 350;

/** Whether all days are looked through, and not one. @param {URLSearchParams} params */
export const asksForWords = params => LOOKED_FOR.some(key => params.get(key)) && !params.get('day');

/** @param {Record<string, string | null>} changes */
const choose = changes => navigate(withQuery(changes, '/diary'), { replace: true, keepScroll: true });

/** @param {{ name: string, label: string, options: [string, string][] }} props */
function Choice({ name, label, options }) {
  const value = query.value.get(name) ?? '';
  return html`<label><span class="unseen">${label}</span>
    <select name=${name} value=${value} onChange=${(/** @type {any} */ event) => choose({ [name]: event.target.value || null, day: null })}>
      <option value="">${label}</option>
      ${options.map(([key, says]) => html`<option key=${key} value=${key} selected=${key === value}>${says}</option>`)}
    </select>
  </label>`;
}

function People() {
  const [people, set] = useState(/** @type {[string, string][]} */ ([]));
  const wanted = query.value.get('person') ?? '';
  const fetchOnce = () => {
    if (people.length) return;
    get('/api/identity/accounts?closed=true&limit=100')
      .then(page => set(page.items.map((/** @type {any} */ one) => [one.id, one.name ?? 'Somebody erased'])))
      .catch(() => {});
  };
  if (wanted && !people.length) fetchOnce();
  return html`<span onFocusIn=${fetchOnce} onPointerEnter=${fetchOnce}><${Choice} name="person" label="Person" options=${people} /></span>`;
}

function Words() {
  const waiting = useRef(0);
  const search = (/** @type {any} */ event) => {
    clearTimeout(waiting.current);
    const text = event.target.value.trim();
    waiting.current = setTimeout(() => choose({ text: text || null, day: null }), TYPING_MS);
  };
  return html`<label class="words"><span class="unseen">Words</span><${Icon} name="find" />
    <input type="search" name="text" placeholder="Words in the diary" value=${query.value.get('text') ?? ''} onInput=${search} />
  </label>`;
}

/** The same search, as a file. @param {{ kind: string, name: string }} props */
const Export = ({ kind, name }) => {
  const params = new URLSearchParams(LOOKED_FOR.flatMap(key => (query.value.get(key) ? [[key, query.value.get(key) ?? '']] : [])));
  const path = `/api/history/export.${kind}?${params}`;
  const takeIt = (/** @type {Event} */ event) => {
    event.preventDefault();
    take(path, `daybook.${kind}`).catch(error => say(`Nothing was saved: ${error.message}`));
  };
  return html`<a href=${path} download onClick=${takeIt}>${name}</a>`;
};

export function Filters() {
  const some = LOOKED_FOR.some(key => query.value.get(key));
  const [open, setOpen] = useState(some);
  return html`<div class="filters" role="search">
    <${Words} />
    <button class="square narrow-only" aria-expanded=${open} aria-label="Filters" onClick=${() => setOpen(!open)}><${Icon} name="filter" /></button>
    <div class=${open ? 'choices open' : 'choices'}>
      <${Choice} name="context" label="About" options=${CONTEXTS} />
      <${Choice} name="severity" label="Severity" options=${[['warning', 'Warning or worse'], ['critical', 'Critical only']]} />
      ${isAdmin.value && html`<${People} />`}
      ${some && html`<button class="plain" onClick=${() => choose(Object.fromEntries(LOOKED_FOR.map(key => [key, null])))}>Clear</button>`}
      <details class="export"><summary title="Export"><${Icon} name="save" /><span class="unseen">Export</span></summary><div><${Export} kind="csv" name="As CSV" /> <${Export} kind="jsonl" name="As JSON lines" /></div></details>
    </div>
  </div>`;
}
