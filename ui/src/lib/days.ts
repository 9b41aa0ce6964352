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
