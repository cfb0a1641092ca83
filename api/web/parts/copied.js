// Lines to be written elsewhere, with a button that copies them.

import { html } from '../vendor/html.js';
import { say } from './toast.js';

/** @param {string} text @param {string} said */
async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    say(said);
  } catch {
    say('This browser does not allow copying; select it instead.');
  }
}

/** @param {{ text: string, what?: string, said?: string }} props */
export const Copied = ({ text, what = 'The lines', said = `${what} are copied.` }) => html`<div class="copied">
  <pre tabindex="0">${text.trimEnd()}</pre>
  <button onClick=${() => void copy(text, said)}>Copy</button>
</div>`;
