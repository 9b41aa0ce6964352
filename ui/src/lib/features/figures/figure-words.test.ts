import { afterEach, expect, it, vi } from 'vitest';
import type { Figure } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {} }));
const { sayChange, sayDifference, sayFigure, sayOf, sayTotal, sayWhy, wayOf } = await import('./figure-words');

const shown = (n: number): Figure => ({ n, hidden: '' });
const hidden = (why: string): Figure => ({ n: null, hidden: why });
const change = (figure: Figure, before: Figure, unit = 'people') => sayChange({ figure, before, unit }, 'en octubre');

afterEach(() => vi.unstubAllGlobals());

it('a figure that does not show is never a number, and says which kind of silence it is', () => {
  expect([sayFigure(hidden('small'), 'people', 5), sayFigure(hidden('together'), 'people', 5), sayFigure(hidden('unknown'), 'people', 5)]).toEqual(['menos de 5', 'no se muestra', 'sin dato']);
  expect(sayFigure(hidden('small'), 'people', 10)).toBe('menos de 10');
  expect(sayFigure(hidden('a word of a later version'), 'people', 5)).toBe('sin dato');
  expect(sayFigure(shown(0), 'people', 5)).toBe('0');
});

it('numbers have the marks of their unit', () => {
  expect([sayFigure(shown(12345), 'people', 5), sayFigure(shown(83), 'percent', 5), sayFigure(shown(1), 'days', 5), sayFigure(shown(6.5), 'days', 5)]).toEqual(['12.345', '83 %', '1 día', '6,5 días']);
});

it('what changed is said in words', () => {
  expect([change(shown(1216), shown(1204)), change(shown(3), shown(15)), change(shown(7), shown(7))]).toEqual(['12 más que en octubre', '12 menos que en octubre', 'igual que en octubre']);
  expect([change(shown(63), shown(60), 'percent'), change(shown(61), shown(60), 'percent'), change(shown(6), shown(8), 'days')]).toEqual(['3 puntos más que en octubre', '1 punto más que en octubre', '2 días menos que en octubre']);
});

it('no change is told that would give away what does not show', () => {
  expect(change(shown(7), hidden('small'))).toBe('sin comparación: en octubre no se muestra');
  expect(change(shown(7), hidden('unknown'))).toBe('antes no había datos');
  expect(change(hidden('small'), shown(7))).toBe('');
  expect([sayDifference(shown(7), hidden('small')), sayDifference(hidden('together'), shown(7)), sayDifference(shown(7), shown(9)), sayDifference(shown(9), shown(9))]).toEqual(['—', '—', '−2', '=']);
  expect([wayOf(shown(7), hidden('small')), wayOf(shown(7), shown(1)), wayOf(shown(1), shown(7))]).toEqual([undefined, 'up', 'down']);
});

it('the denominator is told where there is one, with the share of what shows', () => {
  expect(sayOf({ figure: shown(83), of: shown(1204), unit: 'people' })).toBe('de 1.204: 7 %');
  expect(sayOf({ figure: hidden('small'), of: shown(1204), unit: 'people' })).toBe('de 1.204');
  expect([sayOf({ figure: shown(1), of: hidden('small'), unit: 'people' }), sayOf({ figure: shown(1), of: null, unit: 'people' })]).toEqual(['', '']);
});

it('in a column of totals the share stands beside the total', () => {
  expect([sayTotal({ figure: shown(83), of: shown(1204), unit: 'people' }), sayTotal({ figure: shown(63), of: shown(1204), unit: 'percent' }), sayTotal({ figure: shown(1), of: hidden('small'), unit: 'people' }), sayTotal({ figure: shown(0), of: shown(0), unit: 'people' })]).toEqual(['1.204 · 7 %', '1.204', '—', '0']);
});

it('each reason why something does not show is told once', () => {
  expect(sayWhy([shown(9), hidden('small'), hidden('small')], 5)).toHaveLength(1);
  expect(sayWhy([hidden('small'), hidden('together'), hidden('unknown')], 5)).toHaveLength(3);
  expect(sayWhy([shown(9), shown(0)], 5)).toEqual([]);
});

it('a sum that says at least tells a change only where it is sure of its way', () => {
  const least = (n: number): Figure => ({ n, hidden: 'some' });
  expect(sayFigure(least(98), 'people', 10)).toBe('al menos 98');
  expect([change(least(98), shown(90)), change(shown(80), least(90))]).toEqual(['al menos 8 más que en octubre', 'al menos 10 menos que en octubre']);
  for (const [now, then] of [[least(98), least(20)], [least(20), shown(98)], [shown(98), least(20)]] as const) expect([change(now, then), sayDifference(now, then), wayOf(now, then)]).toEqual(['sin comparación: una parte no se dice', '—', undefined]);
  expect([sayDifference(least(98), shown(90)), wayOf(least(98), shown(90)), wayOf(shown(80), least(90))]).toEqual(['—', 'up', 'down']);
  expect(sayWhy([least(98), shown(9)], 10)).toEqual(['«Al menos»: una parte no se dice, por ser un número menor de 10 o porque con una resta diría uno. Puede ser más.']);
});

it('days that are not compared with are not called without data', () => {
  expect([change(shown(7), hidden('others')), sayWhy([shown(7), hidden('others')], 10)]).toEqual(['sin comparación: son otros departamentos', []]);
});
