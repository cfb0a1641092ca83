// Words that would like to be a page: typed wherever a person can type, then looked at on every page.
// Nothing of them runs, nothing is drawn but letters; and a login leads nowhere but into the house.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { demoHouse, freshHouse } from './house.mjs';
import { found } from './people.mjs';

const SCRIPT = `<img src=x onerror="document.title='owned'">`;
const NAMES = [SCRIPT, `"><script>document.title='owned'</script>`, `'><svg/onload=document.title='owned'>`, 'javascript:document.title="owned"', '${document.title="owned"}', '{{document.title="owned"}}'];
const PAGES = ['/', '/diary', '/alerts', '/people', '/me', '/settings', '/settings/mail', '/settings/network', '/settings/about', '/api/docs'];
const AWAY = ['//evil.example', '/\\evil.example', '/\t/evil.example', 'https://evil.example', 'javascript:document.title="owned"'];

let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await demoHouse();
});
after(async () => (await browser?.close(), await demo?.close()));

async function act(method, path, body) {
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': 'application/json' };
  return fetch(demo.address + path, { method, headers, body: body && JSON.stringify(body) });
}

/** Shows its page whole, with nothing of what was typed in it but letters. */
async function holds(page, path) {
  await page.goto(demo.address + path);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  const made = await page.evaluate(() => ({
    title: document.title,
    images: document.querySelectorAll('img[src=x], svg[onload], [onerror]').length,
    scripts: [...document.scripts].filter(script => script.textContent.includes('owned')).length,
    links: [...document.links].filter(link => !/^https?:$/.test(link.protocol)).map(link => link.href),
  }));
  assert.ok(!made.title.includes('owned') || made.title.includes('<') || made.title.includes('document.'), `${path}: ${made.title}`);
  assert.deepEqual([made.images, made.scripts, made.links], [0, 0, []], path);
}

test('a name that would be a page is shown as letters everywhere', async () => {
  const { page, peace } = await openPage(browser, { session: demo.sessions.admin, address: demo.address });
  for (const name of NAMES) {
    const own = await act('PATCH', '/api/identity/account', { name: name.slice(0, 60) });
    assert.equal(own.status, 200, await own.text());
    const named = await act('PATCH', '/api/household/settings', { name: name.slice(0, 60) });
    assert.equal(named.status, 200, await named.text());
  }
  for (const name of [NAMES[0], NAMES[1]]) {
    await act('PATCH', '/api/identity/account', { name });
    await act('PATCH', '/api/household/settings', { name });
    for (const path of PAGES) await holds(page, path);
  }
  await holds(page, `/diary?text=${encodeURIComponent(SCRIPT)}`);
  await page.goto(`${demo.address}/people`);
  await page.getByText(NAMES[1], { exact: false }).first().waitFor();
  peace();
});

test('an address that would be a page is none', async () => {
  const { page, peace } = await openPage(browser, { session: demo.sessions.admin, address: demo.address });
  for (const path of [`/${encodeURIComponent(SCRIPT)}`, `/diary/${encodeURIComponent(SCRIPT)}`, `/diary?day=${encodeURIComponent(SCRIPT)}`, `/settings#${SCRIPT}`]) {
    const answer = await page.goto(demo.address + path);
    assert.ok(answer.status() < 500, path);
    const made = await page.evaluate(() => [document.title.includes('owned') && !document.title.includes('<'), document.querySelectorAll('img[src=x]').length]);
    assert.deepEqual(made, [false, 0], path);
  }
  peace();
});

for (const away of AWAY)
  test(`a login that should lead to ${JSON.stringify(away)} leads into the house`, async () => {
    const house = await freshHouse();
    try {
      const ada = await found(house);
      const { page, peace } = await openPage(browser, {});
      await page.goto(`${house.address}/login?to=${encodeURIComponent(away)}`);
      await page.getByLabel('Mail address').fill(ada.email);
      await page.getByLabel('Password').fill(ada.password);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'One more step' }).waitFor();
      await page.getByLabel('Code').fill(await house.code(ada.email));
      await page.waitForURL(url => url.pathname !== '/login');
      assert.equal(new URL(page.url()).origin, house.address, away);
      peace();
    } finally {
      await house.close();
    }
  });
