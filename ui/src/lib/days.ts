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

/** What was typed as a day: `15/12`, `15-12-2026`, `2026-12-15`; without a year in the one that is chosen. Undefined when it is none. */
function readTyped(typed: string, yearOf: (month: number, day: number) => number): Date | undefined {
  const numbers = /^\s*(\d{1,4})[/.\-\s](\d{1,2})(?:[/.\-\s](\d{1,4}))?\s*$/.exec(typed)?.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (!numbers) return undefined;
  const [first = 0, month = 0, last] = numbers;
  const [day, year] = first > 31 ? [last ?? 0, first] : [first, last !== undefined && last < 100 ? 2000 + last : last];
  const date = new Date(year ?? yearOf(month, day), month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : undefined;
}

/** The coming day that was typed; without a year the next one. "" when it is none, or past. */
export function readComing(typed: string, now = new Date()): string {
  const start = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const date = readTyped(typed, (month, day) => now.getFullYear() + (new Date(now.getFullYear(), month - 1, day) < start ? 1 : 0));
  return date && date >= start ? today(date) : '';
}

/** The day that was typed, past or coming; without a year in this one. "" when it is none. */
export function readOn(typed: string, now = new Date()): string {
  const date = readTyped(typed, () => now.getFullYear());
  return date && date.getFullYear() >= 1900 ? today(date) : '';
}

/** Whether it is written as `YYYY-MM-DD`. */
export const isDay = (day: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(day);

/** `2026-12-15` as it is typed: `15/12/2026`. */
export const writeDay = (day: string): string => (isDay(day) ? day.split('-').reverse().join('/') : day);
