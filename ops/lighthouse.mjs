#!/usr/bin/env node
// What Lighthouse says of the dashboard, as a table: a phone on a slow network, its defaults, the median run of five.
//
//   cargo build --release && ops/test-web types && ops/lighthouse.mjs    a demo house
//   ops/lighthouse.mjs ADDRESS COOKIE=VALUE    any house that runs
//
// DAYBOOK_BIN is the program (target/release/daybook), CHROME_PATH the browser, PAGES and RUNS what is tried and how often.

import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const require = createRequire(resolve('target/web-tools/package.json'));
const load = name => import(pathToFileURL(require.resolve(name)));
const { default: lighthouse } = await load('lighthouse');
const { computeMedianRun } = await load('lighthouse/core/lib/median-run.js');
const { launch } = await load('chrome-launcher');

const PAGES = process.env.PAGES?.split(',') ?? ['/diary', '/', '/alerts', '/settings', '/people', '/me'];
const RUNS = Number(process.env.RUNS ?? 5);
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

async function demo() {
  const program = spawn(process.env.DAYBOOK_BIN ?? 'target/release/daybook', ['demo', '--json', '--seed', '7', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: program.stdout })) {
    const { address, sessions } = JSON.parse(line);
    return { address, cookie: `${sessions.admin.cookie}=${sessions.admin.value}`, close: () => program.kill() };
  }
  throw new Error('the demo ended');
}

const [, , address, cookie] = process.argv;
const house = address ? { address, cookie, close: () => {} } : await demo();
const chrome = await launch({ chromePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', chromeFlags: FLAGS, logLevel: 'silent' });
console.log('| page | performance | accessibility | best practices | first paint | largest paint | transfer |\n| --- | --- | --- | --- | --- | --- | --- |');
for (const page of PAGES) {
  const options = { port: chrome.port, logLevel: 'silent', extraHeaders: { cookie: house.cookie }, onlyCategories: ['performance', 'accessibility', 'best-practices'] };
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push((await lighthouse(house.address + page, options)).lhr);
  const lhr = computeMedianRun(runs);
  const score = name => Math.round(lhr.categories[name].score * 100);
  const ms = name => `${Math.round(lhr.audits[name].numericValue)} ms`;
  const kilobytes = `${Math.round(lhr.audits['total-byte-weight'].numericValue / 1000)} kB`;
  console.log(`| ${page} | ${score('performance')} | ${score('accessibility')} | ${score('best-practices')} | ${ms('first-contentful-paint')} | ${ms('largest-contentful-paint')} | ${kilobytes} |`);
  if (process.env.WHY) for (const audit of Object.values(lhr.audits)) if (audit.score !== null && audit.score < 0.9) console.error(page, audit.id, audit.displayValue ?? '', audit.score);
}
await chrome.kill();
house.close();
