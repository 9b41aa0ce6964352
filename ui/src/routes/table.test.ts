// @vitest-environment jsdom
// People of a table: what its columns are, what would go in, what went in, and why the rest did not.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ placesWith: vi.fn(), previewTable: vi.fn(), importTable: vi.fn(), home: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { default: TableScreen } = await import('./exports/table/+page.svelte');

const LONG = 'Observaciones de quien llenó la lista en la terminal '.repeat(4);
const columns = [['Nombres', 'given_names', 'Yuleisy'], ['Ap. paterno', '', 'Rondón'], [LONG, '', '<b>x</b>'], ['', '', '']].map(([heading = '', field = '', sample = '']) => ({ heading, field, sample }));
const problem = (at: number) => ({ line: at + 2, field: at % 2 ? 'birth' : 'document/k0/number', code: at % 2 ? 'birth_unreadable' : 'number_format' });
const preview = (more: object = {}) => ({ fields: ['given_names', 'surname1', 'birth'], columns, rows: 10, good: 8, problems: [problem(0), problem(1)], ...more });
const report = (more: object = {}) => ({ persons: 8, enrollments: 0, consents: 0, consultations: 0, edits: 0, rejected: [{ line: 3, field: 'birth', reason: 'birth_unreadable' }, { line: 6, field: '', reason: 'not_a_line' }], stopped_by: null, refs: {}, ...more });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const go = () => one('table-go') as HTMLButtonElement;
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  vi.stubGlobal('scrollTo', () => undefined);
  Element.prototype.scrollIntoView = () => undefined;
});

beforeEach(() => {
  vi.resetAllMocks();
  api.placesWith.mockResolvedValue([{ folder: '/media/A', name: 'PISIGA', files: [{ path: '/media/A/lista.csv', name: 'lista.csv', at: '', bytes: 4000 }] }]);
  api.previewTable.mockResolvedValue(preview());
  api.importTable.mockResolvedValue(report());
  api.home.mockResolvedValue({ pending: 8, last_contact: null });
  session.open = { view: { can_register: true, can_supervise: true } as never, catalogue: {} as never };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function show(ready = 'table-file-option'): Promise<void> {
  open = mount(TableScreen as Component, { target: document.body });
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
  flushSync();
}

async function press(id: string): Promise<void> {
  one(id)?.click();
  flushSync();
  await tick();
}

/** The file of the stick, opened. */
async function look(): Promise<void> {
  await show();
  await press('table-file-option');
  await press('table-open');
  await vi.waitFor(() => expect(one('table-preview')).not.toBeNull());
  flushSync();
}

it('columns are there with what their headings tell, a sample, and Spanish names; what is a row\'s fault is said by its number', async () => {
  await look();
  expect(all('table-field').map((field) => (field as HTMLInputElement).value)).toEqual(['Nombres', '', '', '']);
  const said = document.body.textContent;
  for (const part of ['Columna 2: Ap. paterno', 'Primer dato: Rondón', 'Columna 4, sin encabezado', 'Primer dato: <b>x</b>', '1 de 4 columnas', 'Entrarían 8 personas', '2 filas no', 'Fila 3 · Nacimiento', 'Fila 2 · Documento']) expect(said).toContain(part);
  expect(document.querySelector('[data-testid="table-panel"] b')).toBeNull();
  expect([all('table-problem').length, one('table-capped')]).toEqual([2, null]);
});

it('of ten thousand rows the first problems show, and how many there are', async () => {
  api.previewTable.mockResolvedValue(preview({ rows: 10_000, good: 6000, problems: Array.from({ length: 4000 }, (_, at) => problem(at)) }));
  await look();
  expect(one('table-capped')?.textContent).toContain('las primeras 200 de 4.000');
  const shown = all('table-problem').length;
  expect([shown > 5, shown <= 200, document.querySelector('[aria-setsize]')?.getAttribute('aria-setsize')]).toEqual([true, true, '200']);
  expect(go().textContent.trim()).toBe('Importar 6.000 personas');
});

it('without a column of the name it says which to choose, and nothing is to press', async () => {
  api.previewTable.mockResolvedValue(preview({ good: 0, columns: columns.map((column) => ({ ...column, field: '' })) }));
  await look();
  expect([one('table-nameless') !== null, one('table-problems'), go().disabled]).toEqual([true, null, true]);
});

it('a table without rows is told as that', async () => {
  api.previewTable.mockResolvedValue(preview({ rows: 0, good: 0, problems: [] }));
  await look();
  expect([one('table-empty') !== null, go().disabled]).toEqual([true, true]);
});

it('of a wide table what is not guessed is folded and can still be chosen', async () => {
  api.previewTable.mockResolvedValue(preview({ columns: Array.from({ length: 60 }, (_, at) => ({ heading: `C${at}`, field: at === 40 ? 'given_names' : '', sample: '' })) }));
  await look();
  expect([all('table-column').length, one('table-rest')?.textContent.includes('59')]).toEqual([1, true]);
  await press('table-rest');
  expect(all('table-column')).toHaveLength(60);
});

it('a file that is no table, or none at all, is said under the choice, and another one is chosen', async () => {
  await show();
  await press('table-open');
  await vi.waitFor(() => expect(document.body.textContent).toContain('Elija un archivo'));
  api.previewTable.mockRejectedValueOnce(new Trouble('POSTA-B1', [{ field: 'file', code: 'table_unreadable', severity: 'error' }]));
  await press('table-file-option');
  await press('table-open');
  await vi.waitFor(() => expect(one('table-open-failed')?.textContent).toContain('No es una tabla'));
  await press('table-open');
  await vi.waitFor(() => expect(one('table-preview')).not.toBeNull());
  await press('table-again');
  expect(one('table-file')).not.toBeNull();
});

it('without a stick its place is typed, also when sticks cannot be read', async () => {
  api.placesWith.mockRejectedValue(new Trouble('POSTA-X1'));
  await show('table-path');
  await press('table-open');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('table-path')));
  const field = one('table-path') as HTMLInputElement;
  field.value = '/srv/lista.xlsx';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  await press('table-open');
  await vi.waitFor(() => expect(api.previewTable).toHaveBeenCalledExactlyOnceWith('/srv/lista.xlsx', []));
});

