// The dialogs about files and folders: what they ask, and that they are gone once what they are about is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';
import { asked, folderWith, line, put } from './shelf.mjs';

test('a dialog goes with what it is about, and does not come back by itself', async () => {
  const { href, ids } = await folderWith('Moved away', { 'a.txt': 'a', 'b.txt': 'b' });
  const { page, peace } = await enter('admin', href);
  await page.waitForFunction(() => document.documentElement.dataset.live === 'on');
  await page.getByLabel('Select a.txt').check();
  await page.getByRole('button', { name: 'Move' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'It lies here' }).waitFor();
  await asked('DELETE', `/documents/nodes/${ids['a.txt']}`);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByLabel('Select b.txt').check();
  await page.getByText('1 selected').waitFor();
  assert.equal(await page.getByRole('dialog').count(), 0);
  peace();
});

test('a copy is put into the folder that was walked to, and the dialog says where one is', async () => {
  const goal = await folderWith('Copies go here', { 'there.txt': 't' });
  const { href } = await folderWith('Copies come from here', { 'a.txt': 'a' });
  const { page, peace } = await enter('admin', href);
  await page.getByLabel('Select a.txt').check();
  await page.getByRole('button', { name: 'Copy' }).click();
  const dialog = page.getByRole('dialog', { name: 'Copy' });
  await dialog.getByRole('button', { name: 'Copy beside it' }).waitFor();
  await dialog.getByRole('button', { name: 'Shared', pressed: true }).waitFor();
  await dialog.getByRole('navigation').getByRole('button', { name: 'Shared' }).click();
  await dialog.getByRole('button', { name: 'Copies go here' }).click();
  await dialog.getByText('No folders in here.').waitFor();
  await dialog.getByRole('button', { name: 'Copy here' }).click();
  await page.getByText('has a copy in “⁨Copies go here⁩” now.').waitFor();
  await line(page, 'a.txt').waitFor();
  assert.deepEqual((await asked('GET', `/documents/nodes?parent=${goal.id}`)).items.map(node => node.name), ['a.txt', 'there.txt']);
  peace();
});

test('a version is named and pinned, and a name that is too long is refused where it stands', async () => {
  const { id, ids } = await folderWith('Marked', { 'tax.txt': 'first' });
  await put(id, 'tax.txt', 'second');
  const { page, peace } = await enter('admin', `/documents/files/${ids['tax.txt']}`);
  await page.getByRole('button', { name: 'Mark version 1: name it or pin it' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await name.evaluate(input => input.removeAttribute('maxlength'));
  await name.fill('x'.repeat(101));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.wrong').waitFor();
  await name.fill('as sent to the bank');
  await page.getByLabel(/Keep it/).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const first = page.locator('.versions li').filter({ hasText: 'Version 1' });
  await first.getByText('as sent to the bank').waitFor();
  await first.getByText('pinned', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Mark version 1: name it or pin it' }).click();
  assert.equal(await name.inputValue(), 'as sent to the bank');
  await page.getByLabel(/Keep it/).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await first.getByText('pinned', { exact: true }).waitFor({ state: 'detached' });
  peace();
});

/** Each question that is asked of a route gets its answer when the test says so. */
async function heldBack(page, route, answers) {
  const waiting = [];
  await page.route(route, async asking => answers[await waiting.shift()](asking));
  return () => {
    let answer;
    waiting.push(new Promise(resolve => (answer = resolve)));
    return answer;
  };
}

test('rules are saved only once it was shown what they delete', async () => {
  const { page, peace } = await enter('member', '/documents/trash');
  const [dialog, save, days] = [page.getByRole('dialog'), page.getByRole('button', { name: 'Save' }), page.getByLabel('The trash is emptied')];
  const [nothing, looking] = [dialog.getByText('Nothing is deleted by this now.'), dialog.getByText('Looking at what that would delete.')];
  const open = async () => (await page.getByRole('button', { name: 'How long it is kept' }).click(), nothing.waitFor());
  await open();
  const question = await heldBack(page, '**/keeping/preview', {
    much: route => route.fulfill({ json: { trashed: 2, versions: 3, size_bytes: 4_200_000 } }),
    refused: route => route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"code":"busy","detail":"the house is busy"}' }),
    real: route => route.continue(),
  });
  let answer = question();
  await days.selectOption('7');
  await looking.waitFor();
  assert.equal(await nothing.count(), 0);
  assert.ok(await save.isDisabled());
  answer('much');
  await dialog.getByText('Within the hour this deletes 2 things in the trash and 3 earlier versions of 4.2 MB for good.').waitFor();
  assert.ok(await save.isEnabled());
  answer = question();
  await page.getByLabel('Earlier versions').selectOption('gentle');
  await looking.waitFor();
  answer('refused');
  await dialog.getByRole('alert').getByText('The house is busy.').waitFor();
  assert.ok(await save.isDisabled());
  answer = question();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  answer('real');
  await nothing.waitFor();
  await save.click();
  await page.getByText('These rules hold from now on.').waitFor();
  const steps = [{ until_hours: 168, every_minutes: 0 }, { until_hours: null, every_minutes: 1440 }];
  assert.deepEqual(await asked('GET', '/documents/spaces/own/keeping', undefined, { as: 'member' }), { trash_days: 7, steps });
  await page.unroute('**/keeping/preview');
  await open();
  assert.equal(await days.inputValue(), '7');
  peace();
});
