import { expect, it } from 'vitest';
import { inDays, readComing, readDay, readOn, writeDay } from './days';

it('a month or a year is a range of days', () => {
  expect([readDay('2/2024', 'first'), readDay('2/2024', 'last')]).toEqual(['2024-02-01', '2024-02-29']);
  expect([readDay('2026', 'first'), readDay('2026', 'last')]).toEqual(['2026-01-01', '2026-12-31']);
  expect([readDay('3/11/2026', 'first'), readDay('3/11/2026', 'last')]).toEqual(['2026-11-03', '2026-11-03']);
  expect(readDay('34 años', 'first')).toBe('');
});

it('a coming day is the next one of that name, and never past', () => {
  const now = new Date(2026, 10, 29, 18);
  expect(['15/12', '29/11', '3-1', '15/12/26', '2026-12-15', '5.2.2027'].map((typed) => readComing(typed, now))).toEqual(['2026-12-15', '2026-11-29', '2027-01-03', '2026-12-15', '2026-12-15', '2027-02-05']);
  for (const typed of ['', 'mañana', '31/11', '28/11/2026', '15', '2026-13-01', '0/1']) expect(readComing(typed, now)).toBe('');
});

it('days from now cross months', () => {
  expect([inDays(0, new Date(2026, 10, 29, 23, 59)), inDays(3, new Date(2026, 10, 29))]).toEqual(['2026-11-29', '2026-12-02']);
});

it('a day that is past or coming is read as it is written', () => {
  const now = new Date(2026, 10, 29, 18);
  expect(['15/12', '3/1', '3-1-2024', '2025-02-28', '1.9.26'].map((typed) => readOn(typed, now))).toEqual(['2026-12-15', '2026-01-03', '2024-01-03', '2025-02-28', '2026-09-01']);
  for (const typed of ['', 'ayer', '29/2/2025', '15', '12/13', '1/1/300']) expect(readOn(typed, now)).toBe('');
  expect(readOn(writeDay('2024-01-03'))).toBe('2024-01-03');
  expect(writeDay('')).toBe('');
});
