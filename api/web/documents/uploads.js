// What is on its way into the house. It goes on while one walks about in the dashboard; closing the window breaks it off,
// so that is asked about, and a large file that is chosen again goes on where it was. A few at a time, so that many small
// files do not wait for one another. None outlives the session that began it.

import { effect, signal } from '../vendor/signals.js';
import { Problem } from '../core/api.js';
import { session } from '../core/session.js';
import { endPieces, isLarge, sendInPieces } from '../core/tus.js';
import { upload } from '../core/upload.js';
import { say } from '../parts/toast.js';
import { unpack } from './folders.js';
import { called, counted, placeOf, refreshFolders } from './nodes.js';

/**
 * @typedef {{ file: File, directory?: FileSystemDirectoryEntry }} Taken a directory stands for all that is in it
 * @typedef {{ id: number, folder: string, file: File, state: 'waits' | 'goes' | 'paused' | 'failed' | 'done', sent: number, speed: number, error?: string, again?: boolean, stop: AbortController, version?: number, before?: number | null }} Upload
 */

const AT_ONCE = 3;
/** Over how long the speed is measured. */
const LOOK_BACK_MS = 4000;
const REFRESH_MS = 1500;
const PAUSE = 'pause';
/** For longer nobody waits without being told. */
const LONGEST_PAUSE_S = 60;

/** In the order they were taken. */
export const uploads = signal(/** @type {Upload[]} */ ([]));
/** Folders that are being opened, each with what ends that. */
export const opening = signal(/** @type {AbortController[]} */ ([]));
let next = 1;
let held = 0;

/** @param {Upload['state']} state */
const inState = state => uploads.peek().filter(one => one.state === state);

/** @param {number} id @param {Partial<Upload>} now */
const change = (id, now) => void (uploads.value = uploads.peek().map(one => (one.id === id ? { ...one, ...now } : one)));

/** @param {string} folder @param {Taken[]} taken @param {import('./nodes.js').DocumentsNode[]} there what lies in the folder, as far as it is known */
export function uploadAll(folder, taken, there) {
  const before = new Map(there.map(node => [node.name, node.version]));
  add(folder, taken.flatMap(({ file, directory }) => (directory ? [] : [file])), before);
  for (const { directory } of taken) if (directory) void openUp(folder, directory);
}

/** @param {string} folder @param {File[]} files @param {Map<string | null | undefined, number | null | undefined>} [before] @param {string} [error] */
function add(folder, files, before = new Map(), error) {
  const added = files.map(file => /** @type {Upload} */ ({
    id: next++, folder, file, state: error ? 'failed' : 'waits', error, again: !error, sent: 0, speed: 0, stop: new AbortController(),
    before: before.get(file.name.normalize('NFC')),
  }));
  uploads.value = [...uploads.peek(), ...added];
  goOn();
}

/** All that is in a folder of this device, into a folder of that name. @param {string} folder @param {FileSystemDirectoryEntry} directory */
async function openUp(folder, directory) {
  const stop = new AbortController();
  opening.value = [...opening.peek(), stop];
  try {
    await unpack(folder, directory, add, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) addBroken(folder, directory, error);
  }
  opening.value = opening.peek().filter(one => one !== stop);
  if (session.peek()) arrived(folder);
  goOn();
}

/** @param {string} folder @param {FileSystemDirectoryEntry} directory @param {unknown} error */
function addBroken(folder, directory, error) {
  const said = error instanceof Problem ? error.message : 'not all of it can be read';
  add(folder, [new File([], directory.name)], undefined, `${said}; not all that is in it was sent.`);
}

/** Starts as many as may go at once; once none is left, says what came of them. */
function goOn() {
  if (!held) for (const one of inState('waits').slice(0, AT_ONCE - inState('goes').length)) void send(one);
  const isBusy = inState('goes').length + inState('waits').length + opening.peek().length > 0;
  globalThis.onbeforeunload = isBusy ? event => event.preventDefault() : null;
  if (!isBusy) tell();
}

