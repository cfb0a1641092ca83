// How it stands with a person, where it is not as usual.

import { html } from '../vendor/html.js';
import { dayAndTime } from '../core/days.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */

/** @param {{ account: Account }} props */
export const Standing = ({ account }) => {
  const locked = account.locked_until && Date.parse(account.locked_until) > Date.now();
  if (account.closed_at) return html`<span class="tag">closed</span>`;
  if (account.deactivated_at) return html`<span class="tag warning">deactivated</span>`;
  if (locked) return html`<span class="tag critical">locked until ${dayAndTime(/** @type {string} */ (account.locked_until))}</span>`;
  if (account.failures > 0) return html`<span class="tag warning">${account.failures === 1 ? '1 wrong password' : `${account.failures} wrong passwords`}</span>`;
  return null;
};
