// A house for the browser: the real program, with a folder of its own that is gone afterwards.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = process.env.DAYBOOK_BIN ?? 'target/debug/daybook';
const PATIENCE_MS = 60_000;

/** Tries until something is there. */
export async function until(what, ask) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await ask().catch(() => null);
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function start(args, env) {
  const program = spawn(PROGRAM, args, { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  for (const stream of [program.stdout, program.stderr]) createInterface({ input: stream }).on('line', line => lines.push(line));
  const ended = new Promise(resolve => program.once('exit', resolve));
  const early = ended.then(code => Promise.reject(new Error(`${args[0]} ended with ${code}:\n${lines.join('\n')}`)));
  early.catch(() => {});
  const line = find => Promise.race([early, until(`${args[0]} to say where it is`, async () => lines.find(find))]);
  const stop = async (signal = 'SIGTERM') => (program.kill(signal), void (await ended));
  return { lines, line, stop };
}

/** A new house that nobody has entered yet, with these variables, too. */
export async function freshHouse(more = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-browser-'));
  const env = { DAYBOOK_DATA: folder, DAYBOOK_LISTEN: '127.0.0.1:0', DAYBOOK_LIMITS_REQUESTS_PER_SECOND: '500', DAYBOOK_LIMITS_BURST: '2000', DAYBOOK_LIMITS_EXEMPT: '127.0.0.0/8', ...more };
  let running = start(['serve'], env);
  const link = (await running.line(line => line.includes('/welcome#'))).trim();
  const address = new URL(link).origin;
  return {
    address,
    link,
    folder,
    code: email => until(`a code for ${email}`, () => newestCode(join(folder, 'mail'), email)),
    mailed: (email, page) => until(`a link to /${page} for ${email}`, () => newestLink(join(folder, 'mail'), email, page)),
    pause: () => running.stop(),
    resume: async () => {
      running = start(['serve'], { ...env, DAYBOOK_LISTEN: new URL(address).host });
      await running.line(line => line.includes(address));
    },
    close: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A demo house with five weeks of history, and sessions in it. */
export async function demoHouse() {
  const running = start(['demo', '--json', '--seed', '7', '--quiet'], {});
  const told = JSON.parse(await running.line(line => line.startsWith('{')));
  return { ...told, close: () => running.stop() };
}

const given = new Set();

/** What is found in the newest letter to somebody; each letter is read once. */
async function newest(folder, email, find) {
  const names = (await readdir(folder)).filter(name => name.endsWith('.eml')).sort();
  for (const name of names.reverse().filter(name => !given.has(name))) {
    const letter = await readFile(join(folder, name), 'utf8');
    const found = find(letter.replace(/=\r?\n/g, ''));
    if (!found || !new RegExp(`^To:.*${email}`, 'm').test(letter)) continue;
    given.add(name);
    return found;
  }
  return null;
}

const newestCode = (folder, email) => newest(folder, email, letter => /^Subject:.*?\b(\d{6})\b/m.exec(letter)?.[1]);
const newestLink = (folder, email, page) => newest(folder, email, letter => new RegExp(`https?://\\S+/${page}#[0-9a-f]{64}`).exec(letter)?.[0]);
