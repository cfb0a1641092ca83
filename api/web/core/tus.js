// Sends a large file to the house in pieces, by tus 1.0.0: what broke off goes on where it was, also after the page was
// closed. Where it goes on is remembered under a number made of what the file is; neither its name nor its bytes are.

import { Problem, ask } from './api.js';
import { carried } from './upload.js';

/** Small enough for whatever stands between here and the house; a file that is no longer needs no pieces. */
const PIECE_BYTES = 16 * 1024 * 1024;
/** The house keeps them for a day. */
const KEPT_MS = 24 * 3600 * 1000;
const WAITS_S = [1, 2, 4, 8, 15, 30, 30, 30];
const STORE = 'daybook-uploads';
const TUS = { 'tus-resumable': '1.0.0' };

/** @typedef {import('./upload.js').Progress} Progress */
/** @typedef {{ progress: Progress, cancel: AbortSignal }} How */

/** @param {Blob} file */
export const isLarge = file => file.size > PIECE_BYTES;

/** Two numbers of 26 bits each (cyrb53, of the public domain). @param {string} text */
function numberOf(text) {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const sign of text) {
    const code = /** @type {number} */ (sign.codePointAt(0));
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  return (4294967296 * (2097151 & (b ^ (a >>> 16))) + ((a ^ (b >>> 15)) >>> 0)).toString(36);
}

/** @param {string} folder @param {File} file */
const keyOf = (folder, file) => numberOf([folder, file.name, file.size, file.lastModified].join('\n'));

/** @returns {Record<string, { url: string, at: number }>} */
function remembered() {
  try {
    const all = Object.entries(JSON.parse(localStorage.getItem(STORE) ?? '{}'));
    return Object.fromEntries(all.filter(([, { at }]) => Date.now() - at < KEPT_MS));
  } catch {
    return {};
  }
}

/** @param {string} key @param {string | null} url */
function remember(key, url) {
  const { [key]: _, ...others } = remembered();
  try {
    localStorage.setItem(STORE, JSON.stringify(url ? { ...others, [key]: { url, at: Date.now() } } : others));
  } catch {
    // Without a place to remember it, it goes on for as long as the page is open.
  }
}

/** @param {string} text */
const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/**
 * Is not broken off: the house would keep what nobody here knows the place of.
 * @param {string} folder @param {File} file @returns {Promise<string>} where its pieces go
 */
async function begin(folder, file) {
  let place = '';
  const metadata = `filename ${base64(file.name)},filetype ${base64(file.type)}`;
  const said = { ...TUS, 'upload-length': String(file.size), 'upload-metadata': metadata };
  const carry = async (/** @type {string} */ to, /** @type {RequestInit} */ init) => {
    const answer = await fetch(to, { ...init, headers: { .../** @type {Record<string, string>} */ (init.headers), ...said } });
    place = answer.headers.get('location') ?? '';
    return answer;
  };
  await ask('POST', `/api/documents/folders/${folder}/uploads`, { carry });
  return place;
}

/** @param {string} url @param {AbortSignal} [cancel] @returns {Promise<import('../types/api').components['schemas']['DocumentsUpload']>} */
const look = async (url, cancel) => (await ask('GET', url, { cancel })).data;

/** How far one is that began before; nothing where the house knows nothing of it any more. @param {string} key @param {AbortSignal} cancel */
async function known(key, cancel) {
  const url = remembered()[key]?.url;
  if (!url) return null;
  try {
    return { url, at: (await look(url, cancel)).received_bytes };
  } catch (error) {
    if (!(error instanceof Problem) || ![404, 410].includes(error.status)) throw error;
    remember(key, null);
    return null;
  }
}

/** Whether another try may go better. @param {unknown} error */
const mayPass = error => error instanceof Problem && (error.code === 'unreachable' || [408, 409, 423, 502, 503, 504].includes(error.status));

/** @param {number} seconds @param {AbortSignal} cancel */
const wait = (seconds, cancel) =>
  new Promise((resolve, reject) => {
    const end = () => (clearTimeout(timer), reject(cancel.reason));
    const timer = setTimeout(() => (cancel.removeEventListener('abort', end), resolve(undefined)), seconds * 1000);
    cancel.addEventListener('abort', end);
  });

/** @param {string} url @param {File} file @param {number} at @param {How} how */
async function sendPiece(url, file, at, { progress, cancel }) {
  const piece = file.slice(at, at + PIECE_BYTES);
  // A file that was moved or changed is noticed here, and not taken for a house that cannot be reached.
  await piece.slice(0, 1).arrayBuffer();
  const said = { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(at) };
  const carry = (/** @type {string} */ to, /** @type {RequestInit} */ init) => carried(to, init, piece, sent => progress(at + sent), said);
  await ask('PATCH', url, { cancel, carry });
  return at + piece.size;
}

/**
 * @param {string} folder @param {File} file @param {How} how
 * @returns {Promise<{ version: number }>} what became of it
 */
export async function sendInPieces(folder, file, how) {
  const key = keyOf(folder, file);
  let { url, at } = (await known(key, how.cancel)) ?? { url: await begin(folder, file), at: 0 };
  remember(key, url);
  how.cancel.throwIfAborted();
  how.progress(at);
  for (let tries = 0; at < file.size; ) {
    try {
      at = await sendPiece(url, file, at, how);
      tries = 0;
    } catch (error) {
      if (how.cancel.aborted || !mayPass(error) || tries >= WAITS_S.length) throw error;
      await wait(WAITS_S[tries++], how.cancel);
      const there = (await look(url, how.cancel).catch(() => null))?.received_bytes ?? at;
      // A part of a piece is a way on, too.
      if (there > at) tries = 0;
      at = there;
    }
  }
  const { version } = await look(url, how.cancel);
  remember(key, null);
  return { version: version ?? 1 };
}

/** Tells the house that the rest does not come. @param {string} folder @param {File} file */
export async function endPieces(folder, file) {
  const key = keyOf(folder, file);
  const url = remembered()[key]?.url;
  if (!url) return;
  remember(key, null);
  const carry = (/** @type {string} */ to, /** @type {RequestInit} */ init) => fetch(to, { ...init, headers: { .../** @type {Record<string, string>} */ (init.headers), ...TUS } });
  await ask('DELETE', url, { carry }).catch(() => {});
}
