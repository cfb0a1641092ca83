// Erasing somebody, for whoever looks after the house: what that means is said first, and the person's
// name is typed, so that it is never done by a slip of the hand.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { navigate } from '../core/router.js';
import { useResource } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */
/** @typedef {import('../types/api').components['schemas']['Erasure']} Erasure */

/** @param {{ account: Account, onClose: () => void }} props */
function Confirm({ account, onClose }) {
  const form = useForm(async ({ name }) => {
    await post(`/api/identity/accounts/${account.id}/erasure`, { name });
    onClose();
    navigate(`/erasures/${account.id}`);
  });
  return html`<${Dialog} title=${`Erase ${account.name}?`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <p>Nobody will be able to read any more who this was: name, addresses, devices and network addresses, wherever the house keeps them.
        The account is closed and everything that opens it is gone. The diary keeps that something happened, and when.</p>
      <p><strong>Nobody can undo this, and no backup can.</strong></p>
      <${Field} form=${form} label=${`Type ${account.name} to go on`} name="name" required autocomplete="off" spellcheck="false" autofocus />
      <${FormTrouble} form=${form} names=${['name']} />
      <div class="answers"><button type="button" onClick=${onClose}>Keep the person</button><${Submit} form=${form} grave>Erase for good<//></div>
    </form>
  <//>`;
}

/** @param {{ account: Account }} props */
export function Erasing({ account }) {
  const [asks, setAsks] = useState(false);
  const found = useResource('/api/identity/erasures?limit=200');
  const known = /** @type {{ items: Erasure[] } | undefined} */ (found.data)?.items.find(one => one.account === account.id);
  if (!account.name) return html`<section class="sheet"><h2>Erased</h2>
    <p class="soft">Nobody can read any more who this was. <a href=${`/erasures/${account.id}`}>What was purged, and what could not be</a></p></section>`;
  return html`<section class="sheet"><h2>Erase</h2>
    ${known?.asked_at && html`<p><span class="tag warning">asked for</span> ${account.name} asked to be erased.</p>`}
    <div class="row between"><p class="soft">Forgets who ${account.name} is, for good and everywhere. <a href="/erasures">What that means</a></p>
      <button class="grave" onClick=${() => setAsks(true)}>Erase …</button></div>
    ${asks && html`<${Confirm} account=${account} onClose=${() => setAsks(false)} />`}
  </section>`;
}
