// Coming in, in two steps: address and password, then the code that came by mail. The first step
// answers the same whether they were right or not, and so does this page.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { house } from '../core/house.js';
import { navigate, query } from '../core/router.js';
import { session } from '../core/session.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Mark } from './mark.js';

/** Where one wanted to go; never away from the house. */
function destination() {
  const to = URL.parse(query.peek().get('to') ?? '/', location.origin);
  return to?.origin === location.origin ? to.pathname + to.search + to.hash : '/';
}

/** @param {{ onLogin: (login: string, email: string) => void, email: string }} props */
function FirstStep({ onLogin, email }) {
  const form = useForm(async values => {
    const { data } = await ask('POST', '/api/identity/logins', { body: values, quiet: true });
    onLogin(data.login, values.email);
  });
  return html`<h1>${house.value?.name ?? 'Daybook'}</h1>
    <p>Log in to open the diary.</p>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Mail address" name="email" type="email" autocomplete="username" inputmode="email" required autofocus defaultValue=${email} />
      <${Field} form=${form} label="Password" name="password" type="password" autocomplete="current-password" required />
      <${FormTrouble} form=${form} names=${['email', 'password']} />
      <${Submit} form=${form}>Continue<//>
      <a class="small" href="/reset">Forgotten your password?</a>
    </form>`;
}

/**
 * The code that came by mail.
 * @param {{ login: string, onIn: () => unknown, onBack: () => void }} props
 */
export function CodeForm({ login, onIn, onBack }) {
  const form = useForm(async values => {
    const code = values.code.replace(/\D/g, '');
    const { data } = await ask('POST', '/api/identity/sessions', { body: { login, code }, quiet: true });
    session.value = data;
    await onIn();
  });
  const whenComplete = (/** @type {any} */ event) => {
    if (event.target.value.replace(/\D/g, '').length === 6) event.target.form.requestSubmit();
  };
  return html`<form onSubmit=${form.submit}>
      <${Field} form=${form} label="Code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus onInput=${whenComplete} />
      <${FormTrouble} form=${form} names=${['code']} />
      <${Submit} form=${form}>Log in<//>
      <button type="button" class="plain" onClick=${onBack}>No code came: start again</button>
    </form>`;
}

/** @param {{ login: string, email: string, onBack: () => void }} props */
const SecondStep = ({ login, email, onBack }) => html`<h1>Look into your mail</h1>
  <p>If address and password were right, a code of six digits is on its way to <strong>${email}</strong>. It holds for ten minutes.</p>
  <${CodeForm} login=${login} onBack=${onBack} onIn=${() => navigate(destination(), { replace: true })} />`;

export function Login() {
  const [step, setStep] = useState(/** @type {{ login: string, email: string }} */ ({ login: '', email: '' }));
  useEffect(() => {
    document.title = `Log in · ${house.peek()?.name ?? 'Daybook'}`;
    if (session.peek()) navigate(destination(), { replace: true });
  }, []);
  return html`<div>
    <${Mark} />
    ${step.login
      ? html`<${SecondStep} key=${step.login} ...${step} onBack=${() => setStep({ login: '', email: step.email })} />`
      : html`<${FirstStep} email=${step.email} onLogin=${(/** @type {string} */ login, /** @type {string} */ email) => setStep({ login, email })} />`}
  </div>`;
}
