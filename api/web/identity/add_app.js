// Setting up an authenticator app: look, type, done. The secret is shown in this dialog and never again.

import { html } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { ask, post } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Bones, Trouble } from '../parts/states.js';
import { QrCode } from '../parts/qr_code.js';
import { say } from '../parts/toast.js';
import { FACTORS } from './factors.js';

/** @typedef {import('../types/api').components['schemas']['NewApp']} NewApp */

const inFours = (/** @type {string} */ secret) => secret.replace(/(.{4})(?=.)/g, '$1 ');

/** @param {{ app: NewApp, onClose: () => void }} props */
function Confirm({ app, onClose }) {
  const form = useForm(async ({ name, code }) => {
    await post(`/api/identity/factors/apps/${app.id}/confirmation`, { name, code: code.replace(/\D/g, '') });
    onClose();
    say('From now on the app opens the door. Codes are mailed only when you ask for one.');
    await refresh(FACTORS);
  });
  return html`<form onSubmit=${form.submit}>
    <${QrCode} svg=${app.qr_svg} says="QR code for the authenticator app" />
    <p class="soft small">Read it with your app. On this very device <a href=${app.uri}>open the app</a>, or type this into it:</p>
    <p><code class="secret">${inFours(app.secret)}</code></p>
    <${Field} form=${form} label="Name" name="name" required maxlength="60" defaultValue="Authenticator app" hint="So that you know it again." />
    <${Field} form=${form} label="What it shows now" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus />
    <${FormTrouble} form=${form} names=${['name', 'code']} />
    <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Set it up<//></div>
  </form>`;
}

/** @param {{ onClose: () => void }} props */
export function AddApp({ onClose }) {
  const [state, set] = useState(/** @type {{ app?: NewApp, error?: any }} */ ({}));
  const begin = () => ask('POST', '/api/identity/factors/apps').then(({ data }) => set({ app: data }), error => set({ error }));
  useEffect(() => void begin(), []);
  return html`<${Dialog} title="Set up an authenticator app" onClose=${onClose}>
    <${Trouble} error=${state.error} again=${begin} />
    ${state.app ? html`<${Confirm} app=${state.app} onClose=${onClose} />` : !state.error && html`<${Bones} lines=${6} />`}
  <//>`;
}
