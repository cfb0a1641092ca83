// "This was not me": the link that comes with the news of a change. Nothing happens by opening it, for
// programs that look through mail open links, too; a person presses the button.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { fragment } from '../core/router.js';
import { leave } from '../core/session.js';
import { FormTrouble, Submit, useForm } from '../parts/form.js';
import { Door } from './link_door.js';

const TITLE = 'This was not me';

/** @param {{ token: string, onDone: () => void }} props */
function AskForm({ token, onDone }) {
  const form = useForm(async () => {
    await ask('POST', '/api/identity/disavowals', { body: { token }, quiet: true });
    leave();
    onDone();
  });
  return html`<h1 tabindex="-1">Was this not you?</h1>
    <p>Then somebody else may know your password. Press the button, and the house</p>
    <ul class="ways">
      <li>ends all your sessions at once,</li>
      <li>takes the change back, where it was one of your mail address,</li>
      <li>makes the present password void and mails you a link to set your own.</li>
    </ul>
    <form onSubmit=${form.submit}>
      <${FormTrouble} form=${form} />
      <${Submit} form=${form} grave>This was not me<//>
      <a class="small" href="/">It was me: change nothing</a>
    </form>`;
}

const Done = () => html`<h1 tabindex="-1">You are safe again</h1>
  <p>All sessions have ended and the password is void. A link to set a new one is on its way to your mail address.</p>
  <p class="small soft">No link came? <a href="/reset">Ask for one</a> in half an hour.</p>`;

const NoLink = () => html`<h1 tabindex="-1">This page waits for its link</h1>
  <p>It stands in the mail that told you of a change. Open that one here.</p>
  <p><a class="button" href="/login">To the login</a></p>`;

export function NotMe() {
  const [done, setDone] = useState(false);
  const token = fragment.value;
  const shown = done ? html`<${Done} />` : token ? html`<${AskForm} token=${token} onDone=${() => setDone(true)} />` : html`<${NoLink} />`;
  return html`<${Door} title=${TITLE}>${shown}<//>`;
}
