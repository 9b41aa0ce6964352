import { readBirth } from './birth';
import { today } from './moment';

/** The first or last day of what was typed as a day, a month or a year; "" when it is none of them. */
export function readDay(typed: string, edge: 'first' | 'last'): string {
  const read = readBirth(typed, today());
  if (read.at !== 'read' || read.birth.kind === 'age') return '';
  const { year } = read.birth;
  const month = 'month' in read.birth ? read.birth.month : edge === 'first' ? 1 : 12;
  const end = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = 'day' in read.birth ? read.birth.day : edge === 'first' ? 1 : end;
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join('-');
}

/** A day so many days from now, as `YYYY-MM-DD`. */
export function inDays(days: number, now = new Date()): string {
  return today(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
}

/**
 * The coming day that was typed: `15/12`, `15-12-2026`, `2026-12-15`; without a year the next one. "" when it is none, or
 * past.
 */
export function readComing(typed: string, now = new Date()): string {
  const numbers = /^\s*(\d{1,4})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{1,4}))?\s*$/.exec(typed)?.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (!numbers) return '';
  const [first = 0, month = 0, last] = numbers;
  const [day, year] = first > 31 ? [last ?? 0, first] : [first, last !== undefined && last < 100 ? 2000 + last : last];
  const of = (which: number) => new Date(which, month - 1, day);
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const date = year !== undefined ? of(year) : of(now.getFullYear()) < start ? of(now.getFullYear() + 1) : of(now.getFullYear());
  return date.getMonth() === month - 1 && date.getDate() === day && date >= start ? today(date) : '';
}
