import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PeerTalk } from '$lib/api';

const api = vi.hoisted(() => ({ peerView: vi.fn(), peerListen: vi.fn(), peerCall: vi.fn(), peerConfirm: vi.fn(), peerStop: vi.fn(), profile: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { Talk } = await import('./peer-talk.svelte');
const { CallForm } = await import('./call-form.svelte');

const at = (state: string): PeerTalk => ({ state, address: '', svg: '', words: [], names: [], taken: null, given: 0, code: '' });
let done: ReturnType<typeof vi.fn<() => void>>;
let talk: InstanceType<typeof Talk>;

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers();
  session.open = { view: {} as never, catalogue: {} as never };
  api.peerStop.mockResolvedValue(at('idle'));
  done = vi.fn();
  talk = new Talk(done);
});

afterEach(() => {
  talk.close();
  session.open = undefined;
  vi.useRealTimers();
});

it('nothing is asked again and again while nobody talks', async () => {
  api.peerView.mockResolvedValue(at('idle'));
  await talk.look();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(api.peerView).toHaveBeenCalledOnce();
});

it('a talk is looked at each second until it has ended, which is told once', async () => {
  api.peerListen.mockResolvedValue(at('listening'));
  for (const state of ['listening', 'comparing', 'waiting', 'running', 'done']) api.peerView.mockResolvedValueOnce(at(state));
  await talk.listen();
  for (const [second, state] of ['listening', 'comparing', 'waiting', 'running', 'done'].entries()) {
    await vi.advanceTimersByTimeAsync(1000);
    expect([api.peerView.mock.calls.length, talk.now.state]).toEqual([second + 1, state]);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(api.peerView).toHaveBeenCalledTimes(5);
  expect(done).toHaveBeenCalledOnce();
});

it('a look that comes back late does not undo what was pressed meanwhile', async () => {
  let late: (now: PeerTalk) => void = () => undefined;
  api.peerListen.mockResolvedValue(at('comparing'));
  api.peerView.mockImplementationOnce(() => new Promise((resolve) => (late = resolve)));
  await talk.listen();
  await vi.advanceTimersByTimeAsync(1000);
  await talk.stop();
  late(at('comparing'));
  await vi.advanceTimersByTimeAsync(5000);
  expect([talk.now.state, api.peerView.mock.calls.length]).toEqual(['idle', 1]);
});

it('words that differ end it at once and confirm nothing', async () => {
  api.peerListen.mockResolvedValue(at('comparing'));
  await talk.listen();
  await talk.different();
  expect([talk.refused, talk.now.state]).toEqual([true, 'idle']);
  expect(api.peerStop).toHaveBeenCalledOnce();
  expect(api.peerConfirm).not.toHaveBeenCalled();
});

it('words that differ are not said to have stopped anything where it did not stop', async () => {
  api.peerListen.mockResolvedValue(at('comparing'));
  api.peerStop.mockRejectedValue(new Trouble('POSTA-X1'));
  api.peerView.mockResolvedValue(at('comparing'));
  await talk.listen();
  await talk.different();
  expect([talk.refused, talk.asking.trouble?.code]).toEqual([false, 'POSTA-X1']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(api.peerView).toHaveBeenCalledOnce();
});

it('two presses confirm once, and are followed once', async () => {
  api.peerListen.mockResolvedValue(at('comparing'));
  api.peerConfirm.mockResolvedValue(at('waiting'));
  await talk.listen();
  api.peerView.mockResolvedValue(at('waiting'));
  await Promise.all([talk.same(), talk.same()]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([api.peerConfirm.mock.calls.length, api.peerView.mock.calls.length]).toEqual([1, 1]);
});

it('leaving the screen ends who waits, and lets data pass that is passing', async () => {
  api.peerListen.mockResolvedValue(at('listening'));
  await talk.listen();
  talk.close();
  await vi.advanceTimersByTimeAsync(5000);
  expect([api.peerStop.mock.calls.length, api.peerView.mock.calls.length]).toEqual([1, 0]);
  const second = new Talk();
  api.peerView.mockResolvedValue(at('running'));
  await second.look();
  second.close();
  await vi.advanceTimersByTimeAsync(5000);
  expect([api.peerStop.mock.calls.length, api.peerView.mock.calls.length]).toEqual([1, 1]);
});

it('a screen that goes with its session asks the shell for nothing more', async () => {
  api.peerListen.mockResolvedValue(at('listening'));
  await talk.listen();
  session.open = undefined;
  talk.close();
  expect(api.peerStop).not.toHaveBeenCalled();
});

it('a talk that has ended is told once, however often it is looked at', async () => {
  api.peerView.mockResolvedValue(at('done'));
  await talk.look();
  await talk.look();
  expect(done).toHaveBeenCalledOnce();
});

it('what cannot be read is said, and can be read again', async () => {
  api.peerView.mockRejectedValueOnce(new Trouble('POSTA-D2')).mockResolvedValue(at('running'));
  await talk.look();
  expect(talk.unread?.code).toBe('POSTA-D2');
  await talk.look();
  expect([talk.unread, talk.now.state]).toEqual([undefined, 'running']);
});

it('no call goes out without an address, and a typed one survives a call that fails', async () => {
  const form = new CallForm(talk);
  expect([await form.submit(), form.missing, api.peerCall.mock.calls.length]).toEqual([false, true, 0]);
  api.peerCall.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'address', code: 'address_unreadable', severity: 'error' }]));
  form.address = ' 192.168.1.20 ';
  expect(await form.submit()).toBe(false);
  expect(api.peerCall).toHaveBeenCalledExactlyOnceWith('192.168.1.20');
  expect(form.address).toBe(' 192.168.1.20 ');
});
