import { beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, ConsultationView, DraftCard } from '$lib/api';

const api = vi.hoisted(() => ({ writePart: vi.fn(), amendPart: vi.fn(), signPart: vi.fn(), tendNeed: vi.fn(), saveDraft: vi.fn(), discardDraft: vi.fn(), lock: vi.fn(), profile: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { PartActs } = await import('./part-acts.svelte');
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');

const view = (more: Partial<ConsultationView> = {}): ConsultationView => ({ id: 'c1', person: { id: 'p1' } as ConsultationView['person'], content: { health: { complaint: 'tos' }, note: 'ya estaba' }, on: '', post: '', by: '', signatures: [], amendments: [], conflicts: [], apart: [], health_base: 'h1', social_base: 's1', ...more });
const signed = view({ signatures: [{ part: 'health', user: 'u', name: '', at: '', holds: true, genuine: true }] });
const catalogue = { chronic: [{ code: 'asma', label: 'Asma', common: true }], hygiene: [], needs: [{ code: 'salud', label: 'Salud', common: true }], alerts: [], states: [], supports: [] } as unknown as Catalogue;
const theirs = view({ content: { note: 'lo de otra persona', needs: ['salud'] }, social_base: 's2' });
const refusedFor = (field: string, code: string) => new Trouble('POSTA-B1', [{ field, code, severity: 'error' }]);
const changed = vi.fn();

/** The newest draft, as the list of drafts gives it back. */
function left(): DraftCard[] {
  const { kind, form } = api.saveDraft.mock.calls[api.saveDraft.mock.calls.length - 1]?.[0] as { kind: string; form: string };
  return [{ id: 'd1', kind, owner: '', mine: true, at: '', title: '', form, stale: false }];
}

async function typed(part: 'health' | 'social', type: (acts: InstanceType<typeof PartActs>) => void, on = view()): Promise<InstanceType<typeof PartActs>> {
  const acts = new PartActs('c1', catalogue, changed);
  acts.resume(part, on, []);
  type(acts);
  acts.draft?.touch();
  await acts.draft?.keepNow();
  return acts;
}

beforeEach(() => {
  vi.resetAllMocks();
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  api.writePart.mockResolvedValue({ id: 'c1', warnings: [] });
  api.amendPart.mockResolvedValue({ id: 'c1', warnings: [] });
  api.signPart.mockResolvedValue({ id: 'c1', warnings: [] });
  api.tendNeed.mockResolvedValue({ id: 'c1', warnings: [] });
  api.lock.mockResolvedValue(null);
  api.discardDraft.mockResolvedValue(null);
});

it('a part that is being written outlives a lock and a restart, also what is no number yet', async () => {
  const acts = new PartActs('c1', catalogue, changed);
  acts.write('health', view());
  acts.health.complaint = 'tos y fiebre';
  acts.health.signs['pulse_per_minute'] = '8x';
  acts.draft?.touch();
  Object.assign(session, { open: { view: { has_pin: false } } });
  await session.lock();
  acts.draft?.close();
  expect(left()[0]?.kind).toBe('consultation');
  const again = new PartActs('c1', catalogue, changed);
  again.resume('health', view(), left());
  expect([again.health.complaint, again.health.signs['pulse_per_minute'], again.draft?.id, again.moved]).toEqual(['tos y fiebre', '8x', 'd1', false]);
  again.resume('social', view(), left());
  expect(again.social.note).toBe('ya estaba');
});

it('a part that somebody wrote meanwhile says so over the draft, and nothing of either is lost', async () => {
  await typed('social', (acts) => (acts.social.note = 'lo mío'));
  const again = new PartActs('c1', catalogue, changed);
  again.resume('social', theirs, left());
  expect([again.social.note, again.social.needs, again.moved]).toEqual(['lo de otra persona\nlo mío', ['salud'], true]);
  again.draft?.touch();
  await again.draft?.keepNow();
  const later = new PartActs('c1', catalogue, changed);
  later.resume('social', theirs, left());
  expect([later.social.note, later.moved]).toEqual(['lo de otra persona\nlo mío', true]);
  await later.saveWritten();
  expect(api.writePart).toHaveBeenCalledWith('c1', 'social', 's2', expect.objectContaining({ needs: ['salud'] }));
});

it('a draft that does not know what it began from stays as it was', () => {
  const form = JSON.stringify({ work: 'part', person: 'p1', consultation: 'c1', part: 'social', base: 's1', content: { note: 'lo mío' } });
  const acts = new PartActs('c1', catalogue, changed);
  acts.resume('social', theirs, [{ id: 'd1', kind: 'consultation', owner: '', mine: true, at: '', title: '', form, stale: false }]);
  expect([acts.social.note, acts.social.needs, acts.moved]).toEqual(['lo mío', [], true]);
});

it('a part that moved while it was being written is saved with both, on the second time', async () => {
  const acts = await typed('health', (one) => Object.assign(one.health.signs, { pulse_per_minute: '8x' }));
  acts.health.signs['pulse_per_minute'] = '88';
  api.writePart.mockRejectedValueOnce(refusedFor('part', 'part_moved'));
  await acts.saveWritten();
  acts.seen(view({ content: { health: { complaint: 'tos seca', signs: [{ sign: 'temperature_tenths_c', value: 375 }] } }, health_base: 'h2' }));
  expect([acts.moved, acts.health.complaint]).toEqual([true, 'tos seca']);
  await acts.saveWritten();
  const signs = [{ sign: 'temperature_tenths_c', value: 375 }, { sign: 'pulse_per_minute', value: 88 }];
  expect(api.writePart).toHaveBeenLastCalledWith('c1', 'health', 'h2', { health: expect.objectContaining({ complaint: 'tos seca', signs }) as unknown });
});

it('what was being written when a colleague signed begins the amendment, and goes with it', async () => {
  await typed('health', (one) => {
    Object.assign(one.health, { complaint: 'tos y fiebre', chronic: ['asma'] });
    one.health.signs['pulse_per_minute'] = '8x';
  });
  const acts = new PartActs('c1', catalogue, changed);
  acts.resume('health', { ...signed, content: { health: { complaint: 'tos', given: 'agua' } }, health_base: 'h2' }, left());
  expect([acts.amending, acts.draft?.id, acts.taken]).toEqual(['health', 'd1', true]);
  expect(acts.amendment.split('\n')).toEqual(['Qué le pasa: tos y fiebre', 'Pulso (por minuto): 8x', 'Enfermedades que ya tiene: Asma']);
  await acts.saveAmendment();
  expect([api.amendPart.mock.calls.length, api.discardDraft.mock.calls]).toEqual([1, [['d1']]]);
});

it('beside an amendment that was begun what was being written is told once, and both drafts go with it', async () => {
  await typed('health', (one) => (one.health.complaint = 'tos y fiebre'));
  const written = left().map((one) => ({ ...one, id: 'd0' }));
  await typed('health', (one) => (one.amendment = 'otra vez'), signed);
  const acts = new PartActs('c1', catalogue, changed);
  acts.resume('health', signed, [...left(), ...written]);
  expect(acts.amendment).toBe('otra vez\nQué le pasa: tos y fiebre');
  acts.amendment = 'tos y fiebre, otra vez';
  acts.draft?.touch();
  await acts.draft?.keepNow();
  const later = new PartActs('c1', catalogue, changed);
  later.resume('health', signed, [...left(), ...written]);
  expect(later.amendment).toBe('tos y fiebre, otra vez');
  await later.saveAmendment();
  expect(api.discardDraft.mock.calls).toEqual([['d1'], ['d0']]);
});

it('what is added to a signed part is a draft of its own', async () => {
  await typed('health', (acts) => (acts.amendment = 'se midió otra vez'), signed);
  const again = new PartActs('c1', catalogue, changed);
  again.resume('health', signed, left());
  expect([again.amending, again.amendment, again.writing, again.taken]).toEqual(['health', 'se midió otra vez', undefined, false]);
  again.write('health', view(), left());
  expect([again.health.complaint, again.draft?.id]).toEqual(['tos', '']);
});

it('a part that is saved takes its draft along, and one that is not stays a draft', async () => {
  const acts = await typed('health', (one) => (one.health.complaint = 'fiebre'));
  api.writePart.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  await acts.saveWritten();
  expect([acts.writing, acts.draft?.held, api.discardDraft.mock.calls.length]).toEqual(['health', false, 0]);
  await acts.saveWritten();
  expect([acts.writing, acts.draft]).toEqual([undefined, undefined]);
  expect(api.discardDraft).toHaveBeenCalledWith('d1');
});

it('leaving keeps the form on the screen while its draft cannot be written', async () => {
  const acts = await typed('social', (one) => (one.social.note = 'algo'));
  api.saveDraft.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  acts.draft?.touch();
  await acts.leave();
  expect([acts.writing, acts.draft?.trouble?.code]).toEqual(['social', 'POSTA-D1']);
  await acts.leave();
  expect(acts.writing).toBeUndefined();
  expect(api.discardDraft).not.toHaveBeenCalled();
});

it('an alert that is noted changes nothing else of its part', async () => {
  const before = { needs: ['salud'], about_needs: [{ code: 'salud', urgency: 'pronta', done: 'agua', state: 'abierta' }], alerts: ['embarazo'], note: 'ya estaba', social: { states: ['triste'], supports: [], words: 'bien' } };
  await new PartActs('c1', catalogue, changed).noteAlert('riesgo_autolesion', view({ content: before }));
  expect(api.writePart).toHaveBeenCalledExactlyOnceWith('c1', 'social', 's1', { ...before, alerts: ['embarazo', 'riesgo_autolesion'] });
  expect(changed).toHaveBeenCalledOnce();
});

const tended = (need: object) => view({ content: { needs: ['salud'], about_needs: [{ code: 'salud', ...need }] } });

it('a part is signed as it was shown, and one that moved is shown again', async () => {
  const acts = new PartActs('c1', catalogue, changed);
  api.signPart.mockRejectedValueOnce(refusedFor('part', 'part_moved'));
  await acts.sign('health', view());
  expect([changed.mock.calls.length, acts.asking.trouble?.fields[0]?.code]).toEqual([1, 'part_moved']);
  await acts.sign('social', view({ social_base: 's2' }));
  expect(api.signPart.mock.calls).toEqual([['c1', 'health', 'h1'], ['c1', 'social', 's2']]);
  api.signPart.mockRejectedValueOnce(refusedFor('part', 'part_undecided'));
  await acts.sign('health', view());
  expect(changed).toHaveBeenCalledTimes(2);
});

it('a need that somebody else tended meanwhile is shown again, and what was typed stays', async () => {
  const acts = new PartActs('c1', catalogue, changed);
  const was = { code: 'salud', urgency: 'pronta', done: '', state: 'abierta' };
  acts.tend(was);
  acts.tending = { ...was, done: ' agua ' };
  api.tendNeed.mockRejectedValueOnce(refusedFor('need', 'need_moved'));
  await acts.saveTended();
  expect(api.tendNeed).toHaveBeenLastCalledWith('c1', { ...was, done: 'agua' }, was);
  expect([changed.mock.calls.length, acts.overtaken]).toEqual([1, false]);
  acts.seen(tended({ urgency: 'pronta', state: 'resuelta', done: 'control' }));
  expect([acts.tending.done, acts.tending.state, acts.overtaken]).toEqual([' agua ', 'resuelta', true]);
  await acts.saveTended();
  expect(api.tendNeed).toHaveBeenLastCalledWith('c1', { ...was, state: 'resuelta', done: 'agua' }, { ...was, state: 'resuelta', done: 'control' });
  expect(acts.tending).toBeUndefined();
});

it('a screen that reads the same again leaves a need as it is being tended', () => {
  const acts = new PartActs('c1', catalogue, changed);
  acts.tend({ code: 'salud', urgency: 'normal', done: '', state: 'abierta' });
  acts.seen(tended({}));
  expect(acts.overtaken).toBe(false);
});
