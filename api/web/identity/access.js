// What a person may see and do in each part of the house: what their role gives, unless an admin says
// otherwise. It counts the moment it is chosen.

import { html } from '../vendor/html.js';
import { patch } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { areaName } from './areas.js';

/** @typedef {import('../types/api').components['schemas']['PersonAccess']} PersonAccess */
/** @typedef {import('../types/api').components['schemas']['ContextAccess']} Part */

/** @type {Record<string, string>} */
const SAYS = { none: 'Nothing', look: 'Look', act: 'Act' };

/** @param {string} path @param {Part} part @param {string} chosen @param {string} name */
async function set(path, part, chosen, name) {
  const access = chosen === part.by_role ? null : chosen;
  try {
    await patch(path, { context: part.context, access });
    const again = () => void patch(path, { context: part.context, access: part.set ?? null }).then(() => refresh(path));
    say(`${areaName(part.context)}: ${name} may ${chosen === 'none' ? 'see nothing' : chosen} now.`, again);
  } catch (error) {
    say(`It stays as it is: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

/** @param {{ part: Part, path: string, name: string }} props */
const Row = ({ part, path, name }) => html`<tr>
  <th scope="row">${areaName(part.context)}${part.set && html` <span class="tag">not as the role</span>`}</th>
  ${Object.entries(SAYS).map(([access, says]) => html`<td key=${access}>
    <input type="radio" name=${`access ${part.context}`} aria-label=${`${areaName(part.context)}: ${says}`} checked=${part.access === access}
      onChange=${() => void set(path, part, access, name)} />
  </td>`)}
</tr>`;

/** @param {{ account: string, name: string }} props */
export function AccessTable({ account, name }) {
  const path = `/api/identity/accounts/${account}/access`;
  return html`<${Shown} of=${useResource(path)} lines=${3}>${(/** @type {PersonAccess} */ { role, items }) =>
    role === 'admin'
      ? html`<p class="soft">Admins look after the house and see all of it.</p>`
      : html`<div class="areas three"><table>
          <thead><tr><td></td>${Object.values(SAYS).map(says => html`<th key=${says} scope="col">${says}</th>`)}</tr></thead>
          <tbody>${items.map(part => html`<${Row} key=${part.context} part=${part} path=${path} name=${name} />`)}</tbody>
        </table></div>
        <p class="soft small">What is their own (account, sessions, keys, alerts) cannot be withheld.</p>`}<//>`;
}
