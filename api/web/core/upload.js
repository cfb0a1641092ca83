// Sends a file to the house and says how far it is: `fetch` cannot, so an XMLHttpRequest carries it.
// Everything else is as with every other request: the token, the key of its own, the problem that is told.

import { ask } from './api.js';

/** @typedef {(sent: number) => void} Progress how many bytes have left this device */

/**
 * @param {string} path @param {Blob} file @param {{ progress: Progress, cancel: AbortSignal }} how
 * @returns {Promise<any>} what the house answered
 */
export async function upload(path, file, { progress, cancel }) {
  const carry = (/** @type {string} */ to, /** @type {RequestInit} */ init) => carried(to, init, file, progress);
  return (await ask('PUT', path, { cancel, carry })).data;
}

/** @param {string} path @param {RequestInit} init @param {Blob} file @param {Progress} progress @param {Record<string, string>} [said] @returns {Promise<Response>} */
export const carried = (path, { method, headers, signal }, file, progress, said) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const broken = () => reject(new TypeError('the connection broke off'));
    request.open(/** @type {string} */ (method), path);
    const all = new Headers({ .../** @type {Record<string, string>} */ (headers), 'content-type': file.type || 'application/octet-stream', ...said });
    for (const [name, value] of all) request.setRequestHeader(name, value);
    request.upload.onprogress = event => progress(event.loaded);
    request.onload = () => resolve(answerOf(request));
    request.onerror = request.ontimeout = request.onabort = broken;
    if (signal?.aborted) return broken();
    const end = () => request.abort();
    signal?.addEventListener('abort', end);
    request.onloadend = () => signal?.removeEventListener('abort', end);
    request.send(file);
  });

/** The answer, as `fetch` would have brought it. @param {XMLHttpRequest} request */
function answerOf(request) {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return new Response([204, 205, 304].includes(request.status) ? null : request.responseText, { status: request.status, headers });
}
