// How often somebody may ask, and who asked too often lately: an admin sets the one and sees the other.

import { html } from '../vendor/html.js';
import { exactly, relative } from '../core/days.js';
import { useResource } from '../core/resource.js';
import { grouped } from '../core/sizes.js';
import { LATELY } from '../front/limited.js';
import { Offered } from './offered.js';
import { Setting } from './setting.js';

/** @typedef {import('../types/api').components['schemas']['Limit']} Limit */
/** @typedef {import('../types/api').components['schemas']['LimitedLately']} Limited */

export const LIMITS = '/api/household/limits';

/** What each limit is called, and what it is for. @type {Record<string, [string, string]>} */
const WORDS = {
  stranger_hour: ['Requests of a stranger, an hour', 'Whoever is not logged in, by network address. Looking at the login page is free.'],
  stranger_day: ['Requests of a stranger, a day', 'The same, over a whole day.'],
  person_minute: ['Requests of a person, a minute', 'Everybody who is logged in, over all of their devices.'],
  key_minute: ['Requests with a key, a minute', 'Programs that come with a key of their own.'],
  login_hour: ['Passwords tried, an hour', 'From one network address: a household shares it. Everybody who comes in takes one.'],
  proof_hour: ['Codes and proofs tried, an hour', 'Codes from a mail, a phone or a passkey.'],
  link_hour: ['One-time links tried, an hour', 'Links to the first account, invitations and the like, from one network address.'],
  export_hour: ['Exports, an hour', 'Each person or key: the diary as a file, logs of requests.'],
  upload_hour: ['Uploads, an hour', 'Each person or key.'],
  mail_person_hour: ['Mails to one person, an hour', 'Codes, links and the like. Alerts are not counted here.'],
  mail_network_hour: ['Mails caused from one address, an hour', 'So that nobody far away makes the house send mail.'],
  mail_house_hour: ['Mails in all, an hour', 'Mail servers lock out houses that send too many.'],
};

/** @type {[string, string[]][]} */
const GROUPS = [
  ['Asking', ['stranger_hour', 'stranger_day', 'person_minute', 'key_minute']],
  ['Trying to come in', ['login_hour', 'proof_hour', 'link_hour']],
  ['Much at once', ['export_hour', 'upload_hour']],
  ['Mail', ['mail_person_hour', 'mail_network_hour', 'mail_house_hour']],
];

/** @param {string} text */
const told = text => (text === '0' ? 'no limit' : grouped(Number(text)));

/** @param {Limit} one */
function kindOf({ limit, least, most, usual, may_be_off: mayBeOff }) {
  const [label, what] = WORDS[limit] ?? [limit, ''];
  const hint = `${what} From ${grouped(least)} to ${grouped(most)}${mayBeOff ? ', or 0 for no limit' : ''}; usually ${grouped(usual)}.`;
  return { key: limit, path: LIMITS, label, hint, type: 'number', min: mayBeOff ? 0 : least, max: most, inputmode: 'numeric', toValue: Number, told };
}

/** @param {Limited} one */
const who = ({ network, name, account }) => name ?? network ?? (account ? 'Somebody who lives here' : 'Many addresses');

/** @param {{ items: Limited[] }} props */
const Lately = ({ items }) => html`<section class="sheet"><h2>Told to wait lately</h2>
  ${items.length
    ? html`<ul class="list">${items.map(one => html`<li key=${`${one.limit} ${who(one)}`}>
        <div class="what"><strong>${who(one)}</strong><p>${(WORDS[one.limit] ?? [one.limit])[0]}</p></div>
        <span class="soft small figure">${grouped(one.refused)} refused, <time datetime=${one.last_at} title=${exactly(one.last_at)}>${relative(one.last_at)}</time></span>
      </li>`)}</ul>`
    : html`<p class="soft">Nobody within the last day.</p>`}
</section>`;

export function Limits() {
  const found = useResource(LIMITS);
  const lately = useResource(LATELY);
  return html`<${Offered} of=${found} lines=${10} what="its limits">${(/** @type {{ items: Limit[] }} */ { items }) => html`
    ${lately.data && html`<${Lately} items=${lately.data.items} />`}
    ${GROUPS.map(([name, words]) => html`<section class="sheet settings" key=${name}><h2>${name}</h2>
      ${items.filter(({ limit }) => words.includes(limit)).map(one => html`<${Setting} key=${one.limit} kind=${kindOf(one)} value=${one.count} mayChange=${true} />`)}
    </section>`)}
    <p class="soft small note">In force at once. What was counted by a limit is forgotten when it changes. You, and whoever sits at the machine, keep the least of each on top.</p>`}<//>`;
}
