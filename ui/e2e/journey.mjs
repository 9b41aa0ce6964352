// The journey of two posts and a supervisor, through the real window. Invented people only.
//
// POSTA_BIN, POSTA_SERVER and POSTA_WINDOW name the programs; POSTA_SHOTS a folder for numbered pictures.
import assert from 'node:assert/strict';
import { Department, PASSWORD } from './department.mjs';
import { endAll } from './process.mjs';
import { change, choose, find, home, sync, unlock } from './steps.mjs';
import { Window } from './window.mjs';

const ANA = 'Ana Quispe'; // attends at Pisiga
const BETO = 'Beto Colque'; // registers at Pisiga
const LUIS = 'Luis Condori'; // registers at Tambo Quemado
const CARMEN = 'Carmen Rocha'; // supervises Oruro
const KNOWN = 'Teodora Huanca Lima';
const [PHONE_A, PHONE_B] = ['72418830', '68102275'];
const PIN = '2468';
const NOTICE = 'espera en la sala y prefiere hablar con una mujer';
const RESTRICTED = 'cuenta lo que solo se lee con un motivo';
const SECRET = 'pregunta por el control prenatal y pide hablar a solas';

/** Through the five steps. `fill` types what is known at each. */
async function register(window, { name, fill = {}, shot }) {
  await window.tap('home-register');
  await window.type('field-given-names', name[0]);
  if (name[1]) await window.type('field-surname1', name[1]);
  if (name[2]) await window.type('field-surname2', name[2]);
  await fill.identity?.();
  await window.see('draft-chip', '[data-state="saved"]');
  if (shot) await window.shot(`${shot}-identity`);
  await window.tap('next-step');
  await window.see('add-document');
  await fill.documents?.();
  if (shot) await window.shot(`${shot}-documents`);
  await window.tap('next-step');
  await window.see('field-phone');
  await fill.contact?.();
  if (shot) await window.shot(`${shot}-family`);
  await window.tap('next-step');
  await window.see('requirements-card');
  if (shot) await window.shot(`${shot}-coverage`);
  await window.tap('next-step');
  await window.see('form-review');
  await window.allow('register', 'share_facility');
  if (shot) await window.shot(`${shot}-consent`);
  await window.tap('save-registration');
  await window.see('slip-screen');
  await window.see('slip-page');
  if (shot) await window.shot(`${shot}-slip`);
  await window.tap('open-person');
  assert.equal(await window.text('person-name'), name.filter(Boolean).join(' '));
  await window.see('person-pending');
  if (shot) await window.shot(`${shot}-saved`);
  await home(window);
}

const count = async (window, id) => Number(await window.text(id));
const people = (window) => window.attribute('people-count', 'data-people').then(Number);
const registryDigest = (answer) => answer.scopes.find((scope) => scope.sensitivity === 'registry' || scope.kind === 'registry')?.digest;

/** The server, three homes, and one person whom both posts know. */
async function prepare() {
  const department = await Department.create();
  await department.join('pisiga', BETO, 'registrar', '040901');
  await department.join('pisiga', ANA, 'care', '040901');
  await department.join('tambo', LUIS, 'registrar', '040402');
  await department.import('pisiga', BETO, [
    { kind: 'person', given_names: 'Teodora', surname1: 'Huanca', surname2: 'Lima', sex: 'female', birth: '1987-03-02', nationality: 'PE', phone: '70000000', residence: '040901' }
  ]);
  await department.posta('pisiga', BETO, 'sync');
  await department.posta('tambo', LUIS, 'sync');
  return department;
}

