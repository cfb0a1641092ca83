// The parts of a page, each with an address of its own.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';

/** @param {{ label: string, here: string, tabs: [string, string][] }} props addresses and names */
export function Tabs({ label, here, tabs }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const at = /** @type {HTMLElement | null} */ (list.current?.querySelector('[aria-current]'));
    if (list.current && at) list.current.scrollLeft = at.offsetLeft - list.current.offsetLeft - (list.current.clientWidth - at.offsetWidth) / 2;
  }, [here]);
  return html`<nav class="tabs" aria-label=${label} ref=${list}>
    <ul>${tabs.map(([href, name]) => html`<li key=${href}><a href=${href} aria-current=${href === here ? 'page' : undefined}>${name}</a></li>`)}</ul>
  </nav>`;
}
