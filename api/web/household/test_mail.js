// A letter to oneself, with what is typed or with what is in force; nothing is saved by it.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { Trouble } from '../parts/states.js';

export const MAIL_SERVER = '/api/household/mail-server';

/** Sends it. @param {Record<string, unknown>} [choice] what is typed @returns {Promise<{ to_masked: string, server_said: string }>} */
export const sendTest = async choice => (await ask('POST', `${MAIL_SERVER}/test`, { body: choice })).data;

/** @param {{ typed?: () => Record<string, unknown> | null, onTaken?: (choice?: Record<string, unknown>) => void, children?: any }} props what else can be done stands before it */
export function TestMail({ typed, onTaken, children }) {
  const [state, set] = useState(/** @type {{ busy?: boolean, error?: any, taken?: { to_masked: string, server_said: string } }} */ ({}));
  const test = async () => {
    const body = typed ? typed() : undefined;
    if (body === null) return;
    set({ busy: true });
    try {
      set({ taken: await sendTest(body) });
      onTaken?.(body);
    } catch (error) {
      set({ error });
    }
  };
  return html`<div class="stack test">
    <div class="row">${children}<button type="button" aria-busy=${!!state.busy} disabled=${state.busy} onClick=${() => void test()}>${state.busy ? 'Sending …' : 'Send me a test mail'}</button></div>
    <div role="status">${state.taken && html`<p class="fine">A mail is on its way to ${state.taken.to_masked}. The server said: <q>${state.taken.server_said}</q></p>`}</div>
    <${Trouble} error=${state.error} />
  </div>`;
}
