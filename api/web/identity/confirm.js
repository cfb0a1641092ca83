// A new mail address, confirmed by the link that went there. A person presses the button, for programs
// that look through mail open links, too.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { fragment } from '../core/router.js';
import { FormTrouble, Submit, useForm } from '../parts/form.js';
import { Door, Offered } from './link_door.js';

const TITLE = 'Confirm the address';

/** @param {{ name: string, email: string, token: string, onDone: () => void }} props */
function ConfirmForm({ name, email, token, onDone }) {
  const form = useForm(async () => {
    await ask('POST', '/api/identity/addresses/confirmation', { body: { token }, quiet: true });
    onDone();
  });
  return html`<h1 tabindex="-1">Good day ${name}</h1>
    <p>Shall <strong>${email}</strong> be your mail address here? You log in with it, and codes and alerts go there.</p>
    <form onSubmit=${form.submit}>
      <${FormTrouble} form=${form} />
      <${Submit} form=${form}>Confirm the address<//>
      <a class="small" href="/">Not now</a>
    </form>`;
}

const Done = () => html`<h1 tabindex="-1">The address is confirmed</h1>
  <p>It counts from now on. Your old address was told, and can take this back for seven days.</p>
  <p><a class="button main" href="/me">On</a></p>`;

const NoLink = () => html`<h1 tabindex="-1">This page waits for its link</h1>
  <p>It stands in the mail that went to the new address. Open that one here.</p>
  <p><a class="button" href="/login">To the login</a></p>`;

export function Confirm() {
  const [done, setDone] = useState(false);
  const otherwise = html`<p class="later"><a class="button" href="/me">To my own page</a></p>`;
  if (done) return html`<${Door} title=${TITLE}><${Done} /><//>`;
  if (!fragment.value) return html`<${Door} title=${TITLE}><${NoLink} /><//>`;
  return html`<${Door} title=${TITLE}><${Offered} check="/api/identity/addresses/check" void="This link confirms nothing" otherwise=${otherwise}>${
    (/** @type {{ name: string, email: string }} */ offered, /** @type {string} */ token) => html`<${ConfirmForm} ...${offered} token=${token} onDone=${() => setDone(true)} />`}<//><//>`;
}
