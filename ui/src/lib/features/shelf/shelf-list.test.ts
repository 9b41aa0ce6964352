// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ShelfItem } from '$lib/api';

const api = vi.hoisted(() => ({ shelf: vi.fn(), searchShelf: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { ShelfList } = await import('./shelf-list.svelte');
const { isWhole, marked, sayOrigin } = await import('./shelf-words');
const { Trouble } = await import('$lib/trouble');

const item = (id: string, more: Partial<ShelfItem> = {}): ShelfItem => ({ id, kind: 'norm', kind_name: 'Norma', title: id, summary: '', language: 'es', language_name: 'español', date: '', source: '', origin: 'pack', has_text: true, file: null, withdrawn: false, unreviewed: false, ...more });
const items = [item('ley'), item('guia', { kind: 'guide' }), item('cartaz', { kind: 'campaign', language: 'pt' }), item('vieja', { withdrawn: true }), item('rara', { kind: 'film', kind_name: 'Película' })];
const view = { items, kinds: [{ code: 'guide', label: 'Guía' }, { code: 'norm', label: 'Norma' }], languages: [], can_tend: true, text_limit: 60_000, file_limit: 1_048_576 };

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers();
  api.shelf.mockResolvedValue(view);
  api.searchShelf.mockResolvedValue([]);
});
afterEach(() => vi.useRealTimers());

async function list(): Promise<InstanceType<typeof ShelfList>> {
  const one = new ShelfList();
  await one.read.again();
  return one;
}

it('material is by kind in their order, an unknown kind last, and what was withdrawn apart', async () => {
  const one = await list();
  expect(one.groups.map(({ kind }) => kind)).toEqual(['guide', 'norm', 'campaign', 'film']);
  expect([one.shown.length, one.withdrawn.map(({ id }) => id)]).toEqual([4, ['vieja']]);
  one.language = 'pt';
  expect(one.shown.map(({ id }) => id)).toEqual(['cartaz']);
  one.kind = 'norm';
  expect([one.shown, one.withdrawn]).toEqual([[], []]);
});

it('whoever does not tend it never sees what was withdrawn, even if it came', async () => {
  api.shelf.mockResolvedValue({ ...view, can_tend: false });
  const one = await list();
  expect([one.withdrawn, one.shown.some(({ withdrawn }) => withdrawn)]).toEqual([[], false]);
});

it('it is searched once typing rests, filters let through what they did, and an old answer does not stand for a new one', async () => {
  const one = await list();
  const answers: ((hits: unknown) => void)[] = [];
  api.searchShelf.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
  one.type('de');
  one.type('derecho');
  expect([one.searching, api.searchShelf.mock.calls.length]).toEqual([true, 0]);
  await vi.advanceTimersByTimeAsync(200);
  one.type('derechos');
  await vi.advanceTimersByTimeAsync(200);
  answers[1]?.([{ id: 'guia', snippet: 'b' }, { id: 'ley', snippet: 'a' }, { id: 'gone', snippet: '' }, { id: 'vieja', snippet: '' }]);
  await vi.advanceTimersByTimeAsync(0);
  answers[0]?.([]);
  await vi.advanceTimersByTimeAsync(0);
  expect(one.found.map(({ item: { id } }) => id)).toEqual(['guia', 'ley']);
  one.kind = 'norm';
  expect(one.found.map(({ snippet }) => snippet)).toEqual(['a']);
  one.type('');
  expect([one.answer, one.searching]).toEqual([undefined, false]);
});

it('a search that fails says so and keeps what was typed', async () => {
  const one = await list();
  api.searchShelf.mockRejectedValue(new Trouble('POSTA-D2'));
  one.type('salud');
  await one.search();
  expect([one.trouble?.code, one.typed, one.searching]).toEqual(['POSTA-D2', 'salud', false]);
});

it('date, source and language are always told, also where nothing is known', () => {
  expect(sayOrigin(item('x'))).toBe('sin fecha · español · sin fuente anotada');
  expect(sayOrigin(item('x', { date: '2019-02', source: 'Gaceta' }))).toBe('feb 2019 · español · Gaceta');
  expect([isWhole(item('x')), isWhole(item('x', { file: { bytes: 1, here: 2, pieces: 3 } })), isWhole(item('x', { file: { bytes: 1, here: 3, pieces: 3 } }))]).toEqual([false, false, true]);
});

it('the words that were looked for stand out, whatever their accents', () => {
  expect(marked('Adscripción: el derecho, ¿qué?', 'ADSCRIPCION der').filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['Adscripción', 'derecho']);
  expect(marked('a.b', '').some(({ hit }) => hit)).toBe(false);
});
