// The fields of a mail server. Port and encryption go together, and each proposes the usual other. What is saved was
// tried before, or somebody said clearly that it shall be used all the same: a server that takes no letter takes no
// login code either.

import { html } from '../vendor/html.js';
import { useRef, useState } from '../vendor/hooks.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { sendTest, TestMail } from './test_mail.js';

/** @type {[string, string, number][]} */
const SECURITIES = [
  ['starttls', 'STARTTLS (most servers)', 587],
  ['tls', 'TLS from the first byte', 465],
  ['none', 'None: a server on this machine', 25],
];

/** @param {FormData} data */
function choiceOf(data) {
  const text = (/** @type {string} */ name) => String(data.get(name) ?? '').trim();
  /** @type {Record<string, unknown>} */
  const choice = { host: text('host'), security: text('security') };
  if (text('port')) choice.port = Number(text('port'));
  if (text('user')) choice.user = text('user');
  if (data.get('password')) choice.password = String(data.get('password'));
  return choice;
}

/** Why a trial came to nothing, other than that something typed does not fit. */
const UNTRIED = ['mail_not_accepted', 'too_many_mail_tests'];

/** @param {{ onAnyway: () => void }} props */
const Refused = ({ onAnyway }) => html`<div class="hint-box">
  <p>Nothing was saved: login codes might not reach you through this server. Change what is not right, or leave mail for later.</p>
  <p><button type="button" onClick=${onAnyway}>Use it anyway</button></p>
</div>`;

/** @param {{ server: import('./mail.js').MailServer, onSave: (choice: Record<string, unknown>, works: boolean) => Promise<unknown>, save?: string }} props */
export function MailServerForm({ server, onSave, save = 'Save' }) {
  const frame = useRef(/** @type {HTMLFormElement | null} */ (null));
  const taken = useRef('');
  const anyway = useRef(false);
  const [security, setSecurity] = useState(server.security ?? 'starttls');
  const form = useForm(async (_, element) => {
    const choice = choiceOf(new FormData(element));
    const untried = anyway.current;
    anyway.current = false;
    if (!untried && taken.current !== JSON.stringify(choice)) await sendTest(choice);
    await onSave(choice, !untried);
  });
  const useAnyway = () => {
    anyway.current = !!frame.current?.reportValidity();
    if (anyway.current) frame.current?.requestSubmit();
  };
  const typed = () => (frame.current?.reportValidity() ? choiceOf(new FormData(frame.current)) : null);
  const usual = SECURITIES.find(([key]) => key === security)?.[2];
  const fixed = (/** @type {string} */ key) => server.fixed.includes(key);
  return html`<form ref=${frame} onSubmit=${form.submit} class="mail-server">
    <${Field} form=${form} label="Server" name="host" required placeholder="mail.example.org" autocomplete="off" autocapitalize="none" spellcheck=${false} defaultValue=${server.host ?? ''} />
    <${Field} form=${form} label="Port" name="port" type="number" min="1" max="65535" inputmode="numeric" placeholder=${usual} disabled=${fixed('port')} defaultValue=${server.port ?? ''} />
    <${Field} form=${form} label="Encryption" name="security" as="select" value=${security} disabled=${fixed('security')} onChange=${(/** @type {any} */ event) => setSecurity(event.target.value)}>
      ${SECURITIES.map(([key, name]) => html`<option key=${key} value=${key} selected=${key === security}>${name}</option>`)}
    <//>
    <${Field} form=${form} label="User" name="user" autocomplete="off" autocapitalize="none" spellcheck=${false} hint="Empty where the server wants none." defaultValue=${server.user ?? ''} />
    <${Field} form=${form} label="Password" name="password" type="password" autocomplete="new-password"
      hint=${server.password_set ? 'One is kept. Leave this empty to keep it.' : 'It is kept encrypted and never shown.'} />
    <${FormTrouble} form=${form} names=${['host', 'port', 'security', 'user', 'password']} />
    ${UNTRIED.includes(form.error?.code ?? '') && html`<${Refused} onAnyway=${useAnyway} />`}
    <${TestMail} typed=${typed} onTaken=${(/** @type {Record<string, unknown>} */ choice) => void (taken.current = JSON.stringify(choice))}><${Submit} form=${form}>${form.busy ? 'Trying it …' : save}<//><//>
  </form>`;
}
