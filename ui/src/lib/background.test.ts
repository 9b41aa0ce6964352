// @vitest-environment jsdom
// Exchanges that nobody asked for: when the window asks for one, and what it says of it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SyncProgress, SyncReport, SyncView, WaitCard } from '$lib/api';

const api = vi.hoisted(() => ({ syncIfDue: vi.fn(), syncProgress: vi.fn(), noteNetwork: vi.fn(), syncView: vi.fn(), home: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { background } = await import('./background.svelte');
const { onNews } = await import('./news');
const { standing, STILL } = await import('./standing.svelte');
const { doneOf, sayOutlook, sayShort } = await import('./standing-words');
const { Trouble } = await import('./trouble');

const NOW = new Date('2026-11-28T14:00:00Z');
const report = (more: Partial<SyncReport> = {}): SyncReport => ({ at: NOW.toISOString(), ok: true, code: '', bytes_up: 1, bytes_down: 1, requests: 1, batches_up: 0, batches_down: 0, records_up: 0, records_down: 0, milliseconds: 9, refused: 0, quarantined: 0, ...more });
const failed = (code: string): SyncReport => report({ ok: false, code });
const wait = (code: string, reason = ''): WaitCard => ({ sensitivity: 'registry', records: 4, reason, code });
const view = (more: Partial<SyncView> = {}): SyncView => ({ server: 's', pending: 0, last_contact: NOW.toISOString(), history: [], waiting: [], waiting_others: 0, quarantine: [], forked: false, mended: [], clock_off_minutes: null, aside: 0, waits: [], progress: STILL, failures: 0, next_try: null, ...more });
const running = (more: Partial<SyncProgress> = {}): SyncProgress => ({ ...STILL, running: true, records: 400, records_done: 120, ...more });
const turn = (next = 15, of: SyncReport | null = null) => ({ report: of, next_in_seconds: next });
const seconds = (number: number) => vi.advanceTimersByTimeAsync(number * 1000);
let stop: () => void;
/** Ends what the program was asked last. */
let end: (value: unknown) => void;
const ends: ((value: unknown) => void)[] = [];
const stays = () =>
  new Promise((resolve) => {
    end = resolve;
    ends.push(resolve);
  });

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers({ now: NOW });
  document.body.replaceChildren();
  api.syncIfDue.mockResolvedValue(turn());
  api.syncProgress.mockResolvedValue(STILL);
  api.noteNetwork.mockResolvedValue(null);
  api.syncView.mockResolvedValue(view());
  stop = background.start();
});

afterEach(async () => {
  stop();
  for (const leave of ends.splice(0)) leave(turn());
  await vi.advanceTimersByTimeAsync(0);
  standing.clear();
  vi.useRealTimers();
});

it('the program is asked as often as it says, and how it stands is read once', async () => {
  await seconds(2);
  expect(api.syncIfDue).toHaveBeenCalledTimes(1);
  await seconds(14);
  expect(api.syncIfDue).toHaveBeenCalledTimes(1);
  await seconds(1);
  expect(api.syncIfDue).toHaveBeenCalledTimes(2);
  expect([api.syncView.mock.calls.length, api.syncProgress.mock.calls.length, background.said]).toEqual([1, 0, '']);
});

it('a hidden window goes on', async () => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  await seconds(20);
  expect(api.syncIfDue).toHaveBeenCalledTimes(2);
});

it('a program that wants to be asked at once is not asked without end', async () => {
  api.syncIfDue.mockResolvedValue(turn(0));
  await seconds(5);
  expect(api.syncIfDue.mock.calls.length).toBeLessThan(6);
});

it('never two at once, not even when the network comes back meanwhile or somebody else unlocks', async () => {
  api.syncIfDue.mockImplementation(stays);
  await seconds(2);
  window.dispatchEvent(new Event('online'));
  await seconds(30);
  stop();
  stop = background.start();
  await seconds(30);
  expect(api.syncIfDue).toHaveBeenCalledTimes(1);
  end(turn());
  await seconds(3);
  expect(api.syncIfDue).toHaveBeenCalledTimes(2);
});

it('a network that comes back is told first, and then it is asked at once', async () => {
  await seconds(2);
  const order: string[] = [];
  api.noteNetwork.mockImplementation(() => Promise.resolve(order.push('network')));
  api.syncIfDue.mockImplementation(() => Promise.resolve(turn(order.push('sync') && 15)));
  window.dispatchEvent(new Event('online'));
  await seconds(0.1);
  expect(order).toEqual(['network', 'sync']);
});

