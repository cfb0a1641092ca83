// What has one's own star. Nobody else sees which that is.

import { html } from '../vendor/html.js';
import { useResource } from '../core/resource.js';
import { mayAct } from '../core/session.js';
import { More } from '../parts/more.js';
import { Empty, Shown } from '../parts/states.js';
import { useChanges } from './changes.js';
import { Place } from './head.js';
import { Tags } from './marks.js';
import { STARS, named, pageOf, spaceName } from './nodes.js';
import { Sign, signOf } from './sign.js';
import { toggleStars } from './star.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {{ node: Node }} props */
const Row = ({ node }) => html`<li>
  <${Sign} name=${signOf(node)} />
  <div class="what"><a href=${pageOf(node)}><bdi>${named(node.name)}</bdi></a> <${Tags} node=${node} pathname="/documents/search" /><p class="soft small">${spaceName(node.space)}</p></div>
  ${mayAct('documents') && html`<button class="square plain" aria-label=${`Take your star from ${named(node.name)}`} onClick=${() => void toggleStars([node])}><${Sign} name="star" /></button>`}
</li>`;

export function Starred() {
  const found = useResource(STARS);
  useChanges([STARS]);
  return html`<${Place} title="Starred" lead="Nobody else sees what has your star." here="/documents/starred">
    <${Shown} of=${found} lines=${6}>${(/** @type {import('./nodes.js').Nodes} */ { items, next }) => items.length
      ? html`<ul class="sheet findings">${items.map(node => html`<${Row} key=${node.id} node=${node} />`)}</ul><${More} path=${STARS} next=${next} />`
      : html`<${Empty} icon="documents" title="Nothing has your star yet">Select something in a folder and press s, or choose Star.<//>`}<//>
  <//>`;
}
