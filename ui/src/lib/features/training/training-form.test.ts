import { beforeEach, expect, it, vi } from 'vitest';
import type { DraftCard } from '$lib/api';

const api = vi.hoisted(() => ({ saveDraft: vi.fn(), discardDraft: vi.fn() }));
const office = vi.hoisted(() => ({ saveTraining: vi.fn(), training: vi.fn() }));
vi.mock('$lib/api', () => ({ api: { ...api, ...office }, onLocked: () => () => undefined }));
const { blankTraining, TrainingForm } = await import('./training-form.svelte');
const { Trouble } = await import('$lib/trouble');

const draft = (input: object, more: Partial<DraftCard> = {}): DraftCard => ({ id: 'd1', kind: 'training', owner: 'Carmen', mine: true, at: '', title: '', stale: false, form: JSON.stringify({ of: '', title: '', input }), ...more });
const filled = (more = {}) => ({ title: ' Trato digno ', themes: ['rights'], on: '2026-12-15', hours: 8, ...more });
const codes = (form: InstanceType<typeof TrainingForm>) => form.problems.map(({ field, code }) => `${field}:${code}`);

beforeEach(() => {
  vi.resetAllMocks();
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  api.discardDraft.mockResolvedValue(null);
  office.saveTraining.mockResolvedValue({ id: 't1', warnings: [] });
});

it('a training without title or with a day that cannot be read is not sent', async () => {
  const form = new TrainingForm(blankTraining());
  form.input.on = 'el martes';
  expect(await form.save()).toBeUndefined();
  expect(codes(form)).toEqual(['title:training_title_missing', 'on:date_unreadable']);
  expect(office.saveTraining).not.toHaveBeenCalled();
});

it('hours that are no whole number hold it back, and none are none', async () => {
  const form = new TrainingForm(blankTraining(filled({ hours: NaN })));
  await form.save();
  expect(codes(form)).toEqual(['hours:number_unreadable']);
  form.input.hours = 0;
  expect(await form.save()).toEqual({ id: 't1', warnings: [] });
});

it('what was held has a day; what is planned may be without one', async () => {
  const form = new TrainingForm(blankTraining(filled({ on: '', state: 'held' })));
  await form.save();
  expect(codes(form)).toEqual(['on:training_day_missing']);
  form.input.state = 'planned';
  expect(await form.save()).toEqual({ id: 't1', warnings: [] });
});

it('a course says of nobody that they train after having learned', async () => {
  const form = new TrainingForm(blankTraining(filled({ kind: 'cascade', trained_by: 'p1' })));
  form.input.kind = 'course';
  await form.save();
  expect(office.saveTraining).toHaveBeenCalledWith(expect.objectContaining({ title: 'Trato digno', kind: 'course', trained_by: '' }), null);
});

it('whoever came to a training can be chosen, and whoever was chosen before stays', async () => {
  office.training.mockResolvedValue({ participants: [{ participant: { id: 'p1', name: 'Rosa', institution: 'SEDES' } }, { participant: { id: 'p2', name: 'Luis', institution: '' } }] });
  const form = new TrainingForm(blankTraining({ id: 't2', kind: 'cascade', trained_by: 'p1' }), [], { code: 'p1', label: 'Rosa' });
  await form.look('t1', 'es');
  expect(form.trainers).toEqual([{ code: 'p1', label: 'Rosa' }, { code: 'p2', label: 'Luis' }]);
  office.training.mockRejectedValue(new Trouble('POSTA-X1'));
  await form.look('t3', 'es');
  expect([form.trouble?.code, form.trainers.length]).toEqual(['POSTA-X1', 2]);
});

it('goes on with the own draft of the same training only', () => {
  const left = [draft({ title: 'de otra' }, { mine: false }), draft({ title: 'de t1' }, { form: JSON.stringify({ of: 't1', title: '', input: { title: 'de t1' } }) }), draft({ title: 'nueva' })];
  expect([new TrainingForm(blankTraining(), left).input.title, new TrainingForm(blankTraining({ id: 't1' }), left).input.title, new TrainingForm(blankTraining({ id: 't9' }), left).input.title]).toEqual(['nueva', 'de t1', '']);
});

it('its draft goes once it is saved, and stays when it is refused', async () => {
  const form = new TrainingForm(blankTraining(filled()), [draft(filled())]);
  office.saveTraining.mockRejectedValueOnce({ code: 'POSTA-B1', fields: [{ field: 'city', code: 'text_too_long', severity: 'error' }] });
  expect(await form.save()).toBeUndefined();
  expect([codes(form), api.discardDraft.mock.calls.length, form.draft.held]).toEqual([['city:text_too_long'], 0, false]);
  await form.save();
  expect(api.discardDraft).toHaveBeenCalledWith('d1');
});

it('leaving with nothing changed leaves no draft', async () => {
  const form = new TrainingForm(blankTraining({ id: 't1', title: 'a' }), [draft({ title: 'a' }, { form: JSON.stringify({ of: 't1', title: '', input: { title: 'a' } }) })]);
  await form.tidy();
  expect(api.discardDraft).toHaveBeenCalledWith('d1');
});
