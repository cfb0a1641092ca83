// A new password as it is typed: shown on request, and judged by its length alone, as the house does.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { Field } from '../parts/form.js';

const LEAST = 10;

/** @param {number} length */
function judged(length) {
  if (!length) return 'At least 10 characters. A short sentence is easy to keep in mind and hard to guess.';
  if (length < LEAST) return LEAST - length === 1 ? 'One more character.' : `${LEAST - length} more characters.`;
  if (length < 16) return 'Long enough. A few words more would make it strong.';
  return 'Strong.';
}

/** @param {{ name?: string, label?: string, form: import('../parts/form.js').Form, autofocus?: boolean }} props */
export function NewPassword({ name = 'password', label = 'New password', form, autofocus }) {
  const [length, setLength] = useState(0);
  const [shown, setShown] = useState(false);
  const count = (/** @type {any} */ event) => setLength([...event.target.value].length);
  const strength = length ? Math.min(1, length / 20) : 0;
  return html`<div class="password">
    <${Field} form=${form} label=${label} name=${name} type=${shown ? 'text' : 'password'} autocomplete="new-password" minlength=${LEAST} maxlength="200"
      required autofocus=${autofocus} onInput=${count} hint=${html`<span class="meter" aria-hidden="true"><span class=${length < LEAST ? 'short' : ''}
      style=${{ width: `${strength * 100}%` }}></span></span><span aria-live="polite">${judged(length)}</span>`} />
    <label class="check"><input type="checkbox" checked=${shown} onChange=${(/** @type {any} */ event) => setShown(event.target.checked)} />Show it</label>
  </div>`;
}
