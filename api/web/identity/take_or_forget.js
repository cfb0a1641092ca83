// What a person can do with what the house knows of them: take it away, and ask to be forgotten.

import { html } from '../vendor/html.js';
import { del, post } from '../core/api.js';
import { dayAndTime, dayOf } from '../core/days.js';
import { refresh, useResource } from '../core/resource.js';
import { take } from '../core/take.js';
import { confirmed } from '../parts/dialog.js';
import { Icon } from '../parts/icons.js';
import { say } from '../parts/toast.js';

/** @typedef {import('../types/api').components['schemas']['Erasure']} Erasure */

const PATH = '/api/identity/account/erasure';

async function askFor() {
  const text = 'Whoever looks after the house is told, and erases you: nobody can read any more who you were, and you are not let in any more. Until it is done you can take this back.';
  if (!(await confirmed({ title: 'Ask to be erased?', text, go: 'Ask to be erased' }))) return;
  await tell(() => post(PATH), 'Whoever looks after the house was told.');
}

/** @param {() => Promise<unknown>} doing @param {string} done */
async function tell(doing, done) {
  try {
    await doing();
    say(done);
  } catch (error) {
    say(`Nothing was changed: ${/** @type {any} */ (error).message}`);
  }
  await refresh(PATH);
}

async function takeAway() {
  const day = dayOf();
  try {
    await take('/api/identity/account/data.zip', `daybook-my-data-${day}.zip`);
  } catch (error) {
    say(`Nothing was packed: ${/** @type {any} */ (error).message}`);
  }
}

export function YourData() {
  const erasure = /** @type {Erasure | undefined} */ (useResource(PATH).data);
  return html`<section class="sheet" id="data"><h2>Your data</h2>
    <div class="row between"><p class="soft">You can take all the house knows of you away: one file with everything in it, to read and to keep.</p>
      <button onClick=${() => void takeAway()}><${Icon} name="save" />Take it away</button></div>
    ${erasure?.asked_at
      ? html`<div class="row between"><p><span class="tag warning">asked for</span> You asked to be erased ${dayAndTime(erasure.asked_at)}.</p>
          <button onClick=${() => void tell(() => del(PATH), 'You are not erased.')}>Take it back</button></div>`
      : html`<div class="row between"><p class="soft">You can ask to be erased: then nobody can read any more who you were.</p>
          <button class="grave" onClick=${() => void askFor()}>Ask to be erased</button></div>`}
  </section>`;
}
