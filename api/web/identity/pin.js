// The admin PIN: digits instead of the password where the house asks again who sits here.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del, put } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { confirmed, Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';

const PATH = '/api/identity/pin';

/** @param {{ onClose: () => void }} props */
function SetPin({ onClose }) {
  const form = useForm(async ({ pin }) => {
    await put(PATH, { pin });
    onClose();
    say('Your admin PIN is set.');
    await refresh(PATH);
  });
  return html`<${Dialog} title="Set the admin PIN" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="New PIN" name="pin" type="password" inputmode="numeric" autocomplete="off" required autofocus minlength="6" maxlength="12"
        pattern="[0-9]*" hint="6 to 12 digits. No rows, repetitions or dates: they are tried first." />
      <${FormTrouble} form=${form} names=${['pin']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Set it<//></div>
    </form>
  <//>`;
}

async function remove() {
  const text = 'The house asks for your password again where it asked for the PIN.';
  if (!(await confirmed({ title: 'Remove the admin PIN?', text, go: 'Remove it' }))) return;
  try {
    await del(PATH);
    say('Your admin PIN is removed.');
  } catch (error) {
    say(`It stays: ${/** @type {any} */ (error).message}`);
  }
  await refresh(PATH);
}

/** For whoever looks after the house. */
export function Pin() {
  const [asks, setAsks] = useState(false);
  const found = useResource(PATH);
  return html`<section class="sheet"><h2>Admin PIN</h2>
    <${Shown} of=${found} lines=${1}>${(/** @type {{ set: boolean }} */ { set }) => html`<div class="row between">
      <p class="soft">${set ? 'Set. It proves who you are, as your password does.' : 'Not set. With one, digits are enough where the house asks again who you are.'}</p>
      <div class="row"><button onClick=${() => setAsks(true)}>${set ? 'Change the PIN' : 'Set a PIN'}</button>
      ${set && html`<button class="grave" onClick=${() => void remove()}>Remove the PIN</button>`}</div></div>`}<//>
    ${asks && html`<${SetPin} onClose=${() => setAsks(false)} />`}
  </section>`;
}
