// Lines to be written elsewhere, with a button that copies them.

import { html } from '../vendor/html.js';
import { say } from './toast.js';

/** @param {string} text @param {string} what */
async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} are copied.`);
  } catch {
    say('This browser does not allow copying; select the lines instead.');
  }
}

/** @param {{ text: string, what: string }} props */
export const Copied = ({ text, what }) => html`<div class="copied">
  <pre tabindex="0">${text.trimEnd()}</pre>
  <button onClick=${() => void copy(text, what)}>Copy</button>
</div>`;
