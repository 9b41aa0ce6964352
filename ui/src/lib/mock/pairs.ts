/** Invented pairs of records, and what is decided of them while the window is open. */
import type { Commands } from '../api';
import type { PairBond, PairContradiction, PairCounts, PairDecision, PairReason, PairRow, PairView, PersonView, RegistrationInput } from '../bindings';
import { desk, people, personOf, postName, userName } from './desk';
import { inventEnrollment } from './enrollment';
import { failing, has, no, ok } from './ground';
import { CASES, fieldsOf, twin } from './pair-cases';
import { groupOf as groupHeld, holding, type Said } from './pair-groups';
import { at } from './people';

type Pair = { a: PersonView; b: PersonView; found: string; standing: string; reasons: PairReason[]; decisions: PairDecision[]; on: [string, string, string] };

const ORDER = ['contradicted', 'certain', 'possible'];
const OPEN = new Set(ORDER);
const LATER = 1500;
const keyOf = (a: string, b: string) => [a, b].sort().join();
const pairs = new Map<string, Pair>();
/** The pairs that a person is in. */
const ofPerson = new Map<PersonView, Pair[]>();
let looked = false;

function add(a: PersonView, b: PersonView, found: string, reasons: [string, number][] = [], decisions: PairDecision[] = []): Pair {
  const pair: Pair = { a, b, found: OPEN.has(found) && found !== 'contradicted' ? found : 'certain', standing: found, reasons: reasons.map(([code, bits]) => ({ code, bits })), decisions, on: ['', '', ''] };
  pairs.set(keyOf(a.card.id, b.card.id), pair);
  for (const one of [a, b]) ofPerson.set(one, [...(ofPerson.get(one) ?? []), pair]);
  return pair;
}

const groupFrom = (...people: PersonView[]) => groupHeld(people, (one) => ofPerson.get(one) ?? []);

/** What is shown of somebody and of everybody whom decisions hold together with them, reckoned anew. */
function reckon(...start: PersonView[]): void {
  for (const each of start) {
    const { people: group, bonds, contradictions } = groupFrom(each);
    for (const one of group) {
      const sources = contradictions.length > 0 ? [] : group.filter((other) => other !== one);
      one.contradictions = contradictions;
      one.sources = sources.map((other) => {
        const direct = bonds.find(({ a, b }) => (a === one && b === other) || (a === other && b === one));
        const said = (direct ?? bonds[0])?.decisions.find(({ holds }) => holds);
        return { card: other.card, decided_by: said?.author ?? '', decided_post: said?.post ?? '', decided_at: said?.at ?? '', direct: direct !== undefined };
      });
      one.card.sources = sources.length;
      for (const pair of ofPerson.get(one) ?? []) stand(pair, contradictions);
    }
  }
}

function stand(pair: Pair, contradictions: PairContradiction[]): void {
  const clash = contradictions.some(({ a, b }) => keyOf(a.id, b.id) === keyOf(pair.a.card.id, pair.b.card.id));
  const [held] = holding(pair);
  const decided = held !== undefined && held.decision !== 'open';
  pair.standing = clash ? 'contradicted' : decided ? held.decision : pair.found;
  pair.on = !clash && decided ? [held.author, held.post, held.at] : ['', '', ''];
}

const decision = (word: string, author: string, post: string, minutes: number): PairDecision => ({ decision: word, author, post, at: at(minutes), holds: true });
const CARMEN = ['Carmen Rocha Villarroel', 'Oruro', 2900] as const;

function invent(): void {
  const made = CASES.flatMap(({ of, changes, standing, reasons }, turn) => {
    const a = people[of];
    if (!a) return [];
    const b = twin(a, (turn + 1).toString(16).padStart(2, '0').repeat(16), changes, turn);
    people.push(b);
    return [add(a, b, standing, reasons, OPEN.has(standing) ? [] : [decision(standing, ...CARMEN)])];
  });
  const [both, apart] = made;
  if (both) both.decisions = [decision('different', 'Luis Condori', 'Tambo Quemado', 320), decision('same', 'Ana Quispe', 'Pisiga', 350)];
  const [rich, long] = people;
  const third = people[40];
  if (apart && third) {
    // Held together by way of a third record.
    apart.decisions = [decision('different', 'Luis Condori', 'Tambo Quemado', 320)];
    add(apart.a, third, 'possible', [], [decision('same', ...CARMEN)]);
    add(third, apart.b, 'possible', [], [decision('same', 'Ana Quispe', 'Pisiga', 350)]);
  }
  const last = made.at(-1);
  const fourth = people[41];
  if (last && fourth && rich) {
    add(last.b, fourth, 'possible', [], [decision('same', ...CARMEN)]);
    rich.enrollments = [...rich.enrollments, inventEnrollment(fourth, { status: 'presentada', source: fourth.card.id })];
  }
  if (long && both) {
    add(long, both.b, 'possible', [], [decision('different', 'Luis Condori', 'Tambo Quemado', 320), decision('same', 'Ana Quispe', 'Pisiga', 350)]);
  }
  for (const one of [both, apart, ...made]) if (one) reckon(one.a, one.b);
  if (!has('many')) return;
  const count = people.length;
  for (let index = 0; index < 10_000 - made.length; index += 1) {
    const [a, b] = [people[index + 2], people[(index * 37 + 5011) % count]];
    if (a && b && a !== b) add(a, b, index % 5 === 0 ? 'certain' : 'possible', [['surname_equal', 5.1], ['given_name_similar', 2.2], ['birth_same_year', 2.4]]);
  }
}
if (!has('empty')) invent();

