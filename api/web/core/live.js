// What happens as it happens, over Socket.IO. Every change says which one it follows; when one is
// missed, the subscription is asked for again from the last that was seen, and nothing is lost.

import { effect, signal } from '../vendor/signals.js';
import { session } from './session.js';

/** @typedef {{ type: string, snapshot: boolean, sequence: number, after: number, data: any }} Message */
/** @typedef {{ hear: (message: Message) => void, last: number }} Follower */

/** `off` while nobody is logged in, `lost` while the house cannot be reached. */
export const connection = signal(/** @type {'off' | 'connecting' | 'on' | 'lost'} */ ('off'));

/** @type {any} */
let socket = null;
/** @type {Map<string, Set<Follower>>} */
const followers = new Map();

/**
 * Hears of everything of a type, until the answer is called.
 * @param {string} type @param {(message: Message) => void} hear @param {number} [after] the last sequence known already
 */
export function follow(type, hear, after = 0) {
  const follower = { hear, last: after };
  const others = followers.get(type) ?? new Set();
  followers.set(type, others.add(follower));
  subscribe(type);
  return () => {
    others.delete(follower);
    if (others.size === 0) {
      followers.delete(type);
      socket?.emit('unsubscribe', { type });
    }
  };
}

/** @param {string} type */
function subscribe(type) {
  if (!socket?.connected) return;
  const lasts = [...(followers.get(type) ?? [])].map(follower => follower.last);
  const after = Math.min(...lasts);
  socket.emit('subscribe', after > 0 ? { type, after } : { type }, () => {});
}

/** @param {Message} message */
function deliver(message) {
  let missed = false;
  for (const follower of followers.get(message.type) ?? []) {
    if (!message.snapshot && message.sequence <= follower.last) continue;
    if (!message.snapshot && follower.last > 0 && message.after > follower.last) missed = true;
    else {
      follower.last = message.sequence;
      follower.hear(message);
    }
  }
  if (missed) subscribe(message.type);
}

async function connect() {
  connection.value = 'connecting';
  const { io } = await import('../vendor/socket.io.js');
  if (!session.peek() || socket) return;
  socket = io({ transports: ['websocket', 'polling'], reconnectionDelayMax: 10_000 });
  socket.on('connect', () => {
    connection.value = 'on';
    for (const type of followers.keys()) subscribe(type);
  });
  socket.on('disconnect', () => (connection.value = 'lost'));
  socket.on('connect_error', () => (connection.value = 'lost'));
  socket.onAny((/** @type {string} */ _type, /** @type {Message} */ message) => message?.type && deliver(message));
}

function disconnect() {
  socket?.close();
  socket = null;
  connection.value = 'off';
}

/** Once the page is drawn and has nothing else to do. @param {() => void} run */
export const atLeisure = run => ('requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 2000 }) : setTimeout(run, 200));

/** Connects whenever somebody is logged in, after the first picture is painted. */
export function stayConnected() {
  let who = '';
  effect(() => void (document.documentElement.dataset.live = connection.value));
  effect(() => {
    const account = session.value?.needs ? '' : session.value?.account ?? '';
    if (account === who) return;
    who = account;
    disconnect();
    if (account) atLeisure(() => void connect());
  });
}
