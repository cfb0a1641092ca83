// How a rule of the watch came to be set as it is.

import { html } from '../vendor/html.js';
import { dayAndTime, exactly } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { More } from '../parts/more.js';
import { Shown } from '../parts/states.js';

/** @typedef {import('../types/api').components['schemas']['WatchRule']} Rule */
/** @typedef {import('../types/api').components['schemas']['WatchRuleChanged']} Change */

/** @param {Rule} rule @param {Change} change */
const told = ({ asks }, { on, limit, span }) => (on ? asks.replace('{limit}', String(limit)).replace('{span}', String(span)) : 'switched off');

/** @param {{ rule: Rule, path: string }} props */
export function Changes({ rule, path }) {
  const found = useResource(path);
  return html`<${Shown} of=${found} lines=${2}>${(/** @type {{ items: Change[], next?: string | null }} */ { items, next }) => html`
    ${!items.length && html`<p class="soft small">Never changed.</p>`}
    <ul class="list changes">${items.map(one => html`<li key=${one.position}><div class="what">
      <span>${told(rule, one)}</span>
      <p><a href=${`/diary/${one.position}`}><time datetime=${one.changed_at} title=${exactly(one.changed_at)}>${dayAndTime(one.changed_at)}</time></a>, by ${one.name ?? (one.who === 'person' ? 'a person' : `the ${one.who}`)}</p>
    </div></li>`)}</ul>
    <${More} path=${path} next=${next}>Earlier changes<//>`}<//>`;
}