it('while it goes on that is said, and then who went in, who did not by line and reason, and where duplicates are looked at', async () => {
  let end: (report: unknown) => void = () => undefined;
  api.importTable.mockImplementation(() => new Promise((resolve) => (end = resolve)));
  await look();
  await press('table-go');
  await vi.waitFor(() => expect(one('table-going')?.textContent).toContain('No cierre Posta'));
  end(report());
  await vi.waitFor(() => expect(one('table-done')?.textContent).toContain('Entraron 8 personas'));
  expect(api.importTable).toHaveBeenCalledExactlyOnceWith('/media/A/lista.csv', ['given_names', '', '', '']);
  expect(all('table-rejected').map((line) => line.textContent.replace(/\s+/g, ' ').trim())).toEqual(['Fila 3 · Nacimiento Escriba año, mes y año, fecha completa o edad', 'Fila 6 La fila no se entiende']);
  expect(one('table-pairs')?.getAttribute('href')).toBe('/pairs');
  await press('table-another');
  expect(one('table-file')).not.toBeNull();
});

it('a registrar is told who looks at duplicates, and has no way to them', async () => {
  session.open = { view: { can_register: true, can_supervise: false } as never, catalogue: {} as never };
  await look();
  await press('table-go');
  await vi.waitFor(() => expect(one('table-done')).not.toBeNull());
  expect([one('table-pairs'), document.body.textContent.includes('supervisión lo verá')]).toEqual([null, true]);
});

it('one that stopped says so with its code, one that failed keeps the columns, and thousands left out are all listed', async () => {
  api.importTable.mockRejectedValueOnce(new Trouble('POSTA-D1'));
  await look();
  await press('table-go');
  await vi.waitFor(() => expect(one('table-failed')?.textContent).toContain('POSTA-D1'));
  api.importTable.mockResolvedValue(report({ persons: 0, stopped_by: 'POSTA-D1', rejected: Array.from({ length: 4000 }, (_, at) => ({ line: at, field: 'birth', reason: 'birth_unreadable' })) }));
  await press('table-go');
  await vi.waitFor(() => expect(one('table-stopped')?.textContent).toContain('POSTA-D1'));
  expect([one('table-done')?.textContent.includes('No entró nadie'), one('table-rejected-title')?.textContent, all('table-rejected').length < 200]).toEqual([true, '4.000 filas quedaron fuera', true]);
});

it('whoever does not register reads no table', async () => {
  session.open = { view: { can_register: false, can_supervise: false } as never, catalogue: {} as never };
  await show('failed');
  expect([api.placesWith.mock.calls.length, one('table-panel')]).toEqual([0, null]);
});
