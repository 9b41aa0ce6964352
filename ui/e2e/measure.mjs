// How long the real window takes until it can be used, and what memory it takes. Upper bounds: the driver's own
// steps and its polling are in them. Environment: POSTA_WINDOW, POSTA_HOME, POSTA_USER, POSTA_PASSWORD, POSTA_RUNS.
import { readdir, readFile } from 'node:fs/promises';
import { Window } from './window.mjs';
import { endAll } from './process.mjs';

const { POSTA_HOME, POSTA_USER, POSTA_PASSWORD, POSTA_RUNS = '5' } = process.env;

/** Proportional memory (PSS) of the window and of all that it started, in MB. */
async function memory() {
  const parents = new Map();
  let root;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    const [, name, parent] = stat?.match(/\((.*)\) \S (\d+)/) ?? [];
    if (!name) continue;
    parents.set(pid, parent);
    if (name.startsWith('posta-window')) root = pid;
  }
  const family = [...parents.keys()].filter((pid) => {
    for (let one = pid; one; one = parents.get(one)) if (one === root) return true;
    return false;
  });
  let kilobytes = 0;
  for (const pid of family) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(rollup.match(/^Pss:\s+(\d+)/m)?.[1] ?? 0);
  }
  return Math.round(kilobytes / 1024);
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const figures = { usable_ms: [], unlocked_ms: [], memory_mb: [] };
try {
  for (let run = 0; run < Number(POSTA_RUNS); run += 1) {
    const begun = performance.now();
    const window = await Window.open('measure', POSTA_HOME);
    await window.see('unlock-user');
    figures.usable_ms.push(Math.round(performance.now() - begun));
    await window.tapText('unlock-user', POSTA_USER);
    await window.type('unlock-password', POSTA_PASSWORD);
    const asked = performance.now();
    await window.tap('unlock-submit');
    await window.see('home');
    figures.unlocked_ms.push(Math.round(performance.now() - asked));
    figures.memory_mb.push(await memory());
    if (run === 0) await window.shot('home');
    await window.close();
  }
  console.log(JSON.stringify({ runs: Number(POSTA_RUNS), median: Object.fromEntries(Object.entries(figures).map(([name, all]) => [name, median(all)])), all: figures }));
} finally {
  await endAll();
}
