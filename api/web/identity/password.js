// A new password as it is typed: shown on request, with a hint how strong it is. The house judges it: its
// length, and whether it is one of those that are tried first.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { Field } from '../parts/form.js';

const LEAST = 10;

/** @param {number} length @param {number} different */
function judged(length, different) {
  if (!length) return 'At least 10 characters. A short sentence is easy to keep in mind and hard to guess.';
  if (length < LEAST) return LEAST - length === 1 ? 'One more character.' : `${LEAST - length} more characters.`;
  if (different < 5) return 'One short pattern only; a few words make a better one.';
  if (length < 16) return 'Long enough. A few words more would make it strong.';
  return 'Strong.';
}

/** @param {{ name?: string, label?: string, form: import('../parts/form.js').Form, autofocus?: boolean }} props */
export function NewPassword({ name = 'password', label = 'New password', form, autofocus }) {
  const [{ length, different }, setTyped] = useState({ length: 0, different: 0 });
  const [shown, setShown] = useState(false);
  const count = (/** @type {any} */ { target: { value } }) => setTyped({ length: [...value].length, different: new Set(value.toLowerCase()).size });
  const isWeak = length < LEAST || different < 5;
  const strength = Math.min(1, length / 20, different / 8);
  return html`<div class="password">
    <${Field} form=${form} label=${label} name=${name} type=${shown ? 'text' : 'password'} autocomplete="new-password" minlength=${LEAST} maxlength="200"
      required autofocus=${autofocus} onInput=${count} hint=${html`<span class="meter" aria-hidden="true"><span class=${isWeak ? 'short' : ''}
      style=${{ width: `${strength * 100}%` }}></span></span><span aria-live="polite">${judged(length, different)}</span>`} />
    <label class="check"><input type="checkbox" checked=${shown} onChange=${(/** @type {any} */ event) => setShown(event.target.checked)} />Show it</label>
  </div>`;
}
