// The steps that can wait: how mail leaves the house, what opens the door when none comes, and how others come in.

import { html } from '../vendor/html.js';
import { put } from '../core/api.js';
import { meetHouse } from '../core/house.js';
import { navigate } from '../core/router.js';
import { refresh, useResource } from '../core/resource.js';
import { MailServerForm } from '../household/mail_server_form.js';
import { Advice, NETWORK, TrustedOnce } from '../household/network.js';
import { Offered } from '../household/offered.js';
import { MAIL_SERVER, TestMail } from '../household/test_mail.js';
import { say } from '../parts/toast.js';
import { FACTORS } from './factors.js';
import { RecoveryCodes } from './recovery_codes.js';

const toCodes = () => navigate('/welcome?step=codes');
const toNetwork = () => navigate('/welcome?step=network');

export function MailStep() {
  const found = useResource(MAIL_SERVER);
  const save = async (/** @type {Record<string, unknown>} */ choice, /** @type {boolean} */ works) => {
    await put(MAIL_SERVER, choice, { ifMatch: found.etag });
    say(works ? 'Codes and alerts are mailed from now on.' : `Codes and alerts go to ${choice.host}, which took no test mail.`);
    await Promise.all([refresh(MAIL_SERVER), meetHouse()]);
    toCodes();
  };
  const isFixed = found.data?.fixed?.includes('host');
  return html`<h1 tabindex="-1">Let the house send mail</h1>
    <p>Codes and alerts come by mail. Any server you have an account at will do; without one they stay in a folder on the machine.</p>
    <${Offered} of=${found} lines=${6} what="its mail server">${(/** @type {any} */ server) => isFixed
      ? html`<div class="stack"><p>The configuration of the machine names ${server.host}. Try whether it works:</p><${TestMail} /></div>`
      : html`<${MailServerForm} key=${found.etag} server=${server} onSave=${save} save="Save and continue" />`}<//>
    <p class="later">${isFixed || found.error
      ? html`<button class="main" onClick=${toCodes}>Continue</button>`
      : html`<button class="plain" onClick=${toCodes}>Later, in the settings</button>`}</p>`;
}

export function CodesStep() {
  const found = useResource(FACTORS);
  const codes = found.data?.recovery_codes;
  return html`<h1 tabindex="-1">A key for the drawer</h1>
    <p>Mail fails, phones get lost. Ten codes on paper open the door all the same: each works once, together with your password.</p>
    <${Offered} of=${found} lines=${3} what="recovery codes">${(/** @type {import('./factors.js').Factors} */ all) => html`<${RecoveryCodes} codes=${all.recovery_codes} />`}<//>
    <p class="later"><button class=${codes ? 'main' : 'plain'} onClick=${toNetwork}>${codes ? 'Continue' : 'Later, under Me'}</button></p>`;
}

export function NetworkStep() {
  const found = useResource(NETWORK);
  return html`<h1 tabindex="-1">Open it to your home</h1>
    <p>Phones and other computers can come in, too, once the house encrypts and listens to the network.</p>
    <${Offered} of=${found} lines=${5} what="its network">${(/** @type {import('../household/network.js').HouseNetwork} */ network) => html`
      ${network.urls.length > 0 && network.open && html`<section class="sheet"><h2>Addresses</h2><ul>${network.urls.map(url => html`<li key=${url}><a href=${url}>${url}</a></li>`)}</ul></section>`}
      <${Advice} network=${network} />
      ${network.authority && html`<${TrustedOnce} authority=${network.authority} />`}`}<//>
    <p class="later row"><a class="button main" href="/">Open the house</a><a class="button" href="/people?add=1">Add a person</a></p>
    <p class="soft small later">All of this stands in the settings, whenever you want it again.</p>`;
}
