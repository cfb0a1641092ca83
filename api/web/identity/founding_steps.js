// The first steps, of somebody who holds the link: the name of the house, the first account, and the
// code that lets them in. What the house shall be called waits in this window until they are in.

import { html } from '../vendor/html.js';
import { ask, patch } from '../core/api.js';
import { house, meetHouse } from '../core/house.js';
import { navigate } from '../core/router.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { CodeForm } from './code_form.js';
import { InFolder, NoMail, staysHere } from './letters.js';
import { NewPassword } from './password.js';

const WAITS = 'daybook.founding';

/** @returns {{ name?: string, time_zone?: string }} */
function waiting() {
  try {
    return JSON.parse(sessionStorage.getItem(WAITS) ?? '{}');
  } catch {
    return {};
  }
}

const usualZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** @param {{ token: string }} props */
export function HouseStep({ token }) {
  const before = waiting();
  const form = useForm(async values => {
    sessionStorage.setItem(WAITS, JSON.stringify(values));
    navigate(`/welcome?step=account#${token}`);
  });
  return html`<h1 tabindex="-1">Welcome home</h1>
    <p>Daybook keeps a diary of your house: who came in, what was changed, what went wrong. What shall the house be called?</p>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name of the house" name="name" required maxlength="60" placeholder="Linden Lane 4" autocomplete="off" defaultValue=${before.name ?? ''} />
      <${Field} form=${form} label="Time zone" name="time_zone" required list="zones" autocomplete="off" defaultValue=${before.time_zone ?? usualZone()}
        hint="Days begin and end by it. Both can be changed later." />
      <datalist id="zones">${Intl.supportedValuesOf('timeZone').map(zone => html`<option key=${zone} value=${zone} />`)}</datalist>
      <${Submit} form=${form}>Continue<//>
    </form>`;
}

/** @param {{ token: string, onAsked: (asked: { login: string, email: string }) => void }} props */
export function AccountStep({ token, onAsked }) {
  const form = useForm(async ({ name, email, password }) => {
    await ask('POST', '/api/identity/founding', { body: { token, name, email, password }, quiet: true });
    const { data } = await ask('POST', '/api/identity/logins', { body: { email, password }, quiet: true });
    onAsked({ login: data.login, email });
  });
  const isUsed = form.error && ['founded_already', 'wrong_token'].includes(form.error.code);
  return html`<h1 tabindex="-1">Who are you?</h1>
    <p>The first account looks after the house: people, settings, mail.</p>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Your name" name="name" required maxlength="60" autocomplete="name" />
      <${Field} form=${form} label="Mail address" name="email" type="email" required inputmode="email" autocomplete="username" hint="Login codes and alerts go there." />
      <${NewPassword} form=${form} label="Password" />
      <${FormTrouble} form=${form} names=${['name', 'email', 'password']} />
      ${isUsed && html`<p class="small">Is there an account already? <a href="/login">Log in</a>. If nobody gets in, <code>daybook person reset</code> on the machine helps.</p>`}
      <${Submit} form=${form}>Make the account<//>
      <a class="small" href=${`/welcome#${token}`}>Back to the name of the house</a>
    </form>`;
}

/** Writes down what was typed before anybody was in; a refusal does not keep them out. */
async function giveName() {
  const { name, time_zone } = waiting();
  sessionStorage.removeItem(WAITS);
  try {
    if (name || time_zone) await patch('/api/household/settings', { name, time_zone });
  } catch (error) {
    say(`The house keeps its old name: ${/** @type {any} */ (error).message}`);
  }
  await meetHouse();
}

/** @param {{ login: string, email: string, onBack: () => void }} props */
export function CodeStep({ login, email, onBack }) {
  const enter = async () => {
    await giveName();
    navigate('/welcome?step=mail', { replace: true });
  };
  const again = () => (house.value = house.value && { ...house.value, founded: true }, onBack());
  return html`<h1 tabindex="-1">The account is made</h1>
    <p>Now log in with it. Each login asks for a code of six digits${staysHere() ? '.' : html`: one is on its way to <strong>${email}</strong>.`}</p>
    ${staysHere() ? html`<${InFolder} email=${email} />` : html`<${NoMail} />`}
    <${CodeForm} login=${login} onIn=${enter} onBack=${again} />`;
}
