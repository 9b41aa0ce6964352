import { beforeEach, expect, it, vi } from 'vitest';

type Way = { willUnload: boolean; type: string; delta?: number; to: { url: URL } | null; cancel: () => void };
const kit = vi.hoisted(() => ({ guard: vi.fn<(way: Way) => void>(), goto: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: kit.goto, beforeNavigate: (guard: (way: Way) => void) => void (kit.guard = vi.fn(guard)) }));

const { handOver, takeOver } = await import('./handover');
const { keepBeforeLeaving, leaveKept } = await import('./leaving');
const to = { url: new URL('http://posta/') };
const link = (): Way => ({ willUnload: false, type: 'link', to, cancel: vi.fn() });
const draft = (safe: boolean, keeps: boolean, held = false) => ({ safe, held, keepNow: vi.fn(() => Promise.resolve(keeps)) });

beforeEach(() => kit.goto.mockReset());

it('a link waits for the draft and then goes', async () => {
  const way = link();
  keepBeforeLeaving(() => draft(false, true));
  kit.guard(way);
  expect(way.cancel).toHaveBeenCalledOnce();
  expect(kit.goto).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(kit.goto).toHaveBeenCalledExactlyOnceWith(to.url));
});

it('a draft that cannot be written keeps the screen, and the search it came from is forgotten', async () => {
  const go = vi.fn();
  handOver('Rosa');
  await leaveKept(draft(false, false), go);
  expect(go).not.toHaveBeenCalled();
  expect(takeOver()).toBe('');
});

it('a save under way is not left behind', async () => {
  const go = vi.fn();
  await leaveKept(draft(false, true, true), go);
  expect(go).not.toHaveBeenCalled();
});

it('a screen with nothing to lose is left at once', () => {
  const way = link();
  keepBeforeLeaving(() => draft(true, true));
  kit.guard(way);
  expect(way.cancel).not.toHaveBeenCalled();
});

it('Atrás waits for the draft too', async () => {
  const go = vi.fn();
  vi.stubGlobal('history', { go });
  keepBeforeLeaving(() => draft(false, true));
  kit.guard({ ...link(), type: 'popstate', delta: -1 });
  await vi.waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith(-1));
});
