import { beforeEach, expect, it, vi } from 'vitest';
import type { DraftCard, QuestionnaireView } from '$lib/api';

const api = vi.hoisted(() => ({ scoreScreening: vi.fn(), recordScreening: vi.fn(), saveDraft: vi.fn(), lock: vi.fn(), profile: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { HeldScreenings } = await import('$lib/held-screenings.svelte');
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
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  api.lock.mockResolvedValue(null);
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

it('steps that a risk opened stay while the score fails, and go with an answer that is scored without it', async () => {
  const run = new ScreeningRun('p1', text);
  api.scoreScreening.mockResolvedValueOnce({ risk: 'now' }).mockRejectedValueOnce(new Error('disk'));
  run.press('1', '0');
  await vi.waitFor(() => expect(run.score?.risk).toBe('now'));
  run.press('2', '0');
  await vi.waitFor(() => expect(run.unscored?.code).toBeTruthy());
  expect(run.score?.risk).toBe('now');
  api.scoreScreening.mockResolvedValueOnce({ risk: '' });
  await run.rescore();
  expect([run.score?.risk, run.unscored]).toEqual(['', undefined]);
});

it('a risk that is told late shows, though the answer after it could not be scored', async () => {
  const run = new ScreeningRun('p1', text);
  const late: { tell?: (score: unknown) => void } = {};
  api.scoreScreening.mockImplementationOnce(() => new Promise((resolve) => (late.tell = resolve))).mockRejectedValueOnce(new Error('disk'));
  run.press('1', '0');
  run.press('2', '0');
  await vi.waitFor(() => expect(run.unscored).toBeDefined());
  late.tell?.({ risk: 'now' });
  await vi.waitFor(() => expect(run.score?.risk).toBe('now'));
  expect(run.unscored).toBeDefined();
});

it('what is not answered is not saved', async () => {
  const run = new ScreeningRun('p1', text);
  run.press('2', '0');
  expect(await run.save()).toBe(false);
  expect(api.recordScreening).not.toHaveBeenCalled();
  run.next();
  run.press('0', '0');
  expect(await run.save()).toBe(true);
  expect(api.recordScreening).toHaveBeenCalledWith({ person: 'p1', consultation: '', instrument: 'asq', answers: [{ item: '1', code: 'no' }, { item: '2', code: 'refused' }], draft: '' });
});

/** What the newest draft holds, as the list of drafts gives it back. */
function left(): DraftCard {
  const { kind, form } = api.saveDraft.mock.calls[api.saveDraft.mock.calls.length - 1]?.[0] as { kind: string; form: string };
  return { id: 'd1', kind, owner: '', mine: true, at: '', title: '', form, stale: false };
}

it('answers outlive a lock and a restart as a draft of the team, at the question where they were left', async () => {
  const { session } = await import('$lib/session.svelte');
  const run = new ScreeningRun('p1', text);
  run.press('1', '0');
  run.next();
  Object.assign(session, { open: { view: { has_pin: false } } });
  await session.lock();
  expect(left().kind).toBe('consultation');
  const again = new ScreeningRun('p1', text, [left()]);
  expect([again.answers, again.at, again.draft?.id]).toEqual([{ '1': 'si' }, 1, 'd1']);
  expect([new ScreeningRun('p2', text, [left()]).said, new ScreeningRun('p1', { ...text, code: 'phq9' }, [left()]).said]).toEqual([[], []]);
  run.draft?.close();
});

it('what another version of the text does not offer is asked again', async () => {
  const run = new ScreeningRun('p1', text);
  run.press('2', '0');
  run.next();
  run.press('1', '0');
  run.next();
  await run.draft?.keepNow();
  const changed = { ...text, items: text.items.map((item) => (item.id === '2' ? { ...item, options: [{ code: 'tal vez', label: 'Tal vez' }] } : item)) };
  const again = new ScreeningRun('p1', changed, [left()]);
  expect([again.said, again.at]).toEqual([[{ item: '1', code: 'no' }], 1]);
  run.draft?.close();
});

it('the draft goes with the answers that are saved, and stays when they are not', async () => {
  const run = new ScreeningRun('p1', text);
  for (const key of ['2', '2']) {
    run.press(key, '0');
    run.next();
  }
  await run.draft?.keepNow();
  api.recordScreening.mockRejectedValueOnce(new Error('disk'));
  expect(await run.save()).toBe(false);
  expect(run.draft?.held).toBe(false);
  expect(await run.save()).toBe(true);
  expect(api.recordScreening).toHaveBeenLastCalledWith(expect.objectContaining({ draft: 'd1' }));
});

it('answers that are put in an attention carry it, also when they are gone on with elsewhere', async () => {
  const run = new ScreeningRun('p1', text, [], { consultation: 'c1' });
  run.press('2', '0');
  run.next();
  await run.draft?.keepNow();
  const again = new ScreeningRun('p1', text, [left()]);
  again.press('2', '0');
  expect(await again.save()).toBe(true);
  expect(api.recordScreening).toHaveBeenLastCalledWith(expect.objectContaining({ consultation: 'c1', draft: 'd1' }));
  expect(new ScreeningRun('p1', text, [left()], { consultation: 'c2' }).said).toEqual([]);
  run.draft?.close();
});

it('answers that are put while an attention is written wait for its save, and a changed one waits again for the end', async () => {
  const held = new HeldScreenings('p1');
  const run = new ScreeningRun('p1', text, [], { held });
  run.press('2', '0');
  run.next();
  run.press('2', '0');
  expect(held.of('asq')).toMatchObject({ answers: { '1': 'no', '2': 'no' }, at: 1 });
  expect(held.of('asq')?.said).toBeUndefined();
  expect(await run.save()).toBe(true);
  expect(held.of('asq')?.said).toEqual([{ item: '1', code: 'no' }, { item: '2', code: 'no' }]);
  const again = new ScreeningRun('p1', text, [], { held });
  expect([again.answers, again.at]).toEqual([{ '1': 'no', '2': 'no' }, 1]);
  again.press('1', '0');
  expect(held.of('asq')?.said).toBeUndefined();
  expect([api.recordScreening.mock.calls.length, api.saveDraft.mock.calls.length]).toEqual([0, 0]);
});
