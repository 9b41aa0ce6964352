// A dupla with two devices at one post, through the real windows: an attention in two parts, a referral to a shelter in
// Oruro, its answer by the letter's code at another post, and the follow-up done. Counts what a hand does for it. Invented
// people only.
//
// POSTA_BIN, POSTA_SERVER and POSTA_WINDOW name the programs; POSTA_SHOTS a folder for numbered pictures.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Department } from './department.mjs';
import { endAll } from './process.mjs';
import { choose, find, home, sync, unlock } from './steps.mjs';
import { Window } from './window.mjs';

/** Acts besides text for somebody known, with two needs and one referral. */
const MOST_ACTS = 12;
const ANA = 'Ana Quispe'; // health, on one device of Pisiga
const DELIA = 'Delia Choque'; // psychosocial, on another one
const LUIS = 'Luis Condori'; // registers at Tambo Quemado
const JULIA = 'Julia Poma'; // of the team in the city of Oruro
const CARMEN = 'Carmen Rocha'; // keeps the directory of Oruro
const PERSON = 'Yuleisy Rondón Peña';
const SHELTER = 'Albergue de las Hermanas de Nazaret';
const HEALTH = 'tos de tres semanas que no cuenta a nadie mas';
const SOCIAL = 'viaja con su hija y duerme en la terminal';

/** Three homes of two posts, and the supervisor's. */
async function prepare() {
  const department = await Department.create();
  await department.join('oruro', CARMEN, 'supervisor', '04');
  await department.join('ana', ANA, 'care', '040901');
  await department.join('delia', DELIA, 'care', '040901');
  await department.join('julia', JULIA, 'care', '040101');
  await department.join('tambo', LUIS, 'registrar', '040402');
  return department;
}

/** A shelter in Oruro that takes people from Pisiga. */
async function directory(department) {
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await unlock(window, CARMEN);
    await choose(window, 'menu-directory');
    await window.see('directory-screen');
    await window.shot('directory-empty');
    await window.tap('service-add');
    await window.type('service-name', SHELTER);
    await window.tap('service-kinds-albergue');
    await window.type('service-contact', '2-5270000');
    await window.type('service-hours', 'Todos los días, 16 a 20');
    await window.pick('service-place', 'Oruro');
    await window.pick('service-coverage', 'Sabaya');
    await window.shot('directory-form');
    await window.tap('service-save');
    await window.waitFor('the shelter', async () => (await window.texts('service-row')).some((text) => text.includes(SHELTER)));
    await window.shot('directory');
    await home(window);
    await sync(window);
  });
}

/** Registered at the same post; agreed that referrals say something of her. */
async function register(window) {
  await window.tap('home-register');
  await window.type('field-given-names', 'Yuleisy');
  await window.type('field-surname1', 'Rondón');
  await window.type('field-surname2', 'Peña');
  await window.type('field-birth', '1996');
  for (const part of ['documents', 'family', 'coverage', 'consent']) {
    await window.tap('next-step');
    await window.see(`register-part-${part}`);
  }
  await window.allow('register', 'share_facility', 'share_referral');
  await window.tap('save-registration');
  await window.see('slip-page');
  await window.tap('open-person');
}

