// Four weeks at a glance: a bar for each day, as high as the day was full, and a way to get there.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { dayInFull, dayInShort, dayOf, shiftDay } from '../core/days.js';
import { midnight } from './midnight.js';

const SHOWN = 28;

/** @typedef {{ day: string, entries: number, warnings: number, criticals: number }} Day */

/** The days around one that is looked at, ending today if it is recent. @param {string} day */
function window(day) {
  const today = dayOf();
  const last = shiftDay(today, -(SHOWN - 7)) <= day ? today : shiftDay(day, 10);
  return Array.from({ length: SHOWN }, (_, index) => shiftDay(last, index - SHOWN + 1));
}

/** @param {{ day: string, toDay: (day: string) => string }} props */
export function DayStrip({ day, toDay }) {
  const shown = window(day);
  const span = new URLSearchParams({ from: midnight(shown[0]), until: midnight(shiftDay(shown[SHOWN - 1], 1)) });
  const counted = useResource(`/api/history/days?${span}`);
  const known = new Map(/** @type {Day[]} */ (counted.data?.items ?? []).map(found => [found.day, found]));
  const most = Math.max(1, ...[...known.values()].map(found => found.entries));
  return html`<nav class="strip" aria-label="The last weeks">
    <ol>${shown.map(each => html`<${Bar} key=${each} day=${each} found=${known.get(each)} most=${most} here=${each === day} href=${toDay(each)} />`)}</ol>
    <p class="ends"><span class="wide-only">${dayInShort(shown[0])}</span><span>${shown[SHOWN - 1] === dayOf() ? 'today' : dayInShort(shown[SHOWN - 1])}</span></p>
  </nav>`;
}

/** @param {{ day: string, found?: Day, most: number, here: boolean, href: string }} props */
function Bar({ day, found, most, here, href }) {
  const entries = found?.entries ?? 0;
  const height = entries ? 12 + 88 * Math.sqrt(entries / most) : 4;
  const worst = found?.criticals ? 'bar critical' : found?.warnings ? 'bar warning' : 'bar';
  const says = `${dayInFull(day)}: ${entries === 1 ? '1 entry' : `${entries} entries`}${found?.criticals ? `, ${found.criticals} critical` : ''}`;
  return html`<li><a href=${href} title=${says} aria-label=${says} aria-current=${here ? 'date' : undefined}>
    <span class=${worst} style=${{ height: `${height}%` }}></span>
  </a></li>`;
}
