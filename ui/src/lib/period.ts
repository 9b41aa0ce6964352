/** Stretches of days that figures and exports are of: first and last, as `YYYY-MM-DD`. */
import { t } from './messages';
import { sayDay, today } from './moment';

export type Days = { from: string; to: string };
export type PeriodKind = 'week' | 'month' | 'last_month' | 'campaign' | 'free';

const dayOf = (day: string): Date => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
};
const shifted = (date: Date, days: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** The week so far, from Monday; the month so far; the whole month before. */
export function periodNow(kind: 'week' | 'month' | 'last_month', now = new Date()): Days {
  if (kind === 'week') return { from: today(shifted(now, -((now.getDay() + 6) % 7))), to: today(now) };
  if (kind === 'month') return { from: today(new Date(now.getFullYear(), now.getMonth(), 1)), to: today(now) };
  return monthOf(new Date(now.getFullYear(), now.getMonth() - 1, 1));
}

/** The whole month of a day. */
export function monthOf(date: Date): Days {
  return { from: today(new Date(date.getFullYear(), date.getMonth(), 1)), to: today(new Date(date.getFullYear(), date.getMonth() + 1, 0)) };
}

/** How many days, first and last counted; 0 when they are no days. */
export function daysIn({ from, to }: Days): number {
  const days = Math.round((dayOf(to).getTime() - dayOf(from).getTime()) / 86_400_000) + 1;
  return Number.isFinite(days) && days > 0 ? days : 0;
}

export const isWholeMonth = (days: Days): boolean => {
  const month = monthOf(dayOf(days.from));
  return month.from === days.from && month.to === days.to;
};

export const isWholeWeek = ({ from, to }: Days): boolean => dayOf(from).getDay() === 1 && daysIn({ from, to }) === 7;

const inWords = (options: Intl.DateTimeFormatOptions, day: string) => new Intl.DateTimeFormat(t.locale, options).format(dayOf(day));
const sameYear = (day: string, now: Date) => day.startsWith(String(now.getFullYear()));

/** "octubre", with the year when it is another one. */
export function sayMonth(day: string, now = new Date()): string {
  const name = inWords({ month: 'long' }, day);
  return sameYear(day, now) ? name : t.period.monthOf(name, day.slice(0, 4));
}

/** "noviembre", "del 1 al 9 nov", "el 3 nov". */
export function sayDays(days: Days, now = new Date()): string {
  if (isWholeMonth(days)) return sayMonth(days.from, now);
  if (days.from === days.to) return t.period.on(sayDay(days.from, now));
  const oneMonth = days.from.slice(0, 7) === days.to.slice(0, 7);
  return t.period.between(oneMonth ? String(Number(days.from.slice(8))) : sayDay(days.from, now), sayDay(days.to, now));
}

/** The days compared with, after "que": "en octubre", "del 1 al 9 oct". */
export function sayThen(days: Days, now = new Date()): string {
  return isWholeMonth(days) ? t.period.inMonth(sayMonth(days.from, now)) : sayDays(days, now);
}
