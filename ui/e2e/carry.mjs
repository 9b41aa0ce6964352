// Without a network, through the real window and by keyboard alone: a file for another post, a file of another post, and
// a talk with a laptop beside. Invented people only.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Department, PASSWORD } from './department.mjs';
import { focusOn, press, typeKeys } from './keyboard.mjs';
import { end, endAll } from './process.mjs';
import { find, home, unlock } from './steps.mjs';
import { Window } from './window.mjs';

const BETO = 'Beto Colque'; // registers at Pisiga
const LUIS = 'Luis Condori'; // registers at Tambo Quemado
const [ENTER, TAB, UP, DOWN] = ['\uE007', '\uE004', '\uE013', '\uE015'];
const [OURS, THEIRS, BESIDE] = ['Teodora Huanca', 'Ketia Belizaire', 'Neymar Choque'];

const somebody = (name, born) => {
  const [given_names, surname1] = name.split(' ');
  return { kind: 'person', given_names, surname1, sex: 'female', birth: born, nationality: 'PE', documents: [] };
};

async function prepare() {
  const department = await Department.create();
  await department.join('pisiga', BETO, 'registrar', '040901');
  await department.join('tambo', LUIS, 'registrar', '040402');
  for (const [place, user] of [['pisiga', BETO], ['tambo', LUIS], ['pisiga', BETO]]) await department.posta(place, user, 'sync');
  await department.import('pisiga', BETO, [somebody(OURS, '1990-01-02')]);
  await department.import('tambo', LUIS, [somebody(THEIRS, '1991-02-03')]);
  return department;
}

async function enter(window, id, text = '') {
  await window.see(id);
  await focusOn(window, id, text);
  await press(window, ENTER);
}

async function typedInto(window, id, text) {
  await window.see(id);
  await focusOn(window, id);
  await typeKeys(window, id, text);
}

/** A file for the others, into a folder that is typed: nothing counts as sent by it. */
async function written(window, stick) {
  await enter(window, 'pending-chip');
  await window.see('sync-panel');
  await enter(window, 'sync-carry');
  await window.see('carry-screen');
  await window.see('carry-save');
  // Where somebody left a stick in the machine, another folder is chosen.
  if (!(await (await window.find('carry-folder')).isExisting())) {
    await focusOn(window, 'carry-way-save');
    await press(window, TAB);
    await press(window, UP);
  }
  await typedInto(window, 'carry-folder', stick);
  await window.shot('to-stick');
  await enter(window, 'carry-save-go');
  await window.see('carry-saved');
  await window.shot('saved');
  const files = await readdir(stick);
  assert.equal(files.length, 1);
  assert.match(files[0], /^posta-\d{4}-\d\d-\d\d-\d{4}-[0-9a-f]{4}\.posta$/);
  return join(stick, files[0]);
}

/** What Tambo wrote, by the path that is typed. */
async function taken(window, file) {
  await focusOn(window, 'carry-way-save');
  await press(window, DOWN);
  await typedInto(window, 'carry-path', file);
  await press(window, ENTER);
  await window.see('carry-taken', '[data-complete="true"]');
  await window.shot('taken');
  assert.ok((await window.text('carry-from')).includes(LUIS));
}

/** The other laptop, at its own keyboard. */
function listening(department) {
  const args = ['--home', department.home('tambo'), '--user', LUIS, 'beside', 'listen', '--at', '127.0.0.1', '--json'];
  const child = spawn(process.env.POSTA_BIN, args, { env: { ...process.env, POSTA_PASSWORD: PASSWORD }, stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = [];
  let waits = [];
  let rest = '';
  child.stdout.on('data', (bytes) => {
    rest += bytes;
    const parts = rest.split('\n');
    rest = parts.pop();
    for (const part of parts) (waits.shift() ?? ((line) => lines.push(line)))(JSON.parse(part));
  });
  const next = () => (lines.length > 0 ? Promise.resolve(lines.shift()) : new Promise((resolve) => waits.push(resolve)));
  return { next, says: (word) => child.stdin.write(`${word}\n`), child };
}

/** Both compare four words and have the same people afterwards. */
async function beside(window, department) {
  const other = listening(department);
  const { address } = await other.next();
  await focusOn(window, 'carry-way-take');
  await press(window, DOWN);
  await enter(window, 'peer-call');
  await typedInto(window, 'peer-address', address);
  await press(window, ENTER);
  await window.see('peer-same');
  const { words } = await other.next();
  const shown = await window.text('peer-panel');
  for (const word of words) assert.ok(shown.includes(word), 'both screens show the same words');
  await window.shot('words');
  other.says('yes');
  await enter(window, 'peer-same');
  await window.see('carry-taken', '[data-complete="true"]');
  await window.shot('beside');
  const told = await other.next();
  assert.ok(told.taken.complete && told.given > 0);
}

try {
  const department = await prepare();
  const stick = department.home('memoria');
  const theirs = department.home('memoria-de-tambo');
  await Promise.all([mkdir(stick), mkdir(theirs)]);
  // From here on nobody has a network.
  await end(department.server);
  const { path } = await department.posta('tambo', LUIS, 'carry', 'save', theirs, '--all');
  await Window.with('carry', department.home('pisiga'), async (window) => {
    await unlock(window, BETO);
    const ours = await written(window, stick);
    const there = await department.posta('tambo', LUIS, 'carry', 'take', ours);
    assert.ok(there.complete && there.records > 0);
    await taken(window, path);
    await department.import('tambo', LUIS, [somebody(BESIDE, '1992-03-04')]);
    await beside(window, department);
    // It counts as a copy of what still waits for the server.
    await window.see('carry-peer', '[data-has="1"]');
    await home(window);
    await find(window, 'ketia', THEIRS);
    await home(window);
    await find(window, 'neymar', BESIDE);
  });
  console.log('what goes without a network was walked');
} finally {
  await endAll();
}
