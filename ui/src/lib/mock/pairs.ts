/** Invented pairs of records, and what is decided of them while the window is open. */
import type { Commands } from '../api';
import type { PairContradiction, PairCounts, PairDecision, PairReason, PairRow, PairView, PersonView, RegistrationInput } from '../bindings';
import { desk, people, personOf, postName, userName } from './desk';
import { inventEnrollment } from './enrollment';
import { failing, has, no, ok } from './ground';
import { CASES, fieldsOf, twin } from './pair-cases';
import { at } from './people';

type Pair = { a: PersonView; b: PersonView; found: string; standing: string; reasons: PairReason[]; decisions: PairDecision[]; others: PersonView[]; contradictions: PairContradiction[]; on: [string, string, string] };

const ORDER = ['contradicted', 'certain', 'possible'];
const OPEN = new Set(ORDER);
const LATER = 1500;
const keyOf = (a: string, b: string) => [a, b].sort().join();
const pairs = new Map<string, Pair>();
let looked = false;

function add(a: PersonView, b: PersonView, standing: string, reasons: [string, number][] = []): Pair {
  const decided = ['later', 'same', 'different'].includes(standing);
  const decision = (word: string, by: string, post: string, minutes: number): PairDecision => ({ decision: word, author: by, post, at: at(minutes), holds: true });
  const decisions = standing === 'contradicted' ? [decision('different', 'Luis Condori', 'Tambo Quemado', 320), decision('same', 'Ana Quispe', 'Pisiga', 350)] : decided ? [decision(standing, 'Carmen Rocha Villarroel', 'Oruro', 2900)] : [];
  const pair: Pair = { a, b, found: OPEN.has(standing) ? standing : 'certain', standing, reasons: reasons.map(([code, bits]) => ({ code, bits })), decisions, others: [], contradictions: [], on: decided ? ['Carmen Rocha Villarroel', 'Oruro', at(2900)] : ['', '', ''] };
  pairs.set(keyOf(a.card.id, b.card.id), pair);
  return pair;
}

function join(a: PersonView, b: PersonView, direct = true): void {
  const source = (one: PersonView) => ({ card: one.card, decided_by: userName() || 'Carmen Rocha Villarroel', decided_post: postName() || 'Oruro', decided_at: at(direct ? 0 : 2900), direct });
  part(a, b);
  a.sources = [...a.sources, source(b)];
  b.sources = [...b.sources, source(a)];
  for (const one of [a, b]) one.card.sources = one.sources.length;
}

function part(a: PersonView, b: PersonView): void {
  for (const [one, other] of [[a, b], [b, a]] as const) {
    one.sources = one.sources.filter(({ card }) => card.id !== other.card.id);
    one.card.sources = one.sources.length;
  }
}

function invent(): void {
  const made = CASES.flatMap(({ of, changes, standing, reasons }, turn) => {
    const a = people[of];
    if (!a) return [];
    const b = twin(a, (turn + 1).toString(16).padStart(2, '0').repeat(16), changes, turn);
    people.push(b);
    return [add(a, b, standing, reasons)];
  });
  for (const pair of made) if (pair.standing === 'same') join(pair.a, pair.b);
  const [both, apart] = made;
  const third = people[40];
  if (both) both.contradictions = [{ a: both.a.card, b: both.b.card, cause: 'decided_both' }];
  if (apart && third) {
    Object.assign(apart, { others: [third], contradictions: [{ a: apart.a.card, b: apart.b.card, cause: 'decided_different' }, { a: apart.b.card, b: third.card, cause: 'same_enrollment' }] });
    for (const one of [apart.a, apart.b]) one.contradictions = apart.contradictions;
  }
  const [rich, long] = people;
  if (rich && third) {
    join(rich, third, false);
    rich.sources = rich.sources.map((source) => ({ ...source, decided_at: at(2900), direct: source.card.id !== third.card.id }));
    rich.enrollments = [...rich.enrollments, inventEnrollment(third, { status: 'presentada', source: third.card.id })];
  }
  if (long && both) long.contradictions = [{ a: long.card, b: both.b.card, cause: 'decided_both' }];
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

function counts(): PairCounts {
  const all = [...pairs.values()];
  const of = (...standings: string[]) => all.filter(({ standing }) => standings.includes(standing)).length;
  return { contradicted: of('contradicted'), certain: of('certain'), possible: of('possible'), later: of('later'), decided: of('same', 'different') };
}

/** Long enough for the words that say that it is under way. */
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, has('pairs-slow') ? 60_000 : milliseconds));

function decide(a: string, b: string, decision: string): boolean {
  const [one, other] = [personOf(a), personOf(b)];
  if (!one || !other) return false;
  const pair = pairs.get(keyOf(a, b)) ?? add(one, other, 'possible');
  const said = { decision, author: userName(), post: postName(), at: at(0), holds: true };
  pair.decisions = [said, ...pair.decisions.map((before) => ({ ...before, holds: false }))];
  pair.standing = decision === 'open' ? (pair.found === 'contradicted' ? 'certain' : pair.found) : decision;
  pair.on = decision === 'open' ? ['', '', ''] : [said.author, said.post, said.at];
  pair.contradictions = [];
  for (const person of [one, other]) person.contradictions = [];
  if (decision === 'same') join(one, other);
  else part(one, other);
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
    const { standing, reasons, decisions, contradictions } = pair;
    const view: PairView = { a: pair.a.card, b: pair.b.card, standing, proposal: pair.found === 'possible' ? 'possible' : 'certain', probability: pair.found === 'possible' ? 0.7 : 0.99, reasons, fields: fieldsOf(pair.a, pair.b), decisions, others: pair.others.map(({ card }) => card), contradictions };
    return failing() ?? ok(view);
  },
  decidePair: (a, b, decision) => {
    if (has('full') || !desk.session) return no('POSTA-D1');
    return decide(a, b, decision) ? ok({ id: a, warnings: [] }) : no('POSTA-B2');
  }
} satisfies Partial<Commands>;
