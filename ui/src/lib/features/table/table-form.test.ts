// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ previewTable: vi.fn(), importTable: vi.fn(), home: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { OTHER, TableForm } = await import('./table-form.svelte');
const { sayField, sayReason } = await import('./table-words');
const { Trouble } = await import('$lib/trouble');

const columns = [['Nombres', 'given_names'], ['Ap.', ''], ['Notas', '']].map(([heading = '', field = '']) => ({ heading, field, sample: '' }));
const preview = { fields: ['given_names', 'surname1'], columns, rows: 10, good: 8, problems: [] };
const report = { persons: 8, enrollments: 0, consents: 0, consultations: 0, edits: 0, rejected: [], stopped_by: null, refs: {} };

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers();
  api.previewTable.mockResolvedValue(preview);
  api.importTable.mockResolvedValue(report);
  api.home.mockResolvedValue({ pending: 0, last_contact: null });
});
afterEach(() => vi.useRealTimers());

async function opened(): Promise<InstanceType<typeof TableForm>> {
  const form = new TableForm();
  form.chosen = '/media/A/lista.csv';
  await form.open();
  return form;
}

it('nothing is read without a file, and what its headings tell is chosen already', async () => {
  const form = new TableForm();
  expect([await form.open(), api.previewTable.mock.calls.length]).toEqual([false, 0]);
  form.chosen = OTHER;
  form.path = ' D:\\lista.xlsx ';
  expect(await form.open()).toBe(true);
  expect(api.previewTable).toHaveBeenCalledExactlyOnceWith('D:\\lista.xlsx', []);
  expect([form.columns, form.step, form.named]).toEqual([['given_names', '', ''], 'columns', true]);
});

it('a changed column is gone through once choosing rests, and nothing is imported meanwhile', async () => {
  const form = await opened();
  form.choose(1, 'surname1');
  expect([form.reading, form.ready, await form.take()]).toEqual([true, false, false]);
  form.choose(2, 'surname1');
  expect([form.isTwice(1), form.isTwice(2)]).toEqual([false, true]);
  await vi.advanceTimersByTimeAsync(400);
  expect(api.previewTable).toHaveBeenCalledTimes(2);
  expect(api.previewTable).toHaveBeenLastCalledWith('/media/A/lista.csv', ['given_names', 'surname1', 'surname1']);
  expect(form.ready).toBe(true);
});

it('a reading that comes late does not stand for the columns of now', async () => {
  const form = await opened();
  const answers: ((value: unknown) => void)[] = [];
  api.previewTable.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  void form.again();
  void form.again();
  answers[1]?.({ ...preview, good: 2 });
  await vi.advanceTimersByTimeAsync(0);
  answers[0]?.({ ...preview, good: 1 });
  await vi.advanceTimersByTimeAsync(0);
  expect(form.preview?.good).toBe(2);
});

it('what was chosen is what is imported, and a failure keeps the columns', async () => {
  const form = await opened();
  api.importTable.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  expect([await form.take(), form.importing.trouble?.code, form.columns, form.step]).toEqual([false, 'POSTA-D1', ['given_names', '', ''], 'columns']);
  expect([await form.take(), form.step]).toEqual([true, 'report']);
  expect(api.importTable).toHaveBeenLastCalledWith('/media/A/lista.csv', ['given_names', '', '']);
  form.restart();
  expect([form.step, form.file, form.columns]).toEqual(['file', '', []]);
});

it('with nobody who would go in there is nothing to import', async () => {
  api.previewTable.mockResolvedValue({ ...preview, good: 0 });
  const form = await opened();
  expect([form.ready, await form.take()]).toEqual([false, false]);
});

it('fields and reasons have words, also those of a later version', () => {
  expect(['document/k0/number', 'birth', 'shoe_size'].map(sayField)).toEqual(['Documento', 'Nacimiento', 'shoe_size']);
  expect(sayReason('birth', 'birth_unreadable')).toContain('Escriba año');
  expect(sayReason('', 'POSTA-D1')).toContain('POSTA-D1');
  expect([sayReason('', 'not_allowed'), sayReason('', 'not_a_line')]).toEqual(['Su función no permite importar esto', 'La fila no se entiende']);
});
