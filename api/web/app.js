// The dashboard begins here: who is it, where are they, and the page that belongs there.

import { html, render } from './vendor/html.js';
import { effect } from './vendor/signals.js';
import { proveBy } from './core/api.js';
import { house, meetHouse } from './core/house.js';
import { listenToKeys, shortcut } from './core/keys.js';
import { atLeisure, stayConnected } from './core/live.js';
import { followLinks, navigate, path } from './core/router.js';
import { isAdmin, recognise, session } from './core/session.js';
import { keepCounting } from './frame/badge.js';
import { dressed } from './frame/dress.js';
import { Frame, openPalette, openShortcuts } from './frame/frame.js';
import { NEEDS, placeAt, RAIL } from './frame/places.js';
import { NotFound } from './parts/not_found.js';
import { Over } from './parts/over.js';
import { Toasts } from './parts/toast.js';

function App() {
  const who = session.value;
  const found = placeAt(path.value);
  if (who === undefined) return null;
  if (who?.needs && !found?.place.open) return html`<div class="door"><main id="main"><${NEEDS} /></main></div>`;
  const page = found && (!found.place.admin || isAdmin.value) ? html`<${found.place.Part} key=${found.at.id} ...${found.at} />` : html`<${NotFound} />`;
  if (found?.place.open) return html`<div class="door"><main id="main">${page}</main></div>`;
  return who ? html`<${Frame}>${page}<//>` : null;
}

/** Nobody sees a page without being let in, and nobody who is in sees the door. */
function guard() {
  effect(() => {
    const who = session.value;
    const open = placeAt(path.value)?.place.open;
    if (who === undefined || (path.value === '/welcome' && !who)) return;
    if (!who && !open) {
      const back = location.pathname + location.search;
      const door = house.value && !house.value.founded ? '/welcome' : '/login';
      navigate(back === '/' ? door : `${door}?to=${encodeURIComponent(back)}`, { replace: true });
    }
  });
}

function listen() {
  listenToKeys();
  shortcut('mod k', 'Find anything', openPalette);
  shortcut('/', 'Find anything', openPalette);
  shortcut('?', 'These shortcuts', openShortcuts);
  for (const { href, name, keys } of RAIL) shortcut(keys, name, () => navigate(href));
}

async function begin() {
  followLinks();
  listen();
  proveBy(async kinds => (await import('./identity/proof.js')).askForProof(kinds));
  await Promise.all([recognise(), meetHouse(), dressed()]);
  guard();
  const root = /** @type {HTMLElement} */ (document.getElementById('app'));
  root.textContent = '';
  render(html`<${App} /><${Toasts} /><${Over} />`, root);
  stayConnected();
  keepCounting();
  if ('serviceWorker' in navigator && isSecureContext) atLeisure(() => void navigator.serviceWorker.register('/worker.js').catch(() => {}));
}

void begin();
