// The day that is looked at, and the browser's calendar for another one. That calendar is made when it is wanted: it takes a
// telephone a tenth of a second to make one.

import { html } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { dayInShort, dayOf } from '../core/days.js';

/** @param {{ day: string, pick: (day: string) => void }} props */
export function DayPicker({ day, pick }) {
  const [open, setOpen] = useState(false);
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    if (!open) return;
    input.current?.focus();
    try {
      input.current?.showPicker();
    } catch {
      // Where the browser does not open it by itself, the field is there to type into.
    }
  }, [open]);
  const picked = (/** @type {any} */ event) => event.target.value && pick(event.target.value);
  if (!open) return html`<button aria-label=${`${dayInShort(day)}, choose another day`} onClick=${() => setOpen(true)}>${dayInShort(day)}</button>`;
  return html`<input ref=${input} type="date" aria-label="Day" value=${day} max=${dayOf()} onChange=${picked} onBlur=${() => setOpen(false)} />`;
}
