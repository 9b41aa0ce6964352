// A family of four in the real window, by keyboard alone, in Spanish and in Portuguese: one of them without papers, one
// newborn. Counts the keys that a registration takes besides the text. Invented people only.
//
// POSTA_BIN, POSTA_SERVER and POSTA_WINDOW name the programs; POSTA_SHOTS a folder for numbered pictures.
import assert from 'node:assert/strict';
import { Department, PASSWORD } from './department.mjs';
import { Hand } from './hand.mjs';
import { endAll } from './process.mjs';
import { Window } from './window.mjs';

/** Keys besides the text that a new person may take, and acts until a returning person is open. */
const MOST_KEYS = 25;
const MOST_ACTS = 3;
const USER = 'Beto Colque';

const SPANISH = {
  language: 'es',
  spoken: 'Español',
  keys: { yes: 's', no: 'n', female: 'm', male: 'h', parent: 'm', family: 'f' },
  mother: { typed: 'Rosaura Ticona Apaza', birth: '17/5/1994', country: 'Per', paper: 'Pas', number: '44719205', phone: '71550021', facts: { pregnant_or_recent_birth: 'yes' } },
  father: { given: 'Elmer', birth: '1990' },
  child: { given: 'Nayra', birth: '8', number: '90114422' },
  newborn: { given: 'Illari', birth: '1 mes' },
  outcomes: ['cubierta', 'orientacion', 'orientacion', 'cubierta'],
  again: 'ticona ros',
  surname: 'Ticona'
};

const PORTUGUESE = {
  language: 'pt',
  spoken: 'Português',
  keys: { yes: 's', no: 'n', female: 'm', male: 'h', parent: 'm', family: 'f' },
  mother: { typed: 'Marinalva Nascimento Araújo', birth: '3 de março de 1991', country: 'Bra', paper: 'Pas', number: 'FX204418', phone: '68102275', facts: { pregnant_or_recent_birth: 'yes' } },
  father: { given: 'Josué', birth: '34 anos' },
  child: { given: 'Kauã', birth: '7', number: 'FX991420' },
  newborn: { given: 'Cauê', birth: '1 mês' },
  outcomes: ['cubierta', 'orientacion', 'orientacion', 'cubierta'],
  again: 'nascimento mari',
  surname: 'Nascimento'
};

const focused = (window, id) => window.browser.execute((one) => document.activeElement?.dataset.testid === one, id);

/** Goes on to a step of the registration. */
async function on(window, hand, step) {
  await hand.press('Enter');
  await window.see(`register-part-${step}`);
}

/** Chooses in a combobox by what it begins with. */
async function pick(window, hand, id, text) {
  await hand.at(id);
  await hand.types(text);
  await window.see(`${id}-option`);
  await hand.press('Enter');
}

/** Answers each question that the pack asks, as its turn comes: no, unless it is known. */
async function answer(window, hand, keys, facts) {
  await window.see('outcome-card');
  for (;;) {
    const open = await window.browser.execute(() => {
      const question = document.activeElement?.closest('[data-testid="question"]');
      return question?.dataset.open === 'true' ? question.dataset.fact : '';
    });
    if (!open) break;
    await hand.press(keys[facts[open] ?? 'no']);
    await window.waitFor(`an answer to ${open}`, () =>
      window.browser.execute((fact) => {
        const question = document.querySelector(`[data-testid="question"][data-fact="${fact}"]`);
        const left = document.querySelector('[data-testid="question"][data-open="true"]');
        const at = document.activeElement?.closest('[data-testid="question"]');
        return question?.dataset.open !== 'true' && (!left || at === left);
      }, open)
    );
  }
}

/** From the coverage to the slip: what the pack asks, what the person allows, saved. */
async function finish(window, hand, words, facts, outcome, shot) {
  await answer(window, hand, words.keys, facts);
  await window.waitFor(`the outcome ${outcome}`, async () => (await window.attribute('outcome-card', 'data-outcome')) === outcome);
  if (shot) await window.shot(`${shot}-coverage`);
  await on(window, hand, 'consent');
  for (const purpose of ['register', 'share_facility', 'share_referral', 'statistics', 'contact']) {
    await hand.at(`consent-${purpose}`);
    await hand.press(words.keys.yes);
  }
  if (shot) await window.shot(`${shot}-consent`);
  await hand.press('Enter');
  await window.see('slip-screen');
  await window.see('slip-page');
  if (shot) await window.shot(`${shot}-slip`);
}

