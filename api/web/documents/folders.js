// A folder of this device, with all that is in it, as it becomes one of the house: where one of that name is there
// already, what it holds comes into that one.

import { Problem, get, post } from '../core/api.js';
import { FOLDERS, childrenOf } from './nodes.js';

/** @typedef {import('./nodes.js').Nodes} Nodes */

/** Browsers tell a hundred at a time. @param {FileSystemDirectoryEntry} directory @returns {Promise<FileSystemEntry[]>} */
async function entriesOf(directory) {
  const reader = directory.createReader();
  const all = [];
  for (;;) {
    const some = /** @type {FileSystemEntry[]} */ (await new Promise((resolve, reject) => reader.readEntries(resolve, reject)));
    if (!some.length) return all;
    all.push(...some);
  }
}

/** @param {FileSystemEntry} entry @returns {Promise<File>} */
const fileOf = entry => new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));

/** The folder of a name that is there already. @param {string} parent @param {string} name @returns {Promise<string | undefined>} */
async function folderIn(parent, name) {
  for (let path = /** @type {string | null | undefined} */ (childrenOf(parent)); path; ) {
    /** @type {Nodes} */
    const { items, next } = await get(path);
    const found = items.find(node => node.kind === 'folder' && node.name === name.normalize('NFC'));
    if (found) return found.id;
    path = next ? `${childrenOf(parent)}&cursor=${encodeURIComponent(next)}` : null;
  }
  return undefined;
}

/** @param {string} parent @param {string} name @returns {Promise<string>} its id */
async function folderOf(parent, name) {
  try {
    return (await post(FOLDERS, { parent, name })).data.id;
  } catch (error) {
    const found = error instanceof Problem && error.code === 'name_taken' ? await folderIn(parent, name) : undefined;
    if (!found) throw error;
    return found;
  }
}

/**
 * Makes the folders, and hands the files of each over as soon as it is there; once it is cancelled, none any more.
 * @param {string} parent @param {FileSystemDirectoryEntry} directory @param {(folder: string, files: File[]) => void} take @param {AbortSignal} cancel
 */
export async function unpack(parent, directory, take, cancel) {
  cancel.throwIfAborted();
  const folder = await folderOf(parent, directory.name);
  const entries = await entriesOf(directory);
  const files = await Promise.all(entries.filter(entry => entry.isFile).map(fileOf));
  cancel.throwIfAborted();
  take(folder, files);
  for (const entry of entries) if (entry.isDirectory) await unpack(folder, /** @type {FileSystemDirectoryEntry} */ (entry), take, cancel);
}
