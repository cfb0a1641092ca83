// Where to copy something: beside itself, into another folder, or into the other space.

import { html } from '../vendor/html.js';
import { copyTo } from './acts.js';
import { allCalled } from './nodes.js';
import { Walk } from './walk.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {{ nodes: Node[], onClose: () => void }} props */
export function Copy({ nodes, onClose }) {
  const says = (/** @type {string} */ at) => ({ go: nodes.every(one => one.parent === at) ? 'Copy beside it' : 'Copy here' });
  return html`<${Walk} title=${`Copy ${allCalled(nodes)}`} nodes=${nodes} mayLeave onClose=${onClose} says=${says} act=${(/** @type {Node} */ at, /** @type {string} */ name) => copyTo(nodes, at, name)} />`;
}
