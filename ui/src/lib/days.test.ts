import { expect, it } from 'vitest';
import { readDay } from './days';

it('a month or a year is a range of days', () => {
  expect([readDay('2/2024', 'first'), readDay('2/2024', 'last')]).toEqual(['2024-02-01', '2024-02-29']);
  expect([readDay('2026', 'first'), readDay('2026', 'last')]).toEqual(['2026-01-01', '2026-12-31']);
  expect([readDay('3/11/2026', 'first'), readDay('3/11/2026', 'last')]).toEqual(['2026-11-03', '2026-11-03']);
  expect(readDay('34 años', 'first')).toBe('');
});
