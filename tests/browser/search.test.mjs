// Search by what files say: the place is shown, with the words marked, and nothing of a text is taken for part of the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';
import { folderWith } from './shelf.mjs';

test('a file is found by its text, and the place is shown as it was written', async () => {
  await folderWith('Letters', { 'to-eve.txt': 'Dear Eve, <img src=x onerror=alert(1)> the Zanzibar harbour is lovely.\nYours, Ada' });
  const { page, peace } = await enter('admin', '/documents/search');
  const found = page.getByRole('list', { name: 'What was found' }).getByRole('listitem').filter({ hasText: 'to-eve.txt' });
  // The words are read a moment after a file was stored.
  for (const end = Date.now() + 30_000; Date.now() < end && !(await found.count()); ) {
    await page.goto(new URL('/documents/search?q=zanzi+HARBOUR', page.url()).href);
    await found.waitFor({ timeout: 2000 }).catch(() => {});
  }
  assert.deepEqual(await found.locator('mark').allTextContents(), ['Zanzibar', 'harbour']);
  assert.match(await found.locator('.excerpt').innerText(), /… Eve, <img src=x onerror=alert\(1\)> the Zanzibar harbour is lovely\. Yours, Ada/);
  assert.equal(await found.locator('img').count(), 0);
  await page.getByRole('searchbox').fill('to-eve');
  await found.locator('mark').first().waitFor({ state: 'detached' });
  await found.waitFor();
  peace();
});
