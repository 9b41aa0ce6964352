import { beforeEach, expect, it, vi } from 'vitest';
import type { CarryFile, CarryPlace } from '$lib/api';

const api = vi.hoisted(() => ({ takeNationalFigures: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { FilesForm, filesOf } = await import('./files-form.svelte');
const { Trouble } = await import('$lib/trouble');

const file = (path: string, at = '2026-11-28T10:00:00Z'): CarryFile => ({ path, name: path, at, bytes: 10 });
const places: CarryPlace[] = [
  { folder: '/a', name: 'A', files: [file('late', '2026-11-29T08:30:00-04:00'), file('unreadable', '')] },
  { folder: '/b', name: 'B', files: [file('early', '2026-11-29T12:00:00Z')] }
];
const taken = (name: string) => ({ department: '04', department_name: name, months: 3 });

beforeEach(() => {
  vi.resetAllMocks();
  api.takeNationalFigures.mockImplementation((path: string) => Promise.resolve(taken(path)));
});

it('files of all sticks come newest first, whatever zone they were written in', () => {
  expect(filesOf(places).map(({ name, stick }) => `${stick} ${name}`)).toEqual(['A late', 'B early', 'A unreadable']);
});

it('all are chosen, or none when all are; one that is gone is not taken', () => {
  const form = new FilesForm();
  form.chooseAll(filesOf(places));
  expect(form.ready(filesOf(places))).toEqual(['late', 'early', 'unreadable']);
  expect(form.ready(filesOf(places.slice(1)))).toEqual(['early']);
  form.choose('early', false);
  form.chooseAll(filesOf(places));
  expect(form.chosen.size).toBe(3);
  form.chooseAll(filesOf(places));
  expect(form.chosen.size).toBe(0);
});

it('they go in one after another, never two at once, and each says where it is', async () => {
  const ends: (() => void)[] = [];
  api.takeNationalFigures.mockImplementation((path: string) => new Promise((resolve) => ends.push(() => resolve(taken(path)))));
  const form = new FilesForm();
  const going = form.take(['one', 'two']);
  expect([api.takeNationalFigures.mock.calls.length, form.standing('one'), form.standing('two'), form.busy]).toEqual([1, 'now', 'waits', true]);
  expect(await form.take(['three'])).toBe(0);
  ends[0]?.();
  await vi.waitFor(() => expect(ends).toHaveLength(2));
  expect([form.standing('one'), form.standing('two'), form.results.has('one')]).toEqual([undefined, 'now', true]);
  ends[1]?.();
  expect(await going).toBe(2);
  expect([form.busy, form.told]).toEqual([false, { done: 2, failed: 0 }]);
});

it('one that is refused does not stop the others, and is told with its reason', async () => {
  api.takeNationalFigures.mockRejectedValueOnce(new Trouble('POSTA-U4'));
  const form = new FilesForm();
  form.choose('bad', true);
  form.choose('good', true);
  expect(await form.take(['bad', 'good'])).toBe(1);
  expect([form.told, form.chosen.size]).toEqual([{ done: 1, failed: 1 }, 0]);
  const result = form.results.get('bad');
  expect(result && 'trouble' in result ? result.trouble.code : '').toBe('POSTA-U4');
});

it('when the session ends nothing more is asked, and what was not asked stays chosen', async () => {
  api.takeNationalFigures.mockRejectedValueOnce(new Trouble('POSTA-L3'));
  const form = new FilesForm();
  form.choose('one', true);
  form.choose('two', true);
  expect(await form.take(['one', 'two'])).toBe(0);
  expect([api.takeNationalFigures.mock.calls.length, [...form.chosen]]).toEqual([1, ['two']]);
});

it('a path that is typed is asked without its blanks, stays when it fails, and is asked for when it lacks', async () => {
  const form = new FilesForm();
  expect(await form.takeTyped()).toBe(0);
  expect([form.tried, api.takeNationalFigures.mock.calls.length]).toEqual([true, 0]);
  form.path = ' D:\\oruro.posta-figures.json ';
  api.takeNationalFigures.mockRejectedValueOnce(new Trouble('POSTA-U4'));
  await form.takeTyped();
  expect(form.path).toContain('oruro');
  expect(await form.takeTyped()).toBe(1);
  expect([api.takeNationalFigures.mock.lastCall, form.path, form.tried]).toEqual([['D:\\oruro.posta-figures.json'], '', false]);
});
