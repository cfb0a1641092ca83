// What is known of the house itself, and time as it is told there: in the house's time zone,
// whatever the device's is.

import { computed, signal } from '../vendor/signals.js';
import { get } from './api.js';

/** @typedef {{ name: string, founded: boolean, time_zone: string, demo?: boolean, mail?: 'server' | 'folder', version?: string }} House */

export const house = signal(/** @type {House | null} */ (null));

export async function meetHouse() {
  try {
    house.value = await get('/api/household/house', { quiet: true });
  } catch {
    house.value ??= null;
  }
}

const zone = computed(() => house.value?.time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone);

/** @param {Intl.DateTimeFormatOptions} options */
const format = options => computed(() => new Intl.DateTimeFormat('en-GB', { timeZone: zone.value, ...options }));

const clock = format({ hour: '2-digit', minute: '2-digit' });
const exact = format({ dateStyle: 'full', timeStyle: 'long' });
const parts = format({ year: 'numeric', month: '2-digit', day: '2-digit' });

/** @typedef {string | number | Date} Instant */

/** 07:42 @param {Instant} at */
export const timeOf = at => clock.value.format(new Date(at));
/** Saturday 21 November 2026 at 07:42:31 CET @param {Instant} at */
export const exactly = at => exact.value.format(new Date(at));

/** The calendar day at the house, as 2026-11-21. @param {Instant} [at] */
export function dayOf(at = Date.now()) {
  const found = Object.fromEntries(parts.value.formatToParts(new Date(at)).map(part => [part.type, part.value]));
  return `${found.year}-${found.month}-${found.day}`;
}

const clockParts = format({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** What calendar and clock of the house show, as an input of a time takes it: 2026-11-21T07:42:31. @param {Instant} at */
export function onClock(at) {
  const found = Object.fromEntries(clockParts.value.formatToParts(new Date(at)).map(part => [part.type, part.value]));
  return `${found.year}-${found.month}-${found.day}T${found.hour}:${found.minute}:${found.second}`;
}

/** The instant at which they show that. Where a clock is put back, the later one. @param {string} shown */
export function fromClock(shown) {
  const wanted = Date.parse(`${shown}Z`);
  const off = (/** @type {number} */ at) => Date.parse(`${onClock(at)}Z`) - at;
  return wanted - off(wanted - off(wanted));
}

/** Noon of a day is in that day in every zone a house may stand in. @param {string} day */
const noon = day => new Date(`${day}T12:00:00Z`);

/** Another day, so many days away. @param {string} day @param {number} days */
export function shiftDay(day, days) {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const shortDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const fullDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Sat 21 Nov @param {string} day */
export const dayInShort = day => shortDay.format(noon(day));
/** Saturday 21 November 2026 @param {string} day */
export const dayInFull = day => fullDay.format(noon(day));
/** Today, yesterday, or the day. @param {string} day */
export function dayName(day) {
  if (day === dayOf()) return 'Today';
  if (day === shiftDay(dayOf(), -1)) return 'Yesterday';
  return dayInFull(day).split(' ')[0];
}

/** The day and the time: today 07:42, Sat 21 Nov 07:42. @param {Instant} at */
export function dayAndTime(at) {
  const day = dayOf(at);
  const year = day.slice(0, 4) === dayOf().slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
  if (day === dayOf()) return `today ${timeOf(at)}`;
  if (day === shiftDay(dayOf(), -1)) return `yesterday ${timeOf(at)}`;
  return `${dayInShort(day)}${year}, ${timeOf(at)}`;
}

/** In 5 minutes, 3 hours ago. @param {Instant} at */
export function relative(at) {
  const seconds = (new Date(at).getTime() - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
  /** @type {[Intl.RelativeTimeFormatUnit, number][]} */
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  for (const [unit, size] of units) if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  return seconds > 0 ? 'in less than a minute' : 'just now';
}
