// Stars, which nobody else sees; tags and ends, which everybody sees who sees the file.

import { html } from '../vendor/html.js';
import { dayAndTime, exactly } from '../core/days.js';
import { withQuery } from '../core/router.js';
import { Sign } from './sign.js';

/** @typedef {import('./nodes.js').DocumentsNode} Node */

/** @param {{ node: Node, pathname?: string }} props where a tag leads to; the same page, if nothing is said */
export const Tags = ({ node, pathname }) => html`${node.tags.length > 0 && html`<span class="tags">${node.tags.map(tag => html`<a key=${tag} class="tag" tabindex="-1" href=${pathname ? `${pathname}?${new URLSearchParams({ tag })}` : withQuery({ tag })}><span class="unseen">tagged </span><bdi>${tag}</bdi></a>`)}</span>`}`;

/** @param {{ node: Node }} props */
export const Star = ({ node }) => html`${node.starred && html`<span class="starred" title="It has your star"><${Sign} name="star" /><span class="unseen">starred</span></span>`}`;

/** @param {{ node: { expires_at?: string | null, expired: boolean } }} props a file, or a version */
export const End = ({ node }) => html`${!node.expires_at ? node.expired && html`<span class="end over">expired</span>` : html`<time class=${node.expired ? 'end over' : 'end'} datetime=${node.expires_at} title=${exactly(node.expires_at)}>${node.expired ? 'expired' : `ends ${dayAndTime(node.expires_at)}`}</time>`}`;
