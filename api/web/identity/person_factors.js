// What somebody has besides the password, for whoever looks after the house: seen, and taken away when
// the person has lost it.

import { html } from '../vendor/html.js';
import { del } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { confirmed } from '../parts/dialog.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { codesLeft, FACTORS, FactorLine } from './factors.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */

/** @param {Account} account @param {string} path */
async function reset(account, path) {
  const text = `${account.name} comes in with the password and a mailed code again, and hears of this. Do it only if they asked you in person.`;
  if (!(await confirmed({ title: 'Take all of it away?', text, go: 'Take it away' }))) return;
  try {
    await del(`/api/identity/accounts/${account.id}/factors`);
    say(`${account.name} has no second factor of their own any more.`);
  } catch (error) {
    say(`Nothing was taken away: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

/** @param {{ account: Account }} props */
export function PersonFactors({ account }) {
  const path = `${FACTORS}?account=${account.id}`;
  const found = useResource(path);
  return html`<section class="sheet"><h2>Ways to log in</h2>
    <${Shown} of=${found} lines=${2}>${(/** @type {import('./factors.js').Factors} */ all) => html`
      ${all.items.length > 0 && html`<ul class="list factors">${all.items.map(factor => html`<${FactorLine} key=${factor.id} factor=${factor} withKind />`)}</ul>`}
      <p class="soft">${all.items.length ? '' : 'Password and mailed codes. '}${codesLeft(all.recovery_codes)}.</p>
      ${(all.items.length > 0 || all.recovery_codes) && html`<p class="under"><button class="grave" onClick=${() => void reset(account, path)}>Take all of it away</button></p>`}`}<//>
  </section>`;
}
