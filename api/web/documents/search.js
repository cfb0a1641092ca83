// Search: what is typed and chosen stands in the address, so that it can be kept, sent and gone back to.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';
import { dayAndTime, exactly } from '../core/days.js';
import { navigate, query, withQuery } from '../core/router.js';
import { useResource } from '../core/resource.js';
import { Icon } from '../parts/icons.js';
import { More } from '../parts/more.js';
import { Empty, Shown } from '../parts/states.js';
import { useChanges } from './changes.js';
import { Place } from './head.js';
import { Star, Tags } from './marks.js';
import { named, pageOf, searchOf, sized, spaceName } from './nodes.js';
import { Sign, signOf } from './sign.js';

/** @typedef {import('../types/api').components['schemas']['DocumentsFinding']} Finding */

const TYPING_MS = 250;
const LOOKED_FOR = ['q', 'space', 'folder', 'kind', 'type', 'tag', 'min_size', 'max_size', 'from', 'until', 'trash'];
const MEBIBYTE = 1 << 20;
const DAY_MS = 86_400_000;

/** @param {Record<string, string | null>} changes */
const choose = changes => navigate(withQuery(changes, '/documents/search'), { replace: true, keepScroll: true });

/** @type {Record<string, { label: string, options: [string, string][] }>} */
const CHOICES = {
  space: { label: 'Anywhere', options: [['own', 'Mine'], ['shared', 'Shared']] },
  type: { label: 'Any type', options: [['image', 'Pictures'], ['application/pdf', 'PDF'], ['text', 'Text'], ['audio', 'Audio'], ['video', 'Video']] },
  min_size: { label: 'Any size', options: [[String(MEBIBYTE), '1 MB or more'], [String(100 * MEBIBYTE), '100 MB or more'], [String(1024 * MEBIBYTE), '1 GB or more']] },
  trash: { label: 'Not in the trash', options: [['true', 'In the trash']] },
};

/** @param {{ name: string }} props */
function Choice({ name }) {
  const { label, options } = CHOICES[name];
  const value = query.value.get(name) ?? '';
  return html`<select name=${name} aria-label=${label} value=${value} onChange=${(/** @type {any} */ event) => choose({ [name]: event.target.value || null })}>
    <option value="">${label}</option>
    ${options.map(([key, says]) => html`<option key=${key} value=${key} selected=${key === value}>${says}</option>`)}
  </select>`;
}

/** Since when; the address has the moment, so that it stays what it was. */
function Since() {
  const value = query.value.get('from');
  const since = (/** @type {any} */ event) => choose({ from: event.target.value ? new Date(Date.now() - Number(event.target.value) * DAY_MS).toISOString() : null });
  return html`<select name="from" aria-label="Changed at any time" onChange=${since}>
    <option value="" selected=${!value}>Any time</option>
    ${value && html`<option value="" selected>Since ${dayAndTime(value)}</option>`}
    ${[[1, 'In the last day'], [7, 'In the last week'], [31, 'In the last month'], [366, 'In the last year']].map(([days, says]) => html`<option key=${days} value=${days}>${says}</option>`)}
  </select>`;
}

function Words() {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const waiting = useRef(0);
  useEffect(() => input.current?.focus(), []);
  const look = (/** @type {any} */ { target }) => {
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => choose({ q: target.value.trim() || null }), TYPING_MS);
  };
  return html`<label class="words"><span class="unseen">Words in names, tags and texts</span><${Icon} name="find" />
    <input type="search" name="q" ref=${input} placeholder="Words in names, tags and texts" value=${query.value.get('q') ?? ''} onInput=${look} /></label>`;
}

/** Where the words stand in the text. @param {{ pieces: NonNullable<Finding['excerpt']> }} props */
const Excerpt = ({ pieces }) => html`<p class="excerpt small"><bdi>${pieces.map(piece => (piece.is_word ? html`<mark>${piece.text}</mark>` : piece.text))}</bdi></p>`;

/** @param {{ one: Finding }} props */
const Row = ({ one }) => html`<li>
  <${Sign} name=${signOf(one)} />
  <div class="what"><a href=${pageOf(one)}><bdi>${named(one.name)}</bdi></a> <${Star} node=${one} /> <${Tags} node=${one} pathname="/documents/search" />
    <p class="soft small">${[spaceName(one.space), ...one.path.map(step => named(step.name))].map((name, at) => html`${at > 0 && ' › '}<bdi>${name}</bdi>`)}
      ${one.kind === 'file' && html` · <span class="figure">${sized(one.size_bytes)}</span>`}
      ${one.changed_at && html` · <time datetime=${one.changed_at} title=${exactly(one.changed_at)}>${dayAndTime(one.changed_at)}</time>`}</p>
    ${one.excerpt && one.excerpt.length > 0 && html`<${Excerpt} pieces=${one.excerpt} />`}</div>
</li>`;

/** The arrows lead from one to the next, and back into the field. @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.search input[type=search], .findings .what > a:first-child')]);
  const next = stops[stops.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step];
  if (next) (event.preventDefault(), next.focus());
}

export function Search() {
  const params = new URLSearchParams(LOOKED_FOR.flatMap(key => (query.value.get(key) ? [[key, query.value.get(key) ?? '']] : [])));
  const isAsked = params.size > 0;
  const path = isAsked ? searchOf(params) : null;
  const found = useResource(path);
  useChanges([path]);
  const tag = query.value.get('tag');
  return html`<${Place} title="Search" here="/documents/search">
    <div onKeyDown=${walk}>
      <div class="filters search" role="search"><${Words} />
        <div class="choices open"><${Choice} name="space" /><${Choice} name="type" /><${Choice} name="min_size" /><${Since} /><${Choice} name="trash" />
          ${isAsked && html`<button class="plain" onClick=${() => choose(Object.fromEntries(LOOKED_FOR.map(key => [key, null])))}>Clear</button>`}</div>
        ${tag && html`<p class="small">Tagged <span class="tag"><bdi>${tag}</bdi></span> <button class="plain" onClick=${() => choose({ tag: null })}>Any tag</button></p>`}
        ${query.value.get('folder') && html`<p class="small">Only in one folder <button class="plain" onClick=${() => choose({ folder: null })}>Everywhere</button></p>`}
      </div>
      ${!path ? html`<${Empty} icon="find" title="What are you looking for?">Type the beginnings of words in a name, a tag or a text, or choose what it is.<//>`
        : html`<${Shown} of=${found} lines=${6}>${(/** @type {{ items: Finding[], next?: string | null }} */ { items, next }) => items.length
          ? html`<ul class="sheet findings" aria-label="What was found">${items.map(one => html`<${Row} key=${one.id} one=${one} />`)}</ul><${More} path=${path} next=${next} />`
          : html`<${Empty} icon="find" title="Nothing found">Every word must begin one in the name or a tag, or one in the text.${params.get('trash') ? '' : ' The trash was left out.'}<//>`}<//>`}
    </div>
  <//>`;
}