/** Pisiga: three people, one attended, and the known person's phone and municipality. */
async function atPisiga(department) {
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await window.see('unlock-user');
    await window.shot('who');
    await window.tapText('unlock-user', BETO);
    await window.type('unlock-password', 'no es esta clave');
    await window.tap('unlock-submit');
    await window.see('unlock-error');
    await window.shot('wrong-password');
    await window.tap('unlock-back');
    await unlock(window, BETO);
    assert.equal(await people(window), 1);
    await window.shot('home');

    await register(window, {
      name: ['Wilner', 'Jean-Baptiste'],
      shot: 'register',
      fill: {
        identity: async () => {
          await window.type('field-birth', '17/5/1994');
          await window.browser.$('label=Hombre').click();
          await window.pick('field-nationality', 'Hait');
          await window.pick('field-language', 'Criollo');
        },
        documents: async () => {
          await window.pick('field-document-kind', 'Pasaporte');
          await window.type('field-document-number', 'RD4410293');
        },
        contact: () => window.type('field-phone', '71550021')
      }
    });
    await register(window, {
      name: ['Yuleisy', 'Rondón', 'Peña'],
      fill: { documents: () => window.browser.$('label=No tiene ningún documento').click() }
    });
    await register(window, { name: ['Óscar', 'Ñáñez'], fill: { identity: () => window.type('field-birth', '1958') } });
    assert.equal(await count(window, 'today-registered'), 4);

    await find(window, 'lima huanca', KNOWN);
    await window.tap('edit-person');
    await window.type('field-phone', PHONE_A);
    await window.pick('field-residence', 'Turco');
    await window.waitFor('two changes', async () => (await window.text('edit-count')).startsWith('2 '));
    await window.shot('edit');
    await window.tap('save-edit');
    await window.waitFor('the new phone', async () => (await window.text('person-phone')) === PHONE_A);
    await home(window);
    assert.ok((await count(window, 'today-pending')) >= 4);

    await change(window, ANA);
    await find(window, 'nanez osc', 'Óscar Ñáñez', 'find');
    await window.tap('attend-person');
    await window.tap('field-reason-orientacion_sus');
    await window.tap('field-needs-salud');
    await window.type('field-note', SECRET);
    await window.see('draft-chip', '[data-state="saved"]');
    await window.shot('attend');
    await window.tap('save-consultation');
    await window.see('timeline-entry', '[data-kind="consultation"]');
    assert.equal(await window.text('timeline-note'), SECRET);
    await window.shot('attended');
    await home(window);
    assert.equal(await count(window, 'today-attended'), 1);
    await sync(window, 'sync');
    assert.equal(await people(window), 4);
  });
}

/** Tambo Quemado: two people, and another phone for the known person. */
async function atTamboQuemado(department) {
  await Window.with('tambo', department.home('tambo'), async (window) => {
    await unlock(window, LUIS);
    await register(window, { name: ['Kétia', 'Belizaire'], fill: { identity: () => window.type('field-birth', '29 años') } });
    await register(window, { name: ['Neymar', 'Choque', 'Mamani'], fill: { identity: () => window.type('field-birth', '8 meses') } });
    await find(window, 'teodora', KNOWN);
    await window.tap('edit-person');
    await window.type('field-phone', PHONE_B);
    await window.tap('save-edit');
    await window.waitFor('the new phone', async () => (await window.text('person-phone')) === PHONE_B);
    await home(window);
    await window.shot('home-pending');
    await sync(window, 'sync');
    assert.equal(await people(window), 6);
  });
}

/** The conflict as every post and the supervisor must see it. */
async function seeConflict(window) {
  await window.see('conflict-ribbon', '[data-field="phone"]');
  const ribbons = await window.all('conflict-ribbon');
  assert.equal(await ribbons.length, 1, 'the phone is the only conflict');
  const shown = [];
  for (const value of await window.all('conflict-value')) {
    const source = await value.$('[data-testid="conflict-source"]').getText();
    shown.push([await value.getAttribute('data-value'), ...source.split(' · ').slice(0, 2)]);
  }
  const expected = [
    [PHONE_A, 'Pisiga', BETO],
    [PHONE_B, 'Tambo Quemado', LUIS]
  ];
  assert.deepEqual(shown.sort(), expected.sort());
  assert.equal(await window.text('person-residence'), 'Turco, Oruro');
}

