import { beforeEach, expect, it, vi } from 'vitest';
import type { DraftCard } from '$lib/api';

const api = vi.hoisted(() => ({ createReferral: vi.fn(), saveDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { ReferForm } = await import('./refer-form.svelte');
const { Trouble } = await import('$lib/trouble');

const draftOf = (form: unknown, more: Partial<DraftCard> = {}): DraftCard => ({ id: 'd1', kind: 'consultation', owner: 'Ana', mine: true, at: '', title: '', form: JSON.stringify(form), stale: false, ...more });

beforeEach(() => {
  vi.resetAllMocks();
  api.createReferral.mockResolvedValue({ id: 'r1', warnings: [] });
  api.saveDraft.mockResolvedValue({ id: 'd1' });
});

it('a referral says what for and where to before it is sent', async () => {
  const form = new ReferForm('p1');
  expect(await form.save()).toBeUndefined();
  expect(form.problems[0]?.code).toBe('need_missing');
  form.referral.need = 'salud';
  expect(await form.save()).toBeUndefined();
  expect(form.problems[0]?.code).toBe('service_missing');
  expect(api.createReferral).not.toHaveBeenCalled();
  form.referral.service = 's1';
  expect((await form.save())?.id).toBe('r1');
  expect(api.createReferral).toHaveBeenCalledWith({ need: 'salud', service: 's1', service_name: '', urgency: 'normal', shares: [], message: '', person: 'p1', consultation: '', draft: '' });
});

it('what was typed is a draft of the team, and comes back for the same person only', async () => {
  const form = new ReferForm('p1');
  Object.assign(form.referral, { need: 'salud', message: 'viaja hoy' });
  form.draft.touch();
  await form.draft.keepNow();
  const kept = (api.saveDraft.mock.calls[0]?.[0] ?? {}) as { kind: string; form: string };
  expect(kept.kind).toBe('consultation');
  const left = draftOf(JSON.parse(kept.form));
  const again = new ReferForm('p1', [left]);
  expect([again.referral.message, again.draft.id]).toEqual(['viaja hoy', 'd1']);
  expect(new ReferForm('p2', [left]).referral.need).toBe('');
  expect(new ReferForm('p1', [{ ...left, mine: false }]).draft.id).toBe('');
});

it('a referral that was refused is still a draft, and says why', async () => {
  api.createReferral.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'shares', code: 'consent_missing', severity: 'error' }]));
  const form = new ReferForm('p1');
  Object.assign(form.referral, { need: 'salud', service: 's1' });
  form.draft.touch();
  expect(await form.save()).toBeUndefined();
  expect(form.problems[0]?.code).toBe('consent_missing');
  await vi.waitFor(() => expect(form.draft.state).toBe('saved'));
});

it('a referral from an alert of an attention carries both, and another one that was left is not in its way', async () => {
  const left = draftOf({ work: 'referral', person: 'p1', referral: { need: 'alojamiento', message: 'otra' } });
  const form = new ReferForm('p1', [left], { consultation: 'c1', need: 'salud', service: 's1', urgency: 'pronta' });
  await form.save();
  expect(api.createReferral).toHaveBeenCalledWith(expect.objectContaining({ consultation: 'c1', need: 'salud', service: 's1', urgency: 'pronta', message: '', draft: '' }));
  const again = new ReferForm('p1', [draftOf(form.kept()), left]);
  expect([again.consultation, again.referral.need]).toEqual(['c1', 'salud']);
});

it('of two people without identity each goes on with their own referral', () => {
  const left = draftOf({ work: 'referral', person: '', consultation: 'c1', referral: { need: 'alojamiento' } });
  expect(new ReferForm('', [left], { consultation: 'c2' }).referral.need).toBe('');
  expect(new ReferForm('', [left], { consultation: 'c1' }).referral.need).toBe('alojamiento');
});

it('what was begun before it was known who it was is gone on with as of that person', async () => {
  const left = draftOf({ work: 'referral', person: '', consultation: 'c1', referral: { need: 'alojamiento', service: 's1' } });
  expect(new ReferForm('p1', [left], { consultation: 'c2' }).draft.id).toBe('');
  expect(new ReferForm('p1', [left]).draft.id).toBe('');
  const form = new ReferForm('p1', [draftOf({ work: 'referral', person: 'p1', referral: { need: 'salud' } }, { id: 'd2' }), left], { consultation: 'c1' });
  expect(form.draft.id).toBe('d1');
  await form.save();
  expect(api.createReferral).toHaveBeenCalledWith(expect.objectContaining({ person: 'p1', consultation: 'c1', need: 'alojamiento', draft: 'd1' }));
});

it('of two referrals of one person that were left the one that was asked for is gone on with', () => {
  const drafts = [draftOf({ work: 'referral', person: 'p1', referral: { need: 'salud' } }, { id: 'new' }), draftOf({ work: 'referral', person: 'p1', consultation: 'c1', referral: { need: 'agua' } }, { id: 'old' })];
  const form = new ReferForm('p1', drafts, { draft: 'old' });
  expect([form.draft.id, form.consultation, form.referral.need]).toEqual(['old', 'c1', 'agua']);
  expect(new ReferForm('p1', drafts, { draft: 'gone' }).draft.id).toBe('new');
  expect(new ReferForm('p2', drafts, { draft: 'old' }).draft.id).toBe('');
});

it('without consent nothing is sent of the person, and no message', async () => {
  const form = new ReferForm('p1');
  form.agreed = false;
  Object.assign(form.referral, { need: 'salud', service: 's1', message: 'viaja hoy', shares: ['name'] });
  await form.save();
  expect(api.createReferral).toHaveBeenCalledWith(expect.objectContaining({ message: '', shares: [] }));
  expect(form.referral.message).toBe('viaja hoy');
});
