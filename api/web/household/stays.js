// For how long somebody who logged in stays in: by role, as an admin sets it.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { grouped } from '../core/sizes.js';
import { Offered } from './offered.js';
import { Setting } from './setting.js';

/** @typedef {import('../types/api').components['schemas']['Stay']} Stay */

export const STAYS = '/api/household/stays';

/** @type {[string, string][]} */
const ROLES = [['admin', 'Admins'], ['member', 'Members'], ['viewer', 'Viewers']];

/** The unit of a term. @param {string} stay */
const unitOf = stay => (stay.endsWith('_minutes') ? 'minute' : 'hour');

/** A length of time as one says it. @param {string} unit @param {number} count @returns {string} */
function lasting(unit, count) {
  if (unit === 'minute' && count >= 60 && count % 60 === 0) return lasting('hour', count / 60);
  if (unit === 'hour' && count >= 48 && count % 24 === 0) return lasting('day', count / 24);
  return `${grouped(count)} ${unit}${count === 1 ? '' : 's'}`;
}

/** @param {Stay} one */
function kindOf({ stay, least, most, usual }) {
  const unit = unitOf(stay);
  const label = unit === 'minute' ? 'Minutes without a request' : 'Hours in all';
  const hint = `From ${grouped(least)} to ${grouped(most)} (${lasting(unit, most)}); usually ${lasting(unit, usual)}.`;
  const told = (/** @type {string} */ text) => lasting(unit, Number(text));
  return { key: stay, path: STAYS, label, hint, type: 'number', min: least, max: most, inputmode: 'numeric', toValue: Number, told };
}

export function Stays() {
  const found = useResource(STAYS);
  return html`<${Offered} of=${found} lines=${8} what="how long sessions last">${(/** @type {{ items: Stay[] }} */ { items }) => html`
    ${ROLES.map(([role, name]) => html`<section class="sheet settings" key=${role}><h2>${name}</h2>
      ${items.filter(one => one.role === role).map(one => html`<${Setting} key=${one.stay} kind=${kindOf(one)} value=${one.count} mayChange=${true} />`)}
    </section>`)}
    <p class="soft small note">In force at once: who is logged in for longer than a shorter time allows is logged out. A longer time counts from the next login on.</p>`}<//>`;
}
