// The diary and the front page, as somebody who lives there reads them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from './browser.mjs';
import { demoHouse } from './house.mjs';

let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await demoHouse();
});
after(async () => (await browser?.close(), await demo?.close()));

const enter = role => openPage(browser, { session: demo.sessions[role], address: demo.address });

/** Does something in the house over its interface, as the admin. */
async function change(path, method, body) {
  const { cookie, value, csrf_token } = demo.sessions.admin;
  const headers = { cookie: `${cookie}=${value}`, 'x-csrf-token': csrf_token, 'content-type': 'application/json' };
  const answer = await fetch(demo.address + path, { method, headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, await answer.text());
}

test('the front page says what day it is and leads to the diary', async () => {
  const { page, peace } = await enter('admin');
  await page.goto(demo.address);
  await page.getByRole('heading', { level: 1, name: /Mara/ }).waitFor();
  await page.getByText(/entries, \d+ of them warnings or worse/).waitFor();
  await page.locator('.plot canvas').waitFor();
  await page.getByRole('link', { name: 'The whole diary' }).click();
  await page.waitForURL('**/diary');
  peace();
});

test('a day is read, the day before is a key away, and the address remembers it', async () => {
  const { page, peace } = await enter('admin');
  await page.goto(`${demo.address}/diary?day=yesterday`);
  await page.getByRole('heading', { level: 1, name: 'Yesterday' }).waitFor();
  await page.locator('.moment').first().waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.waitForURL(/day=\d{4}-\d\d-\d\d/);
  const address = page.url();
  await page.locator('.moment').first().waitFor();
  const lines = await page.locator('.line').allTextContents();
  await page.reload();
  await page.locator('.moment').first().waitFor();
  assert.deepEqual(await page.locator('.line').allTextContents(), lines);
  assert.equal(page.url(), address);
  peace();
});

test('an entry opens to show who, when, from where and why, and the way back keeps the search', async () => {
  const { page, peace } = await enter('admin');
  await page.goto(`${demo.address}/diary?severity=critical`);
  await page.getByRole('heading', { name: 'Found in the diary' }).waitFor();
  const line = page.locator('.line a').first();
  const sentence = (await line.textContent()).replace('critical', '').trim();
  await line.click();
  await page.getByRole('heading', { level: 1, name: sentence }).waitFor();
  for (const part of ['When', 'Who', 'Event', 'Request']) await page.locator('dt', { hasText: part }).first().waitFor();
  await page.getByRole('link', { name: 'Diary', exact: true }).last().click();
  await page.waitForURL('**/diary?severity=critical');
  peace();
});

test('words are searched while they are typed', async () => {
  const { page, peace } = await enter('admin');
  await page.goto(`${demo.address}/diary`);
  await page.getByPlaceholder('Words in the diary').fill('password changed');
  await page.waitForURL(/text=password/);
  await page.getByRole('heading', { name: 'Found in the diary' }).waitFor();
  await page.locator('.line').first().waitFor();
  for (const line of await page.locator('.line').allTextContents()) assert.match(line, /password/i);
  await page.getByPlaceholder('Words in the diary').fill('zebra crossing');
  await page.getByText('Nothing fits').waitFor();
  peace();
});

test('what happens appears in the open diary by itself', async () => {
  const { page, peace } = await enter('admin');
  await page.goto(`${demo.address}/diary`);
  await page.locator('.daybar').waitFor();
  await page.locator('html[data-live=on]').waitFor({ state: 'attached' });
  const name = `House number ${Date.now()}`;
  await change('/api/household/settings', 'PATCH', { name });
  await page.locator('.line.fresh').first().waitFor();
  peace();
});

test('a viewer sees what concerns them, and no page of admins', async () => {
  const { page, peace } = await enter('viewer');
  await page.goto(`${demo.address}/people`);
  await page.getByText('This page does not exist').waitFor();
  assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0);
  await page.goto(`${demo.address}/diary?context=household`);
  await page.locator('.line, .empty').first().waitFor();
  peace();
});
