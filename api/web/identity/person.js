// One person, for whoever looks after the house. A change says which state it was made from, so two
// admins at once do not undo each other unawares.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { patch, post } from '../core/api.js';
import { dayAndTime, exactly } from '../core/house.js';
import { refresh, useResource } from '../core/resource.js';
import { session } from '../core/session.js';
import { Copied } from '../parts/copied.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { Icon } from '../parts/icons.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { AccessTable } from './access.js';
import { RoleChoice } from './add_person.js';
import { Keys } from './keys.js';
import { Address } from './address.js';
import { Ending, stale } from './ending.js';
import { Erasing } from './erase.js';
import { NewPassword } from './password.js';
import { PersonFactors } from './person_factors.js';
import { mayDo, roleName } from './roles.js';
import { Sessions } from './sessions.js';
import { Standing } from './standing.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */
/** @typedef {{ account: Account, path: string }} Told */

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

/** What was sent, and where no mail server brings it, the link to hand over. @param {Told & { sent: { until: string, link?: string | null }, onClose: () => void }} props */
const ResetSent = ({ account, sent, onClose }) => html`<${Dialog} title="The link is on its way" onClose=${onClose}>
  ${sent.link
    ? html`<p>No mail server is set, so hand this link over yourself. It is shown once, works once and until ${dayAndTime(sent.until)}.</p><${Copied} text=${sent.link} said="The link is copied." />`
    : html`<p>${account.name} finds it in the mail at ${account.email}. It works once and until ${dayAndTime(sent.until)}; until then the present password stays.</p>`}
  <div class="answers"><button class="main" onClick=${onClose}>Close</button></div>
<//>`;

/** @param {Told} told @param {(sent: any) => void} onSent */
async function sendReset({ account, path }, onSent) {
  try {
    onSent((await post(`${path}/reset`)).data);
  } catch (error) {
    say(`No link was sent to ${account.name}: ${/** @type {any} */ (error).message}`);
  }
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

/** @param {Told} props */
const Facts = ({ account, path }) => html`<dl class="facts">
  <${Address} account=${account} path=${path} own=${account.id === session.value?.account} />
  <dt>Role</dt><dd>${roleName(account.role)} <span class="soft small">${mayDo(account.role)}</span></dd>
  ${[
    ['In the house since', account.opened_at],
    ['Last login', account.last_login_at],
    ['Password since', account.password_changed_at],
    ['Last wrong password', account.last_failure_at],
    ['Deactivated', account.deactivated_at],
    ['Closed', account.closed_at],
  ].map(([name, at]) => at && html`<dt key=${name}>${name}</dt><dd><time datetime=${at} title=${exactly(at)}>${dayAndTime(at)}</time></dd>`)}
</dl>`;

/** @param {Told & { etag?: string | null }} props */
function Whole(props) {
  const { account, path } = props;
  const [asks, setAsks] = useState(/** @type {'' | 'change' | 'password'} */ (''));
  const [sent, setSent] = useState(/** @type {any} */ (null));
  const close = () => setAsks('');
  const locked = account.failures > 0 || (account.locked_until && Date.parse(account.locked_until) > Date.now());
  const isOneself = account.id === session.value?.account;
  return html`<section class="sheet"><${Facts} ...${props} />
      ${account.active && html`<div class="row under">
        <button onClick=${() => setAsks('change')}>Change name or role</button>
        ${locked && html`<button onClick=${() => void unlock(props)}>Unlock</button>`}
        ${!isOneself && html`<button onClick=${() => void sendReset(props, setSent)}>Mail a link for a new password</button>
          <button onClick=${() => setAsks('password')}>Set a new password</button>`}
      </div>`}
      ${!isOneself && html`<${Ending} ...${props} />`}
    </section>
    ${!account.closed_at && !isOneself && html`<${PersonFactors} account=${account} />`}
    <section class="sheet"><h2>Sessions</h2><${Sessions} account=${account.id} own=${isOneself} /></section>
    ${!account.closed_at && html`<section class="sheet"><h2>What they may see and do</h2><${AccessTable} account=${account.id} name=${account.name ?? 'this person'} /></section>`}
    <section class="sheet"><h2>Keys for programs</h2><${Keys} account=${account.id} own=${isOneself} /></section>
    ${!isOneself && html`<${Erasing} account=${account} />`}
    ${asks === 'change' && html`<${Change} ...${props} onClose=${close} />`}
    ${sent && html`<${ResetSent} account=${account} path=${path} sent=${sent} onClose=${() => setSent(null)} />`}
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
