// Keeps the shell and the last known answers on this device, so that the house can be looked at when
// it cannot be reached. What is kept says since when; nothing kept is ever shown as new.
//
// Never kept: anything but GET, one-time links, files of any kind, how far an upload is. Everything is forgotten at logout.

const SHELL = 'shell {web}';
const KNOWN = 'known';
const MOST_KNOWN = 200;
const NEVER = /^\/(api\/(docs|openapi\.json|history\/export|documents\/(uploads|archive|files\/[^/]+\/content))|s\/|metrics|healthz|readyz|socket\.io|ca\.crt)/;

self.addEventListener('install', event => {
  event.waitUntil(caches.open(SHELL).then(cache => cache.add('/')).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  const old = name => name.startsWith('shell ') && name !== SHELL;
  event.waitUntil(caches.keys().then(names => Promise.all(names.filter(old).map(name => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener('message', event => {
  if (event.data === 'forget') event.waitUntil(caches.delete(KNOWN));
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || NEVER.test(url.pathname)) return;
  if (url.pathname.startsWith('/web/')) event.respondWith(file(request));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/')));
  else if (url.pathname.startsWith('/api/')) event.respondWith(answer(request, event));
});

async function file(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept && !request.url.includes('/web/dev/')) return kept;
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

async function answer(request, event) {
  try {
    const fresh = await fetch(request);
    if (fresh.ok && isAnswer(fresh)) event.waitUntil(keep(request, fresh.clone()));
    return fresh;
  } catch (error) {
    const kept = await (await caches.open(KNOWN)).match(request.url);
    if (kept) return kept;
    throw error;
  }
}

/** What a page shows; an export that is taken away has a type of its own. */
const isAnswer = fresh => /^application\/json(;|$)/.test(fresh.headers.get('content-type') ?? '');

async function keep(request, fresh) {
  const headers = new Headers(fresh.headers);
  headers.set('daybook-kept', new Date().toISOString());
  const cache = await caches.open(KNOWN);
  await cache.put(request.url, new Response(await fresh.blob(), { status: fresh.status, headers }));
  const all = await cache.keys();
  await Promise.all(all.slice(0, Math.max(0, all.length - MOST_KNOWN)).map(old => cache.delete(old)));
}
