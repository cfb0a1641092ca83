// Which role somebody shall have, each with what it may do.

import { html } from '../vendor/html.js';
import { ROLES } from './roles.js';

/** @param {{ value?: string, disabled?: boolean }} props */
export const RoleChoice = ({ value = 'member', disabled }) => html`<fieldset class="roles" disabled=${disabled}>
  <legend>What they may do</legend>
  ${ROLES.map(([role, name, about]) => html`<label key=${role}><input type="radio" name="role" value=${role} defaultChecked=${role === value} />
    <span><strong>${name}</strong> <span class="soft small">${about}</span></span></label>`)}
</fieldset>`;
