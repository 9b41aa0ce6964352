import { expect, it } from 'vitest';
import { rowAt, startsOf } from './window-of';

const starts = startsOf(['a', 'b', 'c'], new Map([['b', 100]]), 40);

it('rows begin where those above them end, measured or not', () => {
  expect([...starts]).toEqual([0, 40, 140, 180]);
});

it('a row is found by any height in it', () => {
  expect([-5, 0, 39, 40, 139, 140, 179, 999].map((at) => rowAt(starts, at))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
});

it('nothing has no rows', () => {
  expect([rowAt(startsOf([], new Map(), 40), 10), startsOf([], new Map(), 40).length]).toEqual([0, 1]);
});
