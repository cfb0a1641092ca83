// Step two of a login: one field for a code, and the other ways below it. Nothing here tells which
// ways somebody has, or whether the password was right.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { Trouble } from '../parts/states.js';
import { CodeForm, RecoveryCodeForm } from './code_form.js';
import { InFolder, NoMail, staysHere } from './letters.js';
import { enterWithLogin, mayHavePasskeys } from './passkey.js';

/** @typedef {{ login: string, email: string, onBack: () => void, onIn: () => unknown }} Step */

/** @param {Step & { onOther: () => void }} props */
function Code({ login, email, onIn, onOther }) {
  const [asked, setAsked] = useState(/** @type {{ done?: boolean, error?: any }} */ ({}));
  const passkey = () => enterWithLogin(login).then(onIn, error => setAsked({ ...asked, error }));
  const mail = () => ask('POST', '/api/identity/logins/mail', { body: { login }, quiet: true })
    .then(() => setAsked({ done: true }), error => setAsked({ error }));
  const here = staysHere();
  return html`${here
      ? html`<p>Type the six digits that your authenticator app shows, or those of your letter. It is there if address and password were right.</p><${InFolder} email=${email} />`
      : html`<p>Type the six digits that your authenticator app shows, or those in the ${asked.done ? 'newest ' : ''}mail to <strong>${email}</strong>. They come if address and password were right.</p>`}
    <${CodeForm} login=${login} onIn=${onIn} />
    <${Trouble} error=${asked.error} />
    <div class="other-ways">
      ${mayHavePasskeys() && html`<button class="plain" onClick=${() => void passkey()}>Use a passkey</button>`}
      ${asked.done
        ? html`<p class="soft small" role="status">If the login is good, a code ${here ? 'lies in the folder' : 'is on its way'}. It holds for ten minutes.</p>`
        : html`<button class="plain" onClick=${() => void mail()}>${here ? 'Write a letter with a code' : 'Send a code by mail instead'}</button>`}
      <button class="plain" onClick=${onOther}>Use a recovery code</button>
    </div>
    ${!here && html`<${NoMail} />`}`;
}

/** @param {Step} props */
export function SecondStep(props) {
  const [recovers, setRecovers] = useState(false);
  return html`<h1>One more step</h1>
    ${recovers
      ? html`<p>Take one of the ten codes you kept. It is used up by that.</p>
          <${RecoveryCodeForm} login=${props.login} onIn=${props.onIn} />
          <div class="other-ways"><button class="plain" onClick=${() => setRecovers(false)}>Use a code of six digits</button></div>`
      : html`<${Code} ...${props} onOther=${() => setRecovers(true)} />`}
    <div class="other-ways"><button class="plain" onClick=${props.onBack}>Start again</button></div>`;
}
