// Large files and whole folders on their way into the house: paused, broken off by a closed tab, given up.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { demo, enter } from './demo.mjs';

const PIECE = 16 * 1024 * 1024;
const BYTES = Buffer.alloc(PIECE + 4_000_000, 'abcdefg');

async function asked(method, path, body) {
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': 'application/json' };
  const answer = await fetch(`${demo.address}/api/documents${path}`, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer;
}

async function folder(name) {
  const { items } = await (await asked('GET', '/spaces')).json();
  return (await (await asked('POST', '/folders', { parent: items.find(({ space }) => space === 'shared').root, name })).json()).id;
}

const inside = async id => (await (await asked('GET', `/nodes?parent=${id}`)).json()).items;

/** Lets the first piece through and holds the second one back. */
async function holdBack(page) {
  const seen = { begun: 0, offsets: [] };
  await page.route('**/api/documents/folders/*/uploads', route => (seen.begun++, route.continue()));
  await page.route('**/api/documents/uploads/*', route => {
    if (route.request().method() !== 'PATCH') return route.continue();
    seen.offsets.push(Number(route.request().headers()['upload-offset']));
    return seen.offsets.length === 2 ? undefined : route.continue();
  });
  return seen;
}

/** The first piece is in the house, and the second one waits. */
async function isHeldBack(page, seen) {
  await page.getByText(/^17 MB of 21 MB/).waitFor();
  for (let tries = 0; seen.offsets.length < 2 && tries < 1000; tries++) await page.waitForTimeout(20);
}

/** A file of this device, as large as two pieces. */
async function large(name) {
  const at = await mkdtemp(join(tmpdir(), 'daybook-upload-'));
  await writeFile(join(at, name), BYTES);
  return { path: join(at, name), gone: () => rm(at, { recursive: true }) };
}

async function open(id) {
  const opened = await enter('admin', `/documents/folders/${id}`);
  await opened.page.getByText('An empty folder').waitFor();
  return opened;
}

const give = (page, path) => page.getByLabel('Files to upload').setInputFiles(path);

async function isWhole(id, name) {
  const node = (await inside(id)).find(one => one.name === name);
  const bytes = Buffer.from(await (await asked('GET', `/files/${node.id}/content`)).arrayBuffer());
  assert.ok(bytes.equals(BYTES), `${name} is not what was sent`);
}

test('a large file is paused and goes on where it was', async () => {
  const [id, file] = [await folder('Paused'), await large('film.bin')];
  const { page, peace } = await open(id);
  const seen = await holdBack(page);
  await give(page, file.path);
  await isHeldBack(page, seen);
  await page.getByRole('button', { name: 'Pause film.bin' }).click();
  await page.getByText('17 MB of 21 MB, paused').waitFor();
  await page.getByRole('button', { name: 'Go on with film.bin' }).click();
  await page.getByText('is here now.').waitFor();
  assert.deepEqual(seen, { begun: 1, offsets: [0, PIECE, PIECE] });
  await isWhole(id, 'film.bin');
  await file.gone();
  peace();
});

test('after the tab was closed the same file goes on where it was', async () => {
  const [id, file] = [await folder('Closed'), await large('film.bin')];
  const { page, peace } = await open(id);
  const seen = await holdBack(page);
  await give(page, file.path);
  await isHeldBack(page, seen);
  page.on('dialog', dialog => dialog.accept());
  await page.reload();
  await page.getByText('An empty folder').waitFor();
  await give(page, file.path);
  await page.getByText('is here now.').waitFor();
  assert.deepEqual(seen, { begun: 1, offsets: [0, PIECE, PIECE] });
  await isWhole(id, 'film.bin');
  await file.gone();
  peace();
});

test('a large file that is given up leaves nothing behind', async () => {
  const [id, file] = [await folder('Given up'), await large('film.bin')];
  const { page, peace } = await open(id);
  const seen = await holdBack(page);
  await give(page, file.path);
  await isHeldBack(page, seen);
  const [ended] = await Promise.all([
    page.waitForResponse(answer => answer.request().method() === 'DELETE'),
    page.getByRole('button', { name: 'Cancel film.bin' }).click(),
  ]);
  assert.equal(ended.status(), 204);
  await page.getByRole('region', { name: 'Uploads' }).waitFor({ state: 'detached' });
  assert.deepEqual(await inside(id), []);
  await file.gone();
  peace();
});

test('a folder is dropped with all that is in it, into the one of that name where there is one', async () => {
  const id = await folder('Folders');
  const { page, peace } = await open(id);
  const trip = await (await asked('POST', '/folders', { parent: id, name: 'Trip' })).json();
  const brought = await page.evaluateHandle(() => {
    // No script can make a folder of the device; this one answers as the browser's own do.
    const file = (name, text) => ({ isFile: true, isDirectory: false, name, file: take => take(new File([text], name)) });
    const directory = (name, ...entries) => ({ isFile: false, isDirectory: true, name, createReader: () => ({ readEntries: take => take(entries.splice(0, 1)) }) });
    const entry = directory('Trip', file('map.txt', 'north'), directory('Photos', file('one.jpg', '1'), file('two.jpg', '2')), directory('Empty'));
    DataTransferItem.prototype.webkitGetAsEntry = () => entry;
    const all = new DataTransfer();
    all.items.add(new File([], 'Trip'));
    return all;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: brought });
  await page.getByText(/ is here now\.|files are here now\./).first().waitFor();
  await page.waitForFunction(() => !document.querySelector('.uploads'));
  const names = async at => (await inside(at)).map(node => node.name);
  for (let tries = 0; tries < 100 && (await names(trip.id)).length < 3; tries++) await page.waitForTimeout(50);
  assert.deepEqual(await names(trip.id), ['Empty', 'Photos', 'map.txt']);
  const photos = (await inside(trip.id)).find(node => node.name === 'Photos');
  assert.deepEqual(await names(photos.id), ['one.jpg', 'two.jpg']);
  assert.deepEqual(await names(id), ['Trip']);
  peace();
});

/** A folder of the device that never ends: each one holds a file and another folder. */
const endless = page => page.evaluateHandle(() => {
  const file = name => ({ isFile: true, isDirectory: false, name, file: take => take(new File([name], name)) });
  const directory = depth => {
    const entries = [file(`${depth}.txt`), null];
    entries[1] = { get isFile() { return false; }, isDirectory: true, name: `In ${depth}`, createReader: () => directory(depth + 1).createReader() };
    return { isFile: false, isDirectory: true, name: 'Endless', createReader: () => ({ readEntries: take => take(entries.splice(0, 2)) }) };
  };
  DataTransferItem.prototype.webkitGetAsEntry = () => directory(0);
  const all = new DataTransfer();
  all.items.add(new File([], 'Endless'));
  return all;
});

test('a folder that is given up makes no folder more, and until then the window asks before it closes', async () => {
  const id = await folder('Never');
  const { page, peace } = await open(id);
  let made = 0;
  await page.route('**/api/documents/folders', route => (made++, route.continue()));
  await page.dispatchEvent('body', 'drop', { dataTransfer: await endless(page) });
  await page.getByText('0.txt', { exact: true }).waitFor();
  assert.ok(await page.evaluate(() => !!globalThis.onbeforeunload));
  await page.getByRole('button', { name: 'Cancel all' }).click();
  await page.getByRole('region', { name: 'Uploads' }).waitFor({ state: 'detached' });
  assert.ok(await page.evaluate(() => !globalThis.onbeforeunload));
  const before = made;
  await page.reload();
  await page.getByRole('link', { name: 'Endless', exact: true }).waitFor();
  assert.equal(made, before);
  peace();
});

test('a large file that is given up before the house has answered is ended once it has', async () => {
  const [id, file] = [await folder('At once'), await large('film.bin')];
  const { page, peace } = await open(id);
  let go;
  const held = new Promise(resolve => (go = resolve));
  await page.route('**/api/documents/folders/*/uploads', async route => (await held, route.continue()));
  await give(page, file.path);
  await page.getByRole('button', { name: 'Cancel film.bin' }).click();
  await page.getByRole('region', { name: 'Uploads' }).waitFor({ state: 'detached' });
  const [ended] = await Promise.all([page.waitForResponse(answer => answer.request().method() === 'DELETE'), go()]);
  assert.equal(ended.status(), 204);
  assert.equal(await page.evaluate(() => localStorage.getItem('daybook-uploads')), '{}');
  await file.gone();
  peace();
});

test('whoever logs out leaves no upload behind for the next person', async () => {
  const id = await folder('Left');
  const { page, context, peace } = await enter('member', `/documents/folders/${id}`);
  await page.getByText('An empty folder').waitFor();
  await page.route('**/files/secret.txt', () => {});
  await give(page, { name: 'secret.txt', mimeType: 'text/plain', buffer: Buffer.from('mine') });
  await page.getByRole('progressbar', { name: 'secret.txt sent' }).waitFor();
  await page.locator('.rest a').click();
  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await page.waitForURL('**/login*');
  assert.ok(await page.evaluate(() => !globalThis.onbeforeunload));
  const { cookie, value } = demo.sessions.admin;
  await context.addCookies([{ name: cookie, value, url: demo.address }]);
  // The next person comes in on the same page, as through the form: nothing is loaded anew.
  await page.evaluate(async here => {
    const core = document.querySelector('script[type=module]').src.replace('app.js', 'core/');
    await (await import(`${core}session.js`)).recognise();
    (await import(`${core}router.js`)).navigate(here);
  }, `/documents/folders/${id}`);
  await page.getByText('An empty folder').waitFor();
  await page.getByRole('button', { name: 'Upload' }).waitFor();
  assert.equal(await page.getByText('secret.txt').count(), 0);
  await give(page, { name: 'mine.txt', mimeType: 'text/plain', buffer: Buffer.from('mine') });
  await page.getByText('is here now.').waitFor();
  assert.deepEqual((await inside(id)).map(node => node.name), ['mine.txt']);
  peace();
});
