/**
 * Invented exchanges with the server. Words for `?mock=`: offline, portal, proxy, quota, newer-server, cut-off and server-down hinder it, `often` seven
 * times in a row; refused; joining; exchanging shows one that goes on; heap: 10,000 records wait; news: an exchange by itself brings something.
 */
import type { Commands } from '../api';
import type { SyncProgress, SyncReport, SyncView, WaitCard } from '../bindings';
import { cards, pending } from './desk';
import { failing, has, ok } from './ground';
import { at } from './people';

const CODES: Record<string, [string, string]> = {
  offline: ['unreachable', 'POSTA-S1'],
  'server-down': ['server_trouble', 'POSTA-S4'],
  portal: ['captive_portal', 'POSTA-S5'],
  proxy: ['proxy', 'POSTA-S6'],
  quota: ['quota', 'POSTA-S7'],
  'newer-server': ['unsupported_version', 'POSTA-S8'],
  'cut-off': ['revoked', 'POSTA-L8']
};
const [reason, code] = Object.entries(CODES).find(([word]) => has(word))?.[1] ?? [has('joining') ? 'join' : has('exchanging') ? 'running' : 'next_exchange', ''];
/** These let the exchange itself go through. */
const PARTLY = ['quota', 'revoked'];
const fails = code !== '' && !PARTLY.includes(reason);
let failures = fails ? (has('often') ? 7 : 3) : 0;

let history: SyncReport[] = has('empty') ? [] : [...(fails ? [failed()] : []), report(1180, 12, 4), report(2700, 31, 18), { ...report(4100, 0, 0), ok: false, code: 'POSTA-S1' }, report(5600, 8, 0)];
let last: string | null = has('empty') ? null : at(1180);
export const lastContact = (): string | null => last;

function report(minutesAgo: number, up: number, down: number): SyncReport {
  return { at: at(minutesAgo), ok: true, code: '', bytes_up: 900 + up * 214, bytes_down: 300 + down * 240, requests: 1, batches_up: 1, batches_down: 1, records_up: up, records_down: down, milliseconds: 240 + up * 9, refused: 0, quarantined: 0 };
}

function failed(): SyncReport {
  return { ...report(0, 0, 0), ok: false, code };
}

const STILL: SyncProgress = { running: false, records: 0, records_done: 0, bytes: 0, bytes_done: 0, bytes_up: 0, bytes_down: 0 };
const begun = Date.now();
let runs = has('exchanging');
const waiting = (): number => (has('heap') ? 10_000 : pending().length);

function progress(): SyncProgress {
  if (!runs) return STILL;
  const passed = (Date.now() - begun) / 1000;
  const records = waiting() * 4;
  const records_done = Math.min(records, Math.floor(passed) * Math.ceil(records / 60));
  return { running: true, records, records_done, bytes: records * 214, bytes_done: records_done * 214, bytes_up: Math.floor(passed * 1900), bytes_down: Math.floor(passed * 120) };
}

function waits(): WaitCard[] {
  if (waiting() === 0) return [];
  const care = Math.min(waiting() - 1, 2);
  const registry: WaitCard = { sensitivity: 'registry', records: waiting() - care, reason, code };
  return care > 0 ? [registry, { sensitivity: 'care', records: care, reason: code || !has('rich') ? reason : 'join', code }] : [registry];
}

/** One that goes as the words of the address say. */
function exchange(): SyncReport {
  const done = has('refused') || reason === 'quota' ? { ...report(0, 3, 2), refused: 2, quarantined: 1 } : fails ? failed() : report(0, pending().length, 4);
  history = [done, ...history];
  failures = done.ok ? 0 : failures + 1;
  if (done.ok) {
    if (reason !== 'quota') for (const card of cards()) card.sent = true;
    last = at(0);
  }
  return done;
}

export const exchangeMock = {
  syncNow: async () => {
    runs = true;
    await new Promise((resolve) => setTimeout(resolve, 900));
    runs = has('exchanging');
    return ok(exchange());
  },
  syncIfDue: async () => ok({ report: has('news') ? exchange() : null, next_in_seconds: runs ? 3 : 15 }),
  syncProgress: async () => ok(progress()),
  noteNetwork: async () => ok(null),
  syncView: async () => failing() ?? ok(syncView())
} satisfies Partial<Commands>;

function syncView(): SyncView {
  return {
    server: 'https://oruro.posta.example:8443',
    pending: waiting(),
    last_contact: last,
    history,
    waiting: pending(),
    waiting_others: waiting() - pending().length,
    quarantine: has('rich')
      ? [
          { at: at(300), what: 'change', reason: 'foreign_actor', bytes: 412, from_device: 'd3b07384d113edec49eaa6238ad5ff00' },
          { at: at(2000), what: 'batch', reason: 'checksum', bytes: 18_402, from_device: '9e107d9d372bb6826bd81d3542a419d6' }
        ]
      : [],
    forked: has('rich'),
    mended: has('rich') ? [{ at: at(40), sensitivity: 'device', batches: 3, drafts: 0, lacks_work: true, lacks_drafts: false, lacks_carried: true, aside: 'aside-device-1795265400-1b7c' }, { at: at(90), sensitivity: 'registry', batches: 1, drafts: 2, lacks_work: true, lacks_drafts: false, lacks_carried: false, aside: 'aside-1795262400-0f3a' }] : [],
    clock_off_minutes: has('rich') ? 525_600 * 3 : null,
    aside: has('rich') ? 2 : 0,
    waits: waits(),
    progress: progress(),
    failures,
    next_try: runs ? null : at(fails ? -14 : -2)
  };
}
