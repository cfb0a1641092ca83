// One's own passkeys: what there is, one more, and why there can be none.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Icon } from '../parts/icons.js';
import { say } from '../parts/toast.js';
import { deviceName } from './device.js';
import { FACTORS } from './factors.js';
import { OfKind } from './of_kind.js';
import { isAt, makePasskey, mayHavePasskeys } from './passkey.js';

/** @typedef {import('./factors.js').Factors} Factors */

/** @param {{ onClose: () => void }} props */
function Add({ onClose }) {
  const form = useForm(async ({ name }) => {
    await makePasskey(name);
    onClose();
    say('From now on this passkey opens the door, with your password or alone.');
    await refresh(FACTORS);
  });
  return html`<${Dialog} title="Add a passkey" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <p class="soft">Your device keeps it and asks for your finger, your face or its PIN each time. Your browser asks where to keep it.</p>
      <${Field} form=${form} label="Name" name="name" required maxlength="60" autofocus defaultValue=${deviceName(navigator.userAgent)} hint="So that you know it again." />
      <${FormTrouble} form=${form} names=${['name']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Go on<//></div>
    </form>
  <//>`;
}

/** @param {Factors} all */
function whyNot(all) {
  if (!all.passkey_host) return `${all.no_passkeys ?? 'This house can have none'}.`;
  if (!isAt(all.passkey_host)) return `Passkeys of this house belong to ${all.passkey_host}, and this page is at ${location.hostname}. Open the house there to add one.`;
  if (!mayHavePasskeys()) return 'This browser does not know passkeys.';
  return null;
}

/** @param {{ all: Factors }} props */
export function Passkeys({ all }) {
  const [adds, setAdds] = useState(false);
  const no = whyNot(all);
  return html`<section class="sheet"><h2>Passkeys</h2>
    <${OfKind} kind="passkey" all=${all} none="None yet. A passkey opens the door alone, and no false page can trick you out of it." />
    ${no
      ? html`<p class="soft small under">${no[0].toUpperCase() + no.slice(1)}</p>`
      : html`<p class="under"><button onClick=${() => setAdds(true)}><${Icon} name="plus" />Add a passkey</button></p>`}
    ${adds && html`<${Add} onClose=${() => setAdds(false)} />`}
  </section>`;
}
