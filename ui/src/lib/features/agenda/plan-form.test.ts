import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ planFollowUp: vi.fn(), teamMates: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { PlanForm } = await import('./plan-form.svelte');

beforeEach(() => {
  vi.resetAllMocks();
  api.planFollowUp.mockResolvedValue({ id: 'f1', warnings: [] });
});

it('a follow-up without a day is not sent', async () => {
  const form = new PlanForm({ person: 'p1' }, 'pisiga');
  form.on = '';
  expect(form.problems).toEqual([]);
  expect(await form.save()).toBe(false);
  expect(form.problems.map(({ code }) => code)).toEqual(['date_missing']);
  expect(api.planFollowUp).not.toHaveBeenCalled();
});

it('it is of this post and of whoever is there until somebody is chosen', async () => {
  const form = new PlanForm({ person: 'p1' }, 'pisiga');
  Object.assign(form, { on: '2026-12-15', what: ' llamar ' });
  expect(await form.save()).toBe(true);
  expect(api.planFollowUp).toHaveBeenLastCalledWith({ person: 'p1', on: '2026-12-15', what: 'llamar', post: '', assignee: '' });
  Object.assign(form, { post: 'tambo-quemado', assignee: 'u2' });
  await form.save();
  expect(api.planFollowUp).toHaveBeenLastCalledWith(expect.objectContaining({ post: 'tambo-quemado', assignee: 'u2' }));
});
