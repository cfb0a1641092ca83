// The factors of one kind, each to be renamed or removed; the last one not by accident.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { del, patch } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { confirmed, Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { FACTORS, FactorLine, factorName } from './factors.js';

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
