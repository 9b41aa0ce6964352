import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ auditPage: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));

const { AuditList } = await import('./audit-list.svelte');
const CODE = '0123456789abcdef0123456789abcdef';

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  api.auditPage.mockResolvedValue({ total: 0, rows: [], users: [], faults: [] });
});

afterEach(() => vi.useRealTimers());

it('the code of a record is asked for once it is whole, and once it is gone', async () => {
  const list = new AuditList();
  for (const typed of [CODE.slice(0, 8), CODE.slice(0, 31), `${CODE}0`, 'x'.repeat(32)]) {
    list.record = typed;
    list.recordTyped();
    await vi.advanceTimersByTimeAsync(1000);
    expect([list.recordUnfinished, list.filter.record]).toEqual([true, '']);
  }
  expect(api.auditPage).not.toHaveBeenCalled();
  list.record = ` ${CODE.toUpperCase()} `;
  list.recordTyped();
  await vi.advanceTimersByTimeAsync(1000);
  expect(api.auditPage).toHaveBeenLastCalledWith(expect.objectContaining({ record: CODE }));
  list.record = '';
  list.recordTyped();
  await vi.advanceTimersByTimeAsync(1000);
  expect(api.auditPage).toHaveBeenLastCalledWith(expect.objectContaining({ record: '' }));
});

it('what is wrong with the audit itself comes with the first page and stays while others are read', async () => {
  api.auditPage.mockResolvedValueOnce({ total: 300, rows: [], users: [], faults: [{ code: 'missing' }] });
  api.auditPage.mockResolvedValue({ total: 300, rows: [], users: [], faults: [] });
  const list = new AuditList();
  await list.begin();
  list.show(120, 180);
  await vi.waitFor(() => expect(api.auditPage).toHaveBeenCalledTimes(2));
  expect(list.faults).toHaveLength(1);
  await list.begin();
  expect(list.faults).toHaveLength(0);
});
