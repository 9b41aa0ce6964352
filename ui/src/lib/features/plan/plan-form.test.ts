// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { DraftCard } from '$lib/api';

const api = vi.hoisted(() => ({ saveDraft: vi.fn(), discardDraft: vi.fn() }));
const office = vi.hoisted(() => ({ savePlan: vi.fn(), saveMeeting: vi.fn(), plan: vi.fn() }));
vi.mock('$lib/api', () => ({ api: { ...api, ...office }, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { blankPlan, MOST_PRACTICES, PlanForm } = await import('./plan-form.svelte');
const { blankMeeting, MeetingForm } = await import('./meeting-form.svelte');
const { default: PracticeFields } = await import('./PracticeFields.svelte');

const codes = (form: { problems: readonly { field: string; code: string }[] }) => form.problems.map(({ field, code }) => `${field}:${code}`);
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  api.discardDraft.mockResolvedValue(null);
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  office.savePlan.mockResolvedValue({ id: 'p1', warnings: [] });
  office.saveMeeting.mockResolvedValue({ id: 'm1', warnings: [] });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

it('a plan without its institution, or with days that make no period, is not sent', async () => {
  const form = new PlanForm({ ...blankPlan(), from: '2026-12-01', to: '2026-11-01' });
  await form.save();
  expect(codes(form)).toEqual(['institution:plan_institution_missing', 'to:plan_days_swapped']);
  Object.assign(form.input, { institution: 'SEDES', from: 'marzo', to: '' });
  await form.save();
  expect(codes(form)).toEqual(['from:date_unreadable']);
  expect(office.savePlan).not.toHaveBeenCalled();
});

it('the decalogue holds ten, in the order that they have, and empty lines are not sent', async () => {
  const form = new PlanForm({ ...blankPlan(), institution: 'SEDES' });
  for (let at = 0; at < 12; at += 1) form.addPractice();
  expect(form.input.good_practices).toHaveLength(MOST_PRACTICES);
  Object.assign(form.input.good_practices, [' uno ', 'dos', '  ', 'tres']);
  form.raisePractice(3);
  form.removePractice(1);
  await form.save();
  expect(office.savePlan).toHaveBeenCalledWith(expect.objectContaining({ institution: 'SEDES', good_practices: ['uno', 'tres'] }), null);
});

it('Enter goes on to the next practice, and does not leave an empty one behind', async () => {
  const form = new PlanForm({ ...blankPlan(), good_practices: ['Agua en la sala'] });
  open = mount(PracticeFields, { target: document.body, props: { form } });
  flushSync();
  const fields = () => [...document.querySelectorAll<HTMLInputElement>('[data-testid="practice"]')];
  const enter = async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    flushSync();
    await tick();
    await tick();
  };
  fields()[0]?.focus();
  await enter();
  expect([fields().length, document.activeElement === fields()[1]]).toEqual([2, true]);
  await enter();
  expect(fields()).toHaveLength(2);
});

it('a meeting has a name, a day and whole numbers of people', async () => {
  const form = new MeetingForm({ ...blankMeeting(), women: NaN });
  await form.save();
  expect(codes(form)).toEqual(['name:meeting_name_missing', 'on:meeting_day_missing', 'women:number_unreadable']);
  Object.assign(form.input, { name: ' Mesa ', on: '2026-11-20', women: 12 });
  expect(await form.save()).toEqual({ id: 'm1', warnings: [] });
  expect(office.saveMeeting).toHaveBeenCalledWith(expect.objectContaining({ name: 'Mesa', women: 12, men: 0 }), null);
});

const stored = { ...blankPlan(), id: 'p1', institution: 'SEDES', to: '2026-12-31', good_practices: ['uno'] };
const now = { ...stored, to: '2027-06-30', good_practices: ['uno', 'dos'] };
const draft = (form: object): DraftCard => ({ id: 'd7', kind: 'plan', owner: '', mine: true, at: '', title: '', stale: false, form: JSON.stringify({ of: 'p1', title: '', ...form }) });

it('a draft of Monday is gone on with over what others wrote since: nothing of it is undone', async () => {
  const form = new PlanForm(now, [draft({ input: { ...stored, note: 'Con la dirección' }, base: stored })]);
  expect([form.input.to, form.input.note, [...form.input.good_practices], form.problems, form.changed]).toEqual(['2027-06-30', 'Con la dirección', ['uno', 'dos'], [], true]);
  await form.save();
  expect(office.savePlan).toHaveBeenCalledWith({ ...now, note: 'Con la dirección' }, now);
  const both = new PlanForm(now, [draft({ input: { ...stored, to: '2027-01-31' }, base: stored })]);
  expect([both.input.to, both.notes('to')]).toEqual(['2027-01-31', [{ text: expect.stringContaining('otra persona escribió aquí'), severity: 'warning' }]]);
});

it('the form says what it showed, its draft keeps that, and a refusal shows what others wrote meanwhile', async () => {
  const form = new PlanForm(stored);
  Object.assign(form.input, { to: '2027-01-31', note: 'Mía' });
  form.draft.touch();
  await form.draft.keepNow();
  const kept = JSON.parse((api.saveDraft.mock.calls[0]?.[0] as { form: string }).form) as { base: unknown };
  expect(kept.base).toEqual(stored);
  office.savePlan.mockRejectedValueOnce({ code: 'POSTA-B1', fields: [{ field: 'to', code: 'office_moved', severity: 'error' }] });
  office.plan.mockResolvedValue({ card: { plan: now } });
  expect(await form.save()).toBeUndefined();
  expect(office.savePlan).toHaveBeenLastCalledWith(expect.objectContaining({ to: '2027-01-31' }), stored);
  expect([form.input.to, form.input.note, [...form.input.good_practices], codes(form)]).toEqual(['2027-01-31', 'Mía', ['uno', 'dos'], ['to:office_moved']]);
  await form.save();
  expect(office.savePlan).toHaveBeenLastCalledWith({ ...now, to: '2027-01-31', note: 'Mía' }, now);
});
