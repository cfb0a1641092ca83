// A moment of the diary: when, and what happened then, one line each.

import { html } from '../vendor/html.js';
import { exactly, timeOf } from '../core/days.js';

/** @typedef {import('./entries.js').Entry} Entry */

const OTHERS = { person: 'Somebody who was erased', stranger: 'A stranger', house: 'The house', console: 'The console' };

/** @param {Entry} entry */
export const askerOf = ({ who }) => (who.name ?? OTHERS[/** @type {keyof typeof OTHERS} */ (who.who)] ?? who.who) + withKey(who.key);

/** @param {Entry['who']['key']} key */
const withKey = key => (key ? ` with the key ${key.name ?? '(erased)'}` : '');

/** Who a moment is about: the person, where one came out of it. @param {Entry[]} entries */
const whose = entries => entries.find(entry => entry.who.who === 'person') ?? entries[entries.length - 1];

/** @param {{ entry: Entry, fresh?: boolean, href: string }} props */
export const Line = ({ entry, fresh, href }) => html`<li class=${`line ${entry.severity}${fresh ? ' fresh' : ''}`}>
  <a href=${href} data-position=${entry.position}>
    ${entry.severity !== 'notice' && html`<span class=${`tag ${entry.severity}`}>${entry.severity}</span> `}${entry.sentence}
  </a>
</li>`;

/** @param {{ entries: Entry[], fresh: Set<number>, link: (position: number) => string }} props */
export function Moment({ entries, fresh, link }) {
  const [newest] = entries;
  const asker = whose(entries);
  return html`<li class="moment">
    <time datetime=${newest.at} title=${exactly(newest.at)}>${timeOf(newest.at)}</time>
    <div>
      <p class="asker"><strong>${askerOf(asker)}</strong>${asker.from && html`<span>${asker.from}</span>`}</p>
      <ul>${entries.map(entry => html`<${Line} key=${entry.position} entry=${entry} fresh=${fresh.has(entry.position)} href=${link(entry.position)} />`)}</ul>
    </div>
  </li>`;
}
