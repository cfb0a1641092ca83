// Who sits here? Asked before something dangerous, in one dialog for every kind of proof. A new kind
// is one more entry in WAYS; what else there is (a code, a key) it asks for in its own field.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { session } from '../core/session.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { showOver } from '../parts/over.js';
import { mayHavePasskeys, signedProof } from './passkey.js';

/** @typedef {import('../parts/form.js').Form} Form */
/**
 * One way to prove it: how it is chosen, what is typed, and what is sent.
 * @typedef {{ choice: string, go: string, Fields: (props: { form: Form }) => any, body: (values: Record<string, string>) => unknown | Promise<unknown> }} Way
 */

/** @type {Record<string, Way>} */
export const WAYS = {
  passkey: {
    choice: 'Use a passkey',
    go: 'Use the passkey',
    Fields: () => html`<p>Your device asks for your finger, your face or its PIN.</p>`,
    body: signedProof,
  },
  password: {
    choice: 'Use the password',
    go: 'Go on',
    Fields: ({ form }) => html`<${Field} form=${form} label="Your password" name="password" type="password" autocomplete="current-password" required autofocus />`,
    body: ({ password }) => ({ kind: 'password', password }),
  },
  pin: {
    choice: 'Use the admin PIN',
    go: 'Go on',
    Fields: ({ form }) => html`<${Field} form=${form} label="Your admin PIN" name="pin" type="password" inputmode="numeric" autocomplete="off" required autofocus />`,
    body: ({ pin }) => ({ kind: 'pin', pin }),
  },
  app: {
    choice: 'Use the authenticator app',
    go: 'Go on',
    Fields: ({ form }) => html`<${Field} form=${form} label="What your app shows" name="code" class="code" inputmode="numeric" autocomplete="one-time-code" maxlength="7" required autofocus />`,
    body: ({ code }) => ({ kind: 'app', code: code.replace(/\D/g, '') }),
  },
};

/** @param {{ kinds: string[], onDone: (proved: boolean) => void }} props */
function Asked({ kinds, onDone }) {
  const [kind, setKind] = useState(kinds[0]);
  const way = WAYS[kind];
  const form = useForm(async values => {
    await post('/api/identity/session/proof', await way.body(values));
    onDone(true);
  });
  useEffect(() => session.subscribe(who => void (who || onDone(false))), []);
  const choose = (/** @type {string} */ other) => (form.clear(), setKind(other));
  return html`<${Dialog} title="Is it you?" onClose=${() => onDone(false)}>
    <form onSubmit=${form.submit} key=${kind}>
      <p class="soft">This can do harm in the wrong hands, so the house asks again who you are. It counts for ten minutes, here only.</p>
      <${way.Fields} form=${form} />
      <${FormTrouble} form=${form} names=${['password', 'pin', 'code']} />
      <div class="answers"><button type="button" onClick=${() => onDone(false)}>Cancel</button><${Submit} form=${form}>${way.go}<//></div>
      ${kinds.length > 1 && html`<div class="other-ways">${kinds.filter(other => other !== kind).map(other => html`<button type="button" class="plain" key=${other} onClick=${() => choose(other)}>${WAYS[other].choice}</button>`)}</div>`}
    </form>
  <//>`;
}

/** Asks; answers whether it was proved. @param {string[]} kinds @returns {Promise<boolean>} */
export const askForProof = kinds =>
  new Promise(resolve => {
    const known = kinds.filter(kind => kind in WAYS && (kind !== 'passkey' || mayHavePasskeys()));
    if (!known.length) return resolve(false);
    const done = (/** @type {boolean} */ proved) => {
      takeAway();
      resolve(proved);
    };
    const takeAway = showOver(html`<${Asked} kinds=${known} onDone=${done} />`);
  });
