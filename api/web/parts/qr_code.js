// A QR code, which comes as the text of an image.

import { html } from '../vendor/html.js';
import { useEffect, useRef } from '../vendor/hooks.js';

/** It becomes part of the page; its parser runs no script. @param {{ svg: string, says: string }} props */
export function QrCode({ svg, says }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const image = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    place.current?.replaceChildren(document.importNode(image, true));
  }, [svg]);
  return html`<div class="qr" role="img" aria-label=${says} ref=${place}></div>`;
}
