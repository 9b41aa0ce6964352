// @vitest-environment jsdom
// The supervisor's figures: what shows, what does not and why, and that everything is reached without a mouse.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { FiguresView } from '$lib/api';

const api = vi.hoisted(() => ({ figures: vi.fn(), figureCampaigns: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
vi.stubGlobal('CSS', { escape: (text: string) => text });
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { figuresView } = await import('$lib/mock/figures');
const { default: FiguresScreen } = await import('./figures/+page.svelte');
const { default: ReportScreen } = await import('./figures/report/+page.svelte');

const OCTOBER = { from: '2026-10-01', to: '2026-10-31', post: '', language: 'es' };
const LONG = 'Puesto de atención integral a personas en movilidad humana «Héroes de la Coronilla y Manco Kápac»';
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const inside = (id: string, part: string) => one(id)?.querySelector<HTMLElement>(`[data-testid="${part}"]`);
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
  api.figures.mockImplementation(() => Promise.resolve(figuresView(OCTOBER)));
  api.figureCampaigns.mockResolvedValue([]);
  enter(true);
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

function enter(can_supervise: boolean): void {
  session.open = { view: { can_supervise, user: { name: 'Carmen Rocha', place: 'Oruro' }, post: { department: 'Oruro' } } as never, catalogue: { countries: [{ code: 'BO', label: 'Bolivia' }], posts: [] } as never };
}

async function show(screen: unknown = FiguresScreen, ready = 'figures-as-of'): Promise<void> {
  open = mount(screen as Component, { target: document.body });
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
  flushSync();
}

async function press(element: HTMLElement | null | undefined): Promise<void> {
  element?.click();
  flushSync();
  await tick();
}

const changed = (change: (view: FiguresView) => void): void => {
  const view = figuresView(OCTOBER);
  change(view);
  api.figures.mockResolvedValue(view);
};

it('what is looked at first says how many, of how many, and what changed in words', async () => {
  changed((view) => {
    Object.assign(view.figures[2] as object, { figure: { n: 716, hidden: '' }, before: { n: 704, hidden: '' }, of: { n: 1000, hidden: '' } });
  });
  await show();
  expect(one('tile-enrolled')?.textContent.replace(/\s+/g, ' ')).toContain('Personas adscritas 716 de 1.000: 72 % 12 más que en septiembre');
  expect(one('figures-days')?.textContent).toBe('octubre · antes: septiembre');
});

it('while it is on its way that is said, and a failure has its code and a way to try again', async () => {
  api.figures.mockReturnValueOnce(new Promise(() => undefined));
  await show(FiguresScreen, 'loading');
  await unmount(open as Record<string, unknown>);
  document.body.replaceChildren();
  api.figures.mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await show(FiguresScreen, 'failed');
  expect(one('failed')?.textContent).toContain('POSTA-D2');
  await press(one('retry'));
  await vi.waitFor(() => expect(one('figure-tiles')).not.toBeNull());
  expect(one('failed')).toBeNull();
});

it('whoever does not supervise asks for nothing and sees none', async () => {
  enter(false);
  await show(FiguresScreen, 'failed');
  expect([one('failed')?.textContent.includes('POSTA-P1'), api.figures.mock.calls.length, one('figures-period'), one('figures-report')]).toEqual([true, 0, null, null]);
});

it('days without records say so, and the posts can still be seen', async () => {
  const nothing = { n: 0, hidden: '' };
  changed((view) => {
    view.figures = view.figures.map((figure) => ({ ...figure, figure: nothing, before: nothing, series: [], breakdowns: [] }));
  });
  await show();
  expect([one('figures-empty') !== null, one('figure-tiles'), one('figure-registered')]).toEqual([true, null, null]);
  expect(one('post-list')).not.toBeNull();
});

it('a figure that does not show has words and a reason, and no number anywhere', async () => {
  changed((view) => {
    view.figures = view.figures.slice(0, 1).map((figure) => ({ ...figure, figure: { n: null, hidden: 'small' }, before: { n: 9, hidden: '' }, of: null, series: [], breakdowns: [{ dimension: 'sex', name: 'Sexo', cells: [{ code: 'f', name: 'Mujer', figure: { n: null, hidden: 'together' }, before: { n: 9, hidden: '' } }] }] }));
  });
  await show();
  expect(inside('figure-registered', 'figure-number')?.textContent).toBe('menos de 5');
  expect(inside('figure-registered', 'figure-change')).toBeNull();
  const why = inside('figure-registered', 'figure-why')?.textContent ?? '';
  for (const part of ['podría señalar a alguien', 'con una resta diría uno']) expect(why).toContain(part);
  expect(inside('figure-registered', 'breakdown-chart')?.getAttribute('aria-label')).toContain('Mujer: no se muestra');
});

it('behind each chart is a table with the same, by a button that says of what', async () => {
  await show();
  const toggle = inside('figure-registered', 'figure-toggle');
  expect(toggle?.getAttribute('aria-label')).toBe('Ver tabla: Personas registradas');
  await press(toggle);
  const card = one('figure-registered');
  expect(card?.querySelector('[role="img"]')).toBeNull();
  expect(inside('figure-registered', 'series-table')?.querySelector('caption')?.textContent).toContain('en el tiempo');
  expect(card?.querySelectorAll('[data-testid="series-table"] tbody tr')).toHaveLength(31);
  const nations = inside('figure-registered', 'breakdown-table');
  expect(nations?.getAttribute('role')).toBe('grid');
  expect(Number(nations?.getAttribute('aria-rowcount'))).toBeGreaterThan(200);
  await press(inside('figure-registered', 'figure-toggle'));
  expect(card?.querySelectorAll('[role="img"]').length).toBe(2);
});

it('every chart is named, and every part of the screen that is not text too', async () => {
  await show();
  const charts = [...document.querySelectorAll('[role="img"]')];
  expect(charts.length).toBeGreaterThan(2);
  expect(charts.filter((chart) => (chart.getAttribute('aria-label') ?? '').length < 10)).toEqual([]);
  const controls = [...document.querySelectorAll('main button, [data-testid="figures-screen"] button')];
  expect(controls.filter((control) => !(control.getAttribute('aria-label') ?? control.textContent.trim()))).toEqual([]);
});

it('days that are typed wrong are said under their field and ask nothing', async () => {
  await show();
  await press(one('figures-period-free'));
  const field = one('figures-period-from') as HTMLInputElement;
  field.value = 'pronto';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  expect(one('field-note')?.textContent).toContain('no se entiende');
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(api.figures).toHaveBeenCalledTimes(1);
});

it('campaigns are a period only where the pack has some', async () => {
  await show();
  expect(one('figures-period-campaign')).toBeNull();
  await unmount(open as Record<string, unknown>);
  document.body.replaceChildren();
  api.figureCampaigns.mockResolvedValue([{ code: 'v', name: 'Vacunación', from: '2026-11-02', to: '2026-11-08' }]);
  await show();
  await vi.waitFor(() => expect(one('figures-period-campaign')).not.toBeNull());
  await press(one('figures-period-campaign'));
  await vi.waitFor(() => expect(api.figures).toHaveBeenLastCalledWith({ from: '2026-11-02', to: '2026-11-08', post: '', language: 'es' }));
});

it('posts are on a map and in a list, also those without a place, with their silence in shape and words', async () => {
  await show();
  await press(one('tile-posts'));
  expect([all('post-row').length, all('post-mark').length]).toEqual([31, 29]);
  expect(one('posts-unplaced')?.textContent).toContain('2 puestos no tienen lugar en el mapa');
  const silent = all('post-mark').filter((mark) => mark.getAttribute('aria-label')?.includes('sin noticias'));
  expect(silent.length).toBeGreaterThan(2);
  expect(silent.every((mark) => mark.querySelector('path.shape'))).toBe(true);
  expect(all('post-row').some((row) => row.textContent.includes(LONG))).toBe(true);
});

it('the map has one stop for the tab key, arrows go from post to post, and the list follows', async () => {
  await show();
  await press(one('tile-posts'));
  const stops = () => all('post-mark').filter((mark) => mark.getAttribute('tabindex') === '0');
  expect(stops()).toHaveLength(1);
  const start = stops()[0];
  start?.focus();
  start?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await tick();
  flushSync();
  const key = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];
  const before = start?.dataset['code'];
  for (const arrow of key) {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: arrow, bubbles: true }));
    await tick();
    flushSync();
    await tick();
    if (stops()[0]?.dataset['code'] !== before) break;
  }
  const now = stops()[0]?.dataset['code'];
  expect(now).not.toBe(before);
  expect(document.activeElement?.getAttribute('data-code')).toBe(now);
  expect(all('post-row').find((row) => row.getAttribute('aria-pressed') === 'true')?.dataset['code']).toBe(now);
  await press(one('post-only'));
  await vi.waitFor(() => expect(api.figures.mock.lastCall?.[0]).toMatchObject({ post: now }));
});

