// One calm line above the page, when something is different from usual.

import { html } from '../vendor/html.js';
import { keptSince } from '../core/api.js';
import { dayAndTime } from '../core/days.js';
import { house } from '../core/house.js';
import { connection } from '../core/live.js';

export function Bands() {
  const kept = keptSince.value;
  return html`<div role="status">
    ${house.value?.demo && html`<p class="band">This is a demo. The house and everything in it vanish when it is closed.</p>`}
    ${kept
      ? html`<p class="band stale">The house cannot be reached. This is what was known ${dayAndTime(kept)}.</p>`
      : connection.value === 'lost' && html`<p class="band stale">The line to the house is cut; what happens now is shown as soon as it is back.</p>`}
  </div>`;
}
