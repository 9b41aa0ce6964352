/** Days and times in words, in this device's zone. */
import { t } from './messages';

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(t.locale, options);
const sameDay = (one: Date, other: Date) => one.toDateString() === other.toDateString();

/** A `YYYY-MM-DD` as a local day; undefined when it is not one. */
function localDay(day: string): Date | undefined {
  const [year, month, date] = day.split('-').map(Number);
  return year && month && date ? new Date(year, month - 1, date) : undefined;
}

/** Instead of now, for what is read on paper, some day: always with the year, never "hoy". */
export const ON_PAPER = new Date(0);

/** "19 nov", with the year when it is another one. */
export function sayDate(date: Date, now = new Date()): string {
  const short = format({ day: 'numeric', month: 'short' }).format(date).replace('.', '');
  return date.getFullYear() === now.getFullYear() ? short : `${short} ${date.getFullYear()}`;
}

/** "19 nov" of a `YYYY-MM-DD` or an RFC 3339 time. */
export function sayDay(day: string, now = new Date()): string {
  const date = day.includes('T') ? new Date(day) : localDay(day);
  return date && !Number.isNaN(date.getTime()) ? sayDate(date, now) : day;
}

/** "sábado 21 de noviembre". */
export function sayLongDay(day: string): string {
  const date = localDay(day);
  return date ? t.moment.longDay(format({ weekday: 'long', day: 'numeric', month: 'long' }).format(date)) : '';
}

/** "sábado 21 de noviembre de 2026"; "" for what is no day. */
export function sayFullDay(day: string): string {
  const date = localDay(day);
  return date ? t.moment.longDay(format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(date)) : '';
}

/** "18:04"; "" for what is no time. */
export function sayTime(at: Date): string {
  if (Number.isNaN(at.getTime())) return '';
  return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** "hoy, 18:04", "ayer, 18:04", "19 nov, 18:04". */
export function sayMoment(at: string, now = new Date()): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  const day = sameDay(date, now) ? t.moment.today : sameDay(date, yesterday) ? t.moment.yesterday : sayDate(date, now);
  return t.moment.at(day, sayTime(date));
}

/** "hace 20 min", "hace 3 h", then the moment itself. */
export function sayAgo(at: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return t.moment.now;
  if (minutes < 60) return t.moment.minutesAgo(minutes);
  return minutes < 600 ? t.moment.hoursAgo(Math.floor(minutes / 60)) : sayMoment(at, now);
}

/** The same of what is known by the hour only. */
export function sayHourAgo(at: string, now = new Date()): string {
  const minutes = (now.getTime() - new Date(at).getTime()) / 60_000;
  return minutes < 60 ? t.moment.thisHour : sayAgo(at, now);
}

/** Today as `YYYY-MM-DD`, in this device's zone. */
export function today(now = new Date()): string {
  const pad = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}
