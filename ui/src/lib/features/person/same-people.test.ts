import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ samePeople: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { SamePeople } = await import('./same-people.svelte');

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers();
});

it('asks once for what is typed now, and a failure shows nothing', async () => {
  const same = new SamePeople();
  api.samePeople.mockResolvedValueOnce([{ card: { id: 'p1' }, certain: true, reasons: [] }]);
  same.look({ given_names: 'Yul' }, '');
  same.look({ given_names: 'Yuleisy' }, 'h1');
  same.look({ given_names: 'Yuleisy' }, 'h1');
  await vi.runAllTimersAsync();
  expect(api.samePeople.mock.calls).toEqual([[{ given_names: 'Yuleisy' }, 'h1', 3]]);
  expect(same.found.map(({ card }) => card.id)).toEqual(['p1']);
  api.samePeople.mockRejectedValueOnce(new Error('locked'));
  same.look({ given_names: 'Yuleisy', surname1: 'Rondón' }, 'h1');
  await vi.runAllTimersAsync();
  expect(same.found).toEqual([]);
  api.samePeople.mockResolvedValueOnce([{ card: { id: 'p2' }, certain: false, reasons: [] }]);
  same.look({ given_names: 'Yuleisy', surname1: 'Rondón' }, 'h1');
  await vi.runAllTimersAsync();
  expect(same.found.map(({ card }) => card.id)).toEqual(['p2']);
});

it('too little is not asked for, and a number alone is enough', async () => {
  const same = new SamePeople();
  same.look({ given_names: 'Ana' }, '');
  await vi.runAllTimersAsync();
  expect(api.samePeople).not.toHaveBeenCalled();
  api.samePeople.mockResolvedValueOnce([]);
  same.look({ documents: [{ key: '', kind: 'passport', country: 'VE', number: '142000087', state: '' }] }, '');
  await vi.runAllTimersAsync();
  expect(api.samePeople).toHaveBeenCalledOnce();
});