/** @param {Upload} one */
async function send({ id, folder, file, stop }) {
  change(id, { state: 'goes', sent: 0, speed: 0, error: undefined });
  const speedAt = measure();
  const progress = (/** @type {number} */ sent) => change(id, { sent, speed: speedAt(sent) });
  try {
    const how = { progress, cancel: stop.signal };
    const { version } = isLarge(file) ? await sendInPieces(folder, file, how) : await upload(placeOf(folder, file.name), file, how);
    change(id, { state: 'done', sent: file.size, version });
    arrived(folder);
  } catch (error) {
    if (stop.signal.aborted) stop.signal.reason === PAUSE ? change(id, { state: 'paused', speed: 0 }) : end(folder, file);
    else if (!(error instanceof Problem)) change(id, { state: 'failed', error: 'it cannot be read; it may have been moved or changed meanwhile.' });
    else if (error.status === 429 && error.wait && error.wait <= LONGEST_PAUSE_S) (change(id, { state: 'waits' }), hold(error.wait));
    else change(id, { state: 'failed', error: error.wait ? `${error.message}; try again in ${Math.ceil(error.wait / 60)} min.` : error.message });
  }
  goOn();
}

/** Too many at once for the house: all that still wait go on by themselves. @param {number} seconds */
function hold(seconds) {
  held ||= setTimeout(() => ((held = 0), goOn()), seconds * 1000);
}

/** Bytes in a second, over the last few. */
function measure() {
  const seen = [{ at: performance.now(), sent: 0 }];
  return (/** @type {number} */ sent) => {
    const at = performance.now();
    seen.push({ at, sent });
    while (seen.length > 2 && at - seen[1].at > LOOK_BACK_MS) seen.shift();
    return at > seen[0].at ? ((sent - seen[0].sent) / (at - seen[0].at)) * 1000 : 0;
  };
}

/** @type {Set<string>} */
const changed = new Set();
let refreshing = 0;

/** Shows what has come, but not for each of a thousand files. @param {string} folder */
function arrived(folder) {
  changed.add(folder);
  refreshing ||= setTimeout(show, inState('goes').length + inState('waits').length ? REFRESH_MS : 0);
}

function show() {
  refreshing = 0;
  const folders = [...changed];
  changed.clear();
  return refreshFolders(folders);
}

/** Those that went well need no line of their own any longer. */
function tell() {
  const done = inState('done');
  if (!done.length) return;
  uploads.value = uploads.peek().filter(one => one.state !== 'done');
  // Said once it is shown: whoever puts the same there again is told so by what the list knows.
  void show().then(() => say(done.length === 1 ? sentence(done[0]) : `${counted(done.length, 'file')} are here now.`));
}

/** @param {Upload} one */
function sentence({ file, version = 1, before }) {
  if (before && before === version) return `${called(file.name)} was here already, byte for byte.`;
  return version > 1 ? `${called(file.name)} is here in version ${version} now.` : `${called(file.name)} is here now.`;
}

/** What the house has of it need not be kept. @param {string} folder @param {File} file */
const end = (folder, file) => void (isLarge(file) && endPieces(folder, file));

/** One that goes is ended in the house once it has come to a stop here: before that, it may still begin. @param {Upload[]} given */
export function cancel(...given) {
  const ids = new Set(given.map(one => one.id));
  uploads.value = uploads.peek().filter(one => !ids.has(one.id));
  for (const { state, stop, folder, file } of given) {
    stop.abort();
    if (state !== 'goes') end(folder, file);
  }
  goOn();
}

/** Goes on, or begins anew where it is small. @param {number} id */
export function again(id) {
  change(id, { state: 'waits', error: undefined, stop: new AbortController() });
  goOn();
}

/** @param {Upload} one */
export const pause = one => (one.state === 'goes' ? one.stop.abort(PAUSE) : (change(one.id, { state: 'paused' }), goOn()));

/** Stops what is on its way; where nothing is, forgets what failed. */
export function endAll() {
  const open = uploads.peek().filter(one => one.state !== 'done' && one.state !== 'failed');
  if (!open.length && !opening.peek().length) return void (uploads.value = []);
  for (const stop of opening.peek()) stop.abort();
  cancel(...open);
}

/** Whoever logs out takes theirs along: the next person at this device neither sees nor sends them. */
function forget() {
  for (const stop of [...opening.peek(), ...uploads.peek().map(one => one.stop)]) stop.abort(PAUSE);
  uploads.value = [];
  changed.clear();
  [held, refreshing].forEach(clearTimeout);
  held = refreshing = 0;
  goOn();
}
effect(() => void (session.value === null && forget()));
