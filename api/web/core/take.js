// Takes a file of the house away, once it is proved who sits here: a plain link would save the refusal instead.

import { ask } from './api.js';

/** @param {string} path @param {string} name */
export async function take(path, name) {
  const { data } = await ask('GET', path, { file: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  // The browser has its own hold on it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
