// @vitest-environment jsdom
import { createRawSnippet, flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ElsewherePair, PersonCard } from '$lib/api';

const api = vi.hoisted(() => ({ elsewherePage: vi.fn(), askElsewhere: vi.fn(), decideElsewhere: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { ElsewhereDesk } = await import('./elsewhere-desk.svelte');
const { default: ElsewhereRows } = await import('./ElsewhereRows.svelte');

const card = (id: string): PersonCard => ({ id, name: `Rosa ${id}`, sex: '', birth: '', age: null, nationality: '', document: '', post: '', post_name: '', registered_by: '', registered_at: '', conflicts: 0, sent: true, sources: 0 });
const pair = (id: string, standing: string, more: Partial<ElsewherePair> = {}): ElsewherePair => ({ card: card(id), other: { reference: `r-${id}`, department: 'Cochabamba', initials: 'R. M.', birth_year: 1990, sex: 'female', post_name: 'Terminal', month: '2026-03', certain: standing === 'certain', reasons: ['birth_equal'], may_bring: false }, standing, theirs: '', decided_by: '', decided_at: '', ...more });
const PAGE = { rows: [pair('a', 'possible'), pair('b', 'certain'), pair('c', 'later', { decided_by: 'Carmen' }), pair('d', 'contradicted', { decided_by: 'Carmen' }), pair('e', 'same', { decided_by: 'Carmen', theirs: 'same' }), pair('f', 'certain')], asked_at: '2026-11-20T10:00:00Z' };
/** The server's list: what is decided is found so when it is read again. */
let listed: ElsewherePair[];
const listing = (rows: ElsewherePair[]) => (listed = rows);
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-testid="elsewhere-row"]')];
const on = () => document.activeElement?.getAttribute('aria-label');
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
  listing(PAGE.rows);
  api.elsewherePage.mockImplementation(() => Promise.resolve({ ...PAGE, rows: listed }));
  api.decideElsewhere.mockImplementation((id: string, _reference: string, decision: string) => {
    listed = listed.map((one) => (one.card.id !== id ? one : { ...one, standing: decision === 'open' ? (one.other.certain ? 'certain' : 'possible') : decision, decided_by: decision === 'open' ? '' : 'Carmen Rocha' }));
    return Promise.resolve({ id: 'x', warnings: [] });
  });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

const person = createRawSnippet<[PersonCard]>((one) => ({ render: () => `<span>${one().name}</span>` }));
const empty = createRawSnippet(() => ({ render: () => '<p data-testid="nobody"></p>' }));

async function show(): Promise<InstanceType<typeof ElsewhereDesk>> {
  const desk = new ElsewhereDesk('Carmen Rocha');
  await desk.read();
  open = mount(ElsewhereRows, { target: document.body, props: { desk, person, empty } });
  flushSync();
  return desk;
}

async function press(key: string): Promise<void> {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  for (let turn = 0; turn < 12; turn += 1) await tick();
  flushSync();
}

it('what contradicts itself comes first, then the certain, then the possible', async () => {
  const desk = new ElsewhereDesk('Carmen Rocha');
  await desk.read();
  expect(desk.rows.map((one) => one.card.id)).toEqual(['d', 'b', 'f', 'a']);
  expect(desk.counts).toEqual({ open: 4, later: 1, decided: 1 });
});

it('keys say it of the row, go on to the next, and take back what was said last', async () => {
  const desk = await show();
  await press('ArrowDown');
  expect(on()).toBe('Rosa d');
  await press('ArrowDown');
  await press('m');
  expect(api.decideElsewhere).toHaveBeenLastCalledWith('b', 'r-b', 'same');
  expect([rows().length, on()]).toEqual([3, 'Rosa f']);
  await press('D');
  expect(api.decideElsewhere).toHaveBeenLastCalledWith('f', 'r-f', 'different');
  await press('t');
  expect(api.decideElsewhere).toHaveBeenLastCalledWith('a', 'r-a', 'later');
  expect(desk.counts).toEqual({ open: 1, later: 2, decided: 3 });
  await press('u');
  expect(api.decideElsewhere).toHaveBeenLastCalledWith('a', 'r-a', 'open');
  expect([desk.counts.open, on()]).toEqual([2, 'Rosa a']);
  await press('u');
  expect(api.decideElsewhere).toHaveBeenCalledTimes(4);
});

it('the last of all can be taken back too', async () => {
  listing([pair('a', 'possible')]);
  const desk = await show();
  await press('m');
  expect(document.querySelector('[data-testid="nobody"]')).not.toBeNull();
  await press('u');
  expect([desk.counts.open, rows().length]).toEqual([1, 1]);
});

it('in the list of what was decided the key is for the row', async () => {
  const desk = await show();
  desk.choose('decided');
  flushSync();
  await press('u');
  expect(api.decideElsewhere).toHaveBeenCalledExactlyOnceWith('e', 'r-e', 'open');
  expect(desk.counts).toEqual({ open: 5, later: 1, decided: 0 });
});

it('after something was said in a list, the key writes back what was said before, and not of the row that it went on to', async () => {
  listing([pair('a', 'later', { decided_by: 'Carmen' }), pair('b', 'later', { decided_by: 'Carmen' })]);
  const desk = await show();
  desk.choose('later');
  flushSync();
  await press('m');
  expect(desk.current?.card.id).toBe('b');
  await press('u');
  expect(api.decideElsewhere.mock.calls).toEqual([['a', 'r-a', 'same'], ['a', 'r-a', 'later']]);
  expect(desk.counts).toEqual({ open: 0, later: 2, decided: 0 });
});

it('what was decided otherwise in the other department stays to be decided, and says so beside what was said here', async () => {
  listing([pair('a', 'certain', { theirs: 'different' }), pair('b', 'certain')]);
  const desk = await show();
  await press('m');
  expect(desk.rows.map((one) => [one.card.id, one.standing])).toEqual([['a', 'same'], ['b', 'certain']]);
  expect(desk.current?.card.id).toBe('b');
  const row = rows()[0];
  expect(row?.querySelector('[data-testid="elsewhere-disagree"]')?.textContent).toContain('Los departamentos no coinciden');
  expect(row?.querySelector('[data-testid="elsewhere-decided"]')?.textContent).toContain('Aquí se dijo: es la misma persona · Carmen Rocha');
  expect(row?.textContent).toContain('Cochabamba dijo: son personas distintas');
  expect(row?.querySelector('[data-testid="elsewhere-later"]')).not.toBeNull();
});

it('two who said different things here are told apart from departments that disagree', async () => {
  listing([pair('d', 'contradicted', { decided_by: 'Carmen', theirs: 'same' }), pair('e', 'same', { decided_by: 'Carmen', theirs: 'same' })]);
  const desk = await show();
  expect(rows()[0]?.querySelector('[data-testid="elsewhere-standing"]')?.textContent).toContain('Aquí se dijeron las dos cosas');
  expect(rows()[0]?.querySelector('[data-testid="elsewhere-disagree"]')).toBeNull();
  expect(desk.counts).toEqual({ open: 1, later: 0, decided: 1 });
});

it('what was decided is read anew, and stands as it was said where it cannot be read', async () => {
  const desk = await show();
  await press('ArrowDown');
  await press('ArrowDown');
  api.elsewherePage.mockResolvedValueOnce({ rows: [pair('z', 'certain')], asked_at: PAGE.asked_at });
  await press('m');
  expect(desk.rows.map((one) => one.card.id)).toEqual(['z']);
  api.elsewherePage.mockRejectedValueOnce(new Error('disk'));
  await press('d');
  expect([desk.counts, desk.deciding.trouble]).toEqual([{ open: 0, later: 0, decided: 1 }, undefined]);
});

it('what was said already is not written again', async () => {
  const desk = await show();
  desk.choose('decided');
  flushSync();
  await press('m');
  expect([api.decideElsewhere.mock.calls.length, desk.done]).toEqual([0, undefined]);
});

it('what could not be written changes nothing', async () => {
  const desk = await show();
  api.decideElsewhere.mockRejectedValueOnce({ code: 'POSTA-D1', fields: [], seconds: 0 });
  await press('m');
  expect([desk.counts.open, desk.deciding.trouble?.code, desk.done]).toEqual([4, 'POSTA-D1', undefined]);
});

it('a key with a modifier, or typed into a field, decides nothing', async () => {
  await show();
  globalThis.dispatchEvent(new KeyboardEvent('keydown', { key: 'm', ctrlKey: true, bubbles: true }));
  const field = document.body.appendChild(document.createElement('input'));
  field.focus();
  await press('m');
  field.remove();
  expect(api.decideElsewhere).not.toHaveBeenCalled();
});

it('without a network the old list stays, and what the server says anew replaces it', async () => {
  const desk = new ElsewhereDesk('Carmen Rocha');
  await desk.read();
  api.askElsewhere.mockRejectedValueOnce({ code: 'POSTA-S1', fields: [], seconds: 0 }).mockResolvedValueOnce({ rows: [], asked_at: '2026-11-21T10:00:00Z' });
  expect(await desk.ask()).toBe(false);
  expect([desk.rows.length, desk.asking.trouble?.code, desk.page?.asked_at]).toEqual([4, 'POSTA-S1', PAGE.asked_at]);
  expect(await desk.ask()).toBe(true);
  expect([desk.rows.length, desk.page?.asked_at]).toEqual([0, '2026-11-21T10:00:00Z']);
});
