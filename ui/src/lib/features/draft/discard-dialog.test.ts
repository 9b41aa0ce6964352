// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

vi.mock('$lib/api', () => ({ api: {}, onLocked: () => () => undefined }));
const { default: DiscardDialog } = await import('./DiscardDialog.svelte');
const { Trouble } = await import('$lib/trouble');

const draft = { discard: vi.fn() };
const done = vi.fn();
let open: Record<string, unknown>;
const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);

beforeEach(async () => {
  vi.resetAllMocks();
  open = mount(DiscardDialog, { target: document.body, props: { open: true, draft, done } });
  flushSync();
  await tick();
});

afterEach(async () => {
  await unmount(open);
});

it('asks before anything is deleted, and then goes', async () => {
  expect(draft.discard).not.toHaveBeenCalled();
  one('discard-confirm')?.click();
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(draft.discard).toHaveBeenCalledOnce();
});

it('stays and says why when the draft could not be deleted', async () => {
  draft.discard.mockRejectedValue(new Trouble('POSTA-D1'));
  one('discard-confirm')?.click();
  await vi.waitFor(() => expect(one('discard-failed')?.textContent).toContain('POSTA-D1'));
  expect(done).not.toHaveBeenCalled();
});
