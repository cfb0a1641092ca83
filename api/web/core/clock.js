// What the clocks of the house show. Around now the house itself has told it; further off the browser's own database is
// asked, which takes a telephone a tenth of a second to open.

import { computed } from '../vendor/signals.js';
import { house } from './house.js';

/** @typedef {string | number | Date} Instant */

const told = computed(() => (house.value?.clocks ?? []).map(({ from, until, offset_s, name }) =>
  ({ from: Date.parse(from), until: Date.parse(until), ahead: offset_s * 1000, name })));

/** @param {Intl.DateTimeFormatOptions} options */
const format = options => computed(() => new Intl.DateTimeFormat('en-GB', { timeZone: house.value?.time_zone, ...options }));
const figures = format({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const named = format({ timeZoneName: 'short' });

/** @param {Intl.DateTimeFormat} format @param {number} at @returns {Record<string, string>} */
const partsOf = (format, at) => Object.fromEntries(format.formatToParts(at).map(part => [part.type, part.value]));

/** What the house told of that moment. @param {number} instant */
const near = instant => told.value.find(one => one.from <= instant && instant < one.until);

/** What calendar and clock show, as an input of a time takes it: 2026-11-21T07:42:31. @param {Instant} at */
export function onClock(at) {
  const instant = new Date(at).getTime();
  const ahead = near(instant)?.ahead;
  if (ahead !== undefined) return new Date(instant + ahead).toISOString().slice(0, 19);
  const { year, month, day, hour, minute, second } = partsOf(figures.value, instant);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** What people call the time of that moment: CET. @param {Instant} at */
export function zoneName(at) {
  const instant = new Date(at).getTime();
  return near(instant)?.name ?? partsOf(named.value, instant).timeZoneName;
}

/** The instant at which they show that. Where a clock is put back, the later one. @param {string} shown */
export function fromClock(shown) {
  const wanted = Date.parse(`${shown}Z`);
  const off = (/** @type {number} */ at) => Date.parse(`${onClock(at)}Z`) - at;
  return wanted - off(wanted - off(wanted));
}
