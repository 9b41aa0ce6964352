import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CarryPlace } from '$lib/api';

const api = vi.hoisted(() => ({ exportPreview: vi.fn(), exportRun: vi.fn(), exportProgress: vi.fn() }));
vi.mock('$lib/api', () => ({ api }));
const { ExportForm, fileOf, OTHER } = await import('./export-form.svelte');
const { Trouble } = await import('$lib/trouble');

const stick: CarryPlace = { folder: '/media/A', name: 'PISIGA', files: [] };
const preview = { people: 1204, not_asked: 30, opposed: 7, figures: 0, columns: [] };

beforeEach(() => {
  vi.resetAllMocks();
  api.exportPreview.mockResolvedValue(preview);
  api.exportRun.mockResolvedValue({ path: '/media/A/x.xlsx', bytes: 10, people: 1204 });
  api.exportProgress.mockResolvedValue({ done: 0, of: 0 });
});
afterEach(() => vi.useRealTimers());

async function counted(): Promise<InstanceType<typeof ExportForm>> {
  const form = new ExportForm();
  await form.count();
  return form;
}

it('nothing leaves without saying what for, without a folder, or before it was counted', async () => {
  const form = new ExportForm();
  form.purpose = 'Informe al SEDES';
  expect(await form.run([stick])).toBe(false);
  await form.count();
  form.purpose = '   ';
  expect(await form.run([stick])).toBe(false);
  form.purpose = 'Informe al SEDES';
  expect(await form.run([])).toBe(false);
  expect(api.exportRun).not.toHaveBeenCalled();
});

it('it goes to the first stick with the purpose that was written', async () => {
  const form = await counted();
  form.purpose = ' Informe al SEDES ';
  expect(await form.run([stick])).toBe(true);
  expect(api.exportRun.mock.calls[0]?.[1]).toBe('/media/A');
  expect(api.exportRun.mock.calls[0]?.[0]).toMatchObject({ format: 'xlsx', purpose: 'Informe al SEDES', post: '' });
  expect([form.done?.stick, form.done?.folder]).toEqual(['PISIGA', '/media/A']);
});

it('a folder that is typed is used when it was chosen, and a stick that is gone is not', async () => {
  const form = await counted();
  form.purpose = 'x';
  form.chosen = OTHER;
  form.folder = ' D:\\ ';
  await form.run([stick]);
  expect(api.exportRun.mock.calls[0]?.[1]).toBe('D:\\');
  form.chosen = '/media/GONE';
  expect(form.at([stick])).toBe('/media/A');
});

it('nobody to export is nothing to export; of figures their number counts', async () => {
  api.exportPreview.mockResolvedValue({ ...preview, people: 0 });
  const form = await counted();
  expect(form.ready).toBe(false);
  api.exportPreview.mockResolvedValue({ ...preview, people: 0, figures: 12 });
  form.choose('dhis2');
  await form.count();
  expect(form.ready).toBe(true);
});

it('figures go by whole months: a week is not kept', async () => {
  const form = await counted();
  form.period.kind = 'week';
  form.choose('csv');
  expect(form.period.kind).toBe('week');
  form.choose('dhis2');
  expect(form.period.kind).toBe('last_month');
});

it('figures of the whole department are of no post and of months that are over', async () => {
  const form = await counted();
  form.post = 'pisiga';
  form.period.kind = 'month';
  form.choose('dhis2');
  expect([form.period.kind, form.request?.post]).toEqual(['month', 'pisiga']);
  form.choose('national');
  expect([form.period.kind, form.request?.post, form.post]).toEqual(['last_month', '', 'pisiga']);
});

it('a count that comes late does not stand for what is asked now', async () => {
  const answers: ((value: unknown) => void)[] = [];
  api.exportPreview.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  const form = new ExportForm();
  void form.count();
  void form.count();
  answers[1]?.({ ...preview, people: 2 });
  await vi.waitFor(() => expect(form.preview?.people).toBe(2));
  answers[0]?.({ ...preview, people: 1 });
  await Promise.resolve();
  expect(form.preview?.people).toBe(2);
});

it('how far it is shows while it runs, and a failure keeps what was written', async () => {
  vi.useFakeTimers();
  const form = await counted();
  form.purpose = 'Informe';
  let fail: (why: unknown) => void = () => undefined;
  api.exportRun.mockImplementation(() => new Promise((_, reject) => (fail = reject)));
  api.exportProgress.mockResolvedValue({ done: 400, of: 1204 });
  const run = form.run([stick]);
  await vi.advanceTimersByTimeAsync(700);
  expect(form.progress).toEqual({ done: 400, of: 1204 });
  fail(new Trouble('POSTA-U4'));
  expect(await run).toBe(false);
  expect([form.asking.trouble?.code, form.purpose, form.progress]).toEqual(['POSTA-U4', 'Informe', undefined]);
  const before = api.exportProgress.mock.calls.length;
  await vi.advanceTimersByTimeAsync(2000);
  expect(api.exportProgress.mock.calls.length).toBe(before);
});

it('the name of a file is the last part of its path', () => expect([fileOf('/a/b.csv'), fileOf('D:\\x\\b.csv')]).toEqual(['b.csv', 'b.csv']));
