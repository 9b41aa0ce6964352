import { beforeEach, expect, it, vi } from 'vitest';
import type { FollowUpCard } from '$lib/api';

const api = vi.hoisted(() => ({ home: vi.fn(), agenda: vi.fn(), settleFollowUp: vi.fn(), reassignFollowUp: vi.fn(), teamMates: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { AgendaList, blocksOf } = await import('./agenda-list.svelte');
const item = (id: string, on: string, more: Partial<FollowUpCard> = {}): FollowUpCard => ({ id, person: null, called: '', referral: '', on, overdue: false, what: '', post: 'pisiga', post_name: 'Pisiga', assignee: '', assignee_name: '', state: 'pendiente', settled_on: '', contested: false, tries: 0, phone: '', ...more });

beforeEach(() => {
  vi.resetAllMocks();
  api.home.mockResolvedValue({ pending: 3, last_contact: null });
  api.agenda.mockResolvedValue([]);
  api.settleFollowUp.mockResolvedValue({ id: 'f1', warnings: [] });
  api.reassignFollowUp.mockResolvedValue({ id: 'f1', warnings: [] });
  api.teamMates.mockResolvedValue([{ user: 'u2', name: 'Elena' }]);
});

it('what is overdue is one block, each day its own, what is settled the last', () => {
  const items = [item('1', '2026-12-03'), item('2', '2026-11-20', { overdue: true }), item('3', '2026-11-22', { overdue: true }), item('4', '2026-12-01'), item('5', '2026-12-03'), item('6', '2026-11-28', { state: 'hecho' })];
  expect(blocksOf(items).map(({ kind, on, items: inside }) => [kind, on, inside.map(({ id }) => id).join()])).toEqual([
    ['overdue', '2026-11-20', '2,3'],
    ['day', '2026-12-01', '4'],
    ['day', '2026-12-03', '1,5'],
    ['settled', '2026-11-28', '6']
  ]);
});

it('asks for this post, for the own, or for all', async () => {
  const list = new AgendaList('pisiga');
  await list.read.again();
  list.which = 'mine';
  await list.read.again();
  list.which = 'all';
  await list.read.again();
  expect(api.agenda.mock.calls.map(([input]) => input as unknown)).toEqual([
    { post: 'pisiga', mine: false, settled: false },
    { post: '', mine: true, settled: false },
    { post: '', mine: false, settled: false }
  ]);
});

it('done is one call, and the agenda is read again', async () => {
  const list = new AgendaList('pisiga');
  await list.done(item('f1', '2026-12-03'));
  expect(api.settleFollowUp).toHaveBeenCalledWith('f1', 'hecho', '');
  expect(api.home).toHaveBeenCalledOnce();
  expect(api.agenda).toHaveBeenCalledOnce();
});

it('who was not found is looked for again on the day that was chosen', async () => {
  const list = new AgendaList('pisiga');
  list.miss(item('f1', '2026-12-03'), '2026-12-06');
  await list.saveMissed();
  expect(api.settleFollowUp).toHaveBeenCalledWith('f1', 'no_localizada', '2026-12-06');
  expect(list.missed).toBeUndefined();
});

it('giving an item leaves its post when it stays, and a refusal keeps the question open', async () => {
  const list = new AgendaList('pisiga');
  await list.give(item('f1', '2999-12-03'));
  list.assignee = 'u2';
  api.reassignFollowUp.mockRejectedValueOnce({ code: 'POSTA-B1', fields: [{ field: 'assignee', code: 'assignee_unknown', severity: 'error' }] });
  await list.saveGiven();
  expect([list.given?.id, list.asking.trouble?.code]).toEqual(['f1', 'POSTA-B1']);
  await list.saveGiven();
  expect(api.reassignFollowUp).toHaveBeenLastCalledWith('f1', { assignee: 'u2', post: '', on: '2999-12-03' });
  expect(list.given).toBeUndefined();
});
