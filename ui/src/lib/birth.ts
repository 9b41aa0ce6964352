/** Birth as people tell it: a year, a month, a day, or an age. The value is what the domain stores. */

export type BirthReading =
  | { at: 'empty'; value: '' }
  | { at: 'read'; value: string; birth: Birth }
  | { at: 'unreadable' };

export type Birth =
  | { kind: 'date'; year: number; month: number; day: number }
  | { kind: 'month'; year: number; month: number }
  | { kind: 'year'; year: number }
  | { kind: 'age'; years: number; on: string };

/** By their first three letters in Spanish, Portuguese and English, whatever language the screen speaks: people mix them. */
const MONTHS = [['ene', 'jan'], ['feb', 'fev'], ['mar'], ['abr', 'apr'], ['may', 'mai'], ['jun'], ['jul'], ['ago', 'aug'], ['sep', 'set'], ['oct', 'out'], ['nov'], ['dic', 'dez', 'dec']];
const OLDEST = 130;
const pad = (number: number, length = 2) => String(number).padStart(length, '0');

/**
 * Reads what was typed: `1990`, `5/1990`, `mayo 1990`, `17/5/1990`, `17 de mayo de 1990`, `1990-05-17`, `34`, `34 años`, `8 meses`,
 * and the same in Portuguese and English.
 * `today` is `YYYY-MM-DD`.
 */
export function readBirth(typed: string, today: string): BirthReading {
  const text = typed.trim().toLowerCase();
  if (text === '') return { at: 'empty', value: '' };
  const birth = readAge(text, today) ?? readDate(text);
  return birth ? { at: 'read', value: writeBirth(birth), birth } : { at: 'unreadable' };
}

function readAge(text: string, today: string): Birth | undefined {
  const told = /^(?:age:?|edad|idade|unos|uns|cerca de|about|aprox\.?|~)?\s*(\d{1,3})\s*(años?|anos?|a|years?(?: old)?|y|meses|m[eê]s|months?|m)?$/.exec(text);
  if (!told) return undefined;
  const count = Number(told[1]);
  if (told[2]?.startsWith('m')) {
    const [year, month] = today.split('-').map(Number) as [number, number];
    const months = year * 12 + month - 1 - count;
    return count <= 36 ? { kind: 'month', year: Math.floor(months / 12), month: (months % 12) + 1 } : undefined;
  }
  return count <= OLDEST ? { kind: 'age', years: count, on: '' } : undefined;
}

function readDate(text: string): Birth | undefined {
  const joined = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const parts = joined ? joined.slice(1) : text.split(/[\s/.\-,]+|\bde\b/).filter((part) => !['', 'de', 'del', 'do', 'of'].includes(part));
  const numbers = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : monthNamed(part)));
  if (numbers.some((number) => number === undefined)) return undefined;
  if (/^\d{4}$/.test(parts[0] ?? '')) {
    numbers.reverse();
    parts.reverse();
  }
  const year = numbers.at(-1);
  if (year === undefined || !/^\d{4}$/.test(parts.at(-1) ?? '') || year < 1800) return undefined;
  const [day, month] = numbers.length === 3 ? numbers : [undefined, numbers.length === 2 ? numbers[0] : undefined];
  if (numbers.length === 1) return { kind: 'year', year };
  if (month === undefined || month < 1 || month > 12) return undefined;
  if (numbers.length === 2) return { kind: 'month', year, month };
  if (numbers.length > 3 || day === undefined || day < 1 || day > daysIn(year, month)) return undefined;
  return { kind: 'date', year, month, day };
}

function monthNamed(word: string): number | undefined {
  const index = MONTHS.findIndex((names) => names.includes(word.slice(0, 3)));
  return index < 0 ? undefined : index + 1;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The scalar that the domain stores; an age without its day gets it when saved. */
export function writeBirth(birth: Birth): string {
  switch (birth.kind) {
    case 'date':
      return `${pad(birth.year, 4)}-${pad(birth.month)}-${pad(birth.day)}`;
    case 'month':
      return `${pad(birth.year, 4)}-${pad(birth.month)}`;
    case 'year':
      return pad(birth.year, 4);
    case 'age':
      return birth.on ? `age:${birth.years}@${birth.on}` : `age:${birth.years}`;
  }
}

/** Reads a stored scalar; undefined for none, or for a shape of a later version. */
export function storedBirth(value: string): Birth | undefined {
  const age = /^age:(\d+)(?:@(\d{4}-\d{2}-\d{2}))?$/.exec(value);
  if (age) return { kind: 'age', years: Number(age[1]), on: age[2] ?? '' };
  const [year, month, day] = value.split('-').map(Number);
  if (!/^\d{4}(-\d{2}){0,2}$/.test(value) || year === undefined) return undefined;
  if (month === undefined) return { kind: 'year', year };
  return day === undefined ? { kind: 'month', year, month } : { kind: 'date', year, month, day };
}

/** What to show in the field for a stored scalar, so that reading it again gives the same scalar. */
export function typedBirth(value: string): string {
  const birth = storedBirth(value);
  if (!birth) return value;
  switch (birth.kind) {
    case 'date':
      return `${pad(birth.day)}/${pad(birth.month)}/${birth.year}`;
    case 'month':
      return `${pad(birth.month)}/${birth.year}`;
    case 'year':
      return String(birth.year);
    case 'age':
      return String(birth.years);
  }
}

/** Completed years on a day, the least that the birth allows. */
export function ageOn(birth: Birth, today: string): number {
  const [year, month, day] = today.split('-').map(Number) as [number, number, number];
  switch (birth.kind) {
    case 'date': {
      const had = month > birth.month || (month === birth.month && day >= birth.day);
      return Math.max(0, year - birth.year - (had ? 0 : 1));
    }
    case 'month':
      return Math.max(0, year - birth.year - (month > birth.month ? 0 : 1));
    case 'year':
      return Math.max(0, year - birth.year - 1);
    case 'age':
      return birth.on ? birth.years + Math.max(0, year - Number(birth.on.slice(0, 4)) - 1) : birth.years;
  }
}

/** Whether guardian fields are asked for: surely or possibly under 18. Unknown birth: not asked. */
export function mayBeMinor(value: string, today: string): boolean {
  const birth = storedBirth(value);
  return birth !== undefined && ageOn(birth, today) < 18;
}
