// What is done with folders and files from more than one page, each with its way back.

import { del, patch, post } from '../core/api.js';
import { foresee, refresh } from '../core/resource.js';
import { say } from '../parts/toast.js';
import { allCalled, called, childrenOf, copiesOf, nodeOf, refreshFolders, restorationOf, trashOf } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** What the reason adds to a sentence. @param {unknown} error */
export const why = error => /** @type {Error} */ (error).message;

/**
 * One after the other; whatever was done before something went wrong stays done.
 * @param {Node[]} nodes @param {(node: Node) => Promise<unknown>} act @returns {Promise<{ done: Node[], error: unknown }>}
 */
export async function each(nodes, act) {
  /** @type {Node[]} */
  const done = [];
  try {
    for (const node of nodes) {
      await act(node);
      done.push(node);
    }
    return { done, error: null };
  } catch (error) {
    return { done, error };
  }
}

/** @param {Node[]} nodes */
const foldersOf = nodes => nodes.map(node => node.parent);

/** @param {Node[]} nodes */
const areOrIs = nodes => (nodes.length === 1 ? 'is' : 'are');

/** The page of a single one may be open. @param {Node[]} nodes */
const refreshOne = nodes => void (nodes.length === 1 && refresh(nodeOf(nodes[0].id)));

/** @param {Node[]} nodes @returns {Promise<boolean>} whether all of them went */
export async function putInTrash(nodes) {
  const gone = new Set(nodes.map(node => node.id));
  const backs = [...new Set(foldersOf(nodes))].map(folder => foresee(childrenOf(folder), list => ({ ...list, items: list.items.filter((/** @type {Node} */ one) => !gone.has(one.id)) })));
  const { done, error } = await each(nodes, node => del(nodeOf(node.id)));
  if (error) {
    backs.forEach(back => back());
    say(`${called(nodes[done.length].name)} is where it was: ${why(error)}`);
  }
  if (done.length) say(`${allCalled(done)} ${areOrIs(done)} in the trash.`, () => void restore(done));
  await refreshFolders(foldersOf(nodes));
  return !error;
}

/** @param {Node[]} nodes */
export async function restore(nodes) {
  const { done, error } = await each(nodes, node => post(restorationOf(node.id)));
  if (error) say(`${called(nodes[done.length].name)} is still in the trash: ${why(error)}`);
  else say(`${allCalled(done)} ${areOrIs(done)} back.`);
  await Promise.all([refreshFolders(foldersOf(nodes)), ...new Set(nodes.map(node => refresh(trashOf(node.space))))]);
  refreshOne(nodes);
}

/**
 * Into another folder; throws where one of them could not go.
 * @param {Node[]} nodes @param {string} folder @param {string} name
 */
export async function moveTo(nodes, folder, name) {
  const { done, error } = await each(nodes, node => patch(nodeOf(node.id), { parent: folder }));
  if (done.length) say(`${allCalled(done)} ${areOrIs(done)} in ${name} now.`, () => void moveBack(done, folder));
  await refreshFolders([...foldersOf(nodes), folder]);
  refreshOne(done);
  if (error) throw error;
}

/** @param {Node[]} nodes @param {string} from */
async function moveBack(nodes, from) {
  const { done, error } = await each(nodes, node => patch(nodeOf(node.id), { parent: node.parent }));
  if (error) say(`${called(nodes[done.length].name)} did not go back: ${why(error)}`);
  await refreshFolders([...foldersOf(nodes), from]);
  refreshOne(nodes);
}

/**
 * Beside it or into another folder; throws where one of them could not be copied.
 * @param {Node[]} nodes @param {Node} folder @param {string} name
 */
export async function copyTo(nodes, folder, name) {
  /** @type {string[]} */
  const copies = [];
  const { done, error } = await each(nodes, node => post(copiesOf(node.id), { parent: folder.id }).then(({ data }) => copies.push(data.id)));
  if (done.length) say(`${allCalled(done)} ${done.length === 1 ? 'has' : 'have'} a copy in ${name} now.`, () => void dropCopies(copies, folder.id));
  await refreshFolders([folder.id]);
  if (error) throw error;
}

/** @param {string[]} copies @param {string} folder */
async function dropCopies(copies, folder) {
  try {
    for (const id of copies) await del(nodeOf(id));
    say(`${copies.length === 1 ? 'The copy is' : 'The copies are'} in the trash.`);
  } catch (error) {
    say(`Not all copies went to the trash: ${why(error)}`);
  }
  await refreshFolders([folder]);
}
