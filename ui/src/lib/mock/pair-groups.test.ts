import { expect, it } from 'vitest';
import type { PersonView } from '../bindings';
import { groupOf, type Said } from './pair-groups';

const person = (id: string, household = '') => ({ card: { id }, household }) as unknown as PersonView;
const said = (a: PersonView, b: PersonView, ...words: string[]): Said => ({ a, b, decisions: words.map((decision) => ({ decision, author: '', post: '', at: '', holds: true })) });
const among = (pairs: Said[]) => (one: PersonView) => pairs.filter(({ a, b }) => a === one || b === one);
const causes = (start: PersonView, pairs: Said[]) => groupOf([start], among(pairs)).contradictions.map(({ a, b, cause }) => `${a.id}${b.id} ${cause}`);
const [a, b, c, d] = [person('a'), person('b'), person('c'), person('d')];

it('two who are held together by way of a third, and were said to be different, contradict', () => {
  const pairs = [said(a, c, 'same'), said(c, b, 'same'), said(a, b, 'different'), said(c, d, 'different')];
  expect(causes(a, pairs)).toEqual(['ab decided_different']);
  expect(groupOf([a], among(pairs)).bonds).toEqual(pairs.slice(0, 2));
});

it('what was said to be both contradicts, and what was taken back does not', () => {
  expect(causes(a, [said(a, b, 'different', 'same')])).toEqual(['ab decided_both']);
  expect(causes(a, [said(a, b, 'different')])).toEqual([]);
});

it('two of one household contradict unless it was said of themselves that they are one', () => {
  const [one, two] = [person('1', 'h'), person('2', 'h')];
  expect(causes(one, [said(one, a, 'same'), said(a, two, 'same')])).toEqual(['12 same_enrollment']);
  expect(causes(one, [said(one, two, 'same')])).toEqual([]);
});
