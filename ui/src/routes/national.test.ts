// @vitest-environment jsdom
// Departments together: what is here, what is not and what to do about it, and files taken in one after another.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { CarryPlace, NationalView } from '$lib/api';

const api = vi.hoisted(() => ({ nationalFigures: vi.fn(), takeNationalFigures: vi.fn(), placesWith: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
vi.stubGlobal('CSS', { escape: (text: string) => text });
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { nationalView } = await import('$lib/mock/national');
const { default: NationalScreen } = await import('./figures/national/+page.svelte');

const LONG = 'Ñuflo de Chávez y Provincias Unidas del Gran Chaco y la Chiquitania';
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const said = (id: string) => one(id)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const row = (code: string) => all('department-row').find((one) => one.dataset['code'] === code)?.textContent.replace(/\s+/g, ' ').trim();
const places = (...names: string[]): CarryPlace[] => [{ folder: '/media/A', name: 'NACIONAL', files: names.map((name, index) => ({ path: `/media/A/${name}`, name, at: `2026-11-${28 - index}T10:00:00Z`, bytes: 9400 })) }];
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
});

beforeEach(() => {
  vi.resetAllMocks();
  api.nationalFigures.mockImplementation((month: string) => Promise.resolve(nationalView(month)));
  api.takeNationalFigures.mockResolvedValue({ department: '03', department_name: 'Cochabamba', months: 3 });
  api.placesWith.mockResolvedValue(places('uno', 'dos'));
  enter(true);
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

function enter(can_supervise: boolean): void {
  session.open = { view: { can_supervise, user: { name: 'Carmen Rocha', place: 'Oruro' }, post: { department: '' } } as never, catalogue: { countries: [], posts: [] } as never };
}

async function show(ready = 'national-tiles'): Promise<void> {
  open = mount(NationalScreen as Component, { target: document.body });
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
  flushSync();
}

async function press(element: HTMLElement | null | undefined): Promise<void> {
  element?.click();
  flushSync();
  await tick();
}

const changed = (change: (view: NationalView) => void): void => {
  api.nationalFigures.mockImplementation((month: string) => {
    const view = nationalView(month);
    change(view);
    return Promise.resolve(view);
  });
};

async function openFiles(ready = 'figures-file'): Promise<void> {
  await press(one('national-take'));
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
  flushSync();
}

it('every department has its row, one of them this one, and those without a file say what to do', async () => {
  await show();
  expect(all('department-row').map(({ dataset }) => dataset['code'])).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '09']);
  expect([all('department-own').length, row('04')?.includes('este departamento'), row('04')?.endsWith('hoy')]).toEqual([1, true, true]);
  expect([row('03'), all('department-none').length]).toEqual(['Cochabamba Sin archivo de este mes', 3]);
  expect(said('national-gaps')).toContain('Falta el archivo de Cochabamba, Tarija y Pando');
  expect(said('national-gaps')).toContain('«Cifras para el nivel nacional»');
  expect(said('national-now')).toContain('6 de 9 departamentos');
});

it('what is hidden has the words of figures: at least, not shown, and why', async () => {
  changed((view) => {
    Object.assign(view.figures[0] as object, { figure: { n: 98, hidden: 'some' } });
    Object.assign(view.departments[7] as object, { people: { n: null, hidden: 'together' } });
  });
  await show();
  expect(one('tile-registered')?.querySelector('[data-testid="tile-number"]')?.textContent).toBe('al menos 98');
  expect(row('08')).toContain('no se muestra');
  const why = all('figure-why').map(({ textContent }) => textContent).join();
  for (const part of ['«Al menos»: una parte no se dice', '«No se muestra»: es un número menor de 10']) expect(why).toContain(part);
});

it('a month is not compared with one of other departments, and the file that lacks is named', async () => {
  await show();
  expect(said('national-apart')).toBe('No se compara con el mes anterior: en septiembre no están los mismos departamentos. De octubre no está aquí: Cochabamba.');
  expect(all('figure-change').every(({ textContent }) => textContent.includes('otros departamentos'))).toBe(true);
  const toggle = one('figure-registered')?.querySelector<HTMLElement>('[data-testid="figure-toggle"]');
  await press(toggle);
  expect(one('figure-registered')?.querySelectorAll('[data-testid="breakdown-table"] thead th')).toHaveLength(2);
});

it('a month of the same departments says in words what changed', async () => {
  changed((view) => {
    for (const one of view.departments) one.made_on = '2026-11-03';
    Object.assign(view.figures[0] as object, { figure: { n: 716, hidden: '' }, before: { n: 704, hidden: '' } });
  });
  await show();
  expect([said('tile-registered'), one('national-apart'), one('national-gaps')]).toEqual(['Personas registradas 716 12 más que en septiembre', null, null]);
});

it('while it is on its way that is said, and a failure has its code and a way to try again', async () => {
  api.nationalFigures.mockReturnValueOnce(new Promise(() => undefined));
  await show('loading');
  await unmount(open as Record<string, unknown>);
  document.body.replaceChildren();
  api.nationalFigures.mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await show('failed');
  expect(said('failed')).toContain('POSTA-D2');
  await press(one('retry'));
  await vi.waitFor(() => expect(one('national-tiles')).not.toBeNull());
  expect(one('failed')).toBeNull();
});

it('whoever does not supervise asks for nothing and sees none', async () => {
  enter(false);
  await show('failed');
  expect([said('failed').includes('POSTA-P1'), api.nationalFigures.mock.calls.length, one('national-take'), one('national-month')]).toEqual([true, 0, null, null]);
});

it('alone says so, and how the others come', async () => {
  changed((view) => {
    for (const one of view.departments) if (!one.own) one.made_on = '';
  });
  await show();
  expect(said('national-gaps')).toContain('Todavía solo está este departamento');
  await press(one('national-gaps-take'));
  await vi.waitFor(() => expect(one('figures-take')).not.toBeNull());
});

it('months go by page up and down and by arrows on their buttons, which keep the focus at the end', async () => {
  await show();
  const next = one('month-next');
  const field = one('national-month') as HTMLInputElement;
  expect([field.value, next?.getAttribute('aria-disabled'), (next as HTMLButtonElement).disabled]).toEqual(['octubre', 'true', false]);
  const key = async (target: HTMLElement | null, name: string, month: string) => {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect((one('national-month') as HTMLInputElement).value).toBe(month));
    flushSync();
  };
  await key(field, 'PageUp', 'septiembre');
  next?.focus();
  await key(next, 'ArrowRight', 'octubre');
  expect(document.activeElement).toBe(one('month-next'));
  await key(next, 'ArrowLeft', 'septiembre');
  await press(one('month-previous'));
  await vi.waitFor(() => expect(said('national-now')).toMatch(/^agosto/i));
});

