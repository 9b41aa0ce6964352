import { expect, it } from 'vitest';
import type { ScreeningView } from '$lib/api';
import { byInstrument, pointsOf } from './chart';

const result = (on: string, total: number | null, instrument = 'phq9'): ScreeningView => ({ id: on + instrument, instrument, name: instrument.toUpperCase(), on, by: '', post: '', score: { asked: 9, answered: 9, total, most: 27, band: '', band_name: '', positive: '', risk: '', leads_to: '', adjustable: false } });

it('points keep the proportion of days and of the highest score', () => {
  const points = pointsOf([result('2026-11-11', 27), result('2026-11-01', 0), result('2026-11-03', 9), result('2026-11-05', null)]);
  expect(points.map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual([[0, 0], [20, 33], [100, 100]]);
});

it('one point stands in the middle', () => {
  expect(pointsOf([result('2026-11-11', 9)]).map(({ x }) => x)).toEqual([50]);
  expect(pointsOf([])).toEqual([]);
});

it('each instrument has its own results', () => {
  expect(byInstrument([result('2026-11-11', 1), result('2026-11-10', 2, 'gad7'), result('2026-11-09', 3)]).map(({ instrument, results }) => [instrument, results.length])).toEqual([['phq9', 2], ['gad7', 1]]);
});
