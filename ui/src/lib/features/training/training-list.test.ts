import { expect, it, vi } from 'vitest';
import type { TrainingCard, TrainingInput } from '$lib/api';

const office = vi.hoisted(() => ({ trainings: vi.fn(), trainingReport: vi.fn() }));
vi.mock('$lib/api', () => ({ api: office, onLocked: () => () => undefined }));
const { blocksOf, TrainingList } = await import('./training-list.svelte');
const { ReportChoice } = await import('./report-choice.svelte');

const card = (id: string, training: Partial<TrainingInput>, more: Partial<TrainingCard> = {}): TrainingCard => ({ training: { id, kind: 'course', title: id, themes: [], on: '', hours: 0, city: '', department: '', institution: '', trainers: '', trained_by: '', state: 'held', note: '', ...training }, participants: 0, entries: 0, exits: 0, theme_names: [], department_name: '', renew_by: '', to_renew: false, trained_by_name: '', ...more });
const CARDS = [
  card('old', { on: '2025-01-01' }),
  card('new', { on: '2026-10-01', city: 'Potosí' }, { theme_names: ['Género'] }),
  card('later', { on: '2027-02-01', state: 'planned' }),
  card('soon', { on: '2026-12-09', state: 'planned' }),
  card('renew', { on: '2024-12-20' }, { renew_by: '2026-12-20', to_renew: true }),
  card('off', { on: '2026-11-01', state: 'cancelled' })
];

it('what has to be renewed is first, then what comes, the next one first, then what was, the newest first', () => {
  expect(blocksOf(CARDS).map(({ kind, cards }) => [kind, cards.map(({ training }) => training.id).join()])).toEqual([['renew', 'renew'], ['planned', 'soon,later'], ['held', 'new,old'], ['cancelled', 'off']]);
});

it('is searched by words of the place and the themes, and narrowed', async () => {
  office.trainings.mockResolvedValue(CARDS);
  const list = new TrainingList();
  await list.read.again();
  const found = (more: object) => {
    Object.assign(list, { typed: '', which: 'all' }, more);
    return list.found.map(({ training }) => training.id).join();
  };
  expect([found({ typed: 'potosi genero' }), found({ which: 'held' }), found({ which: 'renew' }), found({ which: 'planned', typed: 'soon' })]).toEqual(['new', 'old,new,renew', 'renew', 'soon']);
});

it('the report is of a year, of all, or of the days that were typed', async () => {
  office.trainingReport.mockResolvedValue({});
  const choice = new ReportChoice(true, '2026-11-30');
  const days = () => [choice.from, choice.to].join();
  expect(days()).toBe('2026-01-01,2026-12-31');
  choice.period = 'last';
  expect(days()).toBe('2025-01-01,2025-12-31');
  choice.period = 'all';
  expect(days()).toBe('2000-01-01,2026-11-30');
  Object.assign(choice, { period: 'other', typedFrom: '2026-03-01', typedTo: 'marz' });
  expect(days()).toBe('2026-03-01,2026-11-30');
  await choice.read.again();
  expect(office.trainingReport).toHaveBeenCalledWith('2026-03-01', '2026-11-30', 'es');
});

it('whoever does not supervise is not given the report', async () => {
  office.trainingReport.mockClear();
  const choice = new ReportChoice(false);
  await choice.read.again();
  expect([choice.read.state.at, office.trainingReport.mock.calls.length]).toEqual(['failed', 0]);
});
