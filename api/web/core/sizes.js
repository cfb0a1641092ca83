// How much something is, as people read it.

/** @param {number} bytes */
export function bytes(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < units.length - 1) (value /= 1000), unit++;
  return `${value < 10 && unit ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** 12,345 @param {number} count */
export const grouped = count => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
