import { expect, it, vi } from 'vitest';

vi.mock('$lib/api', () => ({ api: {} }));
const { lackOf, typedInput } = await import('./typed-input');

const TODAY = '2026-11-21';

it('what was typed is looked for as a new registration would be filled with it', () => {
  expect(typedInput({ typed: 'zulma Quispe 1994 142000', document: undefined }, TODAY)).toMatchObject({ given_names: 'Zulma', surname1: 'Quispe', birth: '1994', documents: [{ number: '142000' }] });
});

it('lines of a document are looked for as they were read', () => {
  const view = { given_names: 'ZULMA ROSA', surname1: 'QUISPE', surname2: '', birth: '1994-02-11', sex: 'unknown', nationality: 'PE', problems: [], document: { key: '', kind: 'passport', country: 'PE', number: 'X142000', state: '' } };
  expect(typedInput({ typed: '', document: { view, lines: 'P<PER' } }, TODAY)).toMatchObject({ given_names: 'Zulma Rosa', surname1: 'Quispe', birth: '1994-02-11', sex: '', nationality: 'PE', documents: [{ kind: 'passport', number: 'X142000' }] });
});

const numbered = (...numbers: string[]) => ({ documents: numbers.map((number) => ({ key: 'a', kind: '', country: '', number, state: '' })) });

it.each([
  ['nothing', {}, 'all'],
  ['a name', { given_names: 'Ana', surname1: 'Paz' }, 'year'],
  ['one letter and a year', { given_names: 'A', birth: '1990' }, 'name'],
  ['a year', { birth: '1990' }, 'name'],
  ['four digits of a number', numbered('1420'), 'name'],
  ['a name and four digits', { given_names: 'Ana', ...numbered('1420') }, 'year'],
  ['zeros before a few digits', numbered('0001420'), 'name'],
  ['a second number', numbered('1', '1420009'), 'name'],
  ['a name and a year', { surname1: 'Paz', birth: '1990' }, ''],
  ['a name and an age', { surname1: 'Paz', birth: 'age:34@2026-11-20' }, ''],
  ['a number', numbered('X-1420'), ''],
  ['a number of five digits', numbered('14-205'), '']
])('of %s it is known what other departments would still ask for', (_what, input, lack) => {
  expect(lackOf(input)).toBe(lack);
});
