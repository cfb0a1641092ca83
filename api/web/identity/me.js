// Oneself: what one is called, the password, and where one is logged in.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { patch } from '../core/api.js';
import { dayAndTime } from '../core/days.js';
import { foresee, refresh, useResource } from '../core/resource.js';
import { session } from '../core/session.js';
import { Field, FormTrouble, SaveOrNot, useForm } from '../parts/form.js';
import { Icon } from '../parts/icons.js';
import { later } from '../parts/later.js';
import { Page } from '../parts/page.js';
import { Shown } from '../parts/states.js';
import { say } from '../parts/toast.js';
import { Address } from './address.js';
import { logOut } from './log_out.js';
import { Keys } from './keys.js';
import { Pin } from './pin.js';
import { mayDo, roleName } from './roles.js';
import { Sessions } from './sessions.js';
import { YourData } from './take_or_forget.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */

/** Calls oneself otherwise; what was can be had back. @param {string} path @param {string} name @param {string | null | undefined} before */
async function rename(path, name, before) {
  const who = session.peek();
  const takeBack = foresee(path, (/** @type {Account} */ account) => ({ ...account, name }));
  if (who) session.value = { ...who, name };
  try {
    await patch(path, { name });
    say(`You are called ${name} now.`, before ? () => void rename(path, before, null) : undefined);
    await refresh(path);
  } catch (error) {
    takeBack();
    session.value = who;
    throw error;
  }
}

/** @param {{ account: Account, path: string }} props */
function Name({ account, path }) {
  const [typed, setTyped] = useState(account.name ?? '');
  useEffect(() => setTyped(account.name ?? ''), [account.name]);
  const changed = typed.trim() !== account.name;
  const form = useForm(async () => changed && rename(path, typed.trim(), account.name));
  return html`<form onSubmit=${form.submit} class="field-form">
    <${Field} form=${form} label="Name" name="name" autocomplete="name" required maxlength="60" value=${typed} onInput=${(/** @type {any} */ event) => setTyped(event.target.value)} />
    <${FormTrouble} form=${form} names=${['name']} />
    <${SaveOrNot} form=${form} changed=${changed} onDiscard=${() => setTyped(account.name ?? '')} />
  </form>`;
}

const Password = later(() => import('./change_password.js').then(found => found.ChangePassword), null);

/** @param {{ account: Account, path: string }} props */
function Whole({ account, path }) {
  const [asks, setAsks] = useState(false);
  return html`<section class="sheet"><h2>Who I am</h2>
      <${Name} account=${account} path=${path} />
      <dl class="facts">
        <${Address} account=${account} path=${path} own />
        <dt>Role</dt><dd>${roleName(account.role)} <span class="soft small">${mayDo(account.role)}</span></dd>
        <dt>In the house since</dt><dd>${dayAndTime(account.opened_at)}</dd>
      </dl>
    </section>
    <section class="sheet"><h2>Password</h2>
      <div class="row between"><p class="soft">Unchanged since ${dayAndTime(account.password_changed_at)}.</p><button onClick=${() => setAsks(true)}>Change it</button></div>
      ${asks && html`<${Password} path=${path} onClose=${() => setAsks(false)} />`}
    </section>
    <section class="sheet"><h2>Ways to log in</h2>
      <div class="row between"><p class="soft">Authenticator apps, passkeys, recovery codes.</p><a class="button" href="/me/ways">See to them</a></div>
    </section>
    ${account.role === 'admin' && html`<${Pin} />`}
    <section class="sheet"><h2>Where I am logged in</h2><${Sessions} account=${account.id} own /></section>
    <section class="sheet"><h2>Keys for programs</h2><${Keys} account=${account.id} own /></section>
    <${YourData} />`;
}

export function Me() {
  const path = `/api/identity/accounts/${session.value?.account}`;
  const found = useResource(path);
  return html`<${Page} title=${session.value?.name ?? 'Me'} lead="Your name, your password, and where you are logged in."
    doing=${html`<button onClick=${() => void logOut()}><${Icon} name="leave" />Log out</button>`}>
    <${Shown} of=${found} lines=${10}>${(/** @type {Account} */ account) => html`<${Whole} account=${account} path=${path} />`}<//>
  <//>`;
}
