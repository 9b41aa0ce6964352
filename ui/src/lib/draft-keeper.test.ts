import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ saveDraft: vi.fn(), discardDraft: vi.fn(), lock: vi.fn(), profile: vi.fn() }));
vi.mock('./api', () => ({ api, onLocked: () => () => undefined }));

const { DraftKeeper } = await import('./draft-keeper.svelte');
const { Trouble } = await import('./trouble');

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  api.saveDraft.mockImplementation((input: { id: string }) => Promise.resolve({ id: input.id || 'd1' }));
});

it('a draft that cannot be written says why, and that leaving would lose it', async () => {
  api.saveDraft.mockRejectedValue(new Trouble('POSTA-D1'));
  const draft = new DraftKeeper('registration', () => ({}));
  draft.touch();
  expect(await draft.keepNow()).toBe(false);
  expect([draft.state, draft.trouble?.code, draft.safe]).toEqual(['failed', 'POSTA-D1', false]);
  draft.close();
});

it('a draft that failed is tried again without being asked', async () => {
  api.saveDraft.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  const draft = new DraftKeeper('registration', () => ({}));
  draft.touch();
  await draft.keepNow();
  await vi.advanceTimersByTimeAsync(5000);
  expect([draft.state, draft.trouble, draft.safe]).toEqual(['saved', undefined, true]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(api.saveDraft).toHaveBeenCalledTimes(2);
});

it('a form where nothing was typed may be left', async () => {
  expect(await new DraftKeeper('registration', () => ({})).keepNow()).toBe(true);
  expect(api.saveDraft).not.toHaveBeenCalled();
});

it('leaving or locking while the form is being saved does not bring its draft back', async () => {
  const draft = new DraftKeeper('registration', () => ({}));
  draft.touch();
  await draft.settle();
  const leaving = draft.keepNow();
  draft.touch();
  await vi.advanceTimersByTimeAsync(2000);
  expect(draft.safe).toBe(false);
  draft.close();
  await leaving;
  expect(api.saveDraft).not.toHaveBeenCalled();
});

it('a save that fails gives the draft back, with what was typed meanwhile', async () => {
  const draft = new DraftKeeper('registration', () => ({}));
  await draft.settle();
  draft.touch();
  const leaving = draft.keepNow();
  draft.release();
  expect(await leaving).toBe(true);
  expect(api.saveDraft).toHaveBeenCalledOnce();
});

it('what is discarded while it is being written is gone, and is not written again', async () => {
  const draft = new DraftKeeper('registration', () => ({}));
  let finish: (card: { id: string }) => void = () => undefined;
  api.saveDraft.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
  draft.touch();
  await vi.advanceTimersByTimeAsync(600);
  draft.touch();
  const discarding = draft.discard();
  finish({ id: 'd7' });
  await discarding;
  expect(api.discardDraft.mock.calls).toEqual([['d7']]);
  draft.touch();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(api.saveDraft).toHaveBeenCalledOnce();
  expect(draft.safe).toBe(true);
});

it('what was never written is discarded without asking the shell', async () => {
  const draft = new DraftKeeper('registration', () => ({}));
  draft.touch();
  await draft.discard();
  await vi.advanceTimersByTimeAsync(20_000);
  expect([api.saveDraft.mock.calls, api.discardDraft.mock.calls]).toEqual([[], []]);
});

it('a draft that could not be discarded is still kept', async () => {
  api.discardDraft.mockRejectedValue(new Trouble('POSTA-D1'));
  const draft = new DraftKeeper('registration', () => ({}), 'd1');
  draft.touch();
  await expect(draft.discard()).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(0);
  expect(api.saveDraft).toHaveBeenCalledOnce();
  expect(draft.safe).toBe(true);
  draft.close();
});
