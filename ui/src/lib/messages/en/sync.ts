import type { Messages } from '../language.svelte';
import { count, size, span, tenth, whole } from './count';

export const sync: Messages['sync'] = {
  title: 'Synchronization',
  now: 'Synchronize now',
  send: 'Send',
  receive: 'Receive',
  running: 'Synchronizing…',
  nothingTitle: 'Nothing to send',
  allSentTitle: 'Everything saved is sent',
  pendingTitle: (pending: number) => `${count(pending, 'record', 'records')} to send`,
  savedHere: 'Everything is saved on this device',
  lastContact: (when: string) => `Last contact with the server: ${when}`,
  never: 'No contact with the server yet',
  server: 'Server',
  done: (up: number, down: number) =>
    up + down === 0
      ? 'No news: there was nothing to send or receive.'
      : `${count(up, 'change sent', 'changes sent')}, ${count(down, 'received', 'received')}.`,
  doneTitle: 'Synchronized',
  failedTitle: 'It could not synchronize',
  figures: (up: number, down: number, requests: number, milliseconds: number) =>
    `${size(up)} up · ${size(down)} down · ${count(requests, 'request', 'requests')} · ${milliseconds < 1000 ? `${milliseconds} ms` : `${tenth(milliseconds / 1000)} s`}`,
  refused: (refused: number) => `${count(refused, 'refused', 'refused')} by the server`,
  aside: (aside: number) => `${count(aside, 'set aside', 'set aside')} to be looked at`,
  revokedAside: (aside: number) => `${count(aside, 'batch', 'batches')} set aside, from somebody who was cut off`,
  revokedAsideText: 'It does not count until a supervisor admits it. Nothing is lost.',
  waiting: 'What waits',
  waitingEmpty: 'Nothing waits',
  waitingEmptyText: 'The server confirmed that it received everything.',
  waitingNever: 'No contact with the server yet.',
  waitingOthers: (others: number) => `${count(others, 'record', 'records')} (people, enrollments, consultations)`,
  waitingMore: (others: number) => `and ${count(others, 'more record', 'more records')} (people, enrollments, consultations)`,
  state: {
    runningOf: (done: number, all: number) => `${whole(done)} of ${whole(all)}`,
    sent: 'All sent',
    offline: 'no connection',
    offlineUntil: (time: string) => `no connection, retries ${time}`,
    serverTrouble: 'server in trouble',
    serverTroubleUntil: (time: string) => `server in trouble, retries ${time}`,
    hand: 'one step missing',
    back: 'Synchronization works again.'
  },
  doneOf: (done: number, all: number) => `The server confirmed ${whole(done)} of ${count(all, 'change', 'changes')}`,
  bytesOf: (done: number, all: number) => `Confirmed: ${size(done)} of ${size(all)}`,
  beginning: 'Asking the server what is new',
  moved: (up: number, down: number) => `On the network: ${size(up)} up, ${size(down)} down`,
  progress: 'Changes confirmed by the server',
  failures: (failures: number) => (failures === 1 ? 'The last attempt did not complete' : `${whole(failures)} attempts in a row did not complete`),
  nextTry: (when: string) => `Next attempt by itself: ${when}`,
  nextTime: (when: string) => `It synchronizes by itself; next time: ${when}`,
  soon: 'in a moment',
  waits: {
    title: 'Why it waits',
    records: (whose: string, records: number) => `${whose}: ${whole(records)}`,
    other: 'Other',
    reasons: {
      next_exchange: { sentence: 'It goes with the next synchronization.', action: 'Nothing needs to be done' },
      running: { sentence: 'It is being sent now.', action: 'Nothing needs to be done' },
      join: { sentence: 'The server first has to hear that you joined; the next synchronization tells it.', action: 'Nothing needs to be done' }
    }
  },
  history: 'History',
  historyEmpty: 'No exchanges yet',
  historyEmptyText: 'Every contact with the server will be listed here.',
  up: (records: number) => count(records, 'sent', 'sent'),
  down: (records: number) => count(records, 'received', 'received'),
  ok: 'Complete',
  failed: 'Incomplete',
  quarantine: 'Set aside to be looked at',
  quarantineText: 'It came from another device and could not be received. Nothing else is affected.',
  kinds: { change: 'Change', batch: 'Batch' },
  fromDevice: (device: string, bytes: number) => `device ${device} · ${size(bytes)}`,
  forkTitle: 'This device was restored or copied',
  forkText: 'We found its own record continued elsewhere. Nothing is lost: it goes on working with a new identity. Tell your supervisor.',
  mendTitle: 'A damaged part of this device was made anew',
  mendText: 'What was damaged was put aside, with nothing erased, and made again from what was safe.',
  mendWhole: 'Nothing is missing. Synchronize so that the server has it too.',
  mendLacksWork: 'The last things you saved and had not sent may be missing: look them over and register again what is missing.',
  mendLacksDrafts: 'Drafts may be missing: look them over and complete what is missing.',
  mendLacksCarried: 'Something of other devices that was here on its way to the server may be missing: they have it too. Synchronize when you can.',
  mendAside: (folder: string) => `Folder put aside: ${folder}`,
  clockTitle: 'The date or time of this device is not right',
  clockText: (minutes: number) =>
    `It is ${span(minutes, ['minute', 'minutes'], ['hour', 'hours'], ['day', 'days'], ['year', 'years'])} ${minutes > 0 ? 'ahead' : 'behind'}. Correct it in the settings of the device and synchronize again.`
};
