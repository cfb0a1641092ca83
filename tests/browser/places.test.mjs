// A folder whose files are kept on another disk: chosen where its rules are, and told when that disk is away.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { freshHouse } from './house.mjs';
import { found, logIn } from './people.mjs';

let browser, house, ada, nas;
before(async () => {
  browser = await openBrowser();
  nas = await mkdtemp(join(tmpdir(), 'daybook-nas-'));
  house = await freshHouse({ DAYBOOK_FILES_PLACES: `nas=${nas}` });
  ada = await found(house);
});
after(async () => {
  await browser?.close();
  await house?.close();
  for (const folder of [nas, `${nas}-away`]) await rm(folder, { recursive: true, force: true });
});

const kept = async () => (await readdir(nas, { recursive: true })).filter(name => /[0-9a-f]{64}$/.test(name)).length;

test('what comes into a folder is kept at the place that is chosen, and a place that is away is told', async () => {
  const { page, peace } = await openPage(browser);
  await logIn(page, house, ada);
  await page.goto(`${house.address}/documents`);
  await page.getByRole('link', { name: 'What may be stored here' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('This space takes').selectOption({ label: 'What is said here' });
  const where = dialog.getByLabel('What comes is kept');
  const [, there] = await where.locator('option').allTextContents();
  assert.match(there, /^at nas, with room for /);
  await where.selectOption('nas');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByLabel('Files to upload').setInputFiles([{ name: 'far.txt', mimeType: 'text/plain', buffer: Buffer.from('far away') }]);
  await page.getByRole('link', { name: 'far.txt' }).first().waitFor();
  assert.equal(await kept(), 1);
  await rename(nas, `${nas}-away`);
  await page.getByRole('link', { name: 'What may be stored here' }).click();
  await dialog.getByText('at nas, which is not there now').waitFor({ state: 'attached' });
  peace();
});
