// A demo house and a browser for one file of tests: open before its first test, closed after its last.

import { after, before } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { demoHouse } from './house.mjs';

export let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await demoHouse();
});
after(async () => (await browser?.close(), await demo?.close()));

/** A page, as the demo's admin, member or viewer sees it. */
export async function enter(role, path) {
  const opened = await openPage(browser, { session: demo.sessions[role], address: demo.address });
  await opened.page.goto(demo.address + path);
  return opened;
}
