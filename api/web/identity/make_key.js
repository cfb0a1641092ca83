// A new key: what it is called, what it is for, how long and from where. It is shown once, here.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { ScopeChoice } from './scopes.js';

const DAY_MS = 86_400_000;

/** @param {Record<string, string>} values @param {HTMLFormElement} form */
function wanted({ name, lasts, networks }, form) {
  return {
    name,
    scopes: new FormData(form).getAll('scope'),
    until: lasts ? new Date(Date.now() + Number(lasts) * DAY_MS).toISOString() : null,
    networks: networks.split(/[\s,]+/).filter(Boolean),
  };
}

/** @param {string} token */
async function copy(token) {
  try {
    await navigator.clipboard.writeText(token);
    say('The key is copied.');
  } catch {
    say('This browser does not allow copying; select the key instead.');
  }
}

/** @param {{ token: string, onClose: () => void }} props */
const Made = ({ token, onClose }) => html`<div class="stack">
  <p>This is the key. It is shown now and never again: whoever has it may do what it is for.</p>
  <pre class="token" tabindex="0" aria-label="The key">${token}</pre>
  <p class="soft small">Programs send it as <code>Authorization: Bearer</code>, or as the password of basic authentication with your mail address or any name as the user.</p>
  <div class="answers"><button onClick=${() => void copy(token)}>Copy</button><button class="main" onClick=${onClose}>I have kept it</button></div>
</div>`;

/** @param {{ listed: string, onClose: () => void }} props */
export function MakeKey({ listed, onClose }) {
  const [token, setToken] = useState(/** @type {string | null} */ (null));
  const form = useForm(async (values, typed) => {
    const { data } = await post('/api/identity/keys', wanted(values, typed));
    setToken(data.token);
    await refresh(listed);
  });
  if (token) return html`<${Dialog} title="Your new key" onClose=${onClose}><${Made} token=${token} onClose=${onClose} /><//>`;
  return html`<${Dialog} title="Make a key" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="name" required maxlength="60" autocomplete="off" autofocus hint="What will use it, such as Garden printer." />
      <${ScopeChoice} />
      <${Field} form=${form} label="It ends" name="lasts" as="select">
        <option value="7">in a week</option><option value="30">in 30 days</option><option value="365" selected>in a year</option><option value="">never</option>
      <//>
      <${Field} form=${form} label="Only from" name="networks" autocomplete="off" placeholder="192.168.1.0/24" hint="Addresses or networks with blanks between. Leave it empty for everywhere." />
      <${FormTrouble} form=${form} names=${['name', 'networks']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Make it<//></div>
    </form>
  <//>`;
}