it('departments are bars with a table behind them, by what is chosen', async () => {
  changed((view) => Object.assign(view.departments[6] as object, { name: LONG }));
  await show();
  expect(one('departments-bars')?.getAttribute('aria-label')).toMatch(/^Personas registradas, por departamento\. /);
  await press(one('departments-by-attended'));
  expect(one('departments-bars')?.getAttribute('aria-label')).toMatch(/^Atenciones, por departamento\. /);
  await press(one('departments-toggle'));
  const table = one('departments-bars-table');
  expect([table?.querySelectorAll('tbody tr').length, table?.textContent.includes(LONG), one('departments-toggle')?.getAttribute('aria-label')]).toEqual([9, true, 'Ver gráfico: Atenciones, por departamento']);
});

it('several files go in one after another, each with what came of it, and the month is counted anew', async () => {
  await show();
  await openFiles();
  expect([document.activeElement?.contains(one('figures-take')), said('figures-take').includes('no va firmado'), (one('figures-take-go') as HTMLButtonElement).disabled]).toEqual([true, true, true]);
  api.takeNationalFigures.mockRejectedValueOnce(new Trouble('POSTA-B1', [{ field: 'file', code: 'figures_own', severity: 'error' }]));
  await press(one('figures-all'));
  const asked = api.nationalFigures.mock.calls.length;
  await press(one('figures-take-go'));
  await vi.waitFor(() => expect(one('figures-told')).not.toBeNull());
  flushSync();
  expect(api.takeNationalFigures.mock.calls).toEqual([['/media/A/uno'], ['/media/A/dos']]);
  expect([said('figures-file-failed').includes('Es el archivo de este mismo departamento'), said('figures-file-failed').includes('POSTA-B1'), said('figures-file-taken')]).toEqual([true, true, 'Cochabamba: 3 meses']);
  expect(said('figures-told')).toContain('Listo: 1 archivo traído');
  expect(said('figures-told')).toContain('1 archivo no se pudo traer');
  await vi.waitFor(() => expect(api.nationalFigures.mock.calls.length).toBeGreaterThan(asked));
});

