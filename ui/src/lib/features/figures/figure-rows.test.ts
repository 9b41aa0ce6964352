import { expect, it, vi } from 'vitest';
import type { Figure, FigureBreakdown, FigurePost } from '$lib/api';

vi.mock('$lib/api', () => ({ api: {} }));
const { barsOf, breakdownTable, BARS, ordered, pointsOf, sayAt } = await import('./figure-rows');
const { sortPosts } = await import('./post-words');
const { isBlank, leadOf, themesOf } = await import('./themes');

const figure = (n: number | null, hidden = n === null ? 'small' : ''): Figure => ({ n, hidden });
const breakdown = (dimension: string, numbers: (number | null)[]): FigureBreakdown => ({ dimension, name: dimension, cells: numbers.map((n, index) => ({ code: `c${index}`, name: `Name ${index}`, figure: figure(n), before: figure(n) })) });
const codes = (of: FigureBreakdown) => ordered(of).map(({ code }) => code);

it('names have the largest first, then what does not show, then none; the rest keeps its order, and age stands as in a pyramid', () => {
  expect(codes(breakdown('nationality', [0, 7, null, 9, 5]))).toEqual(['c3', 'c1', 'c4', 'c2', 'c0']);
  expect(codes(breakdown('referral_state', [3, null, 9]))).toEqual(['c0', 'c1', 'c2']);
  expect(barsOf(breakdown('age_band', [3, 4, 9]), { unit: 'people' }, 5).rows.map(({ key }) => key)).toEqual(['c2', 'c1', 'c0']);
  expect(breakdownTable(breakdown('age_band', [3, 4, 9]), { unit: 'people' }, 5).map(({ key }) => key)).toEqual(['c0', 'c1', 'c2']);
});

it('of 200 nationalities the largest have bars and the table has them all', () => {
  const of = breakdown('nationality', Array.from({ length: 200 }, (_, index) => index));
  const { rows, more } = barsOf(of, { unit: 'people' }, 5);
  expect([rows.length, more, rows[0]?.said]).toEqual([BARS, 200 - BARS, '199']);
  expect(breakdownTable(of, { unit: 'people' }, 5)).toHaveLength(200);
});

it('a cell that does not show has no length in a chart and no number in a table', () => {
  const of = breakdown('sex', [9, null]);
  expect(barsOf(of, { unit: 'people' }, 5).rows[1]).toMatchObject({ value: undefined, said: 'menos de 5' });
  const hidden = breakdownTable(of, { unit: 'people' }, 5)[1];
  expect(hidden?.cells.map(({ text }) => text)).toEqual(['Name 1', 'menos de 5', 'menos de 5', '—']);
  expect(Number.isNaN(hidden?.cells[1]?.sort)).toBe(true);
});

it('a series says the day, the week or the month of each point', () => {
  expect([sayAt('2026-11-02', 'day'), sayAt('2026-11-02', 'week'), sayAt('2026-11-02', 'week', true), sayAt('2026-11-02', 'month')]).toEqual(['2 nov', 'semana del 2 nov', '2 nov', 'noviembre']);
  expect(pointsOf({ series: [{ at: '2026-11-02', figure: figure(null) }], unit: 'people' }, { grain: 'day', below: 5 })).toEqual([{ key: '2026-11-02', label: '2 nov', value: undefined, said: 'menos de 5' }]);
});

it('posts that are not heard of come first, those never heard of before all', () => {
  const post = (code: string, silent_days: number | null, silent: boolean, n: number | null = 10): FigurePost => ({ code, name: code, municipality: '', municipality_name: '', latitude: null, longitude: null, people: figure(n), heard_on: '', silent_days, silent });
  expect(sortPosts([post('few', 0, false, 1), post('nine', 9, true), post('many', 1, false, 90), post('hidden', 0, false, null), post('never', null, true), post('never too', null, true)]).map(({ code }) => code)).toEqual(['never', 'never too', 'nine', 'many', 'few', 'hidden']);
});

it('figures are by theme in the order of the pack, and each theme leads with its first', () => {
  const one = (code: string, theme: string, n: number | null = 1) => ({ code, theme, theme_name: theme, figure: figure(n), series: [] }) as never;
  const themes = themesOf({ figures: [one('a', 'x'), one('b', 'y'), one('c', 'x')] });
  expect(themes.map(({ code, figures }) => [code, figures.map((figure) => figure.code)])).toEqual([['x', ['a', 'c']], ['y', ['b']]]);
  expect(leadOf(themes).map(({ code }) => code)).toEqual(['a', 'b']);
  expect([isBlank({ figures: [one('a', 'x', 0)] }), isBlank({ figures: [one('a', 'x', null)] })]).toEqual([true, false]);
});
