// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, ConflictRow } from '$lib/api';

const api = vi.hoisted(() => ({ conflictsPage: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { comeBack, ConflictList, leaveList, PAGE, whereOf } = await import('./conflict-list.svelte');
const { default: ConflictRows } = await import('./ConflictRows.svelte');

const person = { id: 'p1', name: 'Rosa Mamani', sex: 'female', birth: '1990', age: 34, nationality: 'BO', document: '', post: '', post_name: '', registered_by: '', registered_at: '', conflicts: 1, sent: true, sources: 0 };
const rowOf = (number: number, more: Partial<ConflictRow> = {}): ConflictRow => ({ kind: 'person', id: `r${number}`, person, title: '', fields: ['phone'], critical: number === 0, at: '2026-11-20T10:00:00Z', ...more });
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-testid="conflict-row"]')];
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
});

beforeEach(() => {
  vi.resetAllMocks();
  api.conflictsPage.mockImplementation((_group: string, offset: number, limit: number) => Promise.resolve({ total: 10_000, open: 10_000, later: 3, rows: Array.from({ length: limit }, (_, index) => rowOf(offset + index)) }));
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

async function show(list: InstanceType<typeof ConflictList>): Promise<void> {
  await list.begin();
  open = mount(ConflictRows, { target: document.body, props: { places: list.places, catalogue: { countries: [], document_kinds: [] } as unknown as Catalogue, say: (row: ConflictRow) => row.fields.join(), show: (first: number, last: number) => list.show(first, last) } });
  flushSync();
  await tick();
}

function press(key: string): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
  flushSync();
  return event;
}

it('rows stand in the order of the shell, and each page is read once', async () => {
  const list = new ConflictList();
  await list.begin();
  list.show(0, PAGE - 1);
  list.show(5000, 5020);
  list.show(5001, 5021);
  await vi.waitFor(() => expect(list.places[5010]?.row?.id).toBe('r5010'));
  expect(list.places).toHaveLength(10_000);
  expect([list.places[0]?.row?.id, list.places[700]?.row]).toEqual(['r0', undefined]);
  expect(api.conflictsPage.mock.calls).toEqual([['open', 0, PAGE], ['open', 5000, PAGE]]);
  expect(list.counts).toEqual({ open: 10_000, later: 3 });
});

it('the other group begins anew, and what came too late of the first is passed over', async () => {
  const list = new ConflictList();
  const late = list.begin();
  await list.choose('later');
  await late;
  expect(api.conflictsPage.mock.calls.map(([group]) => group)).toEqual(['open', 'later']);
  api.conflictsPage.mockRejectedValueOnce(new Error('disk'));
  list.show(200, 201);
  await vi.waitFor(() => expect(list.trouble?.code).toBe('POSTA-X1'));
  expect(list.places[0]?.row?.id).toBe('r0');
});

it('what holds an enrollment up says so in words', async () => {
  await show(new ConflictList());
  expect(rows()[0]?.textContent).toContain('Detiene la adscripción: el número o el nacimiento');
  expect(rows()[1]?.textContent).not.toContain('Detiene');
  expect(rows().length).toBeLessThan(60);
});

it('arrows go from row to row and stop at the ends, and each row is a link that Enter opens', async () => {
  await show(new ConflictList());
  press('ArrowDown');
  expect(document.activeElement).toBe(rows()[0]);
  press('ArrowDown');
  expect(document.activeElement).toBe(rows()[1]);
  press('ArrowUp');
  expect(press('ArrowUp').defaultPrevented).toBe(true);
  expect(document.activeElement).toBe(rows()[0]);
  expect(rows()[0]?.getAttribute('href')).toBe('/person/p1?conflict=r0');
});

it('a field that is being typed into keeps its arrows', async () => {
  await show(new ConflictList());
  const field = document.body.appendChild(document.createElement('input'));
  field.focus();
  expect(press('ArrowDown').defaultPrevented).toBe(false);
  expect(document.activeElement).toBe(field);
  field.remove();
});

it('a record is opened where it is decided', () => {
  expect(whereOf(rowOf(1))).toBe('/person/p1?conflict=r1');
  expect(whereOf(rowOf(1, { kind: 'enrollment' }))).toBe('/person/p1?conflict=r1');
  expect(whereOf(rowOf(1, { kind: 'consultation' }))).toBe('/consultation/r1');
  expect(whereOf(rowOf(1, { kind: 'consultation', person: null }))).toBe('/consultation/r1');
  expect(['training', 'participant', 'plan', 'meeting', 'commitment'].map((kind) => whereOf(rowOf(1, { kind, person: null })))).toEqual(['training', 'participant', 'plan', 'meeting', 'commitment'].map((kind) => `/conflicts/office?kind=${kind}&id=r1`));
});

it('whoever went to a record comes back to where they were, once, and from anywhere else to the top', () => {
  const place = { group: 'later' as const, y: 4200 };
  leaveList('/person/p1', place);
  expect([comeBack(), comeBack()]).toEqual([place, undefined]);
  leaveList('/consultation/c1', place);
  expect(comeBack()).toEqual(place);
  leaveList('/conflicts/office', place);
  expect(comeBack()).toEqual(place);
  leaveList('/person/p1', place);
  leaveList('/', place);
  expect(comeBack()).toBeUndefined();
});

it('a record of the office is called by its name, and never a person without identity', async () => {
  api.conflictsPage.mockResolvedValue({ total: 2, open: 2, later: 0, rows: [rowOf(1, { kind: 'plan', person: null, title: 'Hospital General', fields: ['to'] }), rowOf(2, { kind: 'participant', person: null, title: '', fields: ['name'] })] });
  await show(new ConflictList());
  expect(rows().map((row) => row.querySelector('[data-testid="conflict-row-name"]')?.textContent)).toEqual(['Hospital General', 'Sin nombre']);
  expect(rows()[0]?.textContent).toContain('Plan de trabajo');
});
