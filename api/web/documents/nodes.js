// Folders and files as the house tells of them: where they are asked for, and how they are called.

import { refresh } from '../core/resource.js';
import { bytes, grouped } from '../core/sizes.js';

/** @typedef {import('../types/api').components['schemas']} Schemas */
/** @typedef {Schemas['DocumentsNode'] & Partial<Pick<Schemas['DocumentsPlace'], 'path'>>} DocumentsNode a page of its own tells of the way to it, too */
/** @typedef {Schemas['DocumentsSpace']} DocumentsSpace */
/** @typedef {Schemas['FileVersion']} FileVersion */
/** @typedef {Schemas['DocumentsLink']} DocumentsLink */
/** @typedef {{ items: DocumentsNode[], next?: string | null }} Nodes */

const API = '/api/documents';

export const SPACES = `${API}/spaces`;
export const FOLDERS = `${API}/folders`;
/** @param {string} id */
export const nodeOf = id => `${API}/nodes/${id}`;
/** What is known of the roots of spaces: what lies in one is asked for by its space. @type {Map<string, string>} */
const roots = new Map();
/** What lies at the root of a space; the shell asks this before anything else is there. @param {string} space */
export const rootOf = space => `${API}/nodes?space=${space}&limit=100`;
/** @param {DocumentsSpace} space */
export const knowRoot = ({ root, space }) => void roots.set(root, space);
/** What lies in a folder, or only what has a tag. @param {string} id @param {string} [tag] */
export const childrenOf = (id, tag = '') => `${roots.has(id) ? rootOf(/** @type {string} */ (roots.get(id))) : `${API}/nodes?parent=${id}&limit=100`}${tag && `&tag=${encodeURIComponent(tag)}`}`;
/** @param {string} space */
export const trashOf = space => `${API}/trash?space=${space}&limit=50`;
/** @param {string} id */
export const goneOf = id => `${API}/trash/${id}`;
/** @param {string} id */
export const restorationOf = id => `${API}/nodes/${id}/restoration`;
/** @param {string} id */
export const copiesOf = id => `${API}/nodes/${id}/copies`;
export const LINKS = `${API}/links`;
/** All links of one's own, or all to one node. @param {string} [node] */
export const linksOf = node => `${LINKS}?${node ? `node=${node}&` : ''}limit=50`;
/** @param {string} id */
export const linkOf = id => `${LINKS}/${id}`;
/** @param {string} id */
export const tagsOf = id => `${API}/nodes/${id}/tags`;
/** @param {string} id */
export const starOf = id => `${API}/nodes/${id}/star`;
export const STARS = `${API}/stars?limit=100`;
/** @param {URLSearchParams} params */
export const searchOf = params => `${API}/search?limit=50&${params}`;
/** @param {string} id */
export const versionsOf = id => `${API}/files/${id}/versions`;
/** @param {string} id */
export const deliveriesOf = id => `${API}/files/${id}/deliveries`;
/** Files and folders as one archive. @param {string[]} ids */
export const archiveOf = ids => `${API}/archive?nodes=${ids.join(',')}`;
/** @param {string} folder @param {string} name */
export const placeOf = (folder, name) => `${FOLDERS}/${folder}/files/${encodeURIComponent(name)}`;

/** Its bytes: of a version or the newest, to be shown or to be taken. @param {string} id @param {{ version?: number | null, inline?: boolean }} [how] */
export function contentOf(id, { version, inline } = {}) {
  const params = new URLSearchParams();
  if (version) params.set('version', String(version));
  if (inline) params.set('inline', 'true');
  return `${API}/files/${id}/content${params.size ? `?${params}` : ''}`;
}

/** What the house makes small pictures of. */
const SHOWN_SMALL = /^image\/(jpeg|png|gif|webp)$/;
/** The small picture of a picture: of this very version, so that no browser asks for it twice. @param {DocumentsNode} node */
export const thumbnailOf = ({ id, media_type: type, version }) => (version && SHOWN_SMALL.test(type ?? '') ? `${API}/files/${id}/thumbnail?version=${version}` : null);

/** The page of a folder or a file. @param {Pick<DocumentsNode, 'id' | 'kind'>} node */
export const pageOf = ({ id, kind }) => `/documents/${kind}s/${id}`;
/** The page of a space. @param {string} space */
export const spacePage = space => (space === 'shared' ? '/documents/shared' : '/documents');
/** @param {string} space */
export const spaceName = space => (space === 'shared' ? 'Shared' : 'Mine');
/** The page of the folder it lies in. @param {DocumentsNode} node */
export const parentPage = ({ parent, root, space }) => (!parent || parent === root ? spacePage(space) : `/documents/folders/${parent}`);

/** A name is gone once its person is. @param {string | null | undefined} name */
export const named = name => name ?? 'A name that was erased';

const LONGEST = 44;

/** A name within a sentence: short, and of no influence on the direction of what follows. @param {string | null | undefined} name */
export function called(name) {
  const signs = [...named(name)];
  const short = signs.length > LONGEST ? [...signs.slice(0, LONGEST - 12), '…', ...signs.slice(-11)] : signs;
  return `“\u2068${short.join('')}\u2069”`;
}

/** One by its name, several by their number. @param {DocumentsNode[]} nodes */
export const allCalled = nodes => (nodes.length === 1 ? called(nodes[0].name) : `${nodes.length} things`);

/** @param {number} count @param {string} one */
export const counted = (count, one) => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;

/** @param {number | null | undefined} size */
export const sized = size => (size === 1 ? '1 byte' : bytes(size ?? 0));

/** After a change: what lies in these folders, and how much there is at all. @param {string[]} folders */
export const refreshFolders = folders => Promise.all([...new Set(folders)].map(folder => refresh(childrenOf(folder))).concat(refresh(SPACES)));