/** Ana: the health part, two needs, a referral and a follow-up; then the letter. */
async function attend(window) {
  let acts = 0;
  const tap = async (id) => {
    acts += 1;
    await window.tap(id);
  };
  await tap('attend-person');
  await tap('field-reason-orientacion_sus');
  await tap('field-needs-alojamiento');
  await tap('field-needs-salud');
  await tap('need-refer-alojamiento');
  await window.see('referral-fields');
  await window.waitFor('the shelter among the services', async () => (await window.texts('field-service')).some((text) => text.includes(SHELTER)));
  await window.shot('attend-referral');
  acts += 1;
  await window.click('the shelter', () => window.browser.$(`//*[@data-testid="field-service"]//button[contains(., "${SHELTER}")]`));
  await tap('open-health');
  await window.type('field-complaint', HEALTH);
  acts += 1;
  await window.click('tomorrow', () => window.browser.$('label=Mañana'));
  await window.type('field-follow-up-what', 'Preguntar si llegó al albergue');
  await window.shot('attend');
  await tap('save-consultation');
  await window.see('timeline-entry', '[data-kind="consultation"]');
  console.log(`dupla: an attention with two needs and one referral took ${acts} acts besides the text`);
  assert.ok(acts <= MOST_ACTS, `the attention took ${acts} acts`);
  await window.tap('timeline-consultation');
  await window.tap('sign-health');
  await window.see('signature-health', '[data-holds="true"]');
  await window.shot('signed-health');
}

/** A photo of the page that shows, from a place between its left edge (0) and its right one. */
async function photograph(window, file, from) {
  const picture = await window.browser.executeAsync((left, done) => {
    const photo = new Image();
    photo.onload = () => {
      const [canvas, width] = [document.createElement('canvas'), 2400];
      canvas.width = width * (1 - left);
      canvas.height = (photo.naturalHeight * width) / photo.naturalWidth;
      const paper = canvas.getContext('2d');
      paper.fillStyle = 'white';
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(photo, -width * left, 0, width, canvas.height);
      done(canvas.toDataURL('image/png').split(',')[1]);
    };
    photo.onerror = () => done('');
    photo.src = document.querySelector('[data-testid="slip-page"]').src;
  }, from);
  assert.ok(picture, 'what shows can be photographed');
  await writeFile(file, Buffer.from(picture, 'base64'));
  return file;
}

/** The letter goes with the person. What its strip «Ya fue atendida» shows is photographed. */
async function letter(window, folder) {
  await window.tap('referral-row');
  await window.tap('make-letter');
  await window.see('slip-page');
  await window.shot('letter');
  assert.equal((await window.all('referral-event', '[data-state="enviada"]')).length, 0, 'a letter that is looked at is not sent');
  const file = await photograph(window, join(folder, 'strip.png'), 2 / 3);
  await window.type('slip-folder', folder);
  await window.tap('slip-save');
  await window.see('referral-event', '[data-state="enviada"]');
  return file;
}

async function atPisiga(department) {
  let strip = '';
  await Window.with('ana', department.home('ana'), async (window) => {
    await unlock(window, ANA);
    await sync(window);
    await register(window);
    await attend(window);
    await home(window);
    await choose(window, 'menu-referrals');
    strip = await letter(window, department.folder);
    await home(window);
    await sync(window);
  });
  return strip;
}

/** Delia, on another device: her part of the same attention. */
async function elsewhereAtPisiga(department) {
  await Window.with('delia', department.home('delia'), async (window) => {
    await unlock(window, DELIA);
    await sync(window);
    await find(window, 'rondon', PERSON);
    await window.tap('timeline-consultation');
    await window.see('part-health');
    assert.match(await window.text('part-health'), new RegExp(HEALTH));
    await window.tap('write-social');
    await window.type('field-note', SOCIAL);
    await window.shot('write-social');
    await window.tap('write-save');
    await window.waitFor('her part', async () => (await window.text('part-social')).includes(SOCIAL));
    await window.tap('sign-social');
    await window.see('signature-social', '[data-holds="true"]');
    await window.see('signature-health', '[data-holds="true"]');
    await window.shot('both-signed');
    await home(window);
    await sync(window);
  });
}

