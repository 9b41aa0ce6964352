// @vitest-environment jsdom
// Days, times and sizes, in the language of the screen.
import { afterEach, expect, it } from 'vitest';
import { speak } from './messages';
import { ON_PAPER, sayAgo, sayDay, sayHourAgo, sayLongDay, sayMoment, sayTime } from './moment';
import { saySize } from './size';

const NOW = new Date(2026, 10, 21, 18, 30);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

it('a moment is told from where one stands', () => {
  expect(sayMoment(at(2026, 10, 21, 9, 4), NOW)).toBe('hoy, 09:04');
  expect(sayMoment(at(2026, 10, 20, 23, 59), NOW)).toBe('ayer, 23:59');
  expect(sayMoment(at(2026, 10, 14, 8, 0), NOW)).toBe('14 nov, 08:00');
  expect(sayMoment(at(2025, 0, 3, 8, 0), NOW)).toBe('3 ene 2025, 08:00');
  expect(sayMoment('no time', NOW)).toBe('');
});

it('on paper a moment is told from nowhere', () => {
  expect([sayMoment(new Date().toISOString(), ON_PAPER), sayDay('2026-11-01', ON_PAPER)]).toEqual(['30 nov 2026, 12:00', '1 nov 2026']);
});

it('what is recent is told by how long ago', () => {
  expect(sayAgo(at(2026, 10, 21, 18, 30), NOW)).toBe('hace un momento');
  expect(sayAgo(at(2026, 10, 21, 18, 6), NOW)).toBe('hace 24 min');
  expect(sayAgo(at(2026, 10, 21, 15, 0), NOW)).toBe('hace 3 h');
  expect(sayAgo(at(2026, 10, 18, 15, 0), NOW)).toBe('18 nov, 15:00');
  expect([sayHourAgo(at(2026, 10, 21, 18, 0), NOW), sayHourAgo(at(2026, 10, 21, 16, 0), NOW)]).toEqual(['hace menos de 1 h', 'hace 2 h']);
});

it('a day is a day in any zone', () => {
  expect(sayDay('2026-11-01', NOW)).toBe('1 nov');
  expect(sayLongDay('2026-11-21')).toBe('sábado 21 de noviembre');
});

afterEach(() => speak('es'));

it('midnight is the first hour of the day', () => {
  expect(sayTime(new Date(2026, 10, 21, 0, 5))).toBe('00:05');
});

it.each([
  ['es', '21 nov', 'sábado 21 de noviembre', 'hoy, 09:04', 'hace 24 min', '18,4 kB'],
  ['pt', '21 de nov', 'sábado, 21 de novembro', 'hoje, 09:04', 'há 24 min', '18,4 kB'],
  ['en', '21 Nov', 'Saturday 21 November', 'today, 09:04', '24 min ago', '18.4 kB']
] as const)('days, times and sizes are told in %s', (language, day, long, moment, ago, size) => {
  speak(language);
  expect(sayDay('2026-11-21', NOW)).toBe(day);
  expect(sayLongDay('2026-11-21')).toBe(long);
  expect(sayMoment(at(2026, 10, 21, 9, 4), NOW)).toBe(moment);
  expect(sayAgo(at(2026, 10, 21, 18, 6), NOW)).toBe(ago);
  expect(saySize(18_402)).toBe(size);
});
