// The dialogs about files and folders, wherever they are asked for; each is loaded by then. Where what a dialog is about goes
// away meanwhile, the dialog goes, too, and does not come back by itself.

import { html } from '../vendor/html.js';
import { useEffect } from '../vendor/hooks.js';
import { later } from '../parts/later.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {'rename' | 'move' | 'copy' | 'share' | 'tags' | 'expiry'} Asked */

const Rename = later(() => import('./rename.js').then(found => found.Rename), null);
const Move = later(() => import('./move.js').then(found => found.Move), null);
const Copy = later(() => import('./copy.js').then(found => found.Copy), null);
const Share = later(() => import('./share.js').then(found => found.Share), null);
const Expiry = later(() => import('./expiry.js').then(found => found.Expiry), null);
const EditTags = later(() => import('./edit_tags.js').then(found => found.EditTags), null);

/** @param {{ asked: string | null, nodes: Node[], version?: number | null, shown?: string, onClose: () => void }} props the version that is looked at, the list they are shown in */
export function Dialogs({ asked, nodes, version, shown, onClose }) {
  const isGone = !!asked && !nodes.length;
  useEffect(() => void (isGone && onClose()), [isGone]);
  if (isGone) return null;
  const [node] = nodes;
  if (asked === 'rename') return html`<${Rename} node=${node} onClose=${onClose} />`;
  if (asked === 'expiry') return html`<${Expiry} node=${node} onClose=${onClose} />`;
  if (asked === 'share') return html`<${Share} node=${node} version=${version} onClose=${onClose} />`;
  if (asked === 'move') return html`<${Move} nodes=${nodes} onClose=${onClose} />`;
  if (asked === 'copy') return html`<${Copy} nodes=${nodes} onClose=${onClose} />`;
  return asked === 'tags' ? html`<${EditTags} nodes=${nodes} shown=${shown} onClose=${onClose} />` : null;
}
