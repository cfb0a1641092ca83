// A folder as a grid of pictures: seen, walked through with the arrows, chosen from, and remembered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { AXE, openPage } from './browser.mjs';
import { browser, demo, enter } from './demo.mjs';
import { asked, folderWith, line, put } from './shelf.mjs';

const chunk = (kind, bytes) => {
  const named = Buffer.concat([Buffer.from(kind), bytes]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(bytes.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};

/** A picture that goes from one colour to the other. */
function picture(width, height, [from, to]) {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const row = y => [0, ...Array.from({ length: width }, (_, x) => from.map((part, at) => Math.round(part + ((to[at] - part) * (x + y)) / (width + height)))).flat()];
  const pixels = deflateSync(Buffer.from(Array.from({ length: height }, (_, y) => row(y)).flat()));
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

const IMAGE = { type: 'image/png' };

async function gallery(name) {
  const folder = await folderWith(name, { 'notes.txt': 'a note' });
  await put(folder.id, 'dawn.png', picture(900, 600, [[244, 162, 97], [38, 70, 83]]), IMAGE);
  await put(folder.id, 'lake.png', picture(400, 700, [[42, 157, 143], [233, 196, 106]]), IMAGE);
  await put(folder.id, 'tiny.png', picture(3, 3, [[200, 0, 0], [0, 0, 200]]), IMAGE);
  await put(folder.id, 'broken.png', 'no picture', IMAGE);
  await asked('POST', '/documents/folders', { parent: folder.id, name: 'Older' });
  return folder;
}

test('pictures are seen in a grid, what is none by its sign, and the browser remembers it', async () => {
  const { page, peace } = await openPage(browser, { session: demo.sessions.member, address: demo.address, bypassCSP: true });
  await page.goto(demo.address + (await gallery('Gallery')).href);
  await page.getByRole('button', { name: 'As a grid' }).click();
  const images = page.locator('.tiles img');
  await page.waitForFunction(() => document.querySelectorAll('.tiles img').length === 3 && [...document.querySelectorAll('.tiles img')].every(one => one.complete && one.naturalWidth));
  for (const name of ['notes.txt', 'broken.png', 'Older']) assert.equal(await line(page, name).locator('.seen svg').count(), 1, name);
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map(({ id }) => id), []);
  await page.reload();
  await page.locator('.tiles img').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'As a grid' }).getAttribute('aria-pressed'), 'true');
  await page.getByRole('button', { name: 'As a list' }).click();
  await page.locator('.lines').waitFor();
  assert.equal(await images.count(), 0);
  peace();
});

test('the arrows lead through a grid in both directions, and what is chosen is acted on', async () => {
  const { page, peace } = await enter('admin', (await gallery('Walked')).href);
  await line(page, 'tiny.png').waitFor();
  await page.keyboard.press('v');
  await page.locator('.tiles').waitFor();
  await page.setViewportSize({ width: 700, height: 900 });
  const columns = await page.locator('.tiles').evaluate(grid => getComputedStyle(grid).gridTemplateColumns.split(' ').length);
  const names = await page.locator('.tiles .what > a').allTextContents();
  assert.ok(columns > 1 && columns < names.length, `${columns} columns`);
  const chosen = () => page.locator('.tiles [aria-selected=true] .what > a').allTextContents();
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await chosen(), [names[0]]);
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await chosen(), [names[1]]);
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await chosen(), [names[Math.min(1 + columns, names.length - 1)]]);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await chosen(), [names[0]], 'there is no row above');
  await page.keyboard.press('Shift+ArrowRight');
  assert.deepEqual(await chosen(), names.slice(0, 2));
  await line(page, 'tiny.png').click();
  await page.getByRole('toolbar').getByRole('button', { name: 'Trash' }).click();
  await line(page, 'tiny.png').waitFor({ state: 'detached' });
  peace();
});
