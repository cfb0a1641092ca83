// Giving one's star, taking it away, and showing anew what has marks.

import { ask, del } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { say } from '../parts/toast.js';
import { each, why } from './acts.js';
import { STARS, allCalled, called, childrenOf, nodeOf, starOf } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** All get a star, unless all have one already. @param {Node[]} nodes @param {string | null} [shown] the list they are shown in */
export async function toggleStars(nodes, shown) {
  const isOn = nodes.every(node => node.starred);
  const { done, error } = await each(nodes, node => (isOn ? del(starOf(node.id)) : ask('PUT', starOf(node.id))));
  if (error) say(`${called(nodes[done.length].name)} is as it was: ${why(error)}`);
  else say(`${allCalled(done)} ${done.length === 1 ? 'has' : 'have'} ${isOn ? 'no star any more' : 'your star'}.`);
  await refreshMarks(nodes, shown);
}

/** What shows the marks of these. @param {Node[]} nodes @param {string | null} [shown] */
export const refreshMarks = (nodes, shown) =>
  Promise.all([...new Set([...nodes.map(node => childrenOf(node.parent)), ...nodes.map(node => nodeOf(node.id)), STARS, ...(shown ? [shown] : [])])].map(path => refresh(path)));