it('the monthly report is of the month before, in one table, with its method and limits', async () => {
  await show(ReportScreen, 'report-sheet');
  const now = new Date();
  expect(api.figures.mock.calls[0]?.[0].from.slice(0, 7)).toBe(new Date(Date.UTC(now.getFullYear(), now.getMonth() - 1, 1)).toISOString().slice(0, 7));
  const sheet = document.querySelector('.sheet');
  expect(sheet?.querySelectorAll('[data-testid="report-summary"] tbody tr')).toHaveLength(11);
  const method = sheet?.querySelector('[data-testid="report-method"]')?.textContent ?? '';
  for (const part of ['menores de 5 personas', 'Mediana de los días', 'No dice cuántas personas', 'Registros de personas']) expect(method).toContain(part);
  expect(sheet?.textContent).toContain('Oruro · octubre de 2026');
  expect(sheet?.textContent).toMatch(/Preparado por .*, \d+ \p{L}+ 2026, \d\d:\d\d\. .*: septiembre de 2026\./u);
});

it('the printer gets the report alone, by day, and nothing of it stays behind', async () => {
  const print = vi.fn();
  vi.stubGlobal('print', print);
  await show(ReportScreen, 'report-paper');
  const paper = one('report-paper');
  expect([paper?.parentElement, paper?.dataset['theme'], paper?.classList.contains('paper'), paper?.getAttribute('aria-hidden')]).toEqual([document.body, 'day', true, 'true']);
  expect(paper?.querySelectorAll('tbody tr').length).toBe(document.querySelectorAll('.sheet tbody tr').length);
  await press(one('report-print'));
  expect(print).toHaveBeenCalledOnce();
  await unmount(open as Record<string, unknown>);
  open = undefined;
  expect(one('report-paper')).toBeNull();
});
