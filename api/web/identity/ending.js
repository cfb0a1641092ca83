// An account that rests for a while, or ends for good. Both ask before, and say what follows.

import { html } from '../vendor/html.js';
import { ask } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { confirmed } from '../parts/dialog.js';
import { say } from '../parts/toast.js';

/** @typedef {import('../types/api').components['schemas']['Account']} Account */
/** @typedef {{ account: Account, path: string, etag?: string | null }} Told */

/** Somebody else was faster: what is so now is shown before anything is asked again. @param {string} path */
export const stale = path => async (/** @type {any} */ error) => {
  if (error.status !== 412) throw error;
  await refresh(path);
  throw Object.assign(error, { message: 'Somebody else changed this person in the meantime. This is how it is now; save again if you still want to.' });
};

/** @param {Told} told @param {string} method @param {string} route @param {string} done */
async function carryOut({ account, path, etag }, method, route, done) {
  try {
    await ask(method, route, { ifMatch: etag }).catch(stale(path));
    say(done);
  } catch (error) {
    say(`Nothing was changed: ${/** @type {any} */ (error).message}`);
  }
  await Promise.all([refresh(path), refresh(`/api/identity/sessions?account=${account.id}&limit=50`)]);
}

/** @param {Told} told */
async function deactivate(told) {
  const { account: { name, email }, path } = told;
  const text = `${name} is let in no more and all their sessions end, until you reactivate the account. It keeps its address ${email}.`;
  if (!(await confirmed({ title: `Deactivate ${name}?`, text, go: 'Deactivate' }))) return;
  await carryOut(told, 'POST', `${path}/deactivation`, `${name} is let in no more.`);
}

/** @param {Told} told */
const reactivate = told => carryOut(told, 'DELETE', `${told.path}/deactivation`, `${told.account.name} may come in again.`);

/** @param {Told} told */
async function close(told) {
  const { account: { name, email }, path } = told;
  const text = `${name} is let in no more, all their sessions end, and the address ${email} is free again. The diary keeps what they did. This cannot be undone.`;
  if (!(await confirmed({ title: `Close the account of ${name}?`, text, go: 'Close it for good' }))) return;
  await carryOut(told, 'DELETE', path, `The account of ${name} is closed.`);
}

/** @param {Told} props */
export const Ending = props => props.account.closed_at ? null : html`<div class="row under">
  ${props.account.active
    ? html`<button onClick=${() => void deactivate(props)}>Deactivate</button>`
    : html`<button class="main" onClick=${() => void reactivate(props)}>Reactivate</button>`}
  <button class="grave" onClick=${() => void close(props)}>Close the account</button>
</div>`;
