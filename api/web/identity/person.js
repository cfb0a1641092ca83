// One person, for whoever looks after the house. A change says which state it was made from, so two
// admins at once do not undo each other unawares.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask, patch, post } from '../core/api.js';
import { dayAndTime, exactly } from '../core/house.js';
import { refresh, useResource } from '../core/resource.js';
import { session } from '../core/session.js';
import { confirmed, Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Icon } from '../parts/icons.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { RoleChoice } from './add_person.js';
import { Keys } from './keys.js';
import { NewPassword } from './password.js';
import { mayDo, roleName } from './roles.js';
import { Sessions } from './sessions.js';
import { Standing } from './standing.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */
/** @typedef {{ account: Account, path: string }} Told */

/** Somebody else was faster: what is so now is shown before anything is asked again. @param {string} path */
const stale = path => async (/** @type {any} */ error) => {
  if (error.status !== 412) throw error;
  await refresh(path);
  throw Object.assign(error, { message: 'Somebody else changed this person in the meantime. This is how it is now; save again if you still want to.' });
};

/** @param {Told & { etag?: string | null, onClose: () => void }} props */
function Change({ account, path, etag, onClose }) {
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
function SetPassword({ account, path, onClose }) {
  const form = useForm(async ({ password }) => {
    await post(`${path}/password`, { password });
    onClose();
    say(`The password of ${account.name} is set. All their sessions have ended.`);
    await Promise.all([refresh(path), refresh(`/api/identity/sessions?account=${account.id}&limit=50`)]);
  });
  return html`<${Dialog} title=${`A new password for ${account.name}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${NewPassword} form=${form} autofocus />
      <p class="soft small">All sessions of ${account.name} end. Tell them the password; they can change it under their name.</p>
      <${FormTrouble} form=${form} names=${['password']} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Set it<//></div>
    </form>
  <//>`;
}

/** @param {Told} told */
async function unlock({ account, path }) {
  try {
    await post(`${path}/unlock`);
    say(`${account.name} may try again.`);
  } catch (error) {
    say(`The door stays closed: ${/** @type {any} */ (error).message}`);
  }
  await refresh(path);
}

/** @param {Told & { etag?: string | null }} told */
async function deactivate({ account, path, etag }) {
  const text = `${account.name} is let in no more, all their sessions end, and the address ${account.email} is free again. The diary keeps what they did. This cannot be undone.`;
  if (!(await confirmed({ title: `Deactivate ${account.name}?`, text, go: 'Deactivate' }))) return;
  try {
    await ask('DELETE', path, { ifMatch: etag }).catch(stale(path));
    say(`${account.name} is let in no more.`);
  } catch (error) {
    say(`${account.name} is still let in: ${/** @type {any} */ (error).message}`);
  }
  await Promise.all([refresh(path), refresh(`/api/identity/sessions?account=${account.id}&limit=50`)]);
}

/** @param {Told} props */
const Facts = ({ account }) => html`<dl class="facts">
  <dt>Mail address</dt><dd>${account.email ?? 'no address kept'}</dd>
  <dt>Role</dt><dd>${roleName(account.role)} <span class="soft small">${mayDo(account.role)}</span></dd>
  ${[
    ['In the house since', account.opened_at],
    ['Last login', account.last_login_at],
    ['Password since', account.password_changed_at],
    ['Last wrong password', account.last_failure_at],
    ['Deactivated', account.closed_at],
  ].map(([name, at]) => at && html`<dt key=${name}>${name}</dt><dd><time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time></dd>`)}
</dl>`;

/** @param {Told & { etag?: string | null }} props */
function Whole(props) {
  const { account, path } = props;
  const [asks, setAsks] = useState(/** @type {'' | 'change' | 'password'} */ (''));
  const close = () => setAsks('');
  const locked = account.failures > 0 || (account.locked_until && Date.parse(account.locked_until) > Date.now());
  const isOneself = account.id === session.value?.account;
  return html`<section class="sheet"><${Facts} ...${props} />
      ${!account.closed_at && html`<div class="row under">
        <button onClick=${() => setAsks('change')}>Change</button>
        ${locked && html`<button onClick=${() => void unlock(props)}>Unlock</button>`}
        ${!isOneself && html`<button onClick=${() => setAsks('password')}>Set a new password</button>
          <button class="grave" onClick=${() => void deactivate(props)}>Deactivate</button>`}
      </div>`}
    </section>
    <section class="sheet"><h2>Sessions</h2><${Sessions} account=${account.id} own=${isOneself} /></section>
    <section class="sheet"><h2>Keys for programs</h2><${Keys} account=${account.id} own=${isOneself} /></section>
    ${asks === 'change' && html`<${Change} ...${props} onClose=${close} />`}
    ${asks === 'password' && html`<${SetPassword} account=${account} path=${path} onClose=${close} />`}`;
}

/** @param {{ id: string }} props */
export function Person({ id }) {
  const path = `/api/identity/accounts/${id}`;
  const found = useResource(path);
  const account = /** @type {Account | undefined} */ (found.data);
  const doing = html`<a class="button" href="/people"><${Icon} name="back" />People</a>
    <a class="button" href=${`/diary?person=${id}`}><${Icon} name="diary" />In the diary</a>`;
  return html`<${Page} title=${account ? account.name ?? 'Somebody who was erased' : 'Person'} lead=${account && html`<${Standing} account=${account} />`} doing=${doing}>
    <${Shown} of=${found} lines=${8}>${() => account && html`<${Whole} account=${account} path=${path} etag=${found.etag} />`}<//>
  <//>`;
}
