// One person once, through the real window: somebody typed at a post whom another post knows, ten pairs decided by keyboard
// alone, and one page for two records. Invented people only.
import assert from 'node:assert/strict';
import { Department } from './department.mjs';
import { Hand } from './hand.mjs';
import { endAll } from './process.mjs';
import { choose, home, sync, unlock } from './steps.mjs';
import { Window } from './window.mjs';

const BETO = 'Beto Colque'; // registers at Pisiga
const LUIS = 'Luis Condori'; // registers at Tambo Quemado
const CARMEN = 'Carmen Rocha'; // supervises Oruro
const KNOWN = 'Yuleisy Carolina Rondón Peña';
const PAIRS = 10;
const numbers = [...Array(PAIRS).keys()];

const [GIVEN, SURNAMES] = [
  ['Zulma', 'Wilner', 'Ketia', 'Neymar', 'Amaru', 'Teodora', 'Marisol', 'Ovidio', 'Ñusta', 'Eulogia', 'Fabricio'],
  ['Quispe', 'Jean-Baptiste', 'Belizaire', 'Choque', 'Condori', 'Huanca', 'Villca', 'Mamani', 'Colque', 'Lima', 'Rondón']
];

/** Somebody invented; with `again`, as another post typed them. */
function somebody(number, again = false) {
  const born = `19${70 + number}-0${1 + (number % 9)}-1${number % 10}`;
  return {
    kind: 'person',
    given_names: again ? GIVEN[number].toUpperCase() : GIVEN[number],
    surname1: SURNAMES[number],
    surname2: again ? '' : SURNAMES[(number + 3) % SURNAMES.length],
    sex: 'female',
    birth: born,
    nationality: 'PE',
    documents: [{ kind: 'passport', country: 'PE', number: `P${4410293 + number * 7919}`, state: 'vigente' }]
  };
}

async function prepare() {
  const department = await Department.create();
  await department.join('pisiga', BETO, 'registrar', '040901');
  await department.join('tambo', LUIS, 'registrar', '040402');
  await department.join('oruro', CARMEN, 'supervisor', '04');
  const known = { kind: 'person', given_names: 'Yuleisy Carolina', surname1: 'Rondón', surname2: 'Peña', sex: 'female', birth: '1996-03-02', nationality: 'VE' };
  await department.import('pisiga', BETO, [known, ...numbers.map((number) => somebody(number))]);
  await department.import('tambo', LUIS, numbers.map((number) => somebody(number, true)));
  for (const [place, user] of [['pisiga', BETO], ['tambo', LUIS], ['tambo', LUIS]]) await department.posta(place, user, 'sync');
  return department;
}

/** Typed at Tambo Quemado as it sounds, without a paper: known at Pisiga. */
async function typedAgain(department) {
  await Window.with('tambo', department.home('tambo'), async (window) => {
    await unlock(window, LUIS);
    await window.tap('home-register');
    await window.type('field-given-names', 'Juleisi Carolina');
    await window.type('field-surname1', 'Rondon');
    await window.type('field-surname2', 'Penia');
    await window.type('field-birth', '3/2/1996');
    await window.see('same-person');
    assert.ok((await window.texts('same-person')).some((text) => text.includes(KNOWN)), 'whom Pisiga knows is shown while she is typed');
    await window.shot('typed');
    await window.see('draft-chip', '[data-state="saved"]');
    const hand = new Hand(window);
    await hand.press('Control+Enter');
    await window.see('same-dialog');
    await window.waitFor('her among those who are shown', async () => (await window.texts('same-dialog-person')).some((text) => text.includes(KNOWN)));
    await window.shot('asked');
    await hand.press('Escape');
    await (await window.find('same-dialog')).waitForExist({ reverse: true });
    assert.equal(await (await window.find('field-surname1')).getValue(), 'Rondon', 'closing loses nothing');
    await hand.press('Control+Enter');
    await window.see('same-dialog');
    for (let step = 0; step < 12 && !(await on(window, 'same-dialog-link')); step += 1) await hand.press('Tab');
    await hand.press('Enter');
    await window.see('slip-screen');
    await window.tap('open-person');
    await window.see('person-sources', '[data-sources="1"]');
    assert.ok((await window.text('person-source')).includes(KNOWN));
    await window.shot('one-person');
    await home(window);
    await window.type('search-field', 'carolina rondon');
    await window.waitFor('her once among the results', async () => (await window.texts('search-result')).filter((text) => /Rond[oó]n/.test(text)).length === 1);
    await window.browser.keys(['Escape']);
    await sync(window);
  });
}

const on = (window, id) => window.browser.execute((one) => document.activeElement?.closest(`[data-testid="${one}"]`) != null, id);
const tab = async (window, group) => Number(await window.attribute(`pairs-tab-${group}`, 'data-count'));

/** Ten pairs, one key each; the last is taken back and left for later. */
async function decided(department) {
  await Window.with('oruro', department.home('oruro'), async (window) => {
    await unlock(window, CARMEN);
    await sync(window);
    await choose(window, 'menu-pairs');
    await window.waitFor('what waits', async () => (await tab(window, 'open')) >= PAIRS);
    await window.see('pair', '[data-ready="true"]');
    await window.shot('pairs');
    const waiting = await tab(window, 'open');
    const hand = new Hand(window);
    for (let done = 0; done < PAIRS; done += 1) {
      await window.see('pair', '[data-ready="true"]');
      const pair = await window.attribute('pair', 'data-pair');
      await hand.press('m');
      await window.waitFor(`pair ${done + 1} to be decided`, async () => (await tab(window, 'decided')) === done + 2);
      if (done + 1 < waiting) await window.waitFor('the next pair', async () => (await window.attribute('pair', 'data-pair')) !== pair);
    }
    assert.equal(hand.count(), PAIRS, 'one key a pair');
    assert.equal(await tab(window, 'open'), waiting - PAIRS);
    await window.shot('pairs-decided');
    await hand.press('u');
    await window.waitFor('the last to be taken back', async () => (await tab(window, 'open')) === waiting - PAIRS + 1);
    await window.see('pair', '[data-ready="true"]');
    const left = (await window.attribute('pair-open-first', 'title')).toLowerCase();
    await hand.press('t');
    await window.waitFor('it to be left for later', async () => (await tab(window, 'later')) === 1);
    await home(window);
    const people = Number(await window.attribute('people-count', 'data-people'));
    assert.equal(people, PAIRS + 2, 'nine people and she once, and the two of the pair that was left');
    await window.shot('home');
    // Equal weights leave the order to the ids: whoever was not left for later.
    const one = numbers.find((number) => !left.includes(GIVEN[number].toLowerCase()));
    await window.type('search-field', `${GIVEN[one]} ${SURNAMES[one]}`);
    await window.tapText('search-result', new RegExp(GIVEN[one], 'i'));
    await window.see('person-sources', '[data-sources="1"]');
    await window.tap('source-separate');
    await window.see('separate-dialog');
    await window.shot('separate');
    await window.tap('separate-confirm');
    await (await window.find('person-sources')).waitForExist({ reverse: true });
    await home(window);
    assert.equal(Number(await window.attribute('people-count', 'data-people')), people + 1, 'taken apart, both are there');
    await sync(window);
  });
}

let department;
try {
  department = await prepare();
  for (const part of [typedAgain, decided]) {
    console.log(part.name);
    await part(department);
  }
  console.log('one person was once');
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await department?.close();
  await endAll();
}
