// The front page: what needs somebody, what happened today, and how the house is.

import { html } from '../vendor/html.js';
import { dayInFull, dayOf, timeOf } from '../core/days.js';
import { session } from '../core/session.js';
import { byDay, useEntries } from '../history/entries.js';
import { midnight } from '../history/midnight.js';
import { Moment } from '../history/moment.js';
import { Page } from '../parts/page.js';
import { Bones, Empty, Trouble } from '../parts/states.js';
import { Activity } from './activity.js';
import { Condition } from './condition.js';
import { Limited } from './limited.js';
import { useWaiting, Waiting } from './waiting.js';

const SHOWN = 12;

function greeting() {
  const hour = Number(timeOf(Date.now()).slice(0, 2));
  const words = hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening';
  return `${words}, ${session.value?.name ?? ''}`;
}

/** @param {{ found: ReturnType<typeof useEntries> }} props */
function DayInShort({ found }) {
  if (found.error) return html`<${Trouble} error=${found.error} again=${found.reload} />`;
  if (!found.entries?.length) return html`<${Empty} icon="diary" title="A quiet day so far">Whatever happens in the house appears here at once.<//>`;
  const moments = byDay(found.entries.slice(0, SHOWN)).flatMap(day => day.moments);
  return html`<div class="day"><ol>${moments.map(entries => html`<${Moment} key=${entries[entries.length - 1].position} entries=${entries} fresh=${found.fresh}
    link=${(/** @type {number} */ position) => `/diary/${position}`} />`)}</ol></div>`;
}

/** Shown when all of it is there, so that nothing moves under somebody's finger. */
export function Today() {
  const found = useEntries({ from: midnight(dayOf()), limit: String(SHOWN) });
  const waiting = useWaiting();
  const came = (found.entries || found.error) && (waiting.data || waiting.error);
  return html`<${Page} wide title=${greeting()} lead=${dayInFull(dayOf())}>
    ${!came && html`<${Bones} lines=${8} />`}
    <div class="today" hidden=${!came}>
      <div>
        <${Waiting} found=${waiting} />
        <section>
          <div class="row between"><h2>Today</h2><a href="/diary">The whole diary</a></div>
          <${DayInShort} found=${found} />
        </section>
      </div>
      <aside>
        <${Activity} />
        <${Condition} />
        <${Limited} />
      </aside>
    </div>
  <//>`;
}
