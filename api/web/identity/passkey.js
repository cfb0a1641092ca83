// Passkeys as the browser keeps them: asked for, made, shown. The house checks; this only carries.

import { ask } from '../core/api.js';
import { openSession } from './code_form.js';

/** @typedef {import('../types/api').components['schemas']['PasskeyChallenge']} Challenge */

const browser = /** @type {any} */ (globalThis.PublicKeyCredential);

/** Whether this browser knows passkeys, and this address may have them: a bare network address may not. */
export const mayHavePasskeys = () =>
  typeof browser?.parseRequestOptionsFromJSON === 'function' && !/^[\d.]+$|:/.test(location.hostname);

/** Whether passkeys of this host name can be used at the address of this page. @param {string | null | undefined} host */
export const isAt = host => !!host && (location.hostname === host || location.hostname.endsWith(`.${host}`));

/** What a browser says when nothing was chosen says little. @param {any} error */
function inWords(error) {
  if (error?.name === 'NotAllowedError') return new Error('Nothing was chosen, or it took too long. Try again.');
  if (error?.name === 'InvalidStateError') return new Error('This device keeps a passkey of yours already.');
  return error;
}

/** Makes a passkey on this device. @param {string} name */
export async function makePasskey(name) {
  /** @type {{ data: Challenge }} */
  const { data } = await ask('POST', '/api/identity/factors/passkeys');
  const publicKey = browser.parseCreationOptionsFromJSON(/** @type {any} */ (data.options).publicKey);
  const made = await navigator.credentials.create({ publicKey }).catch(error => Promise.reject(inWords(error)));
  const body = { name, challenge: data.challenge, credential: /** @type {any} */ (made).toJSON() };
  await ask('POST', '/api/identity/factors/passkeys/confirmation', { body });
}

/** @param {Challenge} asked @param {{ signal?: AbortSignal, mediation?: string }} [how] */
async function show(asked, how = {}) {
  const publicKey = browser.parseRequestOptionsFromJSON(/** @type {any} */ (asked.options).publicKey);
  const shown = await navigator.credentials.get(/** @type {any} */ ({ publicKey, ...how }));
  return { challenge: asked.challenge, credential: /** @type {any} */ (shown).toJSON() };
}

/** To prove who sits here, in this session. */
export async function signedProof() {
  const { data } = await ask('POST', '/api/identity/session/proof/passkey');
  const shown = await show(data).catch(error => Promise.reject(inWords(error)));
  return { kind: 'passkey', ...shown };
}

/** After the password: shows a passkey of whoever began this login. @param {string} login */
export async function enterWithLogin(login) {
  const { data } = await ask('POST', '/api/identity/logins/passkey', { body: { login }, quiet: true });
  const passkey = await show(data).catch(error => Promise.reject(inWords(error)));
  await openSession({ login, passkey });
}

/** Without a password: shows any passkey of this house. @param {{ signal?: AbortSignal, mediation?: string }} [how] */
export async function enterAlone(how) {
  const { data } = await ask('POST', '/api/identity/passkeys/challenge', { quiet: true });
  const passkey = await show(data, how).catch(error => Promise.reject(how?.signal?.aborted ? error : inWords(error)));
  await openSession({ passkey });
}

/** Whether the browser offers passkeys where the mail address is typed. */
export const offersInField = async () => mayHavePasskeys() && !!(await browser.isConditionalMediationAvailable?.());
