// What stands where there is nothing yet: bones while it comes, a word when there is none, and what
// to do when it did not come.

import { html } from '../vendor/html.js';
import { Icon } from './icons.js';

/** Bones of lines. @param {{ lines?: number }} props */
export const Bones = ({ lines = 5 }) => html`<div class="stack" aria-busy="true" aria-label="Loading">
  ${Array.from({ length: lines }, (_, line) => html`<span key=${line} class=${`bone w${(line * 7) % 5}`}></span>`)}
</div>`;

/** @param {{ icon: import('./icons.js').IconName, title: string, children?: any, doing?: any }} props */
export const Empty = ({ icon, title, children, doing }) => html`<div class="empty">
  <${Icon} name=${icon} />
  <h2>${title}</h2>
  <p>${children}</p>
  ${doing && html`<div class="row">${doing}</div>`}
</div>`;

/**
 * What went wrong, and what can be done about it.
 * @param {{ error?: { message: string, code?: string, request?: string | null, wait?: number | null } | null, again?: () => void }} props
 */
export function Trouble({ error, again }) {
  if (!error) return null;
  const wait = error.wait && error.wait > 1 ? ` Try again in ${error.wait} seconds.` : '';
  return html`<div class="trouble" role="alert">
    <p>${error.message[0].toUpperCase() + error.message.slice(1)}${/[.!?]$/.test(error.message) ? '' : '.'}${wait}</p>
    ${again && html`<p><button class="plain" type="button" onClick=${again}>Try again</button></p>`}
    ${error.code === 'broken' && error.request && html`<p class="soft">The owner finds it in the log under ${error.request}.</p>`}
  </div>`;
}

/**
 * One of the three, or what came.
 * @param {{ of: { data?: any, error?: any, asking?: boolean, reload: () => void }, lines?: number, children: (data: any) => any }} props
 */
export function Shown({ of, lines, children }) {
  if (of.data !== undefined) return html`<div>${of.error && html`<${Trouble} error=${of.error} again=${of.reload} />`}${children(of.data)}</div>`;
  if (of.error) return html`<${Trouble} error=${of.error} again=${of.reload} />`;
  return html`<${Bones} lines=${lines} />`;
}
