// The palette: everything that can be done, found by a few letters.

import { html, render } from '../vendor/html.js';
import { useEffect, useRef, useState } from '../vendor/hooks.js';
import { allShortcuts } from '../core/keys.js';
import { navigate } from '../core/router.js';
import { isAdmin, mayAct, mayLook } from '../core/session.js';
import { Dialog } from '../parts/dialog.js';
import { logOut } from '../identity/log_out.js';
import { RAIL } from './places.js';

/** @typedef {{ name: string, about?: string, run: () => void, admin?: boolean, area?: string, acts?: string }} Act `area` they may look at, `acts` they may change */

/** @param {string} href */
const go = href => () => navigate(href);

/** @type {Act[]} */
const MORE = [
  { name: 'My sessions and password', about: 'what is open where', run: go('/me') },
  { name: 'Alert subscriptions', about: 'what you are told of', run: go('/alerts/subscriptions') },
  { name: 'Yesterday', about: 'diary', run: go('/diary?day=yesterday') },
  { name: 'Critical entries', about: 'diary', run: go('/diary?severity=critical') },
  { name: 'Make a folder', about: 'documents', run: go('/documents?new=1'), acts: 'documents' },
  { name: 'Shared documents', about: 'what the house shares', run: go('/documents/shared'), area: 'documents' },
  { name: 'Search documents', about: 'names, tags, types', run: go('/documents/search'), area: 'documents' },
  { name: 'Starred documents', about: 'what has your star', run: go('/documents/starred'), area: 'documents' },
  { name: 'Trash', about: 'documents', run: go('/documents/trash'), area: 'documents' },
  { name: 'Add a person', run: go('/people?add=1'), admin: true },
  { name: 'Mail settings', run: go('/settings/mail'), admin: true },
  { name: 'Limits', run: go('/settings/limits'), admin: true },
  { name: 'Session times', run: go('/settings/sessions'), admin: true },
  { name: 'Network and encryption', run: go('/settings/network'), admin: true },
  { name: 'Describe the interface', about: 'API reference', run: () => open('/api/docs', '_self') },
  { name: 'Keyboard shortcuts', run: () => openShortcuts() },
  { name: 'Log out', run: () => void logOut() },
];

/** @param {Act} act */
const mayDo = act => (!act.admin || isAdmin.peek()) && mayLook(act.area) && (!act.acts || mayAct(act.acts));

/** @param {string} text @returns {Act[]} */
function found(text) {
  const wanted = text.trim().toLowerCase();
  /** @type {Act[]} */
  const places = RAIL.map(({ href, name, admin, area }) => ({ name, run: go(href), admin, area }));
  const acts = [...places, ...MORE].filter(mayDo);
  if (!wanted) return acts;
  const fits = acts.filter(act => `${act.name} ${act.about ?? ''}`.toLowerCase().includes(wanted));
  return [...fits, { name: `Search the diary for “${text.trim()}”`, run: go(`/diary?text=${encodeURIComponent(text.trim())}`) }];
}

/** @param {{ onClose: () => void }} props */
function Palette({ onClose }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const acts = found(text);
  useEffect(() => list.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [at]);
  const run = (/** @type {Act | undefined} */ act) => act && (onClose(), act.run());
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + acts.length) % acts.length);
    else if (event.key === 'Enter') run(acts[at]);
    else return;
    event.preventDefault();
  };
  return html`<${Dialog} title="Find" onClose=${onClose}>
    <input type="search" autofocus placeholder="A page, something to do, words in the diary" aria-label="Find" role="combobox" aria-expanded="true"
      aria-controls="palette" aria-activedescendant=${`act${at}`} value=${text} onKeyDown=${onKeyDown}
      onInput=${(/** @type {any} */ event) => (setText(event.target.value), setAt(0))} />
    <ul id="palette" class="palette" role="listbox" aria-label="Found" ref=${list}>
      ${acts.map((act, index) => html`<li key=${act.name} id=${`act${index}`} role="option" aria-selected=${index === at}
        onClick=${() => run(act)} onMouseMove=${() => setAt(index)}>${act.name}<span class="soft">${act.about}</span></li>`)}
    </ul>
  <//>`;
}

/** @param {{ onClose: () => void }} props */
const Shortcuts = ({ onClose }) => html`<${Dialog} title="Keyboard shortcuts" onClose=${onClose}>
  <p class="opens soft small" tabindex="-1" autofocus>They work wherever nothing is being typed.</p>
  <dl class="facts">
    ${allShortcuts().map(({ keys, says }) => html`<dt key=${keys}>${keys.replace('mod', 'Ctrl').split(' ').map(key => html`<kbd>${key}</kbd> `)}</dt><dd>${says}</dd>`)}
  </dl>
  <div class="answers"><button onClick=${onClose}>Close</button></div>
<//>`;

/** @param {any} Part */
function over(Part) {
  const place = document.body.appendChild(document.createElement('div'));
  const close = () => {
    render(html``, place);
    place.remove();
  };
  render(html`<${Part} onClose=${close} />`, place);
}

export const openPalette = () => void (document.querySelector('dialog[open]') ?? over(Palette));
export const openShortcuts = () => over(Shortcuts);
