// Coming in, in two steps: address and password, then a second factor. The first step
// answers the same whether they were right or not, and so does this page.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { house } from '../core/house.js';
import { navigate, query } from '../core/router.js';
import { session } from '../core/session.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Mark } from './mark.js';
import { PasskeyLogin } from './passkey_login.js';
import { SecondStep } from './second_step.js';

/** Where one wanted to go; never away from the house. */
function destination() {
  const to = URL.parse(query.peek().get('to') ?? '/', location.origin);
  return to?.origin === location.origin ? to.pathname + to.search + to.hash : '/';
}

const enter = () => navigate(destination(), { replace: true });

/** @param {{ onLogin: (login: string, email: string) => void, email: string }} props */
function FirstStep({ onLogin, email }) {
  const form = useForm(async values => {
    const { data } = await ask('POST', '/api/identity/logins', { body: values, quiet: true });
    onLogin(data.login, values.email);
  });
  return html`<h1>${house.value?.name ?? 'Daybook'}</h1>
    <p>Log in to open the diary.</p>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Mail address" name="email" type="email" autocomplete="username webauthn" inputmode="email" required autofocus defaultValue=${email} />
      <${Field} form=${form} label="Password" name="password" type="password" autocomplete="current-password" required />
      <${FormTrouble} form=${form} names=${['email', 'password']} />
      <${Submit} form=${form}>Continue<//>
      <a class="small" href="/reset">Forgotten your password?</a>
    </form>
    <${PasskeyLogin} onIn=${enter} />`;
}

export function Login() {
  const [step, setStep] = useState(/** @type {{ login: string, email: string }} */ ({ login: '', email: '' }));
  useEffect(() => {
    document.title = `Log in · ${house.peek()?.name ?? 'Daybook'}`;
    if (session.peek()) navigate(destination(), { replace: true });
  }, []);
  return html`<div>
    <${Mark} />
    ${step.login
      ? html`<${SecondStep} key=${step.login} ...${step} onIn=${enter} onBack=${() => setStep({ login: '', email: step.email })} />`
      : html`<${FirstStep} email=${step.email} onLogin=${(/** @type {string} */ login, /** @type {string} */ email) => setStep({ login, email })} />`}
  </div>`;
}
