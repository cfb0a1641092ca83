// How the documents open in a file manager: the address, what to type, and where that is typed.

import { html } from '../vendor/html.js';
import { Copied } from '../parts/copied.js';
import { Dialog } from '../parts/dialog.js';

/** @type {[string, string][]} */
const WHERE = [
  ['Windows', 'Explorer, This PC, Map network drive; paste the address as the folder, and choose to connect using different credentials.'],
  ['macOS', 'Finder, Go, Connect to Server.'],
  ['Linux', 'Files, Other Locations, Connect to Server, with davs:// in place of https://. In Dolphin it is webdavs://.'],
  ['Phone', 'Any file app that knows WebDAV; in many it is called adding a server or a cloud.'],
];

/** @param {{ onClose: () => void }} props */
export const Mount = ({ onClose }) => html`<${Dialog} title="In your file manager" onClose=${onClose}>
  <div class="stack mount">
    <p>Your documents open as a folder of this computer or phone. What you save there is kept as a version here, and what you delete there lies in the trash.</p>
    <${Copied} text=${`${location.origin}/dav/`} what="The address" said="The address is copied." />
    <dl class="facts">
      <dt>Name</dt><dd>your mail address</dd>
      <dt>Password</dt><dd>a key for documents, which you make under <a href="/me">Keys for programs</a>; not your own password</dd>
    </dl>
    <h3>Where to type it</h3>
    <dl class="facts">${WHERE.map(([name, how]) => html`<dt>${name}</dt><dd>${how}</dd>`)}</dl>
    <div class="answers"><button class="main" onClick=${onClose}>Close</button></div>
  </div>
<//>`;
