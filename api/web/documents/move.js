// Where to move something. Nothing leaves its space.

import { html } from '../vendor/html.js';
import { moveTo } from './acts.js';
import { allCalled } from './nodes.js';
import { Walk } from './walk.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {{ nodes: Node[], onClose: () => void }} props */
export function Move({ nodes, onClose }) {
  const says = (/** @type {string} */ at) => (nodes.every(one => one.parent === at) ? { go: 'It lies here', isIdle: true } : { go: 'Move here' });
  return html`<${Walk} title=${`Move ${allCalled(nodes)}`} nodes=${nodes} onClose=${onClose} says=${says} act=${(/** @type {Node} */ at, /** @type {string} */ name) => moveTo(nodes, at.id, name)} />`;
}
