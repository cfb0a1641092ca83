// The parts of a page, each with an address of its own.

import { html } from '../vendor/html.js';

/** @param {{ label: string, here: string, tabs: [string, string][] }} props addresses and names */
export const Tabs = ({ label, here, tabs }) => html`<nav class="tabs" aria-label=${label}>
  <ul>${tabs.map(([href, name]) => html`<li key=${href}><a href=${href} aria-current=${href === here ? 'page' : undefined}>${name}</a></li>`)}</ul>
</nav>`;
