// Programs that the journey starts. Each leads its own process group, and that group ends with it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const started = new Set();

/** Starts a program in its own group. `output` receives what it prints. */
export function start(program, args, { env = {}, output } = {}) {
  const child = spawn(program, args, {
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', output ? 'pipe' : 'ignore', 'ignore']
  });
  if (output) child.stdout.on('data', (bytes) => output(String(bytes)));
  started.add(child);
  child.on('exit', () => started.delete(child));
  return child;
}

/** Runs a program to its end and gives what it printed. Fails when it fails. */
export function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let complained = '';
    child.stdout.on('data', (bytes) => (printed += bytes));
    child.stderr.on('data', (bytes) => (complained += bytes));
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(printed) : reject(new Error(`${args.join(' ')} ended with ${code}: ${printed}${complained}`))));
  });
}

/** Ends a program and everything that it started. */
export async function end(child) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  signal(child, 'SIGTERM');
  const hard = setTimeout(() => signal(child, 'SIGKILL'), 5000);
  await gone;
  clearTimeout(hard);
  // The group may outlive its leader.
  signal(child, 'SIGKILL');
}

export const endAll = () => Promise.all([...started].map(end));

function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone already.
  }
}

/** A port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Asks again until the answer is yes. */
export async function until(what, ask, limit = 30_000) {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await Promise.resolve(ask()).catch(() => undefined);
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
