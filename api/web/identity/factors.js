// Second factors as lists show them, one's own or somebody's.

import { html } from '../vendor/html.js';
import { dayAndTime, exactly } from '../core/days.js';
import { Icon } from '../parts/icons.js';

/** @typedef {import('../types/api').components['schemas']['Factor']} Factor */
/** @typedef {import('../types/api').components['schemas']['Factors']} Factors */

export const FACTORS = '/api/identity/factors';

/** @param {Factor} factor */
export const kindName = factor => (factor.kind === 'passkey' ? 'Passkey' : 'Authenticator app');
/** @param {Factor} factor */
export const factorName = factor => factor.name ?? kindName(factor);

/** @param {{ at: string | null | undefined }} props */
const When = ({ at }) => (at ? html`<time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time>` : 'never');

/** @param {{ factor: Factor, withKind?: boolean, children?: any }} props */
export const FactorLine = ({ factor, withKind, children }) => html`<li>
  <${Icon} name=${factor.kind === 'passkey' ? 'key' : 'phone'} />
  <div class="what">
    <strong>${factorName(factor)}</strong>
    <p>${withKind && `${kindName(factor)} · `}since <${When} at=${factor.added_at} /> · last used <${When} at=${factor.last_used_at} /></p>
  </div>
  ${children}
</li>`;

/** @param {Factors['recovery_codes']} codes */
export const codesLeft = codes => (codes ? `${codes.left} of ${codes.made} recovery codes are left` : 'No recovery codes yet');
