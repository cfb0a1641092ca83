// A moment of the diary: when, and what happened then, one line each.

import { html } from '../vendor/html.js';
import { exactly, timeOf } from '../core/house.js';

/** @typedef {import('./entries.js').Entry} Entry */

/** @param {Entry} entry */
const asker = ({ who, from }) => {
  const name = { person: who.name ?? 'Somebody erased', stranger: 'A stranger', house: 'The house', console: 'The console' }[who.who] ?? who.who;
  return from ? `${name} · ${from}` : name;
};

/** @param {{ entry: Entry, fresh?: boolean, href: string }} props */
export const Line = ({ entry, fresh, href }) => html`<li class=${`line ${entry.severity}${fresh ? ' fresh' : ''}`}>
  <a href=${href} data-position=${entry.position}>
    ${entry.severity !== 'notice' && html`<span class=${`tag ${entry.severity}`}>${entry.severity}</span> `}${entry.sentence}
  </a>
</li>`;

/** @param {{ entries: Entry[], fresh: Set<number>, link: (position: number) => string }} props */
export function Moment({ entries, fresh, link }) {
  const [newest] = entries;
  return html`<li class="moment">
    <time datetime=${newest.at} title=${exactly(newest.at)}>${timeOf(newest.at)}</time>
    <div>
      <ul>${entries.map(entry => html`<${Line} key=${entry.position} entry=${entry} fresh=${fresh.has(entry.position)} href=${link(entry.position)} />`)}</ul>
      <p class="asker">${asker(newest)}</p>
    </div>
  </li>`;
}
