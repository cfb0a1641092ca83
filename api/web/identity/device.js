// What a browser calls itself, as a person would say it.

/** @type {[RegExp, string][]} */
const PROGRAMS = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'], [/\bOPR\//, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\bVivaldi\//, 'Vivaldi'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'], [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'], [/\bSafari\//, 'Safari'], [/^curl\//, 'curl'],
];

/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/\biPhone\b/, 'iPhone'], [/\biPad\b/, 'iPad'], [/\bAndroid\b/, 'Android'], [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'], [/\bMac OS X\b|\bMacintosh\b/, 'Mac'], [/\bLinux\b/, 'Linux'],
];

/** @param {[RegExp, string][]} known @param {string} text */
const named = (known, text) => known.find(([looks]) => looks.test(text))?.[1];

/** Firefox on Android; what is not known is said as it came. @param {string | null | undefined} device */
export function deviceName(device) {
  if (!device) return 'Unknown device';
  // The house has said it in words already; only an older entry has what the browser calls itself.
  if (!device.includes('/')) return device;
  const [program, system] = [named(PROGRAMS, device), named(SYSTEMS, device)];
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? (device.length > 60 ? `${device.slice(0, 59)}…` : device);
}

/** @param {string | null | undefined} device */
export const isPhone = device => /\b(?:iPhone|Android)\b/.test(device ?? '');