const groupOf = (pair: Pair) => (OPEN.has(pair.standing) ? 'open' : pair.standing === 'later' ? 'later' : 'decided');
const rowOf = ({ a, b, standing, reasons, on: [decided_by, decided_post, decided_at] }: Pair): PairRow => ({ a: a.card, b: b.card, standing, reasons: reasons.filter(({ bits }) => (bits ?? 0) >= 1).map(({ code }) => code).slice(0, 3), decided_by, decided_post, decided_at });

function bondOf({ a, b, decisions }: Said): PairBond {
  const said = decisions.find(({ decision: word, holds }) => holds && word === 'same');
  return { a: a.card, b: b.card, decided_by: said?.author ?? '', decided_post: said?.post ?? '', decided_at: said?.at ?? '' };
}

function counts(): PairCounts {
  const all = [...pairs.values()];
  const of = (...standings: string[]) => all.filter(({ standing }) => standings.includes(standing)).length;
  return { contradicted: of('contradicted'), certain: of('certain'), possible: of('possible'), later: of('later'), decided: of('same', 'different') };
}

/** Long enough for the words that say that it is under way. */
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, has('pairs-slow') ? 60_000 : milliseconds));

function decide(a: string, b: string, word: string): boolean {
  const [one, other] = [personOf(a), personOf(b)];
  if (!one || !other) return false;
  const pair = pairs.get(keyOf(a, b)) ?? add(one, other, 'possible');
  const before = groupFrom(one, other).people;
  pair.decisions = [decision(word, userName(), postName(), 0), ...pair.decisions.map((said) => ({ ...said, holds: false }))];
  reckon(...before);
  return true;
}

/** What a registration said of others. */
export function linkRegistered(id: string, { same_as, different_from }: RegistrationInput): void {
  for (const other of same_as ?? []) decide(id, other, 'same');
  for (const other of different_from ?? []) decide(id, other, 'different');
}

export const pairsMock = {
  lookForPairs: async () => {
    await wait(looked ? 40 : LATER);
    if (has('look-failing')) return no('POSTA-X1');
    looked = true;
    return failing() ?? ok(counts());
  },
  pairsPage: async (group, offset, limit) => {
    if (has('pairs-slow')) await wait(0);
    const of = [...pairs.values()].filter((pair) => groupOf(pair) === group);
    const rows = group === 'open' ? of.sort((one, other) => ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing)) : of.sort((one, other) => (one.on[2] < other.on[2] ? 1 : -1));
    return failing() ?? ok({ rows: rows.slice(offset, offset + limit).map(rowOf), total: rows.length, counts: counts(), stale: has('stale') || (!looked && rows.length > 0) });
  },
  pair: async (a, b) => {
    const pair = pairs.get(keyOf(a, b));
    if (!pair) return no('POSTA-B2');
    const { standing, reasons, decisions } = pair;
    const { people: group, bonds, contradictions } = groupFrom(pair.a, pair.b);
    const view: PairView = { a: pair.a.card, b: pair.b.card, standing, proposal: pair.found === 'possible' ? 'possible' : 'certain', probability: pair.found === 'possible' ? 0.7 : 0.99, reasons, fields: fieldsOf(pair.a, pair.b), decisions, others: group.filter((one) => one !== pair.a && one !== pair.b).map(({ card }) => card), contradictions, bonds: bonds.map(bondOf) };
    return failing() ?? ok(view);
  },
  decidePair: (a, b, decision) => {
    if (has('full') || !desk.session) return no('POSTA-D1');
    return decide(a, b, decision) ? ok({ id: a, warnings: [] }) : no('POSTA-B2');
  }
} satisfies Partial<Commands>;