/** The supervisor joins in the window, syncs, and sees everything with its origin. */
async function inOruro(department) {
  const code = await department.invite(CARMEN, 'supervisor', '04');
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await window.type('join-invitation', `${department.url} ${code}`);
    await window.shot('join');
    await window.tap('join-look');
    assert.match(await window.text('join-facts'), new RegExp(CARMEN));
    assert.equal((await window.texts('four-word')).length, 4);
    await window.shot('join-words');
    await window.tap('join-same');
    await window.type('join-password', PASSWORD);
    await window.type('join-repeat', PASSWORD);
    await window.shot('join-password');
    await window.tap('join-submit');
    await window.see('home');
    await sync(window, 'sync');
    assert.equal(await people(window), 6);
    await window.tap('home-department');
    await window.see('register-table');
    assert.equal(await window.attribute('register-total', 'data-total'), '6');
    const names = await window.texts('register-name');
    for (const name of ['Wilner Jean-Baptiste', 'Yuleisy Rondón Peña', 'Óscar Ñáñez', 'Kétia Belizaire', 'Neymar Choque Mamani', KNOWN]) {
      assert.ok(names.includes(name), `${name} is in the register`);
    }
    const posts = await window.texts('register-post-name');
    assert.equal(posts.filter((post) => post === 'Tambo Quemado').length, 2);
    assert.equal(posts.filter((post) => post === 'Pisiga').length, 4);
    await window.shot('register');
    await window.tapText('register-name', KNOWN);
    await seeConflict(window);
    await window.shot('conflict');
  });
}

/** Pisiga once more: all six, the conflict, and nothing of the consultation for who only registers. */
async function atPisigaAgain(department) {
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await unlock(window, BETO);
    await sync(window);
    assert.equal(await people(window), 6);
    await find(window, 'huanca', KNOWN);
    await seeConflict(window);
    await window.shot('conflict');
    await home(window);
    await find(window, 'oscar', 'Óscar Ñáñez');
    await window.see('timeline');
    assert.equal((await window.texts('timeline-note')).length, 0, 'a registrar sees no consultation');
    await home(window);
    await window.tap('user-menu');
    await window.tap('menu-theme');
    await window.shot('home-night');
    await window.browser.keys(['Escape']);
    await window.browser.keys(['Escape']);
    await window.see('veil-screen');
    await window.shot('quick-exit');
    await lift(window);
    await window.see('unlock-user');
  });
}

/** The neutral screen takes no touch until the session behind it is over. */
async function lift(window) {
  await window.waitFor('the neutral screen to lift', async () => {
    const veil = await window.browser.$('[data-testid="veil-screen"]');
    if (!(await veil.isExisting())) return true;
    await veil.click().catch(() => undefined);
    return false;
  });
}