it.each([
  ['figures_malformed', 'está dañado'],
  ['figures_newer', 'actualice Posta'],
  ['figures_other_country', 'de otro país']
])('a file that is %s says so', async (code, words) => {
  api.takeNationalFigures.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'file', code, severity: 'error' }]));
  api.placesWith.mockResolvedValue(places('uno'));
  await show();
  await openFiles();
  await press(one('figures-file-choose'));
  await press(one('figures-take-go'));
  await vi.waitFor(() => expect(said('figures-file-failed')).toContain(words));
});

it('a stick that is pulled out says so, and the others are still asked', async () => {
  api.takeNationalFigures.mockRejectedValueOnce(new Trouble('POSTA-U4'));
  await show();
  await openFiles();
  await press(one('figures-all'));
  await press(one('figures-take-go'));
  await vi.waitFor(() => expect(said('figures-file-failed')).toContain('POSTA-U4'));
  await vi.waitFor(() => expect(said('figures-file-taken')).toBe('Cochabamba: 3 meses'));
});

it('without a stick, or when none can be read, a path is typed', async () => {
  api.placesWith.mockRejectedValue(new Trouble('POSTA-X1'));
  await show();
  await openFiles('figures-no-stick');
  await press(one('figures-path-go'));
  await vi.waitFor(() => expect(said('figures-take')).toContain('Escriba dónde está el archivo'));
  const field = one('figures-path') as HTMLInputElement;
  field.value = '/srv/oruro.posta-figures.json';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await press(one('figures-path-go'));
  await vi.waitFor(() => expect(said('figures-told')).toContain('Cochabamba: 3 meses'));
  expect(api.takeNationalFigures).toHaveBeenCalledExactlyOnceWith('/srv/oruro.posta-figures.json');
});

it('a stick without files says who writes them; of 300 files only those that show are in the page', async () => {
  api.placesWith.mockResolvedValueOnce(places());
  await show();
  await openFiles('figures-no-files');
  expect(said('figures-no-files')).toContain('«Cifras para el nivel nacional»');
  api.placesWith.mockResolvedValue(places(...Array.from({ length: 300 }, (_, index) => `f${index}`)));
  await press(one('figures-look'));
  await vi.waitFor(() => expect(one('figures-file')).not.toBeNull());
  expect(all('figures-file').length).toBeLessThan(60);
});

it('closing the files gives the focus back to what opened them', async () => {
  await show();
  await openFiles();
  expect(one('national-take')?.getAttribute('aria-expanded')).toBe('true');
  await press(one('figures-files-close'));
  await tick();
  expect([one('figures-take'), document.activeElement]).toEqual([null, one('national-take')]);
});

it('the printer gets a sheet of its own by day, with every department, the method and its limits', async () => {
  const print = vi.fn();
  vi.stubGlobal('print', print);
  await show();
  const paper = one('report-paper');
  expect([paper?.parentElement, paper?.dataset['theme'], paper?.querySelectorAll('[data-testid="national-departments"] tbody tr').length]).toEqual([document.body, 'day', 9]);
  for (const part of ['Preparado por Carmen Rocha, Oruro, 30 nov 2026, 12:00', 'Con cifras de 6 de 9 departamentos', 'menores de 10', 'cuenta en los dos', 'De la atención se sabe solo cuántas', 'no van firmados', 'Lo que llega tarde cambia el mes']) expect(paper?.textContent).toContain(part);
  await press(one('national-print'));
  expect(print).toHaveBeenCalledOnce();
});

it('every chart and every control has a name', async () => {
  await show();
  await openFiles();
  const charts = [...document.querySelectorAll('[data-testid="national-screen"] [role="img"]')];
  expect(charts.length).toBeGreaterThan(3);
  expect(charts.filter((chart) => (chart.getAttribute('aria-label') ?? '').length < 10)).toEqual([]);
  const controls = [...document.querySelectorAll('[data-testid="national-screen"] button')];
  expect(controls.filter((control) => !(control.getAttribute('aria-label') ?? control.textContent.trim()))).toEqual([]);
});
