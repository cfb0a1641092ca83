// Sharing a file or a folder by a link. Its address is shown once, here: as text, and as a code that a phone reads.

import { html } from '../vendor/html.js';
import { useState } from '../vendor/hooks.js';
import { post } from '../core/api.js';
import { refresh } from '../core/resource.js';
import { Copied } from '../parts/copied.js';
import { Dialog } from '../parts/dialog.js';
import { Field, FormTrouble, Submit, useForm } from '../parts/form.js';
import { QrCode } from '../parts/qr_code.js';
import { TERMS, Terms, termsOf } from './link_terms.js';
import { LinkList } from './links.js';
import { LINKS, called, linksOf } from './nodes.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */
/** @typedef {{ url: string, qr_svg: string }} Made */

/** @param {{ made: Made, takes: boolean, onClose: () => void }} props */
const Shown = ({ made, takes, onClose }) => html`<div class="stack">
  <p>${takes ? 'Whoever has this link can put files here, and sees nothing of what lies here.' : 'Whoever has this link can open it, without an account.'} It is shown now and never again.</p>
  <${Copied} text=${made.url} what="The link" said="The link is copied." />
  <${QrCode} svg=${made.qr_svg} says="The link as a QR code" />
  <div class="answers"><button class="main" onClick=${onClose}>I have kept it</button></div>
</div>`;

/** What shall be opened: of a file a version or always the newest, of a folder what lies in it or the way in. @param {{ node: Node, version?: number | null, takes: boolean, setTakes: (takes: boolean) => void }} props */
const What = ({ node, version, takes, setTakes }) =>
  node.kind === 'folder'
    ? html`<label class="check"><input type="checkbox" name="upload_only" checked=${takes} onChange=${(/** @type {any} */ { target }) => setTakes(target.checked)} />Only take files: a form, and nothing of what lies here</label>`
    : html`<${Field} label="It opens" name="version" as="select">
        <option value="">always the newest version</option>
        <option value=${version ?? node.version} selected=${!!version}>version ${version ?? node.version} only</option><//>`;

/** @param {{ node: Node, version?: number | null, onClose: () => void }} props */
export function Share({ node, version, onClose }) {
  const [made, setMade] = useState(/** @type {Made | null} */ (null));
  const [takes, setTakes] = useState(false);
  const form = useForm(async values => {
    const what = { node: node.id, version: values.version ? Number(values.version) : null, upload_only: takes };
    const { data } = await post(LINKS, { ...what, ...termsOf(values), password: values.password || null });
    setMade(data);
    await Promise.all([refresh(linksOf(node.id)), refresh(linksOf())]);
  });
  if (made) return html`<${Dialog} title=${`The link to ${called(node.name)}`} onClose=${onClose}><${Shown} made=${made} takes=${takes} onClose=${onClose} /><//>`;
  return html`<${Dialog} title=${`Share ${called(node.name)}`} onClose=${onClose}>
    <form onSubmit=${form.submit}>
      <${What} node=${node} version=${version} takes=${takes} setTakes=${setTakes} />
      <${Terms} form=${form} takes=${takes} />
      <${Field} form=${form} label="Password" name="password" minlength="8" maxlength="128" autocomplete="off" hint="At least 8 characters, or none. Tell it by another way than the link." />
      <${FormTrouble} form=${form} names=${TERMS} />
      <div class="answers"><button type="button" onClick=${onClose}>Cancel</button><${Submit} form=${form}>Make a link<//></div>
    </form>
    <section class="shared"><h3>Links there are</h3><${LinkList} node=${node.id} none=${html`<p class="soft small">None yet.</p>`} /></section>
  <//>`;
}
