// One entry, whole: who, when, from where, what it says, why it happened and what came of it. This
// is where an alert mail leads.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { dayOf, exactly, relative, timeOf } from '../core/days.js';
import { query } from '../core/router.js';
import { Icon } from '../parts/icons.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { contextName } from './contexts.js';
import { askerOf } from './moment.js';

/** @typedef {import('../types/api').components['schemas']['EntryInFull']} Entry */
/** @typedef {import('../types/api').components['schemas']['Entry']} Short */

/** @param {{ entry: Short }} props */
const Linked = ({ entry }) => html`<li><time datetime=${entry.at} title=${exactly(entry.at)}>${timeOf(entry.at)}</time>
  <a href=${`/diary/${entry.position}`}>${entry.sentence}</a></li>`;

/** A value of the payload as it is said. @param {unknown} value @returns {any} */
function told(value) {
  if (value === null) return html`<span class="soft">nothing, or erased</span>`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length ? value.map(told).flatMap((one, at) => (at ? [', ', one] : [one])) : 'none';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** The entries that something rests on. @param {number[]} positions */
const links = positions => positions.flatMap((position, at) => [at ? ', ' : '', html`<a key=${position} href=${`/diary/${position}`}>${position}</a>`]);

/** Microseconds since 1970 are a time; the id of a person who is known is that person. @param {string} name @param {unknown} value @param {Entry} entry */
function said(name, value, { concerns, who }) {
  if (name.endsWith('_us') && typeof value === 'number' && value > 1e15) return html`<time datetime=${new Date(value / 1000).toISOString()}>${exactly(value / 1000)}</time>`;
  if (name === 'evidence' && Array.isArray(value)) return links(value);
  const person = concerns?.id === value ? concerns : who.account === value ? who : null;
  return person?.name ? html`<a href=${`/diary?person=${value}`}>${person.name}</a>` : told(value);
}

/** @param {{ entry: Entry }} props */
const Payload = ({ entry }) => {
  const fields = Object.entries(/** @type {Record<string, unknown>} */ (entry.payload ?? {}));
  if (!fields.length) return html`<p class="soft">The event says nothing beyond its name.</p>`;
  return html`<dl class="facts">${fields.map(([name, value]) => html`<dt key=${name}>${name.replace(/_us$/, '').replaceAll('_', ' ')}</dt><dd>${said(name, value, entry)}</dd>`)}</dl>`;
};

/** @param {{ entry: Entry }} props */
const Circumstances = ({ entry }) => html`<dl class="facts">
  <dt>When</dt><dd><time datetime=${entry.at}>${exactly(entry.at)}</time> <span class="soft">(${relative(entry.at)})</span></dd>
  <dt>Who</dt><dd>${entry.who.account ? html`<a href=${`/diary?person=${entry.who.account}`}>${askerOf(entry)}</a>` : askerOf(entry)}</dd>
  ${entry.who.key && html`<dt>With the key</dt><dd><a href=${`/diary?key=${entry.who.key.id}`}>${entry.who.key.name ?? '(erased)'}</a></dd>`}
  ${entry.concerns && html`<dt>About</dt><dd><a href=${`/diary?person=${entry.concerns.id}`}>${entry.concerns.name ?? 'somebody who was erased'}</a></dd>`}
  ${entry.from && html`<dt>From</dt><dd>${entry.from}</dd>`}
  <dt>Part of the house</dt><dd><a href=${`/diary?context=${entry.context}`}>${contextName(entry.context)}</a></dd>
  <dt>Event</dt><dd><code>${entry.kind}</code>, number ${entry.position}</dd>
  <dt>Request</dt><dd><code>${entry.command}</code></dd>
</dl>`;

async function copyLink() {
  try {
    await navigator.clipboard.writeText(location.origin + location.pathname);
    say('The link is copied.');
  } catch {
    say('This browser does not allow copying; the address bar holds the link.');
  }
}

/** @param {{ position: string }} props */
export function EntryPage({ position }) {
  const found = useResource(`/api/history/entries/${position}`);
  const entry = /** @type {Entry | undefined} */ (found.data);
  const back = query.value.toString() ? `/diary?${query.value}` : entry && dayOf(entry.at) !== dayOf() ? `/diary?day=${dayOf(entry.at)}` : '/diary';
  const doing = html`<a class="button" href=${back}><${Icon} name="back" />Diary</a>
    <button onClick=${copyLink}><${Icon} name="link" />Copy link</button>`;
  return html`<${Page} title=${entry?.sentence ?? `Entry ${position}`} doing=${doing}
    lead=${entry && entry.severity !== 'notice' && html`<span class=${`tag ${entry.severity}`}>${entry.severity}</span>`}>
    <${Shown} of=${found}>${() => entry && html`<${Whole} entry=${entry} />`}<//>
  <//>`;
}

/** @param {{ entry: Entry }} props */
const Whole = ({ entry }) => html`<div class="entry">
  <section class="sheet"><${Circumstances} entry=${entry} /></section>
  <section class="sheet"><h2>What it says</h2><${Payload} entry=${entry} /></section>
  ${entry.cause && html`<section class="sheet"><h2>Because of</h2><ol class="chain"><${Linked} entry=${entry.cause} /></ol></section>`}
  ${entry.consequences.length > 0 && html`<section class="sheet"><h2>What came of it</h2>
    <ol class="chain">${entry.consequences.map(one => html`<${Linked} key=${one.position} entry=${one} />`)}</ol></section>`}
</div>`;
