// The mark of the house at its door.

import { html } from '../vendor/html.js';

export const Mark = () => html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <path d="M8 3h16.5A2.5 2.5 0 0 1 27 5.5V29H8.5A3.5 3.5 0 0 1 5 25.5V6a3 3 0 0 1 3-3z" fill="var(--accent)" />
  <path d="M5.6 25.7A2.9 2.9 0 0 1 8.5 23H27" fill="none" stroke="var(--paper)" stroke-width="1.5" />
  <path d="M11 9h11M11 13.5h7" stroke="var(--paper)" stroke-width="2" stroke-linecap="round" />
</svg>`;
