// The sign of a folder or a file, by what it holds. They are drawn here and not among the icons, which come with every page.

import { html } from '../vendor/html.js';

const SHEET = 'M6.5 3.5h7.5L18.5 8v11a1.5 1.5 0 0 1-1.5 1.5H6.5A1.5 1.5 0 0 1 5 19V5a1.5 1.5 0 0 1 1.5-1.5zM13.5 3.5V8.5h5';
const DRAWN = {
  folder: 'M3.5 7A1.5 1.5 0 0 1 5 5.5h4.5l2 2.5H19a1.5 1.5 0 0 1 1.5 1.5V17a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17z',
  file: SHEET,
  text: `${SHEET}M8.5 12.5h6.5M8.5 16h4`,
  image: 'M5 4.5h14A1.5 1.5 0 0 1 20.5 6v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5zM3.5 16.5l5-5 4.5 4.5 2.5-2.5 5 5M15.5 8.75h.01',
  audio: 'M9 17.5V6l10-2v11.5M9 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 15.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  video: 'M5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17V7A1.5 1.5 0 0 1 5 5.5zM10 9.25v5.5l4.75-2.75z',
  packed: `${SHEET}M9 7h.01M9 10h.01M9 13h.01M9 16h.01`,
  upload: 'M12 16V5M7.5 9.5 12 5 16.5 9.5M5 19.5h14',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10.5 11v5M13.5 11v5',
  rename: 'M4.5 19.5l1-4L16 5l3 3L8.5 18.5zM14 7l3 3',
  star: 'M12 4.25l2.4 4.9 5.35.75-3.9 3.75.95 5.35L12 16.45 7.2 19l.95-5.35-3.9-3.75 5.35-.75z',
  tag: 'M4.5 11.5v-6a1 1 0 0 1 1-1h6l8 8-7 7zM8.5 8.5h.01',
  copy: 'M9.5 8.5h8A1.5 1.5 0 0 1 19 10v8.5a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 8 18.5V10a1.5 1.5 0 0 1 1.5-1.5zM5 15.5V6A1.5 1.5 0 0 1 6.5 4.5H15',
  link: 'M10 14a3.5 3.5 0 0 0 5 0l3.5-3.5a3.5 3.5 0 0 0-5-5L12 7M14 10a3.5 3.5 0 0 0-5 0l-3.5 3.5a3.5 3.5 0 0 0 5 5L12 17',
  lines: 'M4.5 7h15M4.5 12h15M4.5 17h15',
  tiles: 'M5 5h5.5v5.5H5zM13.5 5H19v5.5h-5.5zM5 13.5h5.5V19H5zM13.5 13.5H19V19h-5.5z',
  move: 'M3.5 17V7A1.5 1.5 0 0 1 5 5.5h4.5l2 2.5H19a1.5 1.5 0 0 1 1.5 1.5V17a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17zM9 13.25h6M12.75 11 15 13.25 12.75 15.5',
};

/** @typedef {keyof typeof DRAWN} SignName */

/** @param {{ kind: string, media_type?: string | null }} node @returns {SignName} */
export function signOf({ kind, media_type: type }) {
  if (kind === 'folder') return 'folder';
  const [major, minor = ''] = (type ?? '').split('/');
  if (major === 'image' || major === 'audio' || major === 'video' || major === 'text') return major;
  if (/^(pdf|json|xml|rtf|msword|vnd\.(oasis|openxmlformats))/.test(minor)) return 'text';
  return /zip|tar|compressed|7z|rar/.test(minor) ? 'packed' : 'file';
}

/** @type {[RegExp, string][]} */
const WORDS = [
  [/^text\/plain$/, 'Text'], [/^text\/markdown$/, 'Markdown'], [/^text\/csv$/, 'Table (CSV)'], [/^text\/html$/, 'Web page'], [/\/pdf$/, 'PDF'], [/\/zip$/, 'ZIP archive'],
  [/wordprocessing|msword|opendocument\.text/, 'Text document'], [/spreadsheet|ms-excel/, 'Spreadsheet'], [/presentation|powerpoint/, 'Presentation'], [/^$|octet-stream/, 'File'],
];

/** What kind of file it is, as people say it. @param {string | null | undefined} type */
export function typeName(type) {
  const plain = (type ?? '').split(';')[0].trim();
  const [major, minor = ''] = plain.split('/');
  if (/^(image|audio|video)$/.test(major)) return `${minor.replace(/^x-/, '').replace(/\+.*/, '').toUpperCase()} ${major}`;
  return WORDS.find(([found]) => found.test(plain))?.[1] ?? plain;
}

/** Those with a colour of their own. Not each has its name as a class: what else is called a tag looks otherwise. */
const COLOURED = ['folder', 'star'];

/** @param {{ name: SignName }} props */
export const Sign = ({ name }) => html`<svg class=${COLOURED.includes(name) ? `icon sign ${name}` : 'icon sign'} viewBox="0 0 24 24" aria-hidden="true"><path d=${DRAWN[name]} /></svg>`;
