// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ saveDraft: vi.fn(), discardDraft: vi.fn() }));
const office = vi.hoisted(() => ({ savePlan: vi.fn(), saveMeeting: vi.fn() }));
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
  expect(office.savePlan).toHaveBeenCalledWith(expect.objectContaining({ institution: 'SEDES', good_practices: ['uno', 'tres'] }));
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
  expect(office.saveMeeting).toHaveBeenCalledWith(expect.objectContaining({ name: 'Mesa', women: 12, men: 0 }));
});
