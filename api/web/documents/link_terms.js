// The terms of a link, as fields: until when, how often, with which password, and what one remembers it by.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { fromClock, onClock } from '../core/clock.js';
import { Field } from '../parts/form.js';

/** @typedef {import('./nodes.js').DocumentsLink} Link */

const HOUR_MS = 3_600_000;
/** @type {[string, string][]} */
const LASTS = [['1', 'in an hour'], ['24', 'in a day'], ['168', 'in a week'], ['720', 'in 30 days'], ['at', 'at a time of its own'], ['', 'never']];

export const TERMS = ['until', 'most_uses', 'password', 'note'];

/** The minute, as the clock of the house shows it. @param {string | number} at */
const minute = at => onClock(at).slice(0, 16);

/** What was chosen, as the house takes it. @param {Record<string, string>} values */
export const termsOf = ({ lasts, until, most_uses: most, note, tell_first: tell }) => ({
  until: lasts === 'at' ? (until ? new Date(fromClock(until)).toISOString() : null) : lasts ? new Date(Date.now() + Number(lasts) * HOUR_MS).toISOString() : null,
  most_uses: most ? Number(most) : null,
  note: note.trim() || null,
  tell_first: tell === 'on',
});

/** @param {{ form: import('../parts/form.js').Form, one?: Link, takes?: boolean }} props */
export function Terms({ form, one, takes }) {
  const [lasts, setLasts] = useState(one ? (one.until ? 'at' : '') : '168');
  return html`
    <${Field} form=${form} label="It ends" name="lasts" as="select" onChange=${(/** @type {any} */ { target }) => setLasts(target.value)}>
      ${LASTS.map(([value, words]) => html`<option value=${value} selected=${value === lasts}>${words}</option>`)}<//>
    ${lasts === 'at' && html`<${Field} form=${form} label="When" name="until" type="datetime-local" required defaultValue=${minute(one?.until ?? Date.now() + 24 * HOUR_MS)} hint="By the clock of the house, to the minute." />`}
    <${Field} form=${form} label=${takes ? 'It takes at most' : 'It can be fetched at most'} name="most_uses" type="number" min="1" max="1000000" inputmode="numeric" defaultValue=${one?.most_uses ?? ''}
      hint=${takes ? 'So many files. Leave it empty for any number.' : 'So many times, counted when all of it has arrived. Leave it empty for any number.'} />
    <${Field} form=${form} label="Remark" name="note" maxlength="120" autocomplete="off" defaultValue=${one?.note ?? ''} hint="For whom it is. Nobody else sees it." />
    ${!one?.uses && html`<label class="check"><input type="checkbox" name="tell_first" defaultChecked=${one?.tell_first} />Tell me of its first use</label>`}`;
}
