// How mail leaves the house: a server that is chosen here, unless the machine's configuration says
// which. A password goes in and never comes out.

import { html } from '../vendor/html.js';
import { ask, put } from '../core/api.js';
import { house, meetHouse } from '../core/house.js';
import { refresh, useResource } from '../core/resource.js';
import { confirmed } from '../parts/dialog.js';
import { say } from '../parts/toast.js';
import { MailServerForm } from './mail_server_form.js';
import { Offered } from './offered.js';
import { Setting, useSettings } from './setting.js';
import { MAIL_SERVER, TestMail } from './test_mail.js';

/** @typedef {import('../types/api').components['schemas']['MailServer']} MailServer */

const SENDER = { key: 'mail_sender', label: 'Sender of mails', type: 'email', inputmode: 'email', hint: 'The address mails come from. Most servers accept one of their own only.' };

/** @param {string} by the variable or line of the configuration */
const fixedBy = by => (house.value?.demo ? 'A demo sends no mail to anybody.' : `This is said by ${by}, and changed there.`);

/** @param {{ server: MailServer }} props */
const Standing = ({ server }) => {
  if (server.source === 'folder')
    return html`<p>No mail server is set. Letters, login codes among them, are written into the folder <code>mail/</code> of the data folder, where only the owner of the machine can read them.</p>`;
  const login = server.user ? `, as ${server.user}` : '';
  return html`<p>Mail leaves through <strong>${server.host}:${server.port}</strong> (${server.security === 'none' ? 'not encrypted' : server.security})${login}, from ${server.from}.</p>`;
};

/** @param {string | null} etag */
async function remove(etag) {
  const text = 'Letters, login codes among them, are written into a folder on the machine again, until another server is chosen.';
  if (!(await confirmed({ title: 'Use no mail server?', text, go: 'Use none' }))) return;
  try {
    await ask('DELETE', MAIL_SERVER, { ifMatch: etag });
    say('Letters are written into the folder again.');
    await meetHouse();
  } catch (error) {
    say(`The server stays: ${/** @type {any} */ (error).message}`);
  }
  await refresh(MAIL_SERVER);
}

/** @param {{ server: MailServer, etag: string | null }} props */
function Server({ server, etag }) {
  const isFixed = server.fixed.includes('host');
  const save = async (/** @type {Record<string, unknown>} */ choice, /** @type {boolean} */ works) => {
    await put(MAIL_SERVER, choice, { ifMatch: etag });
    say(works ? `Mail leaves through ${choice.host} now. It took a test mail to you.` : `Mail leaves through ${choice.host} now, untried.`);
    await Promise.all([refresh(MAIL_SERVER), meetHouse()]);
  };
  return html`<section class="sheet"><h2>Mail server</h2>
    <${Standing} server=${server} />
    ${isFixed
      ? html`<p class="soft small">${fixedBy(server.fixed_by.host)}</p>${!house.value?.demo && html`<${TestMail} />`}`
      : html`<${MailServerForm} key=${etag} server=${server} onSave=${save} />
          ${server.source === 'house' && html`<p class="under"><button class="grave" onClick=${() => void remove(etag)}>Use no mail server</button></p>`}`}
  </section>`;
}

export function Mail() {
  const found = useResource(MAIL_SERVER);
  const settings = useSettings();
  const isFixed = found.data?.fixed?.includes('from');
  return html`<div class="stack"><${Offered} of=${found} lines=${6} what="its mail server">${(/** @type {MailServer} */ server) => html`<${Server} server=${server} etag=${found.etag ?? null} />`}<//>
    ${settings.data && html`<section class="sheet settings">
      <${Setting} kind=${SENDER} value=${settings.data.mail_sender} mayChange=${!isFixed} />
      ${isFixed && html`<p class="soft small">${fixedBy(found.data.fixed_by.from)}</p>`}
    </section>`}</div>`;
}
