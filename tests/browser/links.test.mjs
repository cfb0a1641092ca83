// Links: made in a dialog, opened by somebody without an account, changed and revoked.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { AXE, openPage } from './browser.mjs';
import { browser, demo, enter } from './demo.mjs';
import { asked, folderWith } from './shelf.mjs';

/** A folder of the member's own, with a file in it. */
async function folder(page, name, files) {
  await page.getByRole('link', { name: 'New folder' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByText('An empty folder').waitFor();
  await page.getByLabel('Files to upload').setInputFiles(files.map(file => ({ name: file, mimeType: 'text/plain', buffer: Buffer.from(`this is ${file}`) })));
  await page.getByRole('link', { name: files[0], exact: true }).waitFor();
}

/** What the dialog shows once. */
async function made(page) {
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByRole('img', { name: 'The link as a QR code' }).waitFor();
  const url = (await page.locator('dialog pre').textContent()).trim();
  assert.match(url, /^http.*\/s\/[0-9a-z]{26}$/);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  return demo.address + new URL(url).pathname;
}

async function accessible(page) {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
}

const stranger = (options = {}) => openPage(browser, { ...options, bypassCSP: true });

/** The member's documents. A page that axe looks at lets its script through. */
async function atHome() {
  const opened = await openPage(browser, { session: demo.sessions.member, address: demo.address, bypassCSP: true });
  await opened.page.goto(`${demo.address}/documents`);
  return opened;
}

test('a folder is shared with a password, opened by a stranger on a phone, changed and revoked', async () => {
  const { page, peace } = await atHome();
  await folder(page, 'Photos of summer', ['sea.txt', 'sky.txt']);
  await page.goto(`${demo.address}/documents`);
  await page.getByLabel('Select Photos of summer').check();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByLabel('Password').fill('blue and green');
  await page.getByLabel('Remark').fill('for Grandma');
  await page.getByLabel('Tell me of its first use').check();
  await accessible(page);
  const address = await made(page);

  const guest = await stranger({ viewport: { width: 360, height: 720 }, colorScheme: 'dark' });
  await guest.page.goto(address);
  await guest.page.getByLabel('Password').fill('red and blue');
  await guest.page.getByRole('button', { name: 'Open' }).click();
  await guest.page.getByText('That is not the password.').waitFor();
  await accessible(guest.page);
  await guest.page.getByLabel('Password').fill('blue and green');
  await guest.page.getByRole('button', { name: 'Open' }).click();
  await guest.page.getByRole('heading', { name: 'Photos of summer' }).waitFor();
  await accessible(guest.page);
  assert.ok(await guest.page.evaluate(() => document.documentElement.scrollWidth <= 360));
  const [download] = await Promise.all([guest.page.waitForEvent('download'), guest.page.getByRole('link', { name: 'sea.txt' }).click()]);
  assert.equal(download.suggestedFilename(), 'sea.txt');
  const [all] = await Promise.all([guest.page.waitForEvent('download'), guest.page.getByRole('link', { name: 'Download all' }).click()]);
  assert.equal(all.suggestedFilename(), 'Photos of summer.zip');
  assert.ok((await readFile(await all.path())).includes('Photos of summer/sky.txt'));

  await page.goto(`${demo.address}/documents/links`);
  await page.getByText('used 2 times, last').waitFor();
  await page.getByText('1 wrong password').waitFor();
  await accessible(page);
  await page.goto(`${demo.address}/alerts`);
  await page.getByText('sea.txt was fetched through a link, which was its first use').waitFor();
  await page.goto(`${demo.address}/documents/links`);
  await page.getByRole('button', { name: 'Change the link for Grandma' }).click();
  await page.locator('select[name=kind]').selectOption('none');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('works on other terms now').waitFor();
  const other = await stranger();
  await other.page.goto(address);
  await other.page.getByRole('link', { name: 'sky.txt' }).waitFor();
  await page.getByRole('button', { name: 'Revoke the link for Grandma' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByText('opens nothing any more').waitFor();
  await other.page.reload();
  await other.page.getByRole('heading', { name: 'This link opens nothing' }).waitFor();
  await accessible(other.page);
  peace();
  await Promise.all([page, guest.page, other.page].map(each => each.context().close()));
});

test('somebody sends files through a link that shows nothing, without a script', async () => {
  const { page, peace } = await enter('member', '/documents');
  await folder(page, 'Inbox', ['secret.txt']);
  await page.goto(`${demo.address}/documents`);
  await page.getByLabel('Select Inbox').check();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByLabel(/Only take files/).check();
  const address = await made(page);
  const guest = await stranger({ javaScriptEnabled: false });
  await guest.page.goto(address);
  assert.ok(!(await guest.page.content()).includes('secret'));
  await guest.page.getByLabel('Files').setInputFiles([{ name: 'secret.txt', mimeType: 'text/plain', buffer: Buffer.from('mine') }]);
  await guest.page.getByRole('button', { name: 'Send' }).click();
  await guest.page.getByText('Your file has arrived.').waitFor();
  await page.getByRole('link', { name: 'Inbox', exact: true }).click();
  await page.getByRole('link', { name: 'secret (2).txt', exact: true }).waitFor();
  peace();
  await Promise.all([page, guest.page].map(each => each.context().close()));
});

test('a link ends by the clock of the house, wherever the device is, and an admin revokes it', async () => {
  const { id, href } = await folderWith('Far away', { 'map.txt': 'north' }, { as: 'member' });
  const { page, context, peace } = await openPage(browser, { session: demo.sessions.member, address: demo.address, timezoneId: 'Pacific/Auckland' });
  await page.goto(demo.address + href);
  await page.getByLabel('Select map.txt').check();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByLabel('It ends').selectOption('at');
  await page.getByText('By the clock of the house, to the minute.').waitFor();
  await page.getByLabel('When').fill('2031-07-01T18:30');
  await made(page);
  const { items: nodes } = await asked('GET', `/documents/nodes?parent=${id}`);
  const { items: [link] } = await asked('GET', `/documents/links?node=${nodes[0].id}`);
  const { time_zone: timeZone } = await asked('GET', '/household/house');
  assert.equal(new Date(link.until).toLocaleString('sv-SE', { timeZone }), '2031-07-01 18:30:00');
  peace();
  await context.close();

  const admin = await enter('admin', `/documents/files/${nodes[0].id}`);
  await admin.page.getByRole('button', { name: 'Share' }).click();
  const dialog = admin.page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Revoke the link/ }).click();
  assert.equal(await dialog.getByRole('button', { name: /^Change the link/ }).count(), 0);
  await admin.page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await dialog.getByText('revoked', { exact: true }).waitFor();
  admin.peace();
});
