/** What decisions hold together, and what of it cannot be: as the shell reckons it. */
import type { PairContradiction, PairDecision } from '../bindings';
import type { PersonView } from '../bindings';

/** A pair of which something was said. */
export type Said = { a: PersonView; b: PersonView; decisions: PairDecision[] };
export type Group = { people: PersonView[]; bonds: Said[]; contradictions: PairContradiction[] };

export const holding = ({ decisions }: Said): PairDecision[] => decisions.filter(({ holds }) => holds);
const says = (pair: Said | undefined, word: string) => pair !== undefined && holding(pair).some(({ decision }) => decision === word);

/** Everybody whom `same` holds together with somebody, and why they cannot be one. `of` are the pairs that a person is in. */
export function groupOf(start: readonly PersonView[], of: (person: PersonView) => readonly Said[]): Group {
  const people = [...start];
  const [bonds, pairs] = [new Set<Said>(), new Set<Said>()];
  for (let index = 0; index < people.length; index += 1) {
    const person = people[index];
    for (const pair of person ? of(person) : []) {
      pairs.add(pair);
      if (!says(pair, 'same')) continue;
      bonds.add(pair);
      for (const one of [pair.a, pair.b]) if (!people.includes(one)) people.push(one);
    }
  }
  const held = people.filter((one) => [...bonds].some(({ a, b }) => a === one || b === one));
  return { people, bonds: [...bonds], contradictions: clashes(held, [...pairs]) };
}

function clashes(people: PersonView[], pairs: Said[]): PairContradiction[] {
  return people.flatMap((a, index) =>
    people.slice(index + 1).flatMap((b): PairContradiction[] => {
      const pair = pairs.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
      const [same, different] = [says(pair, 'same'), says(pair, 'different')];
      const family = a.household !== '' && a.household === b.household && !same;
      if (!different && !family) return [];
      return [{ a: a.card, b: b.card, cause: same ? 'decided_both' : different ? 'decided_different' : 'same_enrollment' }];
    })
  );
}
