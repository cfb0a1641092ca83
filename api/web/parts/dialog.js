// A question over the page: the browser's own dialog, which keeps the focus and closes on Escape.

import { html, render } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';

/** @param {{ title: string, onClose: () => void, children?: any }} props */
export function Dialog({ title, onClose, children }) {
  const frame = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const before = document.activeElement;
    frame.current?.showModal();
    return () => before instanceof HTMLElement && before.isConnected && before.focus({ preventScroll: true });
  }, []);
  const outside = (/** @type {MouseEvent} */ event) => event.target === frame.current && onClose();
  return html`<dialog ref=${frame} aria-label=${title} onClose=${onClose} onMouseDown=${outside}>
    <h2>${title}</h2>
    ${children}
  </dialog>`;
}

/**
 * Asks before something that cannot be undone; answers whether to go on.
 * @param {{ title: string, text: string, go: string, grave?: boolean }} question
 * @returns {Promise<boolean>}
 */
export const confirmed = ({ title, text, go, grave = true }) =>
  new Promise(resolve => {
    const place = document.body.appendChild(document.createElement('div'));
    const answer = (/** @type {boolean} */ yes) => {
      render(html``, place);
      place.remove();
      resolve(yes);
    };
    render(
      html`<${Dialog} title=${title} onClose=${() => answer(false)}>
        <p class="soft">${text}</p>
        <div class="answers">
          <button onClick=${() => answer(false)}>Keep it</button>
          <button class=${grave ? 'main grave' : 'main'} onClick=${() => answer(true)}>${go}</button>
        </div>
      <//>`,
      place,
    );
  });
