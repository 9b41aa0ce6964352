// Who may read, through the real window: a forgotten password, an erasure by two supervisors, a colleague who leaves; and
// a walk by the keyboard alone. Invented people only.
//
// POSTA_BIN, POSTA_SERVER and POSTA_WINDOW name the programs; POSTA_SHOTS a folder for a picture of what failed.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Department, PASSWORD } from './department.mjs';
import { focusOn, press, typeKeys } from './keyboard.mjs';
import { endAll } from './process.mjs';
import { change, choose, find, home, sync, unlock } from './steps.mjs';
import { Window } from './window.mjs';

const BETO = 'Beto Colque'; // registers at Pisiga, forgets the password, and leaves
const ANA = 'Ana Quispe'; // attends at Pisiga
const CARMEN = 'Carmen Rocha'; // supervises Oruro, and so does
const DELIA = 'Delia Mamani';
const GONE = 'Teodora Huanca Lima';
const NEW = 'otra frase de prueba';

/** The server, a post and an office; one person whom both know. */
async function prepare() {
  const department = await Department.create();
  await department.join('pisiga', BETO, 'registrar', '040901');
  await department.join('pisiga', ANA, 'care', '040901');
  await department.import('pisiga', BETO, [{ kind: 'person', given_names: 'Teodora', surname1: 'Huanca', surname2: 'Lima', sex: 'female', birth: '1987-03-02', nationality: 'PE' }]);
  await department.posta('pisiga', BETO, 'sync');
  await department.join('oruro', CARMEN, 'supervisor', '04');
  await department.join('oruro', DELIA, 'supervisor', '04');
  await department.posta('oruro', CARMEN, 'sync');
  return department;
}

const valueOf = async (window, id) => (await window.see(id)).getValue();

/** Beto forgot the password: his device shows a code, the supervisor answers it, he chooses another. */
async function forgotten(department) {
  let challenge;
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await window.tapText('unlock-user', BETO);
    await window.tap('forgot-password');
    challenge = await valueOf(window, 'challenge-text');
  });
  let answer;
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await unlock(window, CARMEN);
    await choose(window, 'menu-team');
    await window.tap('open-answer');
    await window.type('answer-challenge', challenge);
    await window.tap('answer-look');
    await window.tap('answer-same');
    await window.type('answer-folder', join(department.folder, 'authority'));
    await window.tap('answer-submit');
    answer = await valueOf(window, 'answer-text');
  });
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await window.tapText('unlock-user', BETO);
    await window.tap('forgot-password');
    assert.equal(await valueOf(window, 'challenge-text'), challenge, 'the code is the same until it is answered');
    await window.tap('recovery-next');
    await window.type('recovery-answer', answer);
    await window.tap('recovery-take');
    await window.type('recovery-password', NEW);
    await window.type('recovery-repeat', NEW);
    await window.tap('recovery-submit');
    await window.see('home');
    await window.tap('lock-button');
    await window.tapText('unlock-user', BETO);
    await window.type('unlock-password', PASSWORD);
    await window.tap('unlock-submit');
    await window.see('unlock-error');
  });
}

/** One supervisor orders, another agrees, and nobody finds the person any more. */
async function erased(department) {
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await unlock(window, CARMEN);
    await find(window, 'huanca', GONE);
    await window.tap('person-more');
    await window.tap('person-erase');
    await window.see('erasure-no-way-back');
    await window.tap('erasure-basis-request');
    await window.tap('erasure-send');
    await window.see('toast');
    await choose(window, 'menu-erasures');
    await window.see('erasure-row', '[data-state="waits"]');
    assert.equal((await window.all('erasure-agree')).length, 0, 'who ordered does not agree too');
    await change(window, DELIA);
    await choose(window, 'menu-erasures');
    await window.tap('erasure-agree');
    await window.tap('agree-confirm');
    await window.see('erasure-row', '[data-state="carried"]');
    await home(window);
    await sync(window);
  });
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await unlock(window, ANA);
    assert.equal(await window.attribute('people-count', 'data-people'), '1');
    await sync(window);
    await window.waitFor('nobody to be left', async () => (await window.attribute('people-count', 'data-people')) === '0');
  });
}

/** The id of somebody in the list of people. */
async function userOf(window, name) {
  const rows = () => window.browser.execute((who) => [...document.querySelectorAll('[data-testid="member-row"]')].find((row) => row.textContent.includes(who))?.getAttribute('data-user'), name);
  return window.waitFor(`${name} in the team`, rows);
}

/** Beto leaves: his device lets him do nothing but hand in, and then has no slot of his. */
async function revoked(department) {
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await unlock(window, CARMEN);
    await sync(window);
    await choose(window, 'menu-team');
    const beto = `[data-user="${await userOf(window, BETO)}"]`;
    await window.tap('member-row', `${beto} [data-testid="member-revoke"]`);
    await window.tap('revoke-reason-left');
    await window.type('revoke-name', BETO);
    await window.tap('revoke-confirm');
    await window.see('member-row', `${beto}[data-active="false"]`);
    await home(window);
    await sync(window);
  });
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await unlock(window, ANA);
    await sync(window);
    await window.tap('lock-button');
    await window.see('unlock-user');
    assert.ok(!(await window.texts('unlock-user-name')).includes(BETO), 'who left is not offered any more');
  });
}

/** Unlock, switch of user and the screen of people and devices, without a pointer. */
async function byKeyboard(department) {
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await window.see('unlock-user');
    await focusOn(window, 'unlock-user', DELIA);
    await press(window, 'Enter');
    await window.see('unlock-password');
    await typeKeys(window, 'unlock-password', PASSWORD);
    await press(window, 'Enter');
    await window.see('home');
    await focusOn(window, 'lock-button');
    await press(window, 'Enter');
    await window.see('unlock-user');
    await focusOn(window, 'unlock-user', CARMEN);
    await press(window, 'Enter');
    await typeKeys(window, 'unlock-password', PASSWORD);
    await press(window, 'Enter');
    await window.see('home');
    await focusOn(window, 'user-menu');
    await press(window, 'Enter');
    await focusOn(window, 'menu-team', '', 'ArrowDown');
    await press(window, 'Enter');
    await window.see('team-screen');
    await window.see('member-row');
    await focusOn(window, 'member-revoke');
    await press(window, 'Enter');
    await window.see('revoke-dialog');
    await focusOn(window, 'revoke-name');
    await press(window, 'Escape');
    await (await window.find('revoke-dialog')).waitForExist({ reverse: true });
    await focusOn(window, 'back-home');
    await press(window, 'Enter');
    await window.see('recent');
  });
}

let department;
try {
  department = await prepare();
  for (const part of [forgotten, erased, revoked, byKeyboard]) {
    console.log(part.name);
    await part(department);
  }
  console.log('what is trusted held');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await department?.close();
  await endAll();
}