it('a network that comes back during an exchange is told after it', async () => {
  api.syncIfDue.mockImplementationOnce(stays);
  await seconds(2);
  window.dispatchEvent(new Event('online'));
  await seconds(5);
  expect(api.noteNetwork).not.toHaveBeenCalled();
  end(turn(15, failed('POSTA-S1')));
  await seconds(0.1);
  expect([api.noteNetwork.mock.calls.length, api.syncIfDue.mock.calls.length]).toEqual([1, 2]);
});

it('nothing is asked once it is locked, and what ends then says nothing', async () => {
  api.syncIfDue.mockImplementation(stays);
  await seconds(4);
  const looks = api.syncProgress.mock.calls.length;
  expect(looks).toBeGreaterThan(0);
  stop();
  standing.clear();
  await seconds(5);
  end(turn(15, failed('POSTA-S5')));
  await seconds(120);
  window.dispatchEvent(new Event('online'));
  await seconds(120);
  expect([api.syncIfDue.mock.calls.length, api.syncProgress.mock.calls.length, api.syncView.mock.calls.length, api.noteNetwork.mock.calls.length]).toEqual([1, looks, 0, 0]);
  expect([standing.state, standing.code, background.said]).toEqual(['unknown', '', '']);
});

it('what is read for a session is not taken after it', async () => {
  api.syncView.mockImplementation(stays);
  await seconds(2);
  stop();
  standing.clear();
  end(view({ pending: 12 }));
  await seconds(1);
  expect(standing.pending).toBeUndefined();
});

it('an exchange that runs is looked at while it does, and one that is over at once is not', async () => {
  api.syncIfDue.mockImplementation(stays);
  standing.take({ pending: 12, last_contact: null });
  api.syncProgress.mockResolvedValue(running());
  await seconds(2.2);
  expect([api.syncProgress.mock.calls.length, standing.state]).toEqual([0, 'waits']);
  await seconds(0.3);
  expect([standing.state, sayShort(standing)]).toEqual(['running', { main: 'Sincronizando…', more: '120 de 400' }]);
  await seconds(3);
  expect(api.syncProgress).toHaveBeenCalledTimes(4);
  end(turn());
  await seconds(5);
  expect([api.syncProgress.mock.calls.length, standing.state, background.said]).toEqual([4, 'sent', '']);
});

it('an exchange that somebody else began is looked at too, until it ends', async () => {
  api.syncIfDue.mockResolvedValueOnce(turn(3));
  api.syncProgress.mockResolvedValueOnce(running()).mockResolvedValue(STILL);
  await seconds(2.1);
  expect(standing.state).toBe('running');
  await seconds(1);
  expect(standing.state).toBe('sent');
  await seconds(1.5);
  expect(api.syncProgress).toHaveBeenCalledTimes(2);
});

it('a progress that cannot be read hides nothing and stops nothing', async () => {
  api.syncIfDue.mockImplementation(stays);
  api.syncProgress.mockRejectedValue(new Trouble('POSTA-X1'));
  await seconds(4);
  expect([api.syncProgress.mock.calls.length, standing.progress]).toEqual([2, STILL]);
});

const NEXT = new Date(NOW.getTime() + 840_000);
const time = `${String(NEXT.getHours()).padStart(2, '0')}:${String(NEXT.getMinutes()).padStart(2, '0')}`;

it('without a connection it says so once, and when it tries next', async () => {
  const gone = view({ pending: 12, failures: 1, next_try: NEXT.toISOString(), history: [failed('POSTA-S1')], waits: [wait('POSTA-S1')] });
  api.syncIfDue.mockResolvedValue(turn(15, failed('POSTA-S1')));
  api.syncView.mockResolvedValue(gone);
  await seconds(2);
  expect([standing.state, sayShort(standing)]).toEqual(['offline', { main: '12 por enviar', more: `sin conexión, reintenta ${time}` }]);
  expect(background.said).toContain('No hay conexión con el servidor');
  background.said = '';
  api.syncView.mockResolvedValue({ ...gone, failures: 7 });
  await seconds(15);
  expect([background.said, sayOutlook(standing)]).toEqual(['', `7 intentos seguidos sin completarse · Próximo intento automático: hoy, ${time}`]);
});

it.each([
  ['POSTA-S5', 'Abra el navegador'],
  ['POSTA-S6', 'Cambie de red'],
  ['POSTA-S8', 'Actualice Posta']
])('what needs a hand says the one thing to do: %s', async (code, action) => {
  api.syncIfDue.mockResolvedValue(turn(15, failed(code)));
  api.syncView.mockResolvedValue(view({ pending: 12, failures: 1, history: [failed(code)], waits: [wait(code)] }));
  await seconds(2);
  expect([standing.state, sayShort(standing)]).toEqual(['hand', { main: '12 por enviar', more: 'falta un paso' }]);
  expect([background.said.includes(action), background.said.includes(code)]).toEqual([true, true]);
});

