// The head of every page of documents: the name, the places, and the way back up.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';
import { Page } from '../parts/page.js';
import { Tabs } from '../parts/tabs.js';
import { named, spaceName, spacePage } from './nodes.js';

/** @type {[string, string][]} */
const TABS = [['/documents', 'Mine'], ['/documents/shared', 'Shared'], ['/documents/starred', 'Starred'], ['/documents/links', 'Links'], ['/documents/search', 'Search'], ['/documents/trash', 'Trash']];

/** @param {{ title: string, lead?: any, doing?: any, here: string, children?: any }} props */
export const Place = ({ title, lead, doing, here, children }) => html`<${Page} title=${title} lead=${lead} doing=${doing} wide>
  <${Tabs} label="Documents" here=${here} tabs=${TABS} />
  ${children}
<//>`;

/** The folders above, from the space down. @param {{ space: string, path: { id: string, name?: string | null }[] }} props */
export function Crumbs({ space, path }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const steps = [{ href: spacePage(space), name: spaceName(space) }, ...path.map(({ id, name }) => ({ href: `/documents/folders/${id}`, name: named(name) }))];
  // The nearest folder is the one that is wanted: where the line is longer than the screen, it stands at its end.
  useEffect(() => void (list.current && (list.current.scrollLeft = list.current.scrollWidth)), [path]);
  return html`<nav class="crumbs" aria-label="Folders above">
    <ol ref=${list}>${steps.map(({ href, name }) => html`<li key=${href}><a href=${href} title=${name}><bdi>${name}</bdi></a></li>`)}</ol>
  </nav>`;
}
