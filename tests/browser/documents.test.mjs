// Documents, as they are put in, looked at, moved about, thrown away and taken out again.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AXE, openPage } from './browser.mjs';
import { browser, demo, enter } from './demo.mjs';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const LONG = `${'Länge'.repeat(41)}${'x'.repeat(5)}.txt`;

/** The house is asked without the page. */
async function asked(method, path, body, type = 'application/json') {
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': type };
  const answer = await fetch(`${demo.address}/api/documents${path}`, { method, headers, body });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

/** A folder of its own for each test, in the house's space, with files in it. */
async function folderWith(name, files = {}) {
  const { items } = await asked('GET', '/spaces');
  const { id } = await asked('POST', '/folders', JSON.stringify({ parent: items.find(({ space }) => space === 'shared').root, name }));
  for (const [file, text] of Object.entries(files)) await asked('PUT', `/folders/${id}/files/${encodeURIComponent(file)}`, text, 'text/plain');
  return { id, href: `/documents/folders/${id}` };
}

async function open(role, { href }) {
  const opened = await enter(role, href);
  await opened.page.getByRole('navigation', { name: 'Folders above' }).waitFor();
  return opened;
}

const line = (page, name) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
const file = (name, text, mimeType = 'text/plain') => ({ name, mimeType, buffer: Buffer.from(text) });
const give = (page, files) => page.getByLabel('Files to upload').setInputFiles(files);

test('a folder is made, a file is put into it, and put again it keeps what it was', async () => {
  const { page, peace } = await enter('member', '/documents');
  await page.getByRole('link', { name: 'New folder' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Kitchen');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('link', { name: 'Kitchen', exact: true }).click();
  await page.getByText('An empty folder').waitFor();
  await give(page, [file('Recipe.txt', 'flour')]);
  await page.getByText('is here now.').waitFor();
  await give(page, [file('Recipe.txt', 'flour and water')]);
  await page.getByText('is here in version 2 now.').waitFor();
  await give(page, [file('Recipe.txt', 'flour and water')]);
  await page.getByText('was here already, byte for byte.').waitFor();
  await page.getByRole('link', { name: 'Recipe.txt', exact: true }).click();
  await page.getByText('flour and water', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'View version 1' }).click();
  await page.getByText('flour', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Restore version 1' }).last().click();
  await page.getByText('as version 1').waitFor();
  await page.getByRole('link', { name: 'Show the newest' }).click();
  await page.getByText('flour', { exact: true }).waitFor();
  assert.equal(await page.locator('.versions li').count(), 3);
  const [taken] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download version 2' }).click()]);
  assert.equal(taken.suggestedFilename(), 'Recipe.txt');
  peace();
});

test('files are dropped on the page, and each that is refused says why', async () => {
  const { page, peace } = await open('admin', await folderWith('Dropped'));
  await asked('POST', '/folders', JSON.stringify({ parent: page.url().split('/').at(-1), name: 'Taken' }));
  const brought = await page.evaluateHandle(names => {
    const all = new DataTransfer();
    for (const name of names) all.items.add(new File([name], name, { type: 'text/plain' }));
    return all;
  }, ['one.txt', 'Taken', LONG, '🎄.txt']);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: brought });
  await page.getByText('Let go to put it here').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: brought });
  await page.getByText('3 files are here now.').waitFor();
  for (const name of ['one.txt', LONG.normalize('NFC'), '🎄.txt']) await line(page, name).waitFor();
  await page.getByRole('alert').filter({ hasText: /^Not stored: ./ }).waitFor();
  await page.getByRole('button', { name: 'Forget Taken' }).click();
  await page.getByRole('region', { name: 'Uploads' }).waitFor({ state: 'detached' });
  peace();
});

test('an upload shows how far it is and can be cancelled, and nothing is stored of it', async () => {
  const { page, peace } = await open('admin', await folderWith('Cancelled'));
  await page.route('**/files/endless.bin', () => {});
  await give(page, [file('endless.bin', 'x'.repeat(4000))]);
  await page.getByRole('progressbar', { name: 'endless.bin sent' }).waitFor();
  await page.getByRole('button', { name: 'Cancel endless.bin' }).click();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  await page.getByText('An empty folder').waitFor();
  peace();
});

