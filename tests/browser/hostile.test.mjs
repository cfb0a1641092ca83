// Stored words that would like to be a page: the person, the house, a browser, a key and an authenticator app are called so,
// and every page is looked at. All of them are shown as letters; nothing runs, and nothing is drawn or linked.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';
import { found } from './people.mjs';

const RUN = 'document.title="owned"';
const WORDS = [`<img/src=x/onerror=${RUN}>`, `"><script>${RUN}</script>`, `</title><svg/onload=${RUN}>`, `[x](javascript:${RUN})`, `\${${RUN}}{{${RUN}}}`];
/** Letters that change the direction of what follows, or hide something; no name may have them. */
const TRICKS = ['Ada\u202eadA', 'Ada\u2066x', 'Ada\u200b', 'Ada\u0007', 'Ada\u001b[31m', 'Ada\nBob', 'Ada\ufeff'];
const PAGES = ['/', '/diary', '/diary?severity=warning', '/alerts', '/alerts/subscriptions', '/alerts/watch', '/documents', '/documents/shared', '/people', '/keys', '/erasures', '/me', '/me/ways', '/settings', '/settings/mail', '/settings/network', '/settings/limits', '/settings/backups', '/settings/logs', '/settings/about', '/api/docs'];

let browser, house, session, ids;
before(async () => {
  browser = await openBrowser();
  house = await freshHouse();
  ids = await moveIn();
});
after(async () => (await browser?.close(), await house?.close()));

async function act(method, path, body) {
  const headers = { 'user-agent': WORDS[0], 'content-type': 'application/json' };
  if (session) Object.assign(headers, { cookie: `${session.cookie}=${session.value}`, 'x-csrf-token': session.csrf });
  return fetch(house.address + path, { method, headers, body: body && JSON.stringify(body) });
}

async function done(method, path, body) {
  const answer = await act(method, path, body);
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return { answer, told: text && JSON.parse(text) };
}

/** The code of an authenticator app at this moment (RFC 6238). */
function code(secret) {
  const bits = [...secret].map(sign => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Comes in with a browser that is called like the first word; makes an app and keys that are called like all of them. */
async function moveIn() {
  const { email, password } = await found(house);
  const { told: asked } = await done('POST', '/api/identity/logins', { email, password });
  const { answer, told } = await done('POST', '/api/identity/sessions', { login: asked.login, code: await house.code(email) });
  const [cookie, value] = answer.headers.getSetCookie().find(line => line.includes('session=')).split(';')[0].split('=');
  session = { cookie, value, csrf: told.csrf_token };
  for (const name of WORDS) await done('POST', '/api/identity/keys', { name, scopes: ['*:look'] });
  const { told: app } = await done('POST', '/api/identity/factors/apps');
  await done('POST', `/api/identity/factors/apps/${app.id}/confirmation`, { name: WORDS[0], code: code(app.secret) });
  return { account: told.account, app: app.id };
}

async function holds(page, path) {
  await page.goto(house.address + path);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  const made = await page.evaluate(() => ({
    title: document.title,
    drawn: document.querySelectorAll('img[src=x], svg[onload], [onerror], [onload]').length,
    scripts: [...document.scripts].filter(script => script.textContent.includes('owned')).length,
    links: [...document.links].filter(link => !/^https?:$/.test(link.protocol)).map(link => link.href),
  }));
  assert.deepEqual([made.drawn, made.scripts, made.links], [0, 0, []], path);
  assert.notEqual(made.title, 'owned', path);
}

for (const first of [0, 3]) {
  const [person, named, app] = [0, 1, 2].map(next => WORDS[(first + next) % WORDS.length]);
  test(`somebody may be called ${person}, the house ${named} and an app ${app}`, async () => {
    await done('PATCH', '/api/identity/account', { name: person });
    await done('PATCH', '/api/household/settings', { name: named });
    await done('PATCH', `/api/identity/factors/${ids.app}`, { name: app });
    const { page, context, peace } = await openPage(browser, { session, address: house.address });
    for (const path of [...PAGES, `/people/${ids.account}`]) await holds(page, path);
    const shown = { '/people': [person], '/diary': [person], '/me/ways': [app], '/me': [WORDS[0]], '/keys': WORDS };
    for (const [path, words] of Object.entries(shown)) {
      await page.goto(house.address + path);
      for (const word of words) await page.getByText(word).first().waitFor();
    }
    peace();
    await context.close();
  });
}

test('what is called so is told so to strangers, too', async () => {
  const { page, context, peace } = await openPage(browser, {});
  for (const path of ['/login', '/reset', '/invitation#0', '/confirm#0', '/not-me#0']) await holds(page, path);
  peace();
  await context.close();
});

test('no name turns or hides what stands beside it', async () => {
  for (const name of TRICKS) {
    for (const [method, path, body] of [
      ['PATCH', '/api/identity/account', { name }],
      ['PATCH', '/api/household/settings', { name }],
      ['PATCH', `/api/identity/factors/${ids.app}`, { name }],
      ['POST', '/api/identity/keys', { name, scopes: ['*:look'] }],
    ])
      assert.equal((await act(method, path, body)).status, 422, `${path}: ${JSON.stringify(name)}`);
  }
});
