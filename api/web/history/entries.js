// The entries of the diary as this page has them: those of a day or of a search, the older ones on
// request, and the new ones as they happen.

import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { dayOf } from '../core/days.js';
import { follow } from '../core/live.js';

/** @typedef {import('../types/api').components['schemas']['Entry']} Entry */
/** @typedef {{ context: string, severity: string, person: string, key: string, text: string, from: string, until: string, limit: string }} Asked */
/** @typedef {{ entries?: Entry[], next: string | null, error: any, asking: boolean, fresh: Set<number> }} Found */

const AT_ONCE = 100;

/** @param {Partial<Asked>} asked @param {string} [before] */
function address(asked, before) {
  const params = new URLSearchParams({ limit: String(AT_ONCE) });
  for (const [key, value] of Object.entries({ ...asked, before })) if (value) params.set(key, value);
  return `/api/history/entries?${params}`;
}

const RANK = { notice: 0, warning: 1, critical: 2 };

/** Whether a new entry belongs to what is shown. Words are searched by the house alone. @param {Partial<Asked>} asked @param {Entry} entry */
function belongs(asked, entry) {
  if (asked.text || (asked.until && entry.at >= asked.until)) return false;
  if (asked.context && entry.context !== asked.context) return false;
  if (asked.person && entry.who.account !== asked.person && entry.concerns?.id !== asked.person) return false;
  if (asked.key && entry.who.key?.id !== asked.key) return false;
  const least = /** @type {keyof RANK} */ (asked.severity || 'notice');
  return RANK[/** @type {keyof RANK} */ (entry.severity)] >= RANK[least];
}

/**
 * @param {Partial<Asked>} asked
 * @returns {Found & { older: () => Promise<void>, reload: () => void }}
 */
export function useEntries(asked) {
  const key = address(asked);
  const [found, set] = useState(/** @type {Found & { key: string }} */ ({ key: '', next: null, error: null, asking: true, fresh: new Set() }));
  const [round, setRound] = useState(0);

  useEffect(() => {
    const cancel = new AbortController();
    let stop = () => {};
    ask('GET', key, { cancel: cancel.signal })
      .then(({ data }) => {
        set({ key, entries: data.items, next: data.next ?? null, error: null, asking: false, fresh: new Set() });
        stop = listen(data.items[0]?.position ?? 0);
      })
      .catch(error => !cancel.signal.aborted && set({ key, next: null, error, asking: false, fresh: new Set() }));
    const listen = (/** @type {number} */ newest) =>
      follow('entries', ({ data }) => {
        const news = /** @type {Entry[]} */ ([data].flat()).filter(entry => entry.position > newest && belongs(asked, entry));
        if (news.length) set(before => ({ ...before, ...joined(before, news) }));
      }, newest);
    return () => (cancel.abort(), stop());
  }, [key, round]);

  const older = async () => {
    const { data } = await ask('GET', `${key}&before=${found.next}`);
    set(before => ({ ...before, entries: [...(before.entries ?? []), ...data.items], next: data.next ?? null }));
  };
  const shown = found.key === key ? found : { ...found, entries: undefined, asking: true };
  return { ...shown, older, reload: () => setRound(round + 1) };
}

/** @param {Found} before @param {Entry[]} news */
function joined(before, news) {
  const have = new Set(before.entries?.map(entry => entry.position));
  const added = news.filter(entry => !have.has(entry.position)).sort((a, b) => b.position - a.position);
  return { entries: [...added, ...(before.entries ?? [])], fresh: new Set(added.map(entry => entry.position)) };
}

/**
 * Days, newest first, each with its moments: what one person did within two minutes, before and
 * after being let in, and what followed from it, is told together.
 * @param {Entry[]} entries
 */
export function byDay(entries) {
  /** @type {{ day: string, moments: Entry[][] }[]} */
  const days = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    let last = days.at(-1);
    if (last?.day !== day) days.push((last = { day, moments: [] }));
    const moment = last.moments.at(-1);
    if (moment && together(moment[moment.length - 1], entry)) moment.push(entry);
    else last.moments.push([entry]);
  }
  return days;
}

const TOGETHER_MS = 120_000;

/** @param {Entry} later @param {Entry} earlier */
function together(later, earlier) {
  if (Date.parse(later.at) - Date.parse(earlier.at) > TOGETHER_MS) return false;
  if (later.command === earlier.command || later.because === earlier.position) return true;
  if (later.from && later.from === earlier.from && (later.who.who === 'stranger' || earlier.who.who === 'stranger')) return true;
  return later.who.who === earlier.who.who && later.who.account === earlier.who.account && later.who.key?.id === earlier.who.key?.id && later.from === earlier.from;
}
