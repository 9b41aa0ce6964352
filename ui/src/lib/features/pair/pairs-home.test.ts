// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ pairsPage: vi.fn(), lookForPairs: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { default: PairsHomeCard } = await import('./PairsHomeCard.svelte');

const counts = (possible: number) => ({ contradicted: 1, certain: 2, possible, later: 9, decided: 9 });
const count = () => document.querySelector<HTMLElement>('[data-testid="home-pairs-count"]');
let open: Record<string, unknown>;
const contact = createSubscriber((update) => (told = update));
let [told, last]: [() => void, string] = [() => undefined, '2026-11-20T10:00:00Z'];
/** Props that can change. */
const props = {
  get contact() {
    contact();
    return last;
  },
  set contact(at: string) {
    last = at;
    told();
  }
};

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers();
});

afterEach(async () => {
  await unmount(open);
  vi.useRealTimers();
});

async function show(): Promise<void> {
  open = mount(PairsHomeCard, { target: document.body, props });
  flushSync();
  expect(api.lookForPairs).not.toHaveBeenCalled();
  await vi.runAllTimersAsync();
  flushSync();
}

it('says what is known, then what was found, and names nobody', async () => {
  let found: (value: unknown) => void = () => undefined;
  api.pairsPage.mockResolvedValue({ rows: [], total: 3, counts: counts(0), stale: true });
  api.lookForPairs.mockImplementation(() => new Promise((resolve) => (found = resolve)));
  await show();
  expect(count()?.textContent).toBe('3 posibles duplicados por decidir');
  found(counts(4));
  await vi.runAllTimersAsync();
  flushSync();
  expect(count()?.dataset['count']).toBe('7');
});

it('a failure says nothing', async () => {
  api.pairsPage.mockRejectedValue(new Error('locked'));
  api.lookForPairs.mockRejectedValue(new Error('locked'));
  await show();
  expect(count()).toBeNull();
});

it('reads again after an exchange, and keeps what it shows meanwhile', async () => {
  api.pairsPage.mockResolvedValue({ rows: [], total: 3, counts: counts(0), stale: false });
  api.lookForPairs.mockResolvedValue(counts(0));
  await show();
  expect(api.lookForPairs).toHaveBeenCalledOnce();
  api.lookForPairs.mockResolvedValue(counts(9));
  api.pairsPage.mockResolvedValue({ rows: [], total: 12, counts: counts(9), stale: false });
  props.contact = '2026-11-21T10:00:00Z';
  flushSync();
  expect(count()?.dataset['count']).toBe('3');
  await vi.runAllTimersAsync();
  flushSync();
  expect(count()?.dataset['count']).toBe('12');
  expect(api.lookForPairs).toHaveBeenCalledTimes(2);
});
