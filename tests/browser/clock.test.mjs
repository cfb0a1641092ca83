// Time in the dashboard is the house's, told by the house around now and by the browser's own database further off: both say
// what that database says, also where the clocks change.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enter } from './demo.mjs';

const ZONES = ['America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC', 'Europe/Berlin'];

test('the clocks of the house show what its time zone shows, near and far, whatever the device lives by', async () => {
  const { page, peace } = await enter('admin', '/settings');
  const session = await page.evaluate(() => fetch('/api/identity/session').then(found => found.json()));
  for (const zone of ZONES) {
    const changed = await page.evaluate(([time_zone, token]) => fetch('/api/household/settings', {
      method: 'PATCH', headers: { 'content-type': 'application/json', 'x-csrf-token': token }, body: JSON.stringify({ time_zone }),
    }).then(answer => answer.status), [zone, session.csrf_token]);
    assert.equal(changed, 200, zone);
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    const wrong = await page.evaluate(async zone => {
      const web = document.querySelector('script[type=module]').src.replace('/app.js', '');
      const { onClock, fromClock } = await import(`${web}/core/clock.js`);
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      const hour = 3_600_000;
      const start = Math.floor(Date.now() / hour) * hour - 1200 * 24 * hour;
      const found = [];
      for (let at = start; at < start + 2000 * 24 * hour; at += hour / 2) {
        const expected = format.format(at).replace(' ', 'T');
        if (onClock(at) !== expected) found.push([new Date(at).toISOString(), onClock(at), expected]);
        if (onClock(fromClock(expected)) !== expected) found.push([expected, 'and back']);
      }
      return found.slice(0, 5);
    }, zone);
    assert.deepEqual(wrong, [], zone);
  }
  peace();
});

test('days and times are said as people say them', async () => {
  const { page, peace } = await enter('admin', '/diary');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const said = await page.evaluate(async () => {
    const web = document.querySelector('script[type=module]').src.replace('/app.js', '');
    const { dayInFull, dayInShort, exactly, relative, shiftDay } = await import(`${web}/core/days.js`);
    const { grouped } = await import(`${web}/core/sizes.js`);
    const ago = seconds => relative(Date.now() - seconds * 1000);
    return [dayInFull('2024-02-29'), dayInShort('2026-09-06'), shiftDay('2026-03-01', -1), exactly('2026-07-01T12:00:01Z'), exactly('1999-01-01T23:30:00Z'),
      ago(20), ago(60), ago(7200), ago(86_400), ago(3 * 86_400), ago(-90_000), ago(-300.5), [0, 999, 1000, 1234567].map(grouped).join(' ')];
  });
  assert.deepEqual(said, ['Thursday 29 February 2024', 'Sun 6 Sep', '2026-02-28', 'Wednesday 1 July 2026 at 14:00:01 CEST', 'Saturday 2 January 1999 at 00:30:00 CET',
    'just now', '1 minute ago', '2 hours ago', 'yesterday', '3 days ago', 'tomorrow', 'in 5 minutes', '0 999 1,000 1,234,567']);
  peace();
});
