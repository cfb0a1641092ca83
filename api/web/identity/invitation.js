// Coming by an invitation: choose a name and a password, then log in with the code from the mail.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { fragment, navigate } from '../core/router.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { CodeForm } from './code_form.js';
import { Door, Offered } from './link_door.js';
import { InFolder, staysHere } from './letters.js';
import { NewPassword } from './password.js';
import { mayDo, roleName } from './roles.js';

/** @typedef {import('../types/api').components['schemas']['Offer']} Offer */

const TITLE = 'Invitation';

/** @param {{ offer: Offer, token: string, onIn: (login: string, email: string) => void }} props */
function AcceptForm({ offer, token, onIn }) {
  const { house, email, role } = offer;
  const form = useForm(async ({ name, password }) => {
    await ask('POST', '/api/identity/invitations/acceptance', { body: { token, name, password }, quiet: true });
    const { data } = await ask('POST', '/api/identity/logins', { body: { email, password }, quiet: true });
    onIn(data.login, email);
  });
  return html`<h1 tabindex="-1">Welcome to ${house}</h1>
    <p>You are invited as <strong>${roleName(role).toLowerCase()}</strong>: ${mayDo(role)}.</p>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Your name" name="name" required maxlength="60" autocomplete="name" autofocus />
      <${Field} form=${form} label="Mail address" name="email" type="email" autocomplete="username" readonly value=${email} hint="Login codes and alerts go there." />
      <${NewPassword} form=${form} label="Password" />
      <${FormTrouble} form=${form} names=${['name', 'email', 'password']} />
      ${form.error?.code === 'email_taken' && html`<p class="small">Do you have an account here already? <a href="/login">Log in</a>.</p>`}
      <${Submit} form=${form}>Come in<//>
    </form>`;
}

/** @param {{ login: string, email: string }} props */
const Code = ({ login, email }) => html`<h1 tabindex="-1">Your account is made</h1>
  <p>Each login asks for a code of six digits${staysHere() ? '.' : html`. One is on its way to <strong>${email}</strong>.`}</p>
  ${staysHere() && html`<${InFolder} email=${email} />`}
  <${CodeForm} login=${login} onIn=${() => navigate('/', { replace: true })} onBack=${() => navigate('/login')} />`;

const NoLink = () => html`<h1 tabindex="-1">This page waits for its link</h1>
  <p>An invitation comes by mail, or somebody of the house hands you its link. Open that one here.</p>
  <p><a class="button" href="/login">To the login</a></p>`;

export function Invitation() {
  const [asked, setAsked] = useState({ login: '', email: '' });
  const otherwise = html`<p class="later"><a class="button" href="/login">To the login</a></p>`;
  if (asked.login) return html`<${Door} title=${TITLE}><${Code} ...${asked} /><//>`;
  if (!fragment.value) return html`<${Door} title=${TITLE}><${NoLink} /><//>`;
  return html`<${Door} title=${TITLE}><${Offered} check="/api/identity/invitations/check" void="This invitation is good no more" otherwise=${otherwise}>${
    (/** @type {Offer} */ offer, /** @type {string} */ token) => html`<${AcceptForm} offer=${offer} token=${token} onIn=${(/** @type {string} */ login, /** @type {string} */ email) => setAsked({ login, email })} />`}<//><//>`;
}
