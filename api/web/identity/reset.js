// A forgotten password: first the address, later the link that came by mail. What is said after the
// address is the same whether anybody has it.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { fragment } from '../core/router.js';
import { leave } from '../core/session.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { staysHere } from './letters.js';
import { Door, Offered } from './link_door.js';
import { NewPassword } from './password.js';

const TITLE = 'Forgotten password';

/** @param {{ onAsked: (email: string) => void }} props */
function AskForm({ onAsked }) {
  const form = useForm(async ({ email }) => {
    await ask('POST', '/api/identity/resets', { body: { email }, quiet: true });
    onAsked(email);
  });
  return html`<h1 tabindex="-1">Forgotten your password?</h1>
    ${staysHere()
      ? html`<p>A link to set a new one is written. This house has no mail server yet, so the letter lies on its machine, in the data folder of Daybook under <code>mail/</code>.</p>`
      : html`<p>A link to set a new one is mailed to the address you log in with.</p>`}
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Mail address" name="email" type="email" autocomplete="username" inputmode="email" required autofocus />
      <${FormTrouble} form=${form} names=${['email']} />
      <${Submit} form=${form}>${staysHere() ? 'Write me a link' : 'Mail me a link'}<//>
      <a class="small" href="/login">Back to the login</a>
    </form>`;
}

/** @param {{ email: string, onAgain: () => void }} props */
const Asked = ({ email, onAgain }) => html`<h1 tabindex="-1">${staysHere() ? 'Look into the mail folder' : 'Look into your mail'}</h1>
  <p>If <strong>${email}</strong> is the address of somebody here, a link ${staysHere() ? html`lies in <code>mail/</code> of the data folder, on the machine` : 'is on its way'}. It works once and for thirty minutes.</p>
  <p class="small soft">${staysHere() ? 'You cannot get there? Ask' : 'Nothing came? Look among the unwanted mail, or ask'} an admin of the house: they can send you a link, too.</p>
  <p class="row"><button onClick=${onAgain}>Ask again</button><a class="button" href="/login">To the login</a></p>`;

/** @param {{ name: string, email: string, token: string, onSet: () => void }} props */
function SetForm({ name, email, token, onSet }) {
  const form = useForm(async ({ password }) => {
    await ask('POST', '/api/identity/resets/password', { body: { token, password }, quiet: true });
    leave();
    onSet();
  });
  return html`<h1 tabindex="-1">A new password for ${name}</h1>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Mail address" name="email" type="email" autocomplete="username" readonly value=${email} />
      <${NewPassword} form=${form} label="New password" autofocus about=${{ name, email }} />
      <p class="small soft">All your sessions end. The next login asks for the second factor as always.</p>
      <${FormTrouble} form=${form} names=${['password']} />
      <${Submit} form=${form}>Set the password<//>
    </form>`;
}

const Set = () => html`<h1 tabindex="-1">Your password is set</h1>
  <p>All sessions have ended. Log in with the new password.</p>
  <p><a class="button main" href="/login">To the login</a></p>`;

export function Reset() {
  const [asked, setAsked] = useState('');
  const [done, setDone] = useState(false);
  const otherwise = html`<p class="row later"><a class="button main" href="/reset">Ask for a new link</a><a class="button" href="/login">To the login</a></p>`;
  if (done) return html`<${Door} title=${TITLE}><${Set} /><//>`;
  if (fragment.value) return html`<${Door} title=${TITLE}><${Offered} check="/api/identity/resets/check" void="This link sets no password" otherwise=${otherwise}>${
    (/** @type {{ name: string, email: string }} */ offered, /** @type {string} */ token) => html`<${SetForm} ...${offered} token=${token} onSet=${() => setDone(true)} />`}<//><//>`;
  return html`<${Door} title=${TITLE}>${asked ? html`<${Asked} email=${asked} onAgain=${() => setAsked('')} />` : html`<${AskForm} onAsked=${setAsked} />`}<//>`;
}
