// Short words about what was done, with the way back where there is one.

import { html } from '../vendor/html.js';
import { signal } from '../vendor/signals.js';

const STAYS_MS = 7000;

/** @typedef {{ id: number, text: string, undo?: () => void }} Toast */

const toasts = signal(/** @type {Toast[]} */ ([]));
let next = 1;

/** @param {string} text @param {() => unknown} [undo] */
export function say(text, undo) {
  const toast = { id: next++, text, undo: undo && (() => (drop(toast.id), void undo())) };
  toasts.value = [...toasts.peek().slice(-2), toast];
  setTimeout(() => drop(toast.id), STAYS_MS);
}

/** @param {number} id */
const drop = id => (toasts.value = toasts.peek().filter(toast => toast.id !== id));

export const Toasts = () => html`<div class="toasts" role="status" aria-live="polite">
  ${toasts.value.map(({ id, text, undo }) => html`<div class="toast" key=${id}>
    <span>${text}</span>
    ${undo ? html`<button onClick=${undo}>Undo</button>` : html`<button onClick=${() => drop(id)}>OK</button>`}
  </div>`)}
</div>`;
