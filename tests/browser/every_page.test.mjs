// Every page, as everybody may have it: no violation of the accessibility rules that a machine can
// check, nothing wider than the screen, no complaint of the browser, light and dark, phone and desk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AXE, openBrowser, openPage } from './browser.mjs';
import { demoHouse } from './house.mjs';

const PAGES = ['/', '/diary', '/diary?day=yesterday', '/diary?severity=critical', '/diary/400', '/alerts', '/alerts/subscriptions', '/alerts/watch', '/documents', '/documents/shared', '/documents/starred', '/documents/links', '/documents/search', '/documents/search?q=a', '/documents/trash', '/people', '/keys', '/erasures', '/me', '/me/ways',
  '/settings', '/settings/mail', '/settings/network', '/settings/limits', '/settings/sessions', '/settings/backups', '/settings/logs', '/settings/about', '/api/docs'];
const STRANGERS = ['/login', '/welcome', '/reset', '/reset#0', '/invitation', '/invitation#0', '/confirm', '/confirm#0', '/not-me', '/not-me#0'];
const LOOKS = [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']];

let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await demoHouse();
});
after(async () => (await browser?.close(), await demo?.close()));

async function settle(page) {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
}

async function check(page, path) {
  await page.goto(demo.address + path);
  await settle(page);
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const told = found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(node => node.html).join('\n  ')}`);
  assert.deepEqual(told, [], path);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${path} is ${wide} px wider than the screen`);
}

for (const [width, colorScheme] of LOOKS)
  test(`every page holds at ${width} px in the ${colorScheme}`, async () => {
    for (const [pages, session] of [[PAGES, demo.sessions.admin], [STRANGERS, undefined]]) {
      const options = { address: demo.address, session, viewport: { width, height: 800 }, colorScheme, bypassCSP: true, serviceWorkers: 'block' };
      const { page, peace, context } = await openPage(browser, options);
      for (const path of pages) await check(page, path);
      peace();
      await context.close();
    }
  });
