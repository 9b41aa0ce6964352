import { expect, it, vi } from 'vitest';

vi.mock('$lib/api', () => ({ api: {} }));
const { isEnough, typedInput } = await import('./typed-input');

const TODAY = '2026-11-21';

it('what was typed is looked for as a new registration would be filled with it', () => {
  expect(typedInput({ typed: 'zulma Quispe 1994 142000', document: undefined }, TODAY)).toMatchObject({ given_names: 'Zulma', surname1: 'Quispe', birth: '1994', documents: [{ number: '142000' }] });
});

it('lines of a document are looked for as they were read', () => {
  const view = { given_names: 'ZULMA ROSA', surname1: 'QUISPE', surname2: '', birth: '1994-02-11', sex: 'unknown', nationality: 'PE', problems: [], document: { key: '', kind: 'passport', country: 'PE', number: 'X142000', state: '' } };
  expect(typedInput({ typed: '', document: { view, lines: 'P<PER' } }, TODAY)).toMatchObject({ given_names: 'Zulma Rosa', surname1: 'Quispe', birth: '1994-02-11', sex: '', nationality: 'PE', documents: [{ kind: 'passport', number: 'X142000' }] });
});

it('too little is not looked for', () => {
  expect([isEnough({ given_names: 'Ana' }), isEnough({ given_names: 'Ana', surname1: 'Paz' }), isEnough({ documents: [{ key: 'a', kind: '', country: '', number: '1420', state: '' }] })]).toEqual([false, true, true]);
});
