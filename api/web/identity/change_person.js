// What is asked when a person is changed. A change says which state it was made from, so two admins at
// once do not undo each other unawares.

import { html } from '../vendor/html.js';
import { patch, post } from '../core/api.js';
import { dayAndTime } from '../core/days.js';
import { refresh } from '../core/resource.js';
import { session } from '../core/session.js';
import { Copied } from '../parts/copied.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { say } from '../parts/toast.js';
import { stale } from './ending.js';
import { NewPassword } from './password.js';
import { RoleChoice } from './role_choice.js';
import { roleName } from './roles.js';

/** @typedef {import('./person.js').Told} Told */

/** @param {Told & { etag?: string | null, onClose: () => void }} props */
export function Change({ account, path, etag, onClose }) {
  const isOneself = account.id === session.peek()?.account;
  const change = async (/** @type {Record<string, string>} */ values) => {
    const before = { name: account.name, role: account.role };
    const news = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== before[/** @type {'name' | 'role'} */ (key)]));
    if (!Object.keys(news).length) return onClose();
    const { etag: changed } = await patch(path, news, { ifMatch: etag }).catch(stale(path));
    onClose();
    const undo = () => patch(path, Object.fromEntries(Object.keys(news).map(key => [key, before[/** @type {'name' | 'role'} */ (key)]])), { ifMatch: changed })
      .then(() => refresh(path), error => say(`It stays as it is: ${error.message}`));
    say(`${values.name} is ${news.role ? `${roleName(/** @type {any} */ (news.role)).toLowerCase()} now` : 'called so now'}.`, undo);
    await refresh(path);
  };
  const form = useForm(change);
  return html`<${Dialog} title="Change the person" onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${Field} form=${form} label="Name" name="name" required maxlength="60" autofocus key=${account.name} defaultValue=${account.name ?? ''} />
      <${RoleChoice} key=${account.role} value=${account.role} disabled=${isOneself} />
      ${isOneself && html`<p class="soft small">Your own role can be changed by another admin only.</p>`}
      <${FormTrouble} form=${form} names=${['name']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Save<//></div>
    </form>
  <//>`;
}

/** @param {Told & { onClose: () => void }} props */
export function SetPassword({ account, path, onClose }) {
  const form = useForm(async ({ password }) => {
    await post(`${path}/password`, { password });
    onClose();
    say(`The password of ${account.name} is set. All their sessions have ended.`);
    await Promise.all([refresh(path), refresh(`/api/identity/sessions?account=${account.id}&limit=50`)]);
  });
  return html`<${Dialog} title=${`A new password for ${account.name}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${NewPassword} form=${form} autofocus about=${{ name: account.name, email: account.email ?? undefined }} />
      <p class="soft small">All sessions of ${account.name} end. Tell them the password; they can change it under their name.</p>
      <${FormTrouble} form=${form} names=${['password']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Set it<//></div>
    </form>
  <//>`;
}

/** What was sent, and where no mail server brings it, the link to hand over. @param {Told & { sent: { until: string, link?: string | null }, onClose: () => void }} props */
export const ResetSent = ({ account, sent, onClose }) => html`<${Dialog} title="The link is on its way" onClose=${onClose}>
  ${sent.link
    ? html`<p>No mail server is set, so hand this link over yourself. It is shown once, works once and until ${dayAndTime(sent.until)}.</p><${Copied} text=${sent.link} said="The link is copied." />`
    : html`<p>${account.name} finds it in the mail at ${account.email}. It works once and until ${dayAndTime(sent.until)}; until then the present password stays.</p>`}
  <div class="answers"><button class="main" onClick=${onClose}>Close</button></div>
<//>`;
