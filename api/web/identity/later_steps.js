// The steps that can wait: how mail leaves the house, and how others come to it.

import { html } from '../vendor/html.js';
import { put } from '../core/api.js';
import { navigate } from '../core/router.js';
import { refresh, useResource } from '../core/resource.js';
import { MailServerForm } from '../household/mail_server_form.js';
import { Advice, NETWORK, TrustedOnce } from '../household/network.js';
import { Offered } from '../household/offered.js';
import { MAIL_SERVER, TestMail } from '../household/test_mail.js';
import { say } from '../parts/toast.js';

const toNetwork = () => navigate('/welcome?step=network');

export function MailStep() {
  const found = useResource(MAIL_SERVER);
  const save = async (/** @type {Record<string, unknown>} */ choice) => {
    await put(MAIL_SERVER, choice, { ifMatch: found.etag });
    say('Codes and alerts are mailed from now on.');
    await refresh(MAIL_SERVER);
    toNetwork();
  };
  const isFixed = found.data?.fixed?.includes('host');
  return html`<h1 tabindex="-1">Let the house send mail</h1>
    <p>Codes and alerts come by mail. Any server you have an account at will do; without one they stay in a folder on the machine.</p>
    <${Offered} of=${found} lines=${6} what="its mail server">${(/** @type {any} */ server) => isFixed
      ? html`<div class="stack"><p>The configuration of the machine names ${server.host}. Try whether it works:</p><${TestMail} /></div>`
      : html`<${MailServerForm} key=${found.etag} server=${server} onSave=${save} save="Save and continue" />`}<//>
    <p class="later">${isFixed || found.error
      ? html`<button class="main" onClick=${toNetwork}>Continue</button>`
      : html`<button class="plain" onClick=${toNetwork}>Later, in the settings</button>`}</p>`;
}

export function NetworkStep() {
  const found = useResource(NETWORK);
  return html`<h1 tabindex="-1">Open it to your home</h1>
    <p>Phones and other computers can come in, too, once the house encrypts and listens to the network.</p>
    <${Offered} of=${found} lines=${5} what="its network">${(/** @type {import('../household/network.js').HouseNetwork} */ network) => html`
      ${network.urls.length > 0 && network.open && html`<section class="sheet"><h2>Addresses</h2><ul>${network.urls.map(url => html`<li key=${url}><a href=${url}>${url}</a></li>`)}</ul></section>`}
      <${Advice} network=${network} />
      ${network.authority && html`<${TrustedOnce} authority=${network.authority} />`}`}<//>
    <p class="later row"><a class="button main" href="/">Open the diary</a><a class="button" href="/people?add=1">Add a person</a></p>
    <p class="soft small later">All of this stands in the settings, whenever you want it again.</p>`;
}
