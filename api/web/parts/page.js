// A page: its name in the window and as the one heading, where the eye and the screen reader begin.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';
import { house } from '../core/house.js';

let first = true;

/**
 * @param {{ title: string, lead?: any, doing?: any, wide?: boolean, children?: any }} props
 */
export function Page({ title, lead, doing, wide, children }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    document.title = `${title} · ${house.peek()?.name ?? 'Daybook'}`;
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
  }, [title]);
  return html`<div class=${wide ? 'page wide' : 'page'}>
    <header>
      <div>
        <h1 tabindex="-1" ref=${heading}>${title}</h1>
        ${lead && html`<p>${lead}</p>`}
      </div>
      ${doing && html`<div class="doing">${doing}</div>`}
    </header>
    ${children}
  </div>`;
}