it('a server that takes no more needs a hand although the exchange went through', async () => {
  api.syncIfDue.mockResolvedValue(turn(15, report({ refused: 2 })));
  api.syncView.mockResolvedValue(view({ pending: 2, history: [report()], waits: [wait('', 'next_exchange'), wait('POSTA-S7', 'quota')] }));
  await seconds(2);
  expect([standing.state, standing.code]).toEqual(['hand', 'POSTA-S7']);
});

it('that it works again is said, and what goes well every day is not', async () => {
  api.syncIfDue.mockResolvedValueOnce(turn(15, failed('POSTA-S1'))).mockResolvedValue(turn(15, report({ records_up: 4 })));
  api.syncView.mockResolvedValueOnce(view({ failures: 1, history: [failed('POSTA-S1')] })).mockResolvedValue(view());
  await seconds(17);
  expect([standing.state, background.said]).toEqual(['sent', 'La sincronización funciona otra vez.']);
  background.said = '';
  await seconds(15);
  expect(background.said).toBe('');
});

it('a failure before the history has a line keeps its own code, however often it is read', async () => {
  const refused = view({ pending: 4, failures: 2, history: [report()] });
  api.syncIfDue.mockResolvedValue(turn(15, failed('POSTA-J1')));
  api.syncView.mockResolvedValue(refused);
  await seconds(2);
  standing.takeOutlook(refused);
  expect(standing.code).toBe('POSTA-J1');
});

it('trouble of this device is said, asked again after a minute, and forgotten when it is gone', async () => {
  api.syncIfDue.mockResolvedValueOnce(turn()).mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await seconds(17);
  expect([standing.state, standing.code]).toEqual(['hand', 'POSTA-D2']);
  await seconds(59);
  expect(api.syncIfDue).toHaveBeenCalledTimes(2);
  await seconds(1);
  expect([api.syncIfDue.mock.calls.length, standing.code]).toEqual([3, '']);
});

it('who comes back from the browser after the network asked to sign in has it tried at once, and only then', async () => {
  await seconds(2);
  window.dispatchEvent(new Event('focus'));
  await seconds(1);
  expect(api.noteNetwork).not.toHaveBeenCalled();
  standing.code = 'POSTA-S5';
  window.dispatchEvent(new Event('focus'));
  await seconds(1);
  expect([api.noteNetwork.mock.calls.length, api.syncIfDue.mock.calls.length]).toEqual([1, 2]);
});

it('never more is done than there is', () => {
  expect(doneOf(running({ records: 10, records_done: 12, bytes: 5, bytes_done: 9 }))).toEqual({ records: 10, bytes: 5, share: 1 });
  expect(doneOf(STILL).share).toBe(0);
});

it('nothing sent yet is not called sent', () => {
  standing.take({ pending: 0, last_contact: null });
  expect([standing.state, sayShort(standing).main]).toEqual(['new', 'Nada por enviar']);
});

it('a try that is due by now has no time that has passed', () => {
  standing.takeOutlook(view({ pending: 3, failures: 1, next_try: NOW.toISOString(), history: [failed('POSTA-S1')] }));
  expect([sayShort(standing, NEXT).more, sayOutlook(standing, NEXT)]).toEqual(['sin conexión', 'El último intento no se completó · Próximo intento automático: en un momento']);
});

it('lists are read again when something arrived, and not without news', async () => {
  const read = vi.fn();
  const undo = onNews(read);
  api.syncIfDue.mockResolvedValueOnce(turn(15, report())).mockResolvedValue(turn(15, report({ records_down: 2 })));
  await seconds(3);
  expect(read).not.toHaveBeenCalled();
  await seconds(15);
  expect(read).toHaveBeenCalledOnce();
  undo();
  await seconds(15);
  expect(read).toHaveBeenCalledOnce();
});

it('nothing is read again under the finger of somebody at work', async () => {
  const main = document.body.appendChild(document.createElement('main'));
  const row = main.appendChild(document.createElement('ul')).appendChild(document.createElement('li')).appendChild(document.createElement('button'));
  const field = main.appendChild(document.createElement('input'));
  const read = vi.fn();
  const undo = onNews(read);
  api.syncIfDue.mockResolvedValue(turn(600, report({ records_down: 2 })));
  row.focus();
  await seconds(12);
  expect(read).not.toHaveBeenCalled();
  field.focus();
  field.value = 'Hua';
  await seconds(12);
  expect(read).not.toHaveBeenCalled();
  field.value = '';
  window.dispatchEvent(new Event('pointermove'));
  await seconds(3);
  expect(read).not.toHaveBeenCalled();
  await seconds(3);
  expect(read).toHaveBeenCalledOnce();
  undo();
});
