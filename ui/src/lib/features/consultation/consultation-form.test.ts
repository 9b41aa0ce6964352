import { beforeEach, expect, it, vi } from 'vitest';
import type { HeldScreening } from '$lib/held-screenings.svelte';

const api = vi.hoisted(() => ({ recordConsultation: vi.fn(), recordScreening: vi.fn(), saveDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { ConsultationForm } = await import('./consultation-form.svelte');
const { Trouble } = await import('$lib/trouble');
const sent = () => api.recordConsultation.mock.calls[0]?.[0] as Record<string, unknown>;

beforeEach(() => {
  vi.resetAllMocks();
  api.recordConsultation.mockResolvedValue({ id: 'c1', warnings: [] });
  api.recordScreening.mockResolvedValue({ id: 's1', warnings: [] });
  api.saveDraft.mockResolvedValue({ id: 'd1' });
});

const asq = { instrument: 'asq', answers: { '1': 'no' }, at: 1, said: [{ item: '1', code: 'no' }] };
function screened(...held: HeldScreening[]): InstanceType<typeof ConsultationForm> {
  const form = new ConsultationForm('p1');
  form.reason = 'otro';
  for (const one of held) form.screenings.hold(one);
  return form;
}

it('a blank consultation is not sent', async () => {
  const form = new ConsultationForm('p1');
  expect(await form.save()).toBeUndefined();
  expect(form.problems[0]?.code).toBe('consultation_blank');
  expect(api.recordConsultation).not.toHaveBeenCalled();
});

it('a reason is enough', async () => {
  const form = new ConsultationForm('p1');
  form.reason = 'otro';
  expect(await form.save()).toEqual({ id: 'c1', warnings: [] });
  expect(sent()).toMatchObject({ person: 'p1', unidentified: false, mode: 'post', reason: 'otro', needs: [], referrals: [], signs: [], note: '', restricted: false, draft: '' });
});

it('a draft comes back as it was, also what is no number yet', () => {
  const first = new ConsultationForm('p1');
  first.reason = 'otro';
  Object.assign(first.social, { needs: ['salud'], note: 'vuelve el lunes', alerts: ['embarazo'] });
  first.health.signs['pulse_per_minute'] = '8x';
  first.refer('salud');
  first.referral.service = 's1';
  first.followUpOn = '2026-12-15';
  const again = new ConsultationForm('p1', { id: 'd1', form: JSON.stringify(first.kept()) });
  expect(again.kept()).toEqual(first.kept());
  expect([again.health.signs['pulse_per_minute'], again.social.need('salud').state, again.referral.service]).toEqual(['8x', 'derivada', 's1']);
});

it('a draft of the thin form is still read', () => {
  const form = new ConsultationForm('p1', { id: 'd1', form: JSON.stringify({ person: 'p1', reason: 'otro', needs: ['salud'], note: 'una nota', restricted: true }) });
  expect([form.reason, form.social.needs, form.social.note, form.restricted, form.mode]).toEqual(['otro', ['salud'], 'una nota', true, 'post']);
});

it('a sign that is no number holds the save back', async () => {
  const form = new ConsultationForm('p1');
  form.health.signs['temperature_tenths_c'] = 'alta';
  expect(await form.save()).toBeUndefined();
  expect(form.problems.map(({ field }) => field)).toEqual(['health/sign/temperature_tenths_c']);
  form.health.signs['temperature_tenths_c'] = '38,2';
  await form.save();
  expect(sent()['health']).toMatchObject({ signs: [{ sign: 'temperature_tenths_c', value: 382 }] });
});

it('a need is referred with what is known of it, and needs a service', async () => {
  const form = new ConsultationForm('p1');
  form.social.needs = ['salud', 'alimentacion'];
  form.social.say('salud', { urgency: 'pronta' });
  form.refer('salud');
  expect(await form.save()).toBeUndefined();
  expect(form.problems[0]?.code).toBe('service_missing');
  form.referral.service = 's1';
  await form.save();
  expect(sent()['referrals']).toEqual([{ need: 'salud', service: 's1', service_name: '', urgency: 'pronta', shares: [], message: '', person: 'p1' }]);
  expect(sent()['about_needs']).toEqual([
    { code: 'salud', urgency: 'pronta', done: '', state: 'derivada' },
    { code: 'alimentacion', urgency: 'normal', done: '', state: 'abierta' }
  ]);
});

it('a need that is no longer chosen takes its referral with it', async () => {
  const form = new ConsultationForm('p1');
  form.social.needs = ['salud', 'alimentacion'];
  form.refer('salud');
  form.social.needs = ['alimentacion'];
  await form.save();
  expect(sent()['referrals']).toEqual([]);
});

it('of somebody without identity neither a referral nor a follow-up is kept', async () => {
  const form = new ConsultationForm('');
  Object.assign(form, { called: ' señora del poncho rojo ', followUpOn: '2026-12-15', reason: 'otro' });
  form.social.needs = ['salud'];
  form.refer('salud');
  await form.save();
  expect(sent()).toMatchObject({ unidentified: true, called: 'señora del poncho rojo', referrals: [], follow_up: {} });
});

it('only a part that says something is signed', async () => {
  const form = new ConsultationForm('p1');
  Object.assign(form, { signs: ['health', 'social'], reason: 'otro' });
  form.social.note = 'algo';
  await form.save();
  expect(sent()['signs']).toEqual(['social']);
});

it('instruments that were put meanwhile are saved as of the attention, and come back with its draft', async () => {
  const form = screened(asq);
  const again = new ConsultationForm('p1', { id: 'd1', form: JSON.stringify(form.kept()) });
  expect(again.screenings.list).toEqual([asq]);
  await again.save();
  expect(sent()['screenings']).toEqual([{ instrument: 'asq', answers: asq.said }]);
  expect([again.leftOver, api.saveDraft.mock.calls.length]).toEqual([false, 0]);
});

const begun = { instrument: 'phq9', answers: asq.answers, at: 1 };
const drafts = () => api.saveDraft.mock.calls.map(([draft]) => draft as { id: string; form: string }).map(({ id, form }) => ({ id, ...(JSON.parse(form) as { instrument: string; consultation: string }) }));

it('an instrument that is not through is a draft before the attention is saved, and of the attention afterwards', async () => {
  const form = screened(begun, asq);
  api.saveDraft.mockResolvedValue({ id: 'd7' });
  expect(await form.save()).toEqual({ id: 'c1', warnings: [] });
  expect(sent()['screenings']).toEqual([{ instrument: 'asq', answers: asq.said }]);
  expect(drafts()).toEqual([['', ''], ['d7', 'c1']].map(([id, consultation]) => ({ ...begun, id, consultation, work: 'screening', person: 'p1' })));
  expect(form.leftOver).toBe(true);
});

it('an instrument that may not be put any more holds no attention up: its answers are left as a draft', async () => {
  const form = screened(asq);
  api.recordConsultation.mockRejectedValueOnce(new Trouble('POSTA-B1', [{ field: 'instrument', code: 'instrument_without_service', severity: 'error' }]));
  expect((await form.save())?.id).toBe('c1');
  expect(api.recordConsultation.mock.calls.map(([input]) => (input as { screenings: unknown[] }).screenings.length)).toEqual([1, 0]);
  expect([drafts().map(({ instrument }) => instrument), form.leftOver]).toEqual([['asq', 'asq'], true]);
});

it('nothing is saved while answers that are not through can be kept nowhere', async () => {
  const form = screened(begun);
  api.saveDraft.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  expect(await form.save()).toBeUndefined();
  expect([form.trouble?.code, api.recordConsultation.mock.calls.length]).toEqual(['POSTA-D1', 0]);
  expect((await form.save())?.id).toBe('c1');
});

it('an alert is referred in one act, with its need and the service of its kind', async () => {
  const form = new ConsultationForm('p1');
  form.noteAlert('riesgo_autolesion');
  form.noteAlert('riesgo_autolesion');
  form.referAlert('salud', 's1');
  await form.save();
  expect(sent()).toMatchObject({ needs: ['salud'], alerts: ['riesgo_autolesion'], about_needs: [{ code: 'salud', urgency: 'pronta', done: '', state: 'derivada' }] });
  expect(sent()['referrals']).toEqual([{ need: 'salud', service: 's1', service_name: '', urgency: 'pronta', shares: [], message: '', person: 'p1' }]);
});

it('a need that is urgent stays so when an alert refers it', () => {
  const form = new ConsultationForm('p1');
  form.social.needs = ['salud'];
  form.social.say('salud', { urgency: 'inmediata' });
  form.referAlert('salud', '');
  expect([form.social.needs, form.referral.urgency, form.refers]).toEqual([['salud'], 'inmediata', true]);
});

it('a referral in the attention of who did not agree says nothing of them', async () => {
  const form = new ConsultationForm('p1');
  form.agreed = false;
  form.referAlert('salud', 's1');
  Object.assign(form.referral, { message: 'viaja hoy', shares: ['name'] });
  await form.save();
  expect(sent()['referrals']).toEqual([expect.objectContaining({ need: 'salud', message: '', shares: [] })]);
});
