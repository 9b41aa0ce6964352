import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ findPeople: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));

const { PersonSearch } = await import('./person-search.svelte');
const person = (id: string) => ({ id, name: id });

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
});

it('shows the answer to the last thing typed, even when an earlier one comes later', async () => {
  const answers = new Map<string, (found: unknown[]) => void>();
  api.findPeople.mockImplementation((text: string) => new Promise((resolve) => answers.set(text, resolve)));
  const search = new PersonSearch(8, true);
  search.type('ro');
  await vi.advanceTimersByTimeAsync(100);
  search.type('rosa');
  await vi.advanceTimersByTimeAsync(100);
  answers.get('rosa')?.([person('rosa')]);
  answers.get('ro')?.([person('rodrigo')]);
  await vi.advanceTimersByTimeAsync(0);
  expect(search.found.map(({ id }) => id)).toEqual(['rosa']);
  expect(search.answered).toBe('rosa');
});

it('arrows go around, and the last row registers someone new', async () => {
  api.findPeople.mockResolvedValue([person('a'), person('b')]);
  const search = new PersonSearch(8, true);
  search.type('x');
  await vi.advanceTimersByTimeAsync(100);
  expect(search.rows).toBe(3);
  search.move(-1);
  expect(search.onNew).toBe(true);
  search.move(1);
  expect(search.active).toBe(0);
});

it('nothing is asked for nothing typed', async () => {
  const search = new PersonSearch(8, true);
  search.type('  ');
  await vi.advanceTimersByTimeAsync(1000);
  expect(api.findPeople).not.toHaveBeenCalled();
  expect(search.rows).toBe(0);
});

it.each([
  ['nobody: registers who was typed', [], [0]],
  ['one person: opens that person', ['a'], [0]],
  ['several: waits for a choice', ['a', 'b'], []]
])('enter before the answer, which finds %s', async (_, found, taken) => {
  api.findPeople.mockResolvedValue(found.map(person));
  const search = new PersonSearch(8, true);
  const took: number[] = [];
  search.type('x');
  search.enter((index) => took.push(index));
  await vi.advanceTimersByTimeAsync(100);
  expect(took).toEqual(taken);
});

it('an enter is forgotten when more is typed after it, and when the search fails', async () => {
  api.findPeople.mockResolvedValueOnce([]).mockRejectedValueOnce(new Error('no'));
  const search = new PersonSearch(8, true);
  const took: number[] = [];
  search.type('x');
  search.enter((index) => took.push(index));
  search.type('xy');
  await vi.advanceTimersByTimeAsync(100);
  search.type('xyz');
  search.enter((index) => took.push(index));
  await vi.advanceTimersByTimeAsync(100);
  expect(took).toEqual([]);
});
