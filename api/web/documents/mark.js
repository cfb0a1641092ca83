// A name for a version, and a pin that keeps it whatever the rules of its space say.

import { html } from '../vendor/html.js';
import { put } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { versionsOf } from './nodes.js';

/** @param {{ id: string, one: import('./nodes.js').FileVersion, onClose: () => void }} props */
export function Mark({ id, one, onClose }) {
  const form = useForm(async ({ label, pinned }) => {
    await put(`${versionsOf(id)}/${one.version}/mark`, { label: label.trim() || null, pinned: pinned === 'on' });
    await refresh(versionsOf(id));
    onClose();
  });
  return html`<${Dialog} title=${`Mark version ${one.version}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="label" defaultValue=${one.label ?? ''} maxlength="100" autocomplete="off" autofocus dir="auto" hint="Such as “as sent to the bank”. May be empty." />
      <label class="check"><input type="checkbox" name="pinned" defaultChecked=${one.pinned} /> Keep it, whatever the rules say</label>
      <${FormTrouble} form=${form} names=${['label']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}
