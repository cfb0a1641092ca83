// The diary: a day at a time, newest first, live while the day lasts. What is looked for stands in
// the address bar; searching words or a severity looks through all days at once.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { dayInFull, dayName, dayOf, shiftDay } from '../core/days.js';
import { shortcut } from '../core/keys.js';
import { navigate, query, withQuery } from '../core/router.js';
import { Icon } from '../parts/icons.js';
import { Page } from '../parts/page.js';
import { Bones, Empty, Trouble } from '../parts/states.js';
import { DayPicker } from './day_picker.js';
import { DayStrip } from './days.js';
import { byDay, useEntries } from './entries.js';
import { Filters, asksForWords } from './filters.js';
import { midnight } from './midnight.js';
import { Moment } from './moment.js';

/** The day in the address bar: a date, `yesterday`, or nothing for today. */
function chosenDay() {
  const day = query.value.get('day') ?? '';
  if (day === 'yesterday') return shiftDay(dayOf(), -1);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : dayOf();
}

/** @param {string} day */
const toDay = day => withQuery({ day: day === dayOf() ? null : day }, '/diary');

/** @param {{ day: string }} props */
function DayBar({ day }) {
  const isToday = day >= dayOf();
  const [before, after] = [shiftDay(day, -1), shiftDay(day, 1)];
  useEffect(() => {
    const ends = [
      shortcut('ArrowLeft', 'The day before', () => navigate(toDay(before), { keepScroll: true })),
      shortcut('ArrowRight', 'The day after', () => !isToday && navigate(toDay(after), { keepScroll: true })),
      shortcut('t', 'Today', () => navigate(toDay(dayOf()))),
    ];
    return () => ends.forEach(end => end());
  }, [day]);
  return html`<nav class="daybar" aria-label="Days">
    <a class="button square" href=${toDay(before)} aria-label="The day before"><${Icon} name="back" /></a>
    <${DayPicker} day=${day} pick=${(/** @type {string} */ other) => navigate(toDay(other))} />
    ${isToday
      ? html`<span class="button square" aria-disabled="true"><${Icon} name="on" /></span>`
      : html`<a class="button square" href=${toDay(after)} aria-label="The day after"><${Icon} name="on" /></a>
          <a class="button" href=${toDay(dayOf())}>Today</a>`}
  </nav>`;
}

/** @param {{ found: ReturnType<typeof useEntries>, searching: boolean }} props */
function Days({ found, searching }) {
  const link = (/** @type {number} */ position) => withQuery({}, `/diary/${position}`);
  return byDay(found.entries ?? []).map(({ day, moments }) => html`<section key=${day} class="day">
    ${searching && html`<h2>${dayInFull(day)}</h2>`}
    <ol>${moments.map(entries => html`<${Moment} key=${entries[entries.length - 1].position} entries=${entries} fresh=${found.fresh} link=${link} />`)}</ol>
  </section>`);
}

/** @param {{ found: ReturnType<typeof useEntries> }} props */
function Older({ found }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (null));
  if (!found.next) return null;
  const more = () => {
    setBusy(true);
    found.older().then(() => setError(null), setError).finally(() => setBusy(false));
  };
  return html`<div class="older"><${Trouble} error=${error} /><button aria-busy=${busy} disabled=${busy} onClick=${more}>Earlier entries</button></div>`;
}

export function Diary() {
  const day = chosenDay();
  const asked = Object.fromEntries(['context', 'severity', 'person', 'key', 'text'].map(key => [key, query.value.get(key) ?? '']));
  const searching = asksForWords(query.value);
  const span = searching ? {} : { from: midnight(day), until: day === dayOf() ? '' : midnight(shiftDay(day, 1)) };
  const found = useEntries({ ...asked, ...span });
  const title = searching ? 'Found in the diary' : dayName(day);
  return html`<${Page} title=${title} lead=${searching ? 'In all days, the newest first.' : dayInFull(day)} doing=${!searching && html`<${DayBar} day=${day} />`}>
    <${Filters} />
    ${!searching && html`<${DayStrip} day=${day} toDay=${toDay} />`}
    <div class="diary" aria-live="off">
      ${found.error ? html`<${Trouble} error=${found.error} again=${found.reload} />` : !found.entries ? html`<${Bones} lines=${9} />` : html`<${Days} found=${found} searching=${searching} />`}
      ${found.entries?.length === 0 && html`<${Nothing} searching=${searching} day=${day} />`}
      <${Older} found=${found} />
    </div>
  <//>`;
}

/** @param {{ searching: boolean, day: string }} props */
const Nothing = ({ searching, day }) =>
  searching
    ? html`<${Empty} icon="find" title="Nothing fits" doing=${html`<a class="button" href="/diary">Show today</a>`}>Try fewer words, or take a filter away.<//>`
    : html`<${Empty} icon="diary" title="Nothing was written down" doing=${day === dayOf() ? null : html`<a class="button" href="/diary">Show today</a>`}>
        ${day === dayOf() ? 'The day is young. Whatever happens in the house appears here at once.' : 'On this day nothing happened in the house that you may see.'}
      <//>`;
