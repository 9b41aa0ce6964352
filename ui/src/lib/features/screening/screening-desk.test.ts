import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ instruments: vi.fn(), screenings: vi.fn(), home: vi.fn(), questionnaire: vi.fn(), scoreScreening: vi.fn(), saveDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { HeldScreenings } = await import('$lib/held-screenings.svelte');
const { ScreeningDesk } = await import('./screening-desk.svelte');

const instrument = (code: string, withheld = '') => ({ code, name: code.toUpperCase(), hint: '', questions: 1, withheld, from_years: 10 });
const text = { code: 'asq', title: '', language: 'es', purpose: '', copyright: '', hint: '', version: '1', items: [{ id: '1', text: 'una', options: [{ code: 'no', label: 'No' }], opened_by: [] }] };

beforeEach(() => {
  vi.resetAllMocks();
  api.instruments.mockResolvedValue([instrument('asq'), instrument('phq9', 'no_service')]);
  api.screenings.mockResolvedValue([]);
  api.home.mockResolvedValue({ drafts: [] });
  api.questionnaire.mockResolvedValue(text);
  api.scoreScreening.mockResolvedValue({ risk: '' });
  api.saveDraft.mockResolvedValue({ id: 'd1' });
});

it('what is put in an attention is of that attention', async () => {
  const desk = new ScreeningDesk('p1', { consultation: 'c1' });
  await desk.read.again();
  await desk.start('asq');
  expect(desk.run?.consultation).toBe('c1');
  desk.leave();
});

it('only what may be put to the person is offered', async () => {
  const desk = new ScreeningDesk('p1');
  await desk.read.again();
  expect([desk.offered('asq')?.code, desk.offered('phq9'), desk.offered('wgss')]).toEqual(['asq', undefined, undefined]);
});

it('an attention being written reads no earlier results, and says which answers wait for its save', async () => {
  const desk = new ScreeningDesk('p1', { held: new HeldScreenings('p1') });
  await desk.read.again();
  expect(api.screenings).not.toHaveBeenCalled();
  await desk.start('asq');
  expect([desk.begun('asq'), desk.waits('asq')]).toEqual([true, false]);
  desk.run?.press('1', '0');
  await desk.run?.save();
  desk.done();
  expect([desk.shown, desk.begun('asq'), desk.waits('asq')]).toEqual([undefined, true, true]);
});
