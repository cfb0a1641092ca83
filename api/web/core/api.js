// Asks the house. Every answer that is no success is thrown as a Problem that can be shown as it is.
//
// What was written is read: each question demands at least the position of the newest answer to a
// command. Unsafe requests carry the session's token and a key of their own, so a retry is no repeat.
// Where the house wants to know first who sits here, that is asked once and the request sent again.

import { signal } from '../vendor/signals.js';
import { csrfToken, leave, recognise, session } from './session.js';

/** Since when what is shown is a copy kept by this device; null while the house answers. */
export const keptSince = signal(/** @type {Date | null} */ (null));

let newest = 0;

/** What the house answered instead of doing it: RFC 9457, with a stable code. */
export class Problem extends Error {
  /** @param {{ code: string, detail: string, status?: number, field?: string | null, errors?: { field: string, detail: string }[], proofs?: string[], request?: string, wait?: number }} told */
  constructor(told) {
    super(told.detail);
    this.code = told.code;
    this.status = told.status ?? 0;
    this.field = told.field ?? null;
    this.errors = told.errors?.length ? told.errors : told.field ? [{ field: told.field, detail: told.detail }] : [];
    this.proofs = told.proofs ?? [];
    this.request = told.request ?? null;
    this.wait = told.wait ?? null;
  }
}

/** @typedef {{ body?: unknown, ifMatch?: string | null, cancel?: AbortSignal, quiet?: boolean, file?: boolean, carry?: (path: string, init: RequestInit) => Promise<Response> }} Options `carry` takes the request there in place of `fetch` */

/**
 * @template T
 * @typedef {{ data: T, etag: string | null, position: number }} Answer
 */

/**
 * @template [T=any]
 * @param {string} method @param {string} path @param {Options} [options]
 * @returns {Promise<Answer<T>>}
 */
export async function ask(method, path, options = {}) {
  try {
    return await askOnce(method, path, options);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'proof_needed') throw error;
    await prove(error.proofs);
    return askOnce(method, path, options);
  }
}

/** What asks whoever sits here to prove who they are; one question for all that wait for it. @type {(kinds: string[]) => Promise<boolean>} */
let asker = async () => false;
/** @type {Promise<boolean> | null} */
let asking = null;

/** @param {(kinds: string[]) => Promise<boolean>} show */
export const proveBy = show => void (asker = show);

/** Comes back once it is proved who sits here. @param {string[]} kinds */
async function prove(kinds) {
  asking ??= asker(kinds).finally(() => (asking = null));
  if (!(await asking)) throw new Problem({ code: 'proof_refused', detail: 'Nothing was changed: it was not proved who you are.' });
}

/**
 * @template [T=any]
 * @param {string} method @param {string} path @param {Options} options
 * @returns {Promise<Answer<T>>}
 */
async function askOnce(method, path, options) {
  const response = await send(method, path, options);
  const kept = response.headers.get('daybook-kept');
  keptSince.value = kept ? new Date(kept) : null;
  const position = Number(response.headers.get('daybook-position') ?? 0);
  if (method !== 'GET') newest = Math.max(newest, position);
  if (!response.ok) throw await problem(response, options);
  const json = response.headers.get('content-type')?.includes('json');
  const data = options.file ? await response.blob() : json ? await response.json() : undefined;
  return { data, etag: response.headers.get('etag'), position };
}

/**
 * @template [T=any]
 * @param {string} path @param {Options} [options]
 * @returns {Promise<T>}
 */
export const get = async (path, options) => (await ask('GET', path, options)).data;
/** @param {string} path @param {unknown} [body] @param {Options} [options] */
export const post = (path, body, options) => ask('POST', path, { body, ...options });
/** @param {string} path @param {unknown} body @param {Options} [options] */
export const put = (path, body, options) => ask('PUT', path, { body, ...options });
/** @param {string} path @param {unknown} body @param {Options} [options] */
export const patch = (path, body, options) => ask('PATCH', path, { body, ...options });
/** @param {string} path @param {Options} [options] */
export const del = (path, options) => ask('DELETE', path, options);

/** @param {string} method @param {string} path @param {Options} options */
async function send(method, path, { body, ifMatch, cancel, file, carry = fetch }) {
  /** @type {Record<string, string>} */
  const headers = { accept: file ? '*/*' : 'application/json' };
  if (newest && method === 'GET') headers['daybook-at-least'] = String(newest);
  if (ifMatch) headers['if-match'] = ifMatch;
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') {
    headers['idempotency-key'] = randomKey();
    if (csrfToken()) headers['x-csrf-token'] = csrfToken();
  }
  const init = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: cancel };
  try {
    return await carry(path, init);
  } catch (error) {
    if (cancel?.aborted) throw error;
    throw new Problem({ code: 'unreachable', detail: 'The house cannot be reached. Check the network, then try again.' });
  }
}

/** @param {Response} response @param {Options} options */
async function problem(response, { quiet }) {
  const told = await response.json().catch(() => ({ code: 'no_answer', detail: `The house answered ${response.status}.` }));
  if (response.status === 401 && told.code === 'not_logged_in' && !quiet) leave();
  if (told.code === 'factor_needed' && !session.peek()?.needs) void recognise();
  const wait = Number(response.headers.get('retry-after')) || undefined;
  return new Problem({ ...told, status: response.status, wait });
}

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