test('what comes too fast for the house waits as long as it says, and then goes on by itself', async () => {
  const { page, peace } = await open('admin', await folderWith('Fast'));
  let refused = 0;
  await page.route('**/files/soon.txt', route => (refused++ ? route.continue() : route.fulfill({ status: 429, headers: { 'retry-after': '1' }, contentType: 'application/problem+json', body: '{"code":"too_many_requests","detail":"too much at once"}' })));
  await give(page, [file('soon.txt', 'now')]);
  await page.getByText('is here now.').waitFor();
  await line(page, 'soon.txt').waitFor();
  assert.equal(refused, 2);
  peace();
});

test('everything in a folder can be done from the keyboard', async () => {
  const { page, peace } = await open('admin', await folderWith('Keys', { 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' }));
  await line(page, 'a.txt').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  assert.equal(await page.locator('[role=row][aria-selected=true]').count(), 2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F2');
  await page.getByLabel('Name', { exact: true }).waitFor();
  await page.keyboard.type('z');
  await page.keyboard.press('Enter');
  await line(page, 'z.txt').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Space');
  assert.equal(await page.locator('[role=row][aria-selected=true]').count(), 2);
  await page.keyboard.press('Delete');
  await line(page, 'a.txt').waitFor({ state: 'detached' });
  await page.getByText('2 things are in the trash.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await line(page, 'a.txt').waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('Name', { exact: true }).fill('a.txt');
  await page.keyboard.press('Enter');
  await page.locator('.wrong').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Inner');
  await page.keyboard.press('Enter');
  await line(page, 'Inner').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Inner' }).waitFor();
  peace();
});

test('things are moved by walking the folders, and the way back is offered', async () => {
  const inner = await folderWith('Goal');
  const { page, peace } = await open('admin', await folderWith('Start', { 'one.txt': '1', 'two.txt': '2' }));
  await page.getByLabel('Select one.txt').check();
  await page.getByLabel('Select two.txt').check();
  await page.getByRole('button', { name: 'Move' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'It lies here' }).waitFor();
  await dialog.getByRole('button', { name: 'Shared' }).click();
  await dialog.getByRole('button', { name: 'Goal' }).click();
  await dialog.getByRole('button', { name: 'Move here' }).click();
  await page.getByText('An empty folder').waitFor();
  assert.equal((await asked('GET', `/nodes?parent=${inner.id}`)).items.length, 2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await line(page, 'two.txt').waitFor();
  peace();
});

test('things are copied beside themselves and into the other space, and the copies can be thrown away at once', async () => {
  const { page, peace } = await open('admin', await folderWith('Copied', { 'one.txt': '1', 'two.txt': '2' }));
  await page.getByLabel('Select one.txt').check();
  await page.keyboard.press('Escape');
  await page.getByLabel('Select one.txt').check();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByRole('button', { name: 'Copy beside it' }).click();
  await line(page, 'one (2).txt').waitFor();
  await page.getByLabel('Select all').check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Copy' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Mine' }).click();
  await dialog.getByRole('button', { name: 'Copy here' }).click();
  await page.getByText('3 things have a copy in Mine now.').waitFor();
  await page.getByRole('link', { name: 'Mine', exact: true }).click();
  await line(page, 'one (2).txt').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('The copies are in the trash.').waitFor();
  await line(page, 'one (2).txt').waitFor({ state: 'detached' });
  peace();
});

test('the trash gives back, and forgets for good after a question', async () => {
  const { page, peace } = await open('admin', await folderWith('Thrown', { 'keep.txt': 'k', 'lose.txt': 'l' }));
  await line(page, 'lose.txt').waitFor();
  await page.getByLabel('Select keep.txt').check();
  await page.getByLabel('Select lose.txt').check();
  await page.getByRole('button', { name: 'Trash' }).click();
  await page.getByText('An empty folder').waitFor();
  await page.getByText('2 things are in the trash.').waitFor();
  await page.goto(`${demo.address}/documents/trash?of=shared`);
  await page.getByRole('button', { name: 'Restore keep.txt' }).click();
  await page.getByText('is back.').waitFor();
  const lose = page.getByRole('button', { name: 'Delete for good: lose.txt' });
  await lose.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
  await lose.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('is gone for good.').waitFor();
  await lose.waitFor({ state: 'detached' });
  await page.goBack();
  await line(page, 'keep.txt').waitFor();
  assert.equal(await line(page, 'lose.txt').count(), 0);
  peace();
});

test('a picture is shown, and a page among the files runs nothing', async () => {
  const folder = await folderWith('Shown');
  await asked('PUT', `/folders/${folder.id}/files/dot.png`, PIXEL, 'image/png');
  await asked('PUT', `/folders/${folder.id}/files/page.html`, '<script>parent.document.title = "owned"</script>', 'text/html');
  const { page, peace } = await open('viewer', folder);
  await page.getByRole('link', { name: 'dot.png', exact: true }).click();
  await page.waitForFunction(() => document.querySelector('.preview img')?.naturalWidth === 1);
  await page.goBack();
  await page.getByRole('link', { name: 'page.html', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'page.html' }).waitFor();
  await page.locator('.preview').getByText(/owned|no preview/).waitFor();
  assert.match(await page.title(), /^page\.html/);
  peace();
});

test('what is done elsewhere is shown by itself, and an upload goes on while one looks at something else', async () => {
  const folder = await folderWith('Together');
  const { page, peace } = await open('admin', folder);
  await page.getByText('An empty folder').waitFor();
  await page.waitForFunction(() => document.documentElement.dataset.live === 'on');
  await asked('PUT', `/folders/${folder.id}/files/news.txt`, 'new', 'text/plain');
  await line(page, 'news.txt').waitFor();
  let go;
  const held = new Promise(resolve => (go = resolve));
  await page.route('**/files/late.txt', async route => (await held, route.continue()));
  await give(page, [file('late.txt', 'at last')]);
  await page.getByRole('progressbar').waitFor();
  await page.getByRole('link', { name: 'Diary', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: /Diary|Today/ }).waitFor();
  go();
  await page.getByText('is here now.').waitFor();
  await page.goBack();
  await line(page, 'late.txt').waitFor();
  peace();
});

test('the pages hold with the longest names, on a phone and at a desk, in the light and in the dark', async () => {
  const outer = await folderWith(`${'W'.repeat(250)}`);
  const { id } = await asked('POST', '/folders', JSON.stringify({ parent: outer.id, name: 'm'.repeat(255) }));
  const kept = await asked('PUT', `/folders/${id}/files/${encodeURIComponent(LONG)}`, 'long\n'.repeat(90), 'text/plain');
  const lost = await asked('PUT', `/folders/${id}/files/${'g'.repeat(255)}`, 'x', 'text/plain');
  await asked('DELETE', `/nodes/${lost.id}`);
  const pages = ['/documents', '/documents/shared', '/documents/shared?new=1', '/documents/trash', '/documents/trash?of=shared', outer.href, `/documents/folders/${id}`, `/documents/files/${kept.id}`, `/documents/files/${lost.id}`];
  for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']]) {
    const options = { address: demo.address, session: demo.sessions.admin, viewport: { width, height: 800 }, colorScheme, bypassCSP: true, serviceWorkers: 'block' };
    const { page, context, peace } = await openPage(browser, options);
    for (const path of pages) await holds(page, path);
    peace();
    await context.close();
  }
});

/** Neither wider than the screen nor against a rule of accessibility, also with everything selected. */
async function holds(page, path) {
  await page.goto(demo.address + path);
  await page.locator('h1').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true]'));
  const first = page.locator('[role=row] .tick input').last();
  if (!path.includes('new=') && (await first.count())) await first.check();
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join('\n')}`), [], path);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${path} is ${wide} px wider than the screen`);
}

test('whoever may only look finds nothing to change', async () => {
  const { page, peace } = await open('viewer', await folderWith('Looked at', { 'read.txt': 'words' }));
  await line(page, 'read.txt').waitFor();
  assert.equal(await page.getByRole('checkbox').count(), 0);
  for (const name of ['Upload', 'New folder']) assert.equal(await page.getByText(name, { exact: true }).count(), 0, name);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await page.keyboard.press('n');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.keyboard.press('Enter');
  await page.getByText('words', { exact: true }).waitFor();
  for (const name of ['Rename', 'Move', 'Trash', 'Restore']) assert.equal(await page.getByRole('button', { name }).count(), 0, name);
  await page.getByRole('link', { name: 'Download', exact: true }).waitFor();
  peace();
});
