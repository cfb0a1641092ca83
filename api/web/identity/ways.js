// One's own ways to log in: what there is besides the password, since when, and used when.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del, patch } from '../core/api.js';
import { refresh, useResource } from '../core/resource.js';
import { confirmed, Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Icon } from '../parts/icons.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { AddApp } from './add_app.js';
import { FACTORS, FactorLine, factorName } from './factors.js';
import { RecoveryCodes } from './recovery_codes.js';

/** @typedef {import('./factors.js').Factor} Factor */
/** @typedef {import('./factors.js').Factors} Factors */

/** @param {{ factor: Factor, onClose: () => void }} props */
function Rename({ factor, onClose }) {
  const form = useForm(async ({ name }) => {
    await patch(`${FACTORS}/${factor.id}`, { name });
    onClose();
    await refresh(FACTORS);
  });
  return html`<${Dialog} title="Call it something else" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="name" required maxlength="60" autofocus defaultValue=${factor.name ?? ''} />
      <${FormTrouble} form=${form} names=${['name']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}

const LAST = 'Nothing else is left then but codes in a folder on the machine: this house does not send mail yet.';

/** @param {Factor} factor @param {Factors} all */
async function remove(factor, all) {
  const last = all.items.length === 1 && !all.mails_codes;
  const text = last ? LAST : 'It opens the door no longer. You can set it up again at any time.';
  if (!(await confirmed({ title: `Remove ${factorName(factor)}?`, text, go: 'Remove it' }))) return;
  try {
    await del(`${FACTORS}/${factor.id}${last ? '?confirmed=true' : ''}`);
    say(`${factorName(factor)} is removed.`);
  } catch (error) {
    say(`It stays: ${/** @type {any} */ (error).message}`);
  }
  await refresh(FACTORS);
}

/** @param {{ kind: Factor['kind'], all: Factors, none: string }} props */
export function OfKind({ kind, all, none }) {
  const [renames, setRenames] = useState(/** @type {Factor | null} */ (null));
  const those = all.items.filter(factor => factor.kind === kind);
  if (!those.length) return html`<p class="soft">${none}</p>`;
  return html`<ul class="list factors">${those.map(factor => html`<${FactorLine} key=${factor.id} factor=${factor}>
      <button onClick=${() => setRenames(factor)} aria-label=${`Rename ${factorName(factor)}`}>Rename</button>
      <button onClick=${() => void remove(factor, all)} aria-label=${`Remove ${factorName(factor)}`}>Remove</button>
    <//>`)}</ul>
    ${renames && html`<${Rename} factor=${renames} onClose=${() => setRenames(null)} />`}`;
}

/** @param {{ all: Factors }} props */
function Apps({ all }) {
  const [adds, setAdds] = useState(false);
  return html`<section class="sheet"><h2>Authenticator apps</h2>
    <${OfKind} kind="app" all=${all} none="None yet. An app on your phone shows another six digits every half minute, also without a network." />
    <p class="under"><button onClick=${() => setAdds(true)}><${Icon} name="plus" />Add an app</button></p>
    ${adds && html`<${AddApp} onClose=${() => setAdds(false)} />`}
  </section>`;
}

/** @param {{ all: Factors }} props */
const Mail = ({ all }) => html`<section class="sheet"><h2>Codes by mail</h2>
  <p class="soft">${all.mails_codes
    ? all.items.length ? 'Sent when you ask for one while logging in.' : 'Sent at every login, as long as there is nothing better.'
    : 'This house does not send mail yet: codes lie in a folder on the machine. Set up something else as well.'}</p>
</section>`;

export function Ways() {
  const found = useResource(FACTORS);
  return html`<${Page} title="Ways to log in" lead="What opens the door together with your password."
    doing=${html`<a class="button" href="/me"><${Icon} name="back" />Me</a>`}>
    <${Shown} of=${found} lines=${8}>${(/** @type {Factors} */ all) => html`
      <${Apps} all=${all} />
      <${RecoveryCodes} codes=${all.recovery_codes} />
      <${Mail} all=${all} />`}<//>
  <//>`;
}
