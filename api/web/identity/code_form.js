// The code in step two: out of the mail, out of an app, or off the sheet in the drawer.

import { html } from '../vendor/html.js';
import { ask } from '../core/api.js';
import { session } from '../core/session.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';

/** @param {Record<string, unknown>} shown */
export async function openSession(shown) {
  const { data } = await ask('POST', '/api/identity/sessions', { body: shown, quiet: true });
  session.value = data;
}

/**
 * Six digits, sent as soon as they are there.
 * @param {{ login: string, onIn: () => unknown, onBack?: () => void }} props
 */
export function CodeForm({ login, onIn, onBack }) {
  const form = useForm(async values => {
    await openSession({ login, code: values.code.replace(/\D/g, '') });
    await onIn();
  });
  const whenComplete = (/** @type {any} */ event) => {
    if (event.target.value.replace(/\D/g, '').length === 6) event.target.form.requestSubmit();
  };
  return html`<form onSubmit=${form.submit}>
      <${Field} form=${form} label="Code" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus onInput=${whenComplete} />
      <${FormTrouble} form=${form} names=${['code']} />
      <${Submit} form=${form}>Log in<//>
      ${onBack && html`<button type="button" class="plain" onClick=${onBack}>No code came: start again</button>`}
    </form>`;
}

/** @param {{ login: string, onIn: () => unknown }} props */
export function RecoveryCodeForm({ login, onIn }) {
  const form = useForm(async values => {
    await openSession({ login, code: values.code });
    await onIn();
  });
  return html`<form onSubmit=${form.submit}>
      <${Field} form=${form} label="Recovery code" name="code" class="recovery" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="40" required autofocus hint="Each is good once. Gaps and capitals do not matter." />
      <${FormTrouble} form=${form} names=${['code']} />
      <${Submit} form=${form}>Log in<//>
    </form>`;
}
