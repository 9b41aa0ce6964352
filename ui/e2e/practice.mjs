// Practising through the real window: invented people, a page of the library, nothing sent, and nothing left of it.
import assert from 'node:assert/strict';
import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Department } from './department.mjs';
import { endAll } from './process.mjs';
import { choose, unlock } from './steps.mjs';
import { Window } from './window.mjs';

const BETO = 'Beto Colque'; // registers at Pisiga
const exists = (path) => access(path).then(() => true, () => false);
const peopleOf = async (window) => Number(await window.attribute('people-count', 'data-people'));

async function begin(window, role) {
  await window.tap('open-practice');
  await window.see('practice-panel');
  await window.check(`practice-as-${role}`);
  await window.tap('practice-start');
  await window.see('practice-band');
  await window.see('home');
}

async function read(window) {
  await choose(window, 'menu-shelf');
  await window.see('shelf-screen');
  await window.shot('library');
  await window.tapText('shelf-row', 'Ley 1152');
  await window.see('shelf-page');
  await window.see('practice-band');
  await window.shot('page');
  await window.tap('back-home');
  await window.see('recent');
}

async function end(window) {
  await window.tap('practice-end');
  await window.see('practice-end-dialog');
  await window.tap('practice-end-confirm');
  await window.see('unlock-user');
}

try {
  const department = await Department.create();
  await department.join('pisiga', BETO, 'registrar', '040901');
  const folder = join(department.home('pisiga'), 'practice');
  await Window.with('practice', department.home('pisiga'), async (window) => {
    await begin(window, 'supervisor');
    assert.ok((await peopleOf(window)) > 40, 'there are people to practise with');
    assert.ok(await exists(folder));
    await window.shot('home');
    await read(window);
    await end(window);
    assert.equal(await exists(folder), false, 'nothing of it is left');
    await unlock(window, BETO);
    assert.equal(await peopleOf(window), 0, 'nobody invented is among the real ones');
    assert.equal(await (await window.find('practice-band')).isExisting(), false);
    await window.shot('real');
  });
  const left = await readdir(department.home('pisiga'));
  assert.equal(left.includes('practice'), false);
  console.log('it was practised, and nothing is left of it');
} finally {
  await endAll();
}
