// What stands for a folder or a file in a grid: the picture that it is, or the sign of its kind.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { thumbnailOf } from './nodes.js';
import { Sign, signOf } from './sign.js';

/** @param {{ node: import('./nodes.js').DocumentsNode }} props */
export function Tile({ node }) {
  const [isBroken, setBroken] = useState(false);
  const src = thumbnailOf(node);
  useEffect(() => setBroken(false), [src]);
  // Dragged, it would be taken for a file that is to be stored.
  return html`<div class="seen">${src && !isBroken
    ? html`<img src=${src} alt="" loading="lazy" decoding="async" draggable=${false} onError=${() => setBroken(true)} />`
    : html`<${Sign} name=${signOf(node)} />`}</div>`;
}
