/** How the exchange stands, in a few words. */
import type { SyncProgress } from './api';
import { t } from './messages';
import { sayDay, sayMoment, sayTime, today } from './moment';
import { standing } from './standing.svelte';

/** `main` is said wherever there is room for anything; `more` where there is room for it. */
export type Short = { main: string; more: string };
type Standing = Pick<typeof standing, 'state' | 'pending' | 'lastContact' | 'code' | 'nextTry' | 'progress'>;

/** "18:04", or "19 nov" of another day. */
const sayWhen = (at: string, now: Date): string => (today(new Date(at)) === today(now) ? sayTime(new Date(at)) : sayDay(at, now));

/** The time of a try that is still to come. */
const timeOf = (next: string | null, now: Date): string => (next && Date.parse(next) > now.getTime() ? sayTime(new Date(next)) : '');

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(t.locale) + text.slice(1);

function sayOffline(code: string, time: string): string {
  const { serverTrouble, serverTroubleUntil, offline, offlineUntil } = t.sync.state;
  if (code === 'POSTA-S4') return time ? serverTroubleUntil(time) : serverTrouble;
  return time ? offlineUntil(time) : offline;
}

export function sayShort(stands: Standing, now = new Date()): Short {
  const pending = stands.pending ?? 0;
  const waits = pending > 0 ? t.nav.pending(pending) : '';
  switch (stands.state) {
    case 'running':
      return { main: t.sync.running, more: stands.progress.records > 0 ? t.sync.state.runningOf(doneOf(stands.progress).records, stands.progress.records) : '' };
    case 'hand':
      return { main: waits || t.nav.sync, more: t.sync.state.hand };
    case 'offline':
      return waits ? { main: waits, more: sayOffline(stands.code, timeOf(stands.nextTry, now)) } : { main: capital(sayOffline(stands.code, '')), more: '' };
    case 'sent':
      return { main: t.sync.state.sent, more: stands.lastContact ? sayWhen(stands.lastContact, now) : '' };
    default:
      return { main: waits || t.sync.nothingTitle, more: '' };
  }
}

/** What is acknowledged, never more than there is, and its share of 1. */
export function doneOf({ records, records_done, bytes, bytes_done }: SyncProgress): { records: number; bytes: number; share: number } {
  const done = Math.min(records_done, records);
  return { records: done, bytes: Math.min(bytes_done, bytes), share: records > 0 ? done / records : 0 };
}

/** How far the exchange is that runs; that it has begun, while nothing is known yet. */
export function sayProgress(progress: SyncProgress): string {
  return progress.records > 0 ? t.sync.doneOf(doneOf(progress).records, progress.records) : t.sync.beginning;
}

/** When the program tries by itself: what failed before, or the next time. */
export function sayOutlook({ failures, nextTry }: Pick<typeof standing, 'failures' | 'nextTry'>, now = new Date()): string {
  const when = nextTry && (Date.parse(nextTry) > now.getTime() ? sayMoment(nextTry, now) : t.sync.soon);
  const next = when ? (failures > 0 ? t.sync.nextTry(when) : t.sync.nextTime(when)) : '';
  return [failures > 0 ? t.sync.failures(failures) : '', next].filter(Boolean).join(' · ');
}
