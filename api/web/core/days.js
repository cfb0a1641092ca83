// Days and times as people say them, in the time of the house, whatever the device's is.

import { onClock, zoneName } from './clock.js';

/** @typedef {import('./clock.js').Instant} Instant */

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** 07:42 @param {Instant} at */
export const timeOf = at => onClock(at).slice(11, 16);
/** The calendar day at the house, as 2026-11-21. @param {Instant} [at] */
export const dayOf = (at = Date.now()) => onClock(at).slice(0, 10);
/** Saturday 21 November 2026 at 07:42:31 CET @param {Instant} at */
export const exactly = at => `${dayInFull(dayOf(at))} at ${onClock(at).slice(11)} ${zoneName(at)}`;

/** Noon of a day is in that day in every zone a house may stand in. @param {string} day */
const noon = day => new Date(`${day}T12:00:00Z`);

/** Another day, so many days away. @param {string} day @param {number} days */
export function shiftDay(day, days) {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** @param {string} day */
function inWords(day) {
  const date = noon(day);
  return { weekday: WEEKDAYS[date.getUTCDay()], number: date.getUTCDate(), month: MONTHS[date.getUTCMonth()], year: date.getUTCFullYear() };
}

/** Sat 21 Nov @param {string} day */
export function dayInShort(day) {
  const { weekday, number, month } = inWords(day);
  return `${weekday.slice(0, 3)} ${number} ${month.slice(0, 3)}`;
}

/** Saturday 21 November 2026 @param {string} day */
export function dayInFull(day) {
  const { weekday, number, month, year } = inWords(day);
  return `${weekday} ${number} ${month} ${year}`;
}

/** Today, yesterday, or the day. @param {string} day */
export function dayName(day) {
  if (day === dayOf()) return 'Today';
  if (day === shiftDay(dayOf(), -1)) return 'Yesterday';
  return inWords(day).weekday;
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
  /** @type {[string, number][]} */
  const units = [['day', 86400], ['hour', 3600], ['minute', 60]];
  const found = units.find(([, size]) => Math.abs(seconds) >= size);
  if (!found) return seconds > 0 ? 'in less than a minute' : 'just now';
  const count = Math.round(Math.abs(seconds) / found[1]);
  if (count === 1 && found[0] === 'day') return seconds > 0 ? 'tomorrow' : 'yesterday';
  const words = `${count} ${found[0]}${count === 1 ? '' : 's'}`;
  return seconds > 0 ? `in ${words}` : `${words} ago`;
}
