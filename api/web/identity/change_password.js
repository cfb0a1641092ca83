// One's own password, changed.

import { html } from '../vendor/html.js';
import { put } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { session } from '../core/session.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { NewPassword } from './password.js';

/** @param {{ onClose: () => void, path: string }} props */
export function ChangePassword({ onClose, path }) {
  const form = useForm(async values => {
    await put('/api/identity/password', { current: values.current, new: values.new });
    onClose();
    say('Your password is changed. All your other sessions have ended.');
    await Promise.all([refresh(path), refresh(`/api/identity/sessions?account=${session.peek()?.account}&limit=50`)]);
  });
  return html`<${Dialog} title="Change the password" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Present password" name="current" type="password" autocomplete="current-password" required autofocus />
      <${NewPassword} form=${form} name="new" />
      <p class="soft small">All your other sessions end. This one stays.</p>
      <${FormTrouble} form=${form} names=${['current', 'new']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Change it<//></div>
    </form>
  <//>`;
}
