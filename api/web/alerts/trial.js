// What a rule would have found in the last month, asked anew whenever its numbers are changed.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { dayAndTime, exactly } from '../core/days.js';
import { grouped } from '../core/sizes.js';

/** @typedef {import('../types/api').components['schemas']['WatchRule']} Rule */
/** @typedef {import('../types/api').components['schemas']['Trial']} Tried */

const TYPING_MS = 250;
const SHOWN = 10;

/** @param {number} count */
export const times = count => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** Whether a number may be asked for. @param {string} text @param {{ least: number, most: number } | null | undefined} number */
const fits = (text, number) => !number || (/^\d+$/.test(text) && Number(text) >= number.least && Number(text) <= number.most);

/** @param {Rule} rule @param {{ limit: string, span: string }} typed */
const address = ({ rule, span }, typed) => `/api/alerts/watch/${rule}/trial?days=30&limit=${typed.limit}${span ? `&span=${typed.span}` : ''}`;

/** @param {{ tried: Tried }} props */
function Moments({ tried }) {
  const [all, setAll] = useState(false);
  const shown = all ? tried.moments : tried.moments.slice(0, SHOWN);
  return html`<ul class="moments">${shown.map(({ at, position, sentence }) => html`<li key=${`${position} ${sentence}`}>
      <a href=${`/diary/${position}`}><time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time></a> <span>${sentence}</span></li>`)}</ul>
    ${!all && tried.moments.length > SHOWN && html`<button type="button" class="plain" onClick=${() => setAll(true)}>Show ${tried.moments.length - SHOWN} more</button>`}`;
}

/** @param {{ rule: Rule, typed: { limit: string, span: string } }} props */
export function Trial({ rule, typed }) {
  const [wanted, want] = useState(false);
  const [tried, set] = useState(/** @type {Tried | null} */ (null));
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const askable = fits(typed.limit, rule.limit) && fits(typed.span, rule.span);
  useEffect(() => {
    if (!wanted || !askable) return setBusy(false);
    const cancel = new AbortController();
    setBusy(true);
    const waiting = setTimeout(() => {
      ask('GET', address(rule, typed), { cancel: cancel.signal })
        .then(({ data }) => (set(data), setError('')))
        .catch(error => !cancel.signal.aborted && setError(error.message))
        .finally(() => !cancel.signal.aborted && setBusy(false));
    }, tried ? TYPING_MS : 0);
    // Whoever goes on typing is answered once: the house stops looking when nobody waits.
    return () => (clearTimeout(waiting), cancel.abort());
  }, [wanted, typed.limit, typed.span]);
  if (!wanted) return html`<button type="button" onClick=${() => want(true)}>Try it on the last month</button>`;
  const found = tried?.found;
  const says = !askable ? 'These numbers are out of range.' : error ? `It could not be tried: ${error}` : found === undefined ? 'Looking …'
    : found === 0 ? `Would have found nothing in the last 30 days (${grouped(tried?.entries ?? 0)} entries).`
    : `Would have found something ${times(found)} in the last 30 days:`;
  return html`<div class=${busy ? 'trial busy' : 'trial'}>
    <p role="status">${says}</p>
    ${askable && tried && tried.moments.length > 0 && html`<${Moments} tried=${tried} />`}
  </div>`;
}
