import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ registerPage: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));

const { PAGE, RegisterList } = await import('./register-list.svelte');

beforeEach(() => {
  vi.resetAllMocks();
  api.registerPage.mockImplementation(({ offset, limit }: { offset: number; limit: number }) =>
    Promise.resolve({ total: 10_000, rows: Array.from({ length: limit }, (_, index) => ({ id: String(offset + index) })), posts: [] })
  );
});

it('reads the pages that show, each once', async () => {
  const list = new RegisterList();
  await list.begin();
  list.show(0, PAGE - 1);
  list.show(5000, 5020);
  list.show(5001, 5021);
  await vi.waitFor(() => expect(list.row(5010)?.id).toBe('5010'));
  expect(api.registerPage.mock.calls.map(([filter]) => filter.offset)).toEqual([0, 5000]);
});

it('sorting by the same column turns it around', () => {
  const list = new RegisterList();
  list.sort('name');
  expect(list.filter.order).toBe('name');
  list.sort('name');
  expect(list.filter.order).toBe('-name');
});
