import { beforeEach, expect, it, vi } from 'vitest';

const told: { locked: () => void } = vi.hoisted(() => ({ locked: () => undefined }));
const api = vi.hoisted(() => ({ syncNow: vi.fn(), syncView: vi.fn(), syncProgress: vi.fn(), profile: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: (tell: () => void) => (told.locked = tell) }));

const { syncRun } = await import('./sync-run.svelte');

beforeEach(() => {
  vi.resetAllMocks();
  api.syncView.mockResolvedValue({ pending: 0, last_contact: null, history: [], waits: [], failures: 0, next_try: null });
  api.profile.mockResolvedValue({ joined: true, users: [], session: null });
});

it('how an exchange went is forgotten with the session', async () => {
  api.syncNow.mockResolvedValue({ ok: true });
  await syncRun.start();
  expect(syncRun.report).toBeDefined();
  told.locked();
  expect(syncRun.report).toBeUndefined();
});

it('an exchange that ends after its session says nothing to the next user', async () => {
  let finish: (report: { ok: boolean }) => void = () => undefined;
  api.syncNow.mockImplementation(() => new Promise((resolve) => (finish = resolve)));
  const run = syncRun.start();
  told.locked();
  finish({ ok: true });
  await run;
  expect([syncRun.report, syncRun.trouble, syncRun.running]).toEqual([undefined, undefined, false]);
  expect(api.syncView).not.toHaveBeenCalled();
});
