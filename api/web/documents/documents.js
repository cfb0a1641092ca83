// The documents: one's own, those of the house, what was thrown away. A folder has an address of its own.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { mayLook } from '../core/session.js';
import { later } from '../parts/later.js';
import { NotFound } from '../parts/not_found.js';
import { Bones, Shown } from '../parts/states.js';
import { Folder } from './folder.js';
import { Place } from './head.js';
import { SPACES, knowRoot, spacePage } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsSpace} Space */

const Search = later(() => import('./search.js').then(found => found.Search), html`<${Place} title="Search" here="/documents/search"><${Bones} /><//>`);
const Starred = later(() => import('./starred.js').then(found => found.Starred), html`<${Place} title="Starred" here="/documents/starred"><${Bones} /><//>`);
const Trash = later(() => import('./trash.js').then(found => found.Trash), html`<${Place} title="Trash" here="/documents/trash"><${Bones} /><//>`);

const Links = later(() => import('./links.js').then(found => found.LinksPage), html`<${Place} title="Links" here="/documents/links"><${Bones} /><//>`);

/** The root of a space, which is known by the space alone. @param {{ name: 'own' | 'shared' }} props */
function Root({ name }) {
  const found = useResource(SPACES);
  const space = /** @type {Space[] | undefined} */ (found.data?.items)?.find(one => one.space === name);
  if (space) knowRoot(space);
  if (space) return html`<${Folder} key=${space.root} id=${space.root} space=${space} />`;
  return html`<${Place} title=${name === 'own' ? 'Documents' : 'Shared documents'} here=${spacePage(name)}><${Shown} of=${{ ...found, data: undefined }} lines=${8} /><//>`;
}

/** @param {{ part?: string, id?: string }} props */
export function Documents({ part, id }) {
  if (!mayLook('documents')) return html`<${NotFound} />`;
  if (id) return html`<${Folder} key=${id} id=${id} />`;
  if (part === 'links') return html`<${Links} />`;
  if (part === 'search') return html`<${Search} />`;
  if (part === 'starred') return html`<${Starred} />`;
  return part === 'trash' ? html`<${Trash} />` : html`<${Root} key=${part} name=${part ?? 'own'} />`;
}
