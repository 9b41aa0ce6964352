/** Invented exchanges with the server. */
import type { Commands } from '../api';
import type { SyncProgress, SyncReport } from '../bindings';
import { cards, pending } from './desk';
import { failing, has, ok } from './ground';
import { at } from './people';

let history: SyncReport[] = has('empty') ? [] : [report(1180, 12, 4), report(2700, 31, 18), { ...report(4100, 0, 0), ok: false, code: 'POSTA-S1' }, report(5600, 8, 0)];
let last: string | null = has('empty') ? null : at(1180);
export const lastContact = (): string | null => last;

function report(minutesAgo: number, up: number, down: number): SyncReport {
  return { at: at(minutesAgo), ok: true, code: '', bytes_up: 900 + up * 214, bytes_down: 300 + down * 240, requests: 1, batches_up: 1, batches_down: 1, records_up: up, records_down: down, milliseconds: 240 + up * 9, refused: 0, quarantined: 0 };
}

const STILL: SyncProgress = { running: false, records: 0, records_done: 0, bytes: 0, bytes_done: 0, bytes_up: 0, bytes_down: 0 };

export const exchangeMock = {
  syncNow: async () => {
    await new Promise((resolve) => setTimeout(resolve, 900));
    const done = has('refused') ? { ...report(0, 3, 2), refused: 2, quarantined: 1 } : has('offline') ? { ...report(0, 0, 0), ok: false, code: 'POSTA-S1' } : report(0, pending().length, 4);
    history = [done, ...history];
    if (done.ok) {
      for (const card of cards()) card.sent = true;
      last = at(0);
    }
    return ok(done);
  },
  syncIfDue: async () => ok({ report: null, next_in_seconds: 15 }),
  syncProgress: async () => ok(STILL),
  noteNetwork: async () => ok(null),
  syncView: async () =>
    failing() ??
    ok({
      server: 'https://oruro.posta.example:8443',
      pending: pending().length,
      last_contact: last,
      history,
      waiting: pending(),
      waiting_others: 0,
      quarantine: has('rich')
        ? [
            { at: at(300), what: 'change', reason: 'foreign_actor', bytes: 412, from_device: 'd3b07384d113edec49eaa6238ad5ff00' },
            { at: at(2000), what: 'batch', reason: 'checksum', bytes: 18_402, from_device: '9e107d9d372bb6826bd81d3542a419d6' }
          ]
        : [],
      forked: has('rich'),
      mended: has('rich') ? [{ at: at(90), sensitivity: 'registry', batches: 1, drafts: 2, lacks_work: true, lacks_drafts: false, aside: 'aside-1795262400-0f3a' }] : [],
      clock_off_minutes: has('rich') ? 525_600 * 3 : null,
      aside: has('rich') ? 2 : 0,
      waits: pending().length > 0 ? [{ sensitivity: 'registry', records: pending().length, reason: has('offline') ? 'unreachable' : 'next_exchange', code: has('offline') ? 'POSTA-S1' : '' }] : [],
      progress: STILL,
      failures: has('offline') ? 3 : 0,
      next_try: at(-2)
    })
} satisfies Partial<Commands>;
