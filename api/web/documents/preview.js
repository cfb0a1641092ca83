// A file as it looks, as far as a browser can show it safely. The house sends it so that nothing in it can run.

import { html } from '../vendor/html.js';
import { useEffect, useState } from '../vendor/hooks.js';
import { ask } from '../core/api.js';
import { Bones, Trouble } from '../parts/states.js';
import { contentOf } from './nodes.js';

/** @typedef {{ id: string, name: string, type: string, size: number, version: number | null }} Shown */

/** Longer texts would make the page slow; they are opened by themselves. */
const LONGEST_TEXT_BYTES = 256 * 1024;
const TEXTS = /^(text\/|application\/(json|xml|javascript|toml|yaml|x-sh|x-yaml))/;

/** @param {string} type */
function wayOf(type) {
  const plain = type.split(';')[0].trim().toLowerCase();
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(plain)) return 'image';
  if (plain === 'application/pdf') return 'pdf';
  if (/^(audio|video)\//.test(plain)) return plain.slice(0, 5);
  return TEXTS.test(plain) ? 'text' : null;
}

/** @param {{ of: Shown }} props */
function Text({ of }) {
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  // To be looked at: what is one's own is no delivery then.
  const path = contentOf(of.id, { version: of.version, inline: true });
  useEffect(() => {
    const cancel = new AbortController();
    ask('GET', path, { file: true, cancel: cancel.signal }).then(async ({ data }) => setText(await data.text())).catch(found => !cancel.signal.aborted && setError(found));
    return () => cancel.abort();
  }, [path]);
  if (error) return html`<${Trouble} error=${error} />`;
  return text === null ? html`<${Bones} lines=${6} />` : html`<pre class="text" tabindex="0" dir="auto" role="region" aria-label=${`The text of ${of.name}`}>${text}</pre>`;
}

/** @param {{ children?: any, href?: string }} props */
const Not = ({ children, href }) => html`<p class="soft not">${children}${href && html` <a href=${href} target="_blank" rel="noopener">Open it by itself</a>`}</p>`;

/** @param {{ of: Shown }} props */
export function Preview({ of }) {
  const [isBroken, setBroken] = useState(false);
  const src = contentOf(of.id, { version: of.version, inline: true });
  useEffect(() => setBroken(false), [src]);
  const way = wayOf(of.type);
  const broken = () => setBroken(true);
  if (of.size === 0) return html`<${Not}>The file is empty.<//>`;
  if (isBroken) return html`<${Not}>This browser cannot show it. Download it to open it with a program of yours.<//>`;
  if (way === 'image') return html`<img src=${src} alt=${of.name} onError=${broken} />`;
  if (way === 'audio') return html`<audio controls preload="metadata" src=${src} aria-label=${of.name} onError=${broken}></audio>`;
  if (way === 'video') return html`<video controls preload="metadata" src=${src} aria-label=${of.name} onError=${broken}></video>`;
  if (way === 'text') return of.size > LONGEST_TEXT_BYTES ? html`<${Not} href=${src}>A long text.<//>` : html`<${Text} key=${src} of=${of} />`;
  if (way === 'pdf') return navigator.pdfViewerEnabled ? html`<iframe src=${src} title=${`The pages of ${of.name}`}></iframe>` : html`<${Not} href=${src}>This browser shows no PDF within a page.<//>`;
  return html`<${Not}>There is no preview for this kind of file. Download it to open it with a program of yours.<//>`;
}