/** Two people take turns at one device: PINs, a notice that only the care team reads, a consultation opened with a reason. */
async function sharedDevice(department) {
  await Window.with('pisiga', department.home('pisiga'), async (window) => {
    await unlock(window, BETO);
    await choose(window, 'menu-pin');
    await window.type('pin-new', PIN);
    await window.type('pin-repeat', PIN);
    await window.shot('pin');
    await window.tap('pin-save');
    await window.see('toast');
    await find(window, 'oscar', 'Óscar Ñáñez');
    await window.tap('hand-over');
    await window.tap('hand-over-reason-private_talk');
    await window.type('hand-over-note', NOTICE);
    await window.shot('hand-over');
    await window.tap('hand-over-send');
    await window.see('toast');
    await window.tap('lock-button');

    await window.see('unlock-user', '[data-paused]');
    await window.shot('paused');
    await unlock(window, ANA);
    await window.see('home-notices');
    assert.ok(!(await window.texts('home')).join().includes(NOTICE), 'Inicio says how many notices wait, and no more');
    await window.tap('home-notices-open');
    await window.waitFor('the notice', async () => (await window.texts('notice-note')).includes(NOTICE));
    await window.shot('notice');
    await window.tap('notice-settle');
    await home(window);
    await find(window, 'nanez osc', 'Óscar Ñáñez');
    await window.tap('attend-person');
    await window.tap('field-reason-orientacion_sus');
    await window.type('field-note', RESTRICTED);
    await window.check('field-restricted');
    await window.tap('save-consultation');
    await window.see('timeline-entry', '[data-kind="consultation"]');
    await change(window, ANA);
    await find(window, 'nanez osc', 'Óscar Ñáñez');
    await window.see('restricted-ask');
    assert.ok(!(await window.texts('timeline-note')).includes(RESTRICTED), 'a restricted consultation is closed');
    await window.shot('restricted');
    await window.tap('restricted-ask');
    await window.tap('restricted-reason-follow_up');
    await window.tap('restricted-open');
    await window.waitFor('the opened note', async () => (await window.texts('timeline-note')).includes(RESTRICTED));
    await window.shot('restricted-opened');
    await home(window);
    await sync(window);
    await window.tap('lock-button');

    await window.tapText('unlock-user', BETO);
    await window.type('unlock-pin', PIN);
    await window.tap('unlock-submit');
    await window.see('home');
    await window.browser.keys(['F9']);
    await window.see('veil-screen');
    await lift(window);
    await window.see('unlock-user', '[data-paused]');
  });
}

/** The supervisor sees who is here and who opened what. */
async function supervision(department) {
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await unlock(window, CARMEN);
    await sync(window);
    await choose(window, 'menu-team');
    await window.waitFor('the team', async () => (await window.texts('member-name')).length >= 4);
    const names = await window.texts('member-name');
    for (const name of [ANA, BETO, LUIS, CARMEN]) assert.ok(names.includes(name), `${name} is in the team`);
    await window.shot('team');
    await choose(window, 'menu-audit');
    await window.see('audit-table');
    await window.waitFor('the opening in the audit', async () => (await window.texts('audit-what')).includes('Abrió, confidencial'));
    assert.ok((await window.texts('audit-who')).includes(ANA));
    assert.equal((await window.all('audit-faults')).length, 0, 'nothing is wrong with the audit');
    await window.shot('audit');
  });
}

/** Without a window: content is equal, and the consultation is nowhere but with the care team. */
async function afterwards(department) {
  await department.posta('tambo', LUIS, 'sync');
  const digests = [];
  for (const [place, user] of [
    ['pisiga', BETO],
    ['tambo', LUIS],
    ['oruro', CARMEN]
  ]) {
    digests.push(registryDigest(await department.posta(place, user, 'digest')));
  }
  assert.ok(digests[0], 'a digest of the registry');
  assert.equal(new Set(digests).size, 1, 'the registry is equal on the three devices');
  for (const text of [SECRET, RESTRICTED, NOTICE]) {
    assert.deepEqual(await department.serverFilesWith(text), [], `the server holds nothing of «${text}»`);
  }
  const found = await department.posta('pisiga', BETO, 'find', 'Óscar Ñáñez');
  const id = found.people[0].id;
  const shownTo = async (user) => JSON.stringify(await department.posta('pisiga', user, 'show', id)).includes(SECRET);
  assert.equal(await shownTo(BETO), false, 'the registrar reads nothing of the consultation');
  assert.equal(await shownTo(ANA), true, 'the care team reads it');
}

let department;
try {
  department = await prepare();
  for (const part of [atPisiga, atTamboQuemado, inOruro, atPisigaAgain, sharedDevice, supervision, afterwards]) {
    console.log(part.name);
    await part(department);
  }
  console.log('the journey was walked');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await department?.close();
  await endAll();
}