/** The shelter's strip comes to another post, where nobody may read what it is about. */
async function atTamboQuemado(department, strip) {
  await Window.with('tambo', department.home('tambo'), async (window) => {
    await unlock(window, LUIS);
    await sync(window);
    await choose(window, 'menu-referrals');
    const file = await window.find('answer-code-file');
    await file.waitForExist();
    await file.addValue(strip);
    await window.waitFor('the code of the strip', async () => (await (await window.find('answer-code')).getValue()).startsWith('PR1'));
    await window.shot('answer-code');
    await window.tap('answer-send');
    await window.see('answer-said');
    await window.shot('answer-said');
    assert.equal((await window.texts('referral-row')).length, 0, 'a registrar sees no referral');
    await home(window);
    await sync(window);
  });
}

/** An exchange. What it brings of referrals the device writes down for its team, and that goes with the next one. */
async function hear(window) {
  await window.tap('pending-chip');
  await window.tap('sync-now');
  await window.see('sync-done');
  await home(window);
}

/** Ana learns of it, closes the referral and does the follow-up. */
async function again(department) {
  await Window.with('ana', department.home('ana'), async (window) => {
    await unlock(window, ANA);
    await hear(window);
    await choose(window, 'menu-referrals');
    await window.see('referral-row', '[data-state="atendida"]');
    await window.shot('referrals');
    await window.tap('referral-row');
    await window.see('referral-event', '[data-state="atendida"]');
    await window.shot('referral-answered');
    await window.tap('referral-to-cerrada');
    await window.see('referral-event', '[data-state="cerrada"]');
    await home(window);
    await choose(window, 'menu-agenda');
    await window.see('agenda-screen');
    await window.shot('agenda');
    await window.tap('agenda-done');
    await window.waitFor('nothing left to do', async () => (await window.texts('agenda-done')).length === 0);
    await home(window);
    await find(window, 'rondon', PERSON);
    await window.tap('timeline-consultation');
    await window.see('signature-social', '[data-holds="true"]');
    assert.match(await window.text('part-social'), new RegExp(SOCIAL));
    await home(window);
    await sync(window);
  });
}

/** The person goes on to the city: what they chose to show, on paper and handed on to the team there. */
async function goesOn(department) {
  let photo = '';
  await Window.with('ana', department.home('ana'), async (window) => {
    await unlock(window, ANA);
    await find(window, 'rondon', PERSON);
    await window.tap('person-more');
    await window.tap('person-summary');
    await window.see('summary-items');
    await window.shot('summary');
    await window.tap('summary-prepare');
    await window.see('slip-page');
    await window.shot('summary-sheet');
    photo = await photograph(window, join(department.folder, 'summary.png'), 0);
    await home(window);
    await find(window, 'rondon', PERSON);
    await window.tap('person-more');
    await window.tap('person-hand-on');
    await window.pick('hand-on-team', 'Oruro');
    await window.shot('hand-on');
    await window.tap('hand-on-send');
    await window.see('toast');
    await home(window);
    await sync(window);
  });
  return photo;
}

async function inTheCity(department, photo) {
  await Window.with('julia', department.home('julia'), async (window) => {
    await unlock(window, JULIA);
    await hear(window);
    await choose(window, 'menu-notices');
    await window.see('notice-lines');
    await window.shot('handed-on');
    await window.tap('notice-settle');
    await choose(window, 'menu-summary');
    const file = await window.find('summary-code-file');
    await file.waitForExist();
    await file.addValue(photo);
    await window.waitFor('the code of the summary', async () => (await (await window.find('summary-code')).getValue()).startsWith('RESUMEN'));
    await window.tap('summary-send');
    await window.see('summary-standing', '[data-standing="verified"]');
    await window.see('summary-lines');
    await window.shot('summary-read');
  });
}

let department;
try {
  department = await prepare();
  await directory(department);
  const strip = await atPisiga(department);
  await elsewhereAtPisiga(department);
  await atTamboQuemado(department, strip);
  await again(department);
  await inTheCity(department, await goesOn(department));
  for (const text of [HEALTH, SOCIAL]) assert.deepEqual(await department.serverFilesWith(text), [], 'what the dupla wrote is nowhere in the server');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await department?.close();
  await endAll();
}
