// What the house is called, where it stands in time, how it is reached, and how alerts are gathered.

import { html } from '../vendor/html.js';
import { signal } from '../vendor/signals.js';
import { timeOf } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { isAdmin } from '../core/session.js';
import { Shown } from '../parts/states.js';
import { Setting, useSettings } from './setting.js';

/** @typedef {import('./setting.js').Kind} Kind */

/** @param {string} text */
const minutes = text => (text === '0' ? 'each at once' : text === '1' ? '1 minute' : `${text} minutes`);
/** @param {string} text */
const days = text => (text === '1' ? '1 day' : `${text} days`);
/** @param {string} text */
const lines = text => text.split(/\s+/).filter(Boolean);

/** What can be required of whoever comes in. @type {[string, string][]} */
const FACTORS = [['any', 'anything, a mailed code too'], ['strong', 'an authenticator app or a passkey'], ['app', 'an authenticator app'], ['passkey', 'a passkey']];
/** @param {string} word */
const factor = word => FACTORS.find(([known]) => known === word)?.[1] ?? word;

/** All zones are asked for once somebody looks for one. */
const zonesWanted = signal(false);

/** @type {Kind[]} */
const KINDS = [
  { key: 'name', label: 'Name of the house', maxlength: 60 },
  { key: 'time_zone', label: 'Time zone', list: 'zones', onFocus: () => (zonesWanted.value = true), hint: 'Days begin and end by it. Type a city, such as Berlin.' },
  { key: 'public_address', label: 'Public address', type: 'url', inputmode: 'url', placeholder: 'https://house.example', mayBeEmpty: true, hint: 'Links in mails begin with it. Empty: the address the house listens at.' },
  { key: 'alert_digest_minutes', label: 'Minutes between two mails of alerts', type: 'number', min: 0, max: 1440, inputmode: 'numeric', toValue: Number, told: minutes,
    hint: 'What happens meanwhile comes in one mail. With 0, each alert is mailed at once.' },
  { key: 'invitation_days', label: 'Days an invitation holds', type: 'number', min: 1, max: 90, inputmode: 'numeric', toValue: Number, told: days },
  { key: 'mail_domains', label: 'Mail hosts of people', as: 'textarea', rows: 2, mayBeEmpty: true, spellcheck: false, placeholder: 'house.example',
    toText: value => value.join(' '), toValue: lines, told: text => lines(text).join(', '),
    hint: 'Where people of this house have their mail, what follows the @. Empty for any. Who is here already stays.' },
  { key: 'required_factor_admins', label: 'Besides the password, admins must have', as: 'select', options: FACTORS, told: factor,
    hint: 'In force at once. Whoever has none sets it up before anything else; you must have it yourself.' },
  { key: 'required_factor_others', label: 'Besides the password, everybody else must have', as: 'select', options: FACTORS, told: factor },
  { key: 'allowed_origins', label: 'Sites that may ask', as: 'textarea', rows: 3, mayBeEmpty: true, spellcheck: false,
    toText: value => value.join(' '), toValue: lines, told: text => lines(text).join(', '),
    hint: 'Addresses of other web pages, such as a panel on the wall, that may ask the house in the name of whoever is logged in. Separated by spaces or lines.' },
];

/** The zones, as the house knows them; as the browser does where the house does not say. */
function Zones() {
  const found = useResource(zonesWanted.value ? '/api/household/time-zones' : null);
  const names = /** @type {string[]} */ (found.data?.items ?? (found.error ? Intl.supportedValuesOf('timeZone') : []));
  return html`<datalist id="zones">${names.map(name => html`<option key=${name} value=${name} />`)}</datalist>`;
}

export function General() {
  const found = useSettings();
  return html`<${Shown} of=${found} lines=${8}>${(/** @type {Record<string, any>} */ settings) => html`
    <div class="sheet settings">
      ${KINDS.filter(({ key }) => key in settings).map(kind => html`<${Setting} key=${kind.key} kind=${kind} value=${settings[kind.key]} mayChange=${isAdmin.value} />`)}
    </div>
    <${Zones} />
    <p class="soft small note">At the house it is ${timeOf(Date.now())} now. ${!isAdmin.value && 'An admin can change these settings.'}</p>`}<//>`;
}