/** Somebody with a paper, found nowhere: the search is the door. */
async function mother(window, hand, words) {
  const { typed, birth, country, paper, number, phone, facts } = words.mother;
  await hand.press('Control+k');
  await hand.at('search-field');
  await hand.types(typed);
  await window.see('search-register-new');
  await window.see('search-nothing');
  await hand.press('Enter');
  await hand.at('field-birth');
  await hand.types(birth);
  await hand.press('Tab', words.keys.female, 'Tab');
  await pick(window, hand, 'field-nationality', country);
  if (words.language === 'pt') {
    await hand.press('Tab');
    await pick(window, hand, 'field-language', 'Port');
  }
  await on(window, hand, 'documents');
  await pick(window, hand, 'field-document-kind', paper);
  await hand.press('Tab');
  await hand.at('field-document-number');
  await hand.types(number);
  await on(window, hand, 'family');
  await hand.at('field-phone');
  await hand.types(phone);
  await on(window, hand, 'coverage');
  await finish(window, hand, words, facts, words.outcomes[0], 'mother');
}

/** Another of the family, from the slip of the one before. `fill` is at the birth; `papers` at the documents. */
async function another(window, hand, words, { given, birth, sex, papers, minor, outcome, shot }) {
  await hand.press(words.keys.family);
  await window.see('register-family');
  await hand.at('field-given-names');
  await hand.types(given);
  await hand.press('Tab', 'Tab', 'Tab');
  await hand.at('field-birth');
  await hand.types(birth);
  await hand.press('Tab', words.keys[sex]);
  await on(window, hand, 'documents');
  await papers?.();
  if (shot) await window.shot(`${shot}-documents`);
  await on(window, hand, 'family');
  if (minor) {
    await hand.at('field-accompaniment');
    await hand.press(words.keys.parent);
    if (shot) await window.shot(`${shot}-family`);
  }
  await on(window, hand, 'coverage');
  await finish(window, hand, words, {}, outcome, shot);
}

async function family(window, hand, words) {
  const keys = {};
  const counted = async (name, act) => {
    hand.count();
    await act();
    keys[name] = hand.count();
  };
  const number = (text) => async () => {
    await hand.at('field-document-number');
    await hand.types(text);
  };
  await counted('mother', () => mother(window, hand, words));
  await counted('father', () =>
    another(window, hand, words, { ...words.father, sex: 'male', papers: () => none(window, hand), outcome: words.outcomes[1], shot: 'father' })
  );
  await counted('child', () =>
    another(window, hand, words, { ...words.child, sex: 'female', papers: number(words.child.number), minor: true, outcome: words.outcomes[2] })
  );
  await counted('newborn', () =>
    another(window, hand, words, { ...words.newborn, sex: 'male', minor: true, outcome: words.outcomes[3], shot: 'newborn' })
  );
  await returning(window, hand, words, keys);
  return keys;
}

/** Without any paper: said once, at the documents. */
async function none(window, hand) {
  await hand.at('field-document-number');
  for (let tabs = 0; tabs < 8 && !(await focused(window, 'field-without-documents')); tabs += 1) await hand.press('Tab');
  await hand.at('field-without-documents');
  await hand.press('Space');
}

/** Back at Inicio, the mother is opened again: search, type, open. All four are one family, and one enrollment event each. */
async function returning(window, hand, words, keys) {
  hand.count();
  await hand.press('Control+k');
  await hand.at('search-field');
  await hand.types(words.again);
  await window.waitFor('her among the results', async () => (await window.texts('search-result')).some((text) => text.includes(words.mother.typed)));
  await hand.press('Enter');
  await window.waitFor('her page', async () => (await window.text('person-name')) === words.mother.typed);
  // Typing is an act too.
  keys.returning = hand.count() + 1;
  const members = await window.texts('household-member');
  assert.equal(members.length, 3, 'three others of the family');
  for (const { given } of [words.father, words.child, words.newborn]) assert.ok(members.some((text) => text.includes(`${given} ${words.surname}`)), `${given} is of the family`);
  await window.shot('family');
}

let department;
try {
  department = await Department.create();
  await department.join('home', USER, 'registrar', '040901');
  for (const words of [SPANISH, PORTUGUESE]) {
    await Window.with(`family-${words.language}`, department.home('home'), async (window) => {
      // The button itself lies under its label.
      await (await window.find(`language-${words.language}`)).waitForExist();
      await window.browser.execute((one) => document.querySelector(`[data-testid="language-${one}"]`).click(), words.language);
      await window.waitFor(words.spoken, () => window.browser.execute((one) => document.documentElement.lang === one, words.language));
      await window.tapText('unlock-user', USER);
      await window.type('unlock-password', PASSWORD);
      await window.tap('unlock-submit');
      await window.see('home');
      const keys = await family(window, new Hand(window), words);
      console.log(`${words.language}: keys besides the text ${JSON.stringify(keys)}`);
      for (const name of ['mother', 'father', 'child', 'newborn']) assert.ok(keys[name] <= MOST_KEYS, `${name} took ${keys[name]} keys`);
      assert.ok(keys.returning <= MOST_ACTS, `opening her again took ${keys.returning} acts`);
    });
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await department?.close();
  await endAll();
}
