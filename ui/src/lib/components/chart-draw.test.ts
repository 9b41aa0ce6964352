// @vitest-environment jsdom
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, expect, it } from 'vitest';
import Chart from './Chart.svelte';
import { drawBars, drawSeries, labelled, stepsTo } from './chart-draw';
import { sortRows } from './data-table';
import DataTable from './DataTable.svelte';

const LONG = 'Mujer embarazada, hasta seis meses después del parto, y para la regulación de la fecundidad';
const rows = [
  { key: 'a', label: 'Venezuela', value: 412, before: 380, said: '412' },
  { key: 'b', label: LONG, value: 9, said: '9' },
  { key: 'c', label: 'Haití', said: 'menos de 5' }
];
const points = Array.from({ length: 31 }, (_, index) => ({ key: `d${index}`, label: `${index + 1} nov`, value: index === 3 ? undefined : index, said: String(index) }));
const words = (drawn: Element) => [...drawn.querySelectorAll('text')].map((text) => text.textContent ?? '');
const row = (key: string, number: number) => ({ key, cells: [{ text: key, sort: key }, { text: String(number), sort: number }] });
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

it('nothing is drawn that the policy of the window refuses, and nothing is named in English', () => {
  for (const drawn of [drawBars(rows, 400), drawSeries(points, { width: 400, line: false, number: String }), drawSeries(points, { width: 400, line: true, number: String })]) {
    expect(drawn.querySelectorAll('style, script, image, foreignObject')).toHaveLength(0);
    expect(new XMLSerializer().serializeToString(drawn)).not.toMatch(/url\(|href|aria-label/);
  }
});

it('a bar that does not show has no length of its own, but its words', () => {
  const drawn = drawBars(rows, 400);
  expect(words(drawn)).toContain('menos de 5');
  const bars = [...drawn.querySelectorAll('g')].map((group) => group.querySelectorAll('rect, path').length);
  expect(bars.filter((many) => many > 0)).toEqual([3, 1, 2]);
});

it('a long name is cut to what fits, and the number stays whole', () => {
  const said = words(drawBars(rows, 300));
  expect(said.find((text) => text.startsWith('Mujer'))).toMatch(/…$/);
  expect(said).toContain('412');
});

it('under the axis stand as many labels as have room', () => {
  expect(labelled(points, 2000)).toHaveLength(31);
  expect(labelled(points, 400).length).toBeLessThan(9);
  expect(labelled(points, 400)[0]).toBe('d0');
  expect(labelled([], 400)).toEqual([]);
});

it('an axis has whole, round numbers', () => {
  expect([stepsTo(1), stepsTo(3), stepsTo(7), stepsTo(57), stepsTo(1204)]).toEqual([[0, 1], [0, 1, 2, 3], [0, 2, 4, 6], [0, 20, 40], [0, 500, 1000]]);
});

it('a chart has a name, and hides its marks from whoever hears it', () => {
  open = mount(Chart, { target: document.body, props: { label: 'Personas por país', draw: (width: number) => drawBars(rows, width), testid: 'chart' } });
  flushSync();
  const chart = document.querySelector('[data-testid="chart"]');
  expect([chart?.getAttribute('role'), chart?.getAttribute('aria-label'), chart?.firstElementChild?.getAttribute('aria-hidden')]).toEqual(['img', 'Personas por país', 'true']);
  expect(chart?.querySelector('svg')).not.toBeNull();
});

it('rows are sorted by numbers as numbers, those without one last either way', () => {
  const all = [row('b', 9), row('c', Number.NaN), row('a', 100)];
  const order = (down: boolean) => sortRows(all, 1, down).map(({ key }) => key);
  expect([order(false), order(true), sortRows(all, -1, true).map(({ key }) => key)]).toEqual([['b', 'a', 'c'], ['a', 'b', 'c'], ['b', 'c', 'a']]);
});

it('a table has a caption and headers of columns and rows, and its headers sort', () => {
  open = mount(DataTable, { target: document.body, props: { caption: 'Por país', columns: ['País', 'Personas'], rows: [row('b', 9), row('a', 100)], sortBy: (column: string) => `Ordenar por ${column}` } });
  const first = () => document.querySelector('tbody th')?.textContent;
  expect([document.querySelector('caption')?.textContent, document.querySelectorAll('th[scope="col"]').length, document.querySelectorAll('th[scope="row"]').length]).toEqual(['Por país', 2, 2]);
  document.querySelectorAll<HTMLElement>('thead button')[1]?.click();
  flushSync();
  expect([first(), document.querySelectorAll('th')[1]?.getAttribute('aria-sort')]).toEqual(['a', 'descending']);
});

it('of ten thousand rows only those that show are in the page, by the keyboard too', () => {
  Element.prototype.scrollTo = () => undefined;
  open = mount(DataTable, { target: document.body, props: { caption: 'Por comunidad', columns: ['Comunidad', 'Personas'], rows: Array.from({ length: 10_000 }, (_, index) => row(`c${index}`, index)) } });
  flushSync();
  const grid = document.querySelector('[role="grid"]');
  expect([grid?.getAttribute('aria-rowcount'), grid?.getAttribute('aria-label')]).toEqual(['10001', 'Por comunidad']);
  expect(document.querySelectorAll('[data-testid="data-table-row"]').length).toBeLessThan(40);
  grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  flushSync();
  expect(document.querySelectorAll('[aria-selected="true"]')[0]?.getAttribute('aria-rowindex')).toBe('3');
});
