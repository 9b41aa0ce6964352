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

/** The letter goes with the person. What its strip «Ya fue atendida» shows is photographed. */
async function letter(window, folder) {
  await window.tap('referral-row');
  await window.tap('make-letter');
  await window.see('slip-page');
  await window.shot('letter');
  assert.equal((await window.all('referral-event', '[data-state="enviada"]')).length, 0, 'a letter that is looked at is not sent');
  const picture = await window.browser.executeAsync((done) => {
    const page = document.querySelector('[data-testid="slip-page"]');
    const photo = new Image();
    photo.onload = () => {
      const [canvas, scale] = [document.createElement('canvas'), 2400 / photo.naturalWidth];
      canvas.width = 800;
      canvas.height = photo.naturalHeight * scale;
      const paper = canvas.getContext('2d');
      paper.fillStyle = 'white';
      paper.fillRect(0, 0, canvas.width, canvas.height);
      // Of three strips the one to the right.
      paper.drawImage(photo, -1600, 0, 2400, canvas.height);
      done(canvas.toDataURL('image/png').split(',')[1]);
    };
    photo.onerror = () => done('');
    photo.src = page.src;
  });
  assert.ok(picture, 'the letter can be photographed');
  await window.type('slip-folder', folder);
  await window.tap('slip-save');
  await window.see('referral-event', '[data-state="enviada"]');
  const file = join(folder, 'strip.png');
  await writeFile(file, Buffer.from(picture, 'base64'));
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

/** Ana learns of it, closes the referral and does the follow-up. */
async function again(department) {
  await Window.with('ana', department.home('ana'), async (window) => {
    await unlock(window, ANA);
    // What the exchange brings is written down by the team's own device, and goes with the next one.
    await window.tap('pending-chip');
    await window.tap('sync-now');
    await window.see('sync-done');
    await home(window);
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

let department;
try {
  department = await prepare();
  await directory(department);
  const strip = await atPisiga(department);
  await elsewhereAtPisiga(department);
  await atTamboQuemado(department, strip);
  await again(department);
  for (const text of [HEALTH, SOCIAL]) assert.deepEqual(await department.serverFilesWith(text), [], 'what the dupla wrote is nowhere in the server');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await department?.close();
  await endAll();
}
