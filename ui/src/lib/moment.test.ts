import { expect, it } from 'vitest';
import { sayAgo, sayDay, sayLongDay, sayMoment } from './moment';

const NOW = new Date(2026, 10, 21, 18, 30);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

it('a moment is told from where one stands', () => {
  expect(sayMoment(at(2026, 10, 21, 9, 4), NOW)).toBe('hoy, 09:04');
  expect(sayMoment(at(2026, 10, 20, 23, 59), NOW)).toBe('ayer, 23:59');
  expect(sayMoment(at(2026, 10, 14, 8, 0), NOW)).toBe('14 nov, 08:00');
  expect(sayMoment(at(2025, 0, 3, 8, 0), NOW)).toBe('3 ene 2025, 08:00');
  expect(sayMoment('no time', NOW)).toBe('');
});

it('what is recent is told by how long ago', () => {
  expect(sayAgo(at(2026, 10, 21, 18, 30), NOW)).toBe('hace un momento');
  expect(sayAgo(at(2026, 10, 21, 18, 6), NOW)).toBe('hace 24 min');
  expect(sayAgo(at(2026, 10, 21, 15, 0), NOW)).toBe('hace 3 h');
  expect(sayAgo(at(2026, 10, 18, 15, 0), NOW)).toBe('18 nov, 15:00');
});

it('a day is a day in any zone', () => {
  expect(sayDay('2026-11-01', NOW)).toBe('1 nov');
  expect(sayLongDay('2026-11-21')).toBe('sábado 21 de noviembre');
});
