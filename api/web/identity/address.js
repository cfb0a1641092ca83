// A mail address and the one that shall take its place: it waits until it is confirmed from there.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del, put } from '../core/api.js';
import { dayAndTime } from '../core/days.js';
import { refresh } from '../core/resource.js';
import { Copied } from '../parts/copied.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */
/** @typedef {{ account: Account, path: string, own?: boolean }} Told */

/** @param {Told} told */
const routeOf = ({ path, own }) => (own ? '/api/identity/address' : `${path}/address`);

/** @param {Told & { onClose: () => void }} props */
function Change(props) {
  const { account, path, own, onClose } = props;
  const [link, setLink] = useState('');
  const form = useForm(async ({ email, current }) => {
    const { data } = await put(routeOf(props), own ? { email, current } : { email });
    if (data.link) setLink(data.link);
    else {
      onClose();
      say(`A link is on its way to ${email}. The address counts once it is opened.`);
    }
    await refresh(path);
  });
  if (link) return html`<${Dialog} title="Hand the link over" onClose=${onClose}>
    <p>No mail server is set, so hand this link to ${account.name} yourself. It is shown once.</p>
    <${Copied} text=${link} said="The link is copied." />
    <div class="answers"><button class="main" onClick=${onClose}>Close</button></div>
  <//>`;
  return html`<${Dialog} title=${own ? 'Another mail address' : `Another mail address for ${account.name}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="New mail address" name="email" type="email" inputmode="email" autocomplete="email" required autofocus />
      ${own && html`<${Field} form=${form} label="Present password" name="current" type="password" autocomplete="current-password" required />`}
      <p class="soft small">A link goes there and must be opened. The present address is told, and can take the change back for seven days.</p>
      <${FormTrouble} form=${form} names=${['email', 'current']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Mail the link<//></div>
    </form>
  <//>`;
}

/** @param {Told} told */
async function keep(told) {
  try {
    await del(routeOf(told));
    say('The address stays as it is.');
  } catch (error) {
    say(`The change goes on: ${/** @type {any} */ (error).message}`);
  }
  await refresh(told.path);
}

/** The address that waits, if any. @param {Told} props */
const Waiting = props => {
  const { pending_email: email, pending_until: until } = props.account;
  if (!email || !until) return null;
  const late = Date.parse(until) <= Date.now();
  return html`<span class="small"><strong>${email}</strong> ${late ? 'was not confirmed in time.' : `waits for confirmation until ${dayAndTime(until)}.`}
    <button class="plain" onClick=${() => void keep(props)}>${late ? 'Dismiss' : 'Keep the present one'}</button></span>`;
};

/** @param {Told} props */
export function Address(props) {
  const [asks, setAsks] = useState(false);
  const { account } = props;
  return html`<dt>Mail address</dt><dd>${account.email ?? 'no address kept'}
    ${account.active && html`<button class="plain" onClick=${() => setAsks(true)}>Change the address</button>`}
    <${Waiting} ...${props} />
    ${asks && html`<${Change} ...${props} onClose=${() => setAsks(false)} />`}</dd>`;
}
