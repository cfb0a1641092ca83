// The frame around every page of somebody who is logged in.

import { html } from '../vendor/html.js';
import { house } from '../core/house.js';
import { path } from '../core/router.js';
import { isAdmin, mayLook, session } from '../core/session.js';
import { Icon } from '../parts/icons.js';
import { unseenAlerts } from './badge.js';
import { Bands } from './bands.js';
import { RAIL } from './places.js';

export const openPalette = async () => (await import('./palette.js')).openPalette();
export const openShortcuts = async () => (await import('./palette.js')).openShortcuts();

/** @param {string} href */
const isHere = href => (href === '/' ? path.value === '/' : path.value.startsWith(href));

/** @param {{ href: string, name: string, icon: import('../parts/icons.js').IconName, count?: number }} props */
const PlaceLink = ({ href, name, icon, count = 0 }) => html`<li>
  <a class="place" href=${href} aria-current=${isHere(href) ? 'page' : undefined}>
    <${Icon} name=${icon} /><span class="name">${name}</span>
    ${count > 0 && html`<span class="count">${count > 99 ? '99+' : count}<span class="unseen"> not seen yet</span></span>`}
  </a>
</li>`;

const Rail = () => html`<header class="rail">
  <a class="house" href="/">${house.value?.name ?? 'Daybook'}</a>
  <button class="place find" onClick=${openPalette}><${Icon} name="find" />Find<kbd>Ctrl K</kbd></button>
  <nav aria-label="Pages">
    <ul>
      ${RAIL.filter(place => (!place.admin || isAdmin.value) && mayLook(place.area)).map(
        place => html`<${PlaceLink} key=${place.href} ...${place} count=${place.href === '/alerts' ? unseenAlerts.value : 0} />`,
      )}
    </ul>
  </nav>
  <nav class="rest" aria-label="You"><ul><${PlaceLink} href="/me" name=${session.value?.name ?? 'Me'} icon="me" /></ul></nav>
</header>`;

/** @param {{ children?: any }} props */
export const Frame = ({ children }) => html`<a class="skip" href="#main">To the page</a>
  <div class="frame">
    <${Rail} />
    <div>
      <${Bands} />
      <main id="main">${children}</main>
    </div>
  </div>`;
