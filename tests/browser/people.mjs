// Who comes in, and how: over the interface to be quick, or through the door as a person would.

import assert from 'node:assert/strict';

/** The first admin, by the link the house printed. */
export async function found(house) {
  const ada = { name: 'Ada', email: 'ada@house.example', password: 'a long enough phrase' };
  const body = JSON.stringify({ token: new URL(house.link).hash.slice(1), ...ada });
  const answer = await fetch(`${house.address}/api/identity/founding`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  assert.ok(answer.ok, await answer.text());
  return ada;
}

/** Through the door: address, password, and the code that came by mail. */
export async function logIn(page, house, { email, password }) {
  await page.goto(`${house.address}/login`);
  await page.getByLabel('Mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
  await page.getByLabel('Code').fill(await house.code(email));
  await page.waitForURL(`${house.address}/`);
}
