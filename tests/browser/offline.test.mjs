// The house goes away while it is looked at: the last known is shown, with its age, and it comes back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';
import { found, logIn } from './people.mjs';

let browser, house;
before(async () => {
  browser = await openBrowser();
  house = await freshHouse();
});
after(async () => (await browser?.close(), await house?.close()));

test('what was known is shown with its age while the house cannot be reached, and no longer once it can', async () => {
  const ada = await found(house);
  const { page, context } = await openPage(browser, {});
  await logIn(page, house, ada);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  for (const path of ['/diary', '/']) {
    await page.goto(house.address + path);
    await page.waitForLoadState('networkidle');
  }
  const known = await page.locator('.line').first().textContent();
  await house.pause();
  await page.reload();
  await page.getByText(/The house cannot be reached. This is what was known today/).waitFor();
  assert.equal(await page.locator('.line').first().textContent(), known);
  await house.resume();
  await page.reload();
  await page.locator('.line').first().waitFor();
  assert.equal(await page.getByText('The house cannot be reached').count(), 0);
  await context.close();
});

test('what is taken away is not kept on the device', async () => {
  const { page, context } = await openPage(browser, {});
  await logIn(page, house, { email: 'ada@house.example', password: 'a long enough phrase' });
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  const kept = await page.evaluate(async () => {
    const ask = async path => (await fetch(path)).text();
    const { items } = JSON.parse(await ask('/api/household/request-logs'));
    const log = `/api/household/request-logs/${items[0].day}`;
    const text = await ask(log);
    await ask('/api/household/house');
    const known = await caches.open('known');
    while (!(await known.match('/api/household/house'))) await new Promise(resolve => setTimeout(resolve, 20));
    return { length: text.length, list: !!(await known.match('/api/household/request-logs')), log: !!(await known.match(log)) };
  });
  assert.ok(kept.length > 0);
  assert.deepEqual([kept.list, kept.log], [true, false]);
  await context.close();
});

test('whoever logs out leaves nothing behind on the device', async () => {
  const { page } = await openPage(browser, {});
  await logIn(page, house, { email: 'ada@house.example', password: 'a long enough phrase' });
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  await page.goto(`${house.address}/diary`);
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(async () => (await caches.keys()).includes('known'));
  await page.goto(`${house.address}/me`);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.waitForURL('**/login');
  await page.waitForFunction(async () => !(await caches.keys()).includes('known'));
});
