import { beforeEach, expect, it, vi } from 'vitest';

const told: { locked: () => void } = vi.hoisted(() => ({ locked: () => undefined }));
const api = vi.hoisted(() => ({ profile: vi.fn(), catalogue: vi.fn(), lock: vi.fn(), pause: vi.fn(), home: vi.fn() }));
vi.mock('./api', () => ({ api, onLocked: (tell: () => void) => (told.locked = tell) }));

const { handOver, takeOver } = await import('./handover');
const { session } = await import('./session.svelte');
type View = Parameters<typeof session.enter>[0];

beforeEach(async () => {
  vi.resetAllMocks();
  api.profile.mockResolvedValue({ joined: true, users: [], session: null });
  api.catalogue.mockResolvedValue({});
  api.lock.mockResolvedValue(null);
  await session.enter({ user: { id: 'u1' } } as View);
});

it('open forms are kept before the keys go', async () => {
  const order: string[] = [];
  api.lock.mockImplementation(() => Promise.resolve(order.push('lock')));
  const release = session.keepBeforeLock(() => Promise.resolve(void order.push('keep')));
  await session.lock();
  release();
  expect(order).toEqual(['keep', 'lock']);
  expect(session.open).toBeUndefined();
});

it('the neutral screen is up before anything else happens', () => {
  void session.lock(true);
  expect(session.veiled).toBe(true);
  expect(api.lock).not.toHaveBeenCalled();
});

it('a form that cannot be kept does not hold the door open', async () => {
  vi.useFakeTimers();
  const release = session.keepBeforeLock(() => new Promise(() => undefined));
  const locking = session.lock();
  await vi.advanceTimersByTimeAsync(1000);
  await locking;
  release();
  vi.useRealTimers();
  expect(api.lock).toHaveBeenCalledOnce();
});

it('the shell saying that the session is over closes every screen', () => {
  told.locked();
  expect(session.open).toBeUndefined();
});

it('a name left for the next registration does not reach the next user', () => {
  handOver('Rosa Mamani');
  told.locked();
  expect(takeOver()).toBe('');
});

it('what outlives a screen is told that the session is over', () => {
  const forget = vi.fn();
  session.whenOver(forget);
  told.locked();
  expect(forget).toHaveBeenCalledOnce();
});

const inWindow = (): Map<string, string> => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) });
  return kept;
};

it.each([[true, 'pause'], [false, 'lock']] as const)('a page that is loaded anew in the hands of others opens nothing: with a PIN %s it ends in %s', async (has_pin, act) => {
  const kept = inWindow();
  api.pause.mockResolvedValue(null);
  session.hand();
  expect([session.handed, kept.size]).toEqual([true, 1]);
  session.open = undefined;
  api.catalogue.mockClear();
  api.profile.mockResolvedValueOnce({ joined: true, users: [], session: { user: { id: 'u1' }, has_pin } });
  await session.start();
  expect([api[act].mock.calls.length, session.open, session.handed, kept.size, api.catalogue.mock.calls.length]).toEqual([1, undefined, false, 0, 0]);
  api.profile.mockResolvedValueOnce({ joined: true, users: [], session: { user: { id: 'u1' }, has_pin } });
  await session.start();
  expect(session.open).not.toBeUndefined();
  vi.unstubAllGlobals();
});
