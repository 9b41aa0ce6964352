import { beforeEach, expect, it, vi } from 'vitest';
import type { QuestionnaireView } from '$lib/api';

const api = vi.hoisted(() => ({ scoreScreening: vi.fn(), recordScreening: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { ScreeningRun } = await import('./screening-run.svelte');
const options = [
  { code: 'si', label: 'Sí' },
  { code: 'no', label: 'No' }
];
const text: QuestionnaireView = {
  code: 'asq',
  title: 'ASQ',
  language: 'es',
  purpose: '',
  copyright: '',
  hint: '',
  version: '1',
  items: [
    { id: '1', text: 'una', options, opened_by: [] },
    { id: '2', text: 'dos', options, opened_by: [] },
    { id: '5', text: 'cinco', options, opened_by: [{ item: '1', code: 'si' }, { item: '2', code: 'si' }, { item: '1', code: 'refused' }] }
  ]
};

beforeEach(() => {
  vi.resetAllMocks();
  api.scoreScreening.mockResolvedValue({ asked: 2, answered: 1, total: null, most: 0, band: '', band_name: '', positive: '', risk: '', leads_to: '', adjustable: false });
  api.recordScreening.mockResolvedValue({ id: 's1', warnings: [] });
});

it('digits and letters choose, Enter goes on only after an answer', () => {
  const run = new ScreeningRun('p1', text);
  run.next();
  expect(run.at).toBe(0);
  expect([run.press('9', '0'), run.press('x', '0')]).toEqual([false, false]);
  expect(run.press('2', '0')).toBe(true);
  run.next();
  expect([run.at, run.answers]).toEqual([1, { '1': 'no' }]);
  run.press('n', '0');
  expect(run.answers['2']).toBe('no');
});

it('a question opens by an answer, also by none, and is not kept once it closes', () => {
  const run = new ScreeningRun('p1', text);
  run.press('0', '0');
  expect(run.items.map(({ id }) => id)).toEqual(['1', '2', '5']);
  run.next();
  run.press('2', '0');
  run.next();
  run.press('1', '0');
  expect(run.said.map(({ item, code }) => `${item}${code}`)).toEqual(['1refused', '2no', '5si']);
  run.at = 0;
  run.press('2', '0');
  expect(run.said.map(({ item }) => item)).toEqual(['1', '2']);
});

it('only the score of the newest answers shows', async () => {
  const run = new ScreeningRun('p1', text);
  const late: { tell?: (score: unknown) => void } = {};
  api.scoreScreening.mockImplementationOnce(() => new Promise((resolve) => (late.tell = resolve)));
  run.press('1', '0');
  api.scoreScreening.mockResolvedValueOnce({ risk: 'now' });
  run.press('2', '0');
  await vi.waitFor(() => expect(run.score?.risk).toBe('now'));
  late.tell?.({ risk: '' });
  await Promise.resolve();
  expect(run.score?.risk).toBe('now');
});

it('what is not answered is not saved', async () => {
  const run = new ScreeningRun('p1', text);
  run.press('2', '0');
  expect(await run.save()).toBe(false);
  expect(api.recordScreening).not.toHaveBeenCalled();
  run.next();
  run.press('0', '0');
  expect(await run.save()).toBe(true);
  expect(api.recordScreening).toHaveBeenCalledWith({ person: 'p1', instrument: 'asq', answers: [{ item: '1', code: 'no' }, { item: '2', code: 'refused' }] });
});
