// A new password as it is typed: shown on request, with a word on how strong it is. The house judges it, by the rule by
// which it takes or refuses it in the end.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { Field } from '../parts/form.js';

const LEAST = 10;
const PAUSE_MS = 250;

/** @typedef {{ name?: string, email?: string }} About whom it is for */

/** What the house says to it, once nothing was typed for a moment. @param {string} typed @param {About} about */
function useVerdict(typed, about) {
  const [verdict, set] = useState(/** @type {{ of: string, weakness: string | null } | null} */ (null));
  useEffect(() => {
    if ([...typed].length < LEAST) return;
    const cancel = new AbortController();
    const judge = () => ask('POST', '/api/identity/passwords/verdict', { body: { password: typed, ...about }, cancel: cancel.signal, quiet: true })
      .then(({ data }) => set({ of: typed, weakness: data.weakness }), () => set(null));
    const timer = setTimeout(judge, PAUSE_MS);
    return () => (clearTimeout(timer), cancel.abort());
  }, [typed, about.name, about.email]);
  return verdict?.of === typed ? verdict : null;
}

/** @param {number} length @param {{ weakness: string | null } | null} verdict */
function judged(length, verdict) {
  if (!length) return 'At least 10 characters. A short sentence is easy to keep in mind and hard to guess.';
  if (length < LEAST) return LEAST - length === 1 ? 'One more character.' : `${LEAST - length} more characters.`;
  if (verdict?.weakness) return `${verdict.weakness[0].toUpperCase()}${verdict.weakness.slice(1)}.`;
  if (!verdict || length < 16) return 'Long enough. A few words more would make it strong.';
  return 'Strong.';
}

/** @param {{ name?: string, label?: string, form: import('../parts/form.js').Form, autofocus?: boolean, about?: About }} props */
export function NewPassword({ name = 'password', label = 'New password', form, autofocus, about }) {
  const [{ typed, beside }, setTyped] = useState({ typed: '', beside: /** @type {About} */ ({}) });
  const [shown, setShown] = useState(false);
  const verdict = useVerdict(typed, { ...beside, ...about });
  const length = [...typed].length;
  /** Who it is for stands in the form where they are new. */
  const take = (/** @type {any} */ { target: { value, form: { elements } } }) =>
    setTyped({ typed: value, beside: { name: elements.name?.value, email: elements.email?.value } });
  const isWeak = length < LEAST || !!verdict?.weakness;
  const strength = verdict?.weakness ? 0.25 : Math.min(1, length / 20);
  return html`<div class="password">
    <${Field} form=${form} label=${label} name=${name} type=${shown ? 'text' : 'password'} autocomplete="new-password" minlength=${LEAST} maxlength="200"
      required autofocus=${autofocus} onInput=${take} hint=${html`<span class="meter" aria-hidden="true"><span class=${isWeak ? 'short' : ''}
      style=${{ width: `${strength * 100}%` }}></span></span><span aria-live="polite">${judged(length, verdict)}</span>`} />
    <label class="check"><input type="checkbox" checked=${shown} onChange=${(/** @type {any} */ event) => setShown(event.target.checked)} />Show it</label>
  </div>`;
}
