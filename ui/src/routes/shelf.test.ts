// @vitest-environment jsdom
// The library on its screens: what is listed, read, printed, added and withdrawn, and what is said where something lacks.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ShelfItem } from '$lib/api';

const goto = vi.hoisted(() => vi.fn());
const page = vi.hoisted(() => ({ route: { id: '/shelf/[id]' }, params: { id: 'pack:ley' } as Record<string, string>, url: new URL('http://posta.test/') }));
const api = vi.hoisted(() => ({ shelf: vi.fn(), searchShelf: vi.fn(), shelfPage: vi.fn(), saveShelfItem: vi.fn(), addShelfFile: vi.fn(), saveShelfFile: vi.fn(), shelfFile: vi.fn(), placesWith: vi.fn(), carryView: vi.fn(), home: vi.fn(), saveDraft: vi.fn(), discardDraft: vi.fn() }));
const openPdf = vi.hoisted(() => vi.fn());
vi.mock('$app/navigation', () => ({ goto, beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$app/state', () => ({ page }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.mock('$lib/features/shelf/pdf', () => ({ openPdf }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { Trouble } = await import('$lib/trouble');
const { speak } = await import('$lib/messages');
const { default: ListScreen } = await import('./shelf/+page.svelte');
const { default: PageScreen } = await import('./shelf/[id]/+page.svelte');
const { default: NewScreen } = await import('./shelf/new/+page.svelte');

const LONG = 'Cómo se explicó el derecho a la salud a familias que esperaban en la terminal de buses durante el corte de carretera '.repeat(3);
const item = (more: Partial<ShelfItem> = {}): ShelfItem => ({ id: 'pack:ley', kind: 'norm', kind_name: 'Norma', title: 'Ley 1152', summary: 'Quiénes se atienden', language: 'es', language_name: 'español', date: '2019-02-20', source: 'Gaceta', origin: 'pack', has_text: true, file: null, withdrawn: false, unreviewed: false, ...more });
const own = (more: Partial<ShelfItem> = {}) => item({ id: 'aa', title: LONG, origin: 'department', ...more });
const view = (items: ShelfItem[], can_tend = false) => ({ items, kinds: [{ code: 'norm', label: 'Norma' }, { code: 'campaign', label: 'Cartel' }], languages: [{ code: 'es', label: 'español' }, { code: 'qu', label: 'quechua' }], can_tend, text_limit: 60_000, file_limit: 1_048_576 });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = vi.fn();
  Element.prototype.animate = vi.fn();
});

beforeEach(() => {
  vi.resetAllMocks();
  page.params = { id: 'pack:ley' };
  api.shelf.mockResolvedValue(view([item(), own()]));
  api.searchShelf.mockResolvedValue([]);
  api.shelfPage.mockResolvedValue({ item: item(), text: 'Hola' });
  api.placesWith.mockResolvedValue([]);
  api.carryView.mockResolvedValue({ waiting: 0, places: [{ folder: '/media/A', name: 'PISIGA', files: [] }], peers: [] });
  api.home.mockResolvedValue({ drafts: [], pending: 0, last_contact: null });
  api.saveShelfItem.mockResolvedValue({ id: 'aa', warnings: [] });
  api.discardDraft.mockResolvedValue(null);
  openPdf.mockResolvedValue({ pages: 2, draw: vi.fn(), words: vi.fn().mockResolvedValue(''), close: vi.fn() });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  speak('es');
  document.body.replaceChildren();
});

async function show(screen: unknown, ready: string): Promise<void> {
  open = mount(screen as Component, { target: document.body });
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
  flushSync();
}
const list = (ready: string) => show(ListScreen, ready);
const read = (ready: string) => show(PageScreen, ready);

async function press(id: string): Promise<void> {
  one(id)?.click();
  flushSync();
  await tick();
}

function type(id: string, typed: string): void {
  const field = one(id) as HTMLInputElement;
  field.value = typed;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

it('an empty library, one that fails, and one that has nothing of a kind say which it is', async () => {
  api.shelf.mockResolvedValue(view([]));
  await list('shelf-empty');
  expect([one('shelf-search'), one('shelf-add')]).toEqual([null, null]);
  if (open) await unmount(open);
  api.shelf.mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await list('failed');
  expect(document.body.textContent).toContain('POSTA-D2');
  api.shelf.mockResolvedValue(view([item()]));
  await press('retry');
  await vi.waitFor(() => expect(all('shelf-row')).toHaveLength(1));
});

it('each is told with its date, source and language, and what nobody reviewed says so; a long title stays whole', async () => {
  api.shelf.mockResolvedValue(view([item({ unreviewed: true }), own({ file: { bytes: 9, here: 3, pieces: 8 }, language: 'qu', language_name: 'quechua' })]));
  await list('shelf-group-norm');
  const [ley, long] = all('shelf-row');
  expect(ley?.textContent).toContain('20 feb 2019 · español · Gaceta');
  expect([ley?.textContent.includes('Sin revisar'), long?.textContent.includes('PDF 3/8'), long?.textContent.includes(LONG)]).toEqual([true, true, true]);
  expect([ley?.getAttribute('href'), long?.querySelector('[lang]')?.getAttribute('lang')]).toEqual(['/shelf/pack%3Aley', 'qu']);
});

it('what was withdrawn shows to supervisors only, and folded', async () => {
  api.shelf.mockResolvedValue(view([item(), own({ withdrawn: true })], true));
  await list('shelf-withdrawn-fold');
  expect([all('shelf-row').length, one('shelf-add') !== null]).toEqual([1, true]);
  await press('shelf-withdrawn-fold');
  expect(all('shelf-row')).toHaveLength(2);
});

it('the search shows as one types, says when nothing answers and when it failed, and Esc empties it', async () => {
  await list('shelf-search');
  api.searchShelf.mockResolvedValue([{ id: 'pack:ley', title: 'Ley 1152', kind: 'norm', kind_name: 'Norma', snippet: '… atención universal y gratuita …' }]);
  type('shelf-search', 'universal');
  await vi.waitFor(() => expect(one('shelf-found')?.querySelector('mark')?.textContent).toBe('universal'));
  expect([all('shelf-row').length, api.searchShelf.mock.calls[0]]).toEqual([1, ['universal', expect.any(Number), 'es']]);
  api.searchShelf.mockResolvedValue([]);
  type('shelf-search', 'xyz');
  await vi.waitFor(() => expect(one('shelf-nothing')?.textContent).toContain('«xyz»'));
  api.searchShelf.mockRejectedValue(new Trouble('POSTA-D2'));
  type('shelf-search', 'xyzz');
  await vi.waitFor(() => expect(one('shelf-search-failed')?.textContent).toContain('POSTA-D2'));
  one('shelf-search')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  flushSync();
  expect([(one('shelf-search') as HTMLInputElement).value, all('shelf-row').length]).toEqual(['', 2]);
});

it('a text is read under its title, with where it is from, a list of its headings, and what is written in it never as markup', async () => {
  api.shelfPage.mockResolvedValue({ item: item({ unreviewed: true }), text: '# LEY 1152\n\n## Uno\n\n<b onclick="x()">fuerte</b>\n\n## Dos\n\n[aquí](https://x.bo)\n\n### Tres\n\n## Cuatro' });
  await read('shelf-text');
  expect(document.querySelector('h1')?.textContent).toBe('Ley 1152');
  for (const part of ['20 feb 2019', 'Gaceta', 'español', 'Vino con Posta']) expect(one('shelf-facts')?.textContent).toContain(part);
  expect(one('shelf-is-unreviewed')).not.toBeNull();
  expect([...(one('shelf-contents')?.querySelectorAll('a') ?? [])].map((way) => way.textContent)).toEqual(['Uno', 'Dos', 'Tres', 'Cuatro']);
  expect(one('shelf-text')?.querySelector('b, a, [onclick]')).toBeNull();
  expect(one('shelf-text')?.textContent).toContain('aquí (https://x.bo)');
  one('shelf-contents')?.querySelectorAll('a')[1]?.click();
  expect(document.activeElement?.textContent).toBe('Dos');
});

it('it is printed alone, by day, with its source and that nobody reviewed it', async () => {
  const print = vi.spyOn(globalThis, 'print').mockImplementation(() => undefined);
  api.shelfPage.mockResolvedValue({ item: item({ unreviewed: true }), text: 'Hola **mundo**' });
  await read('shelf-text');
  const paper = one('shelf-paper');
  expect([paper?.parentElement, paper?.className.includes('paper'), paper?.dataset['theme']]).toEqual([document.body, true, 'day']);
  for (const part of ['Ley 1152', 'Fuente: Gaceta', 'Nadie revisó', 'Hola mundo']) expect(paper?.textContent).toContain(part);
  await press('shelf-print');
  expect(print).toHaveBeenCalledOnce();
  print.mockRestore();
});

it('what came with the program is not changed here; what is ours is withdrawn after one question, and shown again', async () => {
  api.shelf.mockResolvedValue(view([item()], true));
  await read('shelf-text');
  expect([one('shelf-withdraw'), one('shelf-edit')]).toEqual([null, null]);
  if (open) await unmount(open);
  page.params = { id: 'aa' };
  api.shelfPage.mockResolvedValue({ item: own({ date: '2026' }), text: 'Hola' });
  await read('shelf-withdraw');
  await press('shelf-withdraw');
  expect(api.saveShelfItem).not.toHaveBeenCalled();
  await press('withdraw-go');
  await vi.waitFor(() => expect(api.saveShelfItem).toHaveBeenCalledOnce());
  expect(api.saveShelfItem.mock.calls[0]?.[0]).toEqual({ id: 'aa', kind: 'norm', title: LONG, summary: 'Quiénes se atienden', language: 'es', date: '2026', source: 'Gaceta', text: 'Hola', withdrawn: true });
  api.shelfPage.mockResolvedValue({ item: own({ withdrawn: true }), text: 'Hola' });
  if (open) await unmount(open);
  await read('shelf-restore');
  expect(one('shelf-is-withdrawn')).not.toBeNull();
  await press('shelf-restore');
  await vi.waitFor(() => expect(api.saveShelfItem.mock.calls[1]?.[0]).toMatchObject({ withdrawn: false }));
});

it('a PDF that came in part says how far it is, and a whole one is seen only when it is asked for', async () => {
  api.shelfPage.mockResolvedValue({ item: item({ file: { bytes: 900_000, here: 3, pieces: 8 } }), text: 'Hola' });
  await read('pdf-waits');
  expect(one('pdf-waits')?.textContent).toContain('Llegaron 3 de 8 partes; llegará con las próximas sincronizaciones.');
  if (open) await unmount(open);
  api.shelfFile.mockResolvedValue('JVBERi0=');
  api.shelfPage.mockResolvedValue({ item: item({ file: { bytes: 900_000, here: 8, pieces: 8 } }), text: 'Hola' });
  await read('pdf-see');
  expect(api.shelfFile).not.toHaveBeenCalled();
  await press('pdf-see');
  await vi.waitFor(() => expect(one('pdf-page')?.textContent).toBe('Página 1 de 2'));
  one('pdf-view')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, cancelable: true }));
  flushSync();
  expect([one('pdf-page')?.textContent, (one('pdf-next') as HTMLButtonElement).disabled]).toEqual(['Página 2 de 2', true]);
});

it('a PDF that cannot be shown leaves the copy, which goes where it is told', async () => {
  openPdf.mockRejectedValue(new Error('bad'));
  api.shelfFile.mockResolvedValue('JVBERi0=');
  api.saveShelfFile.mockResolvedValue({ path: '/media/A/ley.pdf', records: 1 });
  api.shelfPage.mockResolvedValue({ item: item({ has_text: false, file: { bytes: 900_000, here: 8, pieces: 8 } }), text: '' });
  await read('pdf-broken');
  expect([one('shelf-no-text') !== null, one('shelf-print')]).toEqual([true, null]);
  await press('pdf-save');
  await vi.waitFor(() => expect(one('copy-go')).not.toBeNull());
  await press('copy-go');
  await vi.waitFor(() => expect(one('copy-done')?.textContent).toContain('/media/A/ley.pdf'));
  expect(api.saveShelfFile).toHaveBeenCalledExactlyOnceWith('pack:ley', '/media/A');
});

it('a poster is one page with its title and at most six lines, in its language, and the same goes to paper', async () => {
  const poster = item({ kind: 'campaign', title: 'Qhali kawsay', language: 'qu', language_name: 'quechua', unreviewed: true, source: 'Redes' });
  api.shelf.mockResolvedValue(view([poster, item({ id: 'pack:otro', kind: 'campaign', title: 'Otro cartel' })]));
  api.shelfPage.mockResolvedValue({ item: poster, text: Array.from({ length: 9 }, (_, at) => `- Línea ${at}`).join('\n') });
  await read('poster');
  expect([one('poster')?.querySelectorAll('li').length, one('poster')?.querySelector('[lang]')?.getAttribute('lang'), one('poster-paper')?.querySelectorAll('li').length]).toEqual([6, 'qu', 6]);
  expect(one('poster-paper')?.textContent).toContain('Sin revisar');
  expect(all('poster-other').map((way) => way.getAttribute('href'))).toEqual(['/shelf/pack%3Aotro']);
});

it('whoever does not tend it cannot write in it', async () => {
  await show(NewScreen, 'failed');
  expect(one('shelf-save')).toBeNull();
});

it('new material is written, looked at and saved, with a PDF of a stick; one over the limit cannot be chosen', async () => {
  api.shelf.mockResolvedValue(view([], true));
  api.placesWith.mockResolvedValue([{ folder: '/media/A', name: 'PISIGA', files: [{ path: '/media/A/b.pdf', name: 'b.pdf', at: '', bytes: 9000 }, { path: '/media/A/c.pdf', name: 'c.pdf', at: '', bytes: 9_000_000 }] }]);
  await show(NewScreen, 'shelf-save');
  await vi.waitFor(() => expect(all('shelf-file-choice-option')).toHaveLength(4));
  expect(api.placesWith).toHaveBeenCalledWith('pdf');
  expect(all('shelf-file-choice-option').map((option) => (option as HTMLInputElement).disabled)).toEqual([false, false, true, false]);
  await press('shelf-save');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('shelf-title')));
  expect(api.saveShelfItem).not.toHaveBeenCalled();
  type('shelf-title', 'Guía nueva');
  const text = one('shelf-text-field') as HTMLTextAreaElement;
  text.value = '# Uno\n\n- dos';
  text.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  expect(one('shelf-letters')?.textContent).toBe('12 de 60.000 letras');
  one('shelf-way')?.querySelectorAll('input')[1]?.click();
  flushSync();
  expect(one('shelf-preview')?.querySelector('li')?.textContent).toBe('dos');
  all('shelf-file-choice-option')[1]?.click();
  flushSync();
  api.addShelfFile.mockRejectedValueOnce(new Trouble('POSTA-B1', [{ field: 'file', code: 'not_a_pdf', severity: 'error' }]));
  await press('shelf-save');
  await vi.waitFor(() => expect(one('shelf-file-refused')?.textContent).toContain('No es un PDF'));
  expect([api.saveShelfItem.mock.calls.length, goto.mock.calls.length]).toEqual([1, 0]);
  api.addShelfFile.mockResolvedValue({ id: 'aa', warnings: [] });
  await press('shelf-file-again');
  await vi.waitFor(() => expect(goto).toHaveBeenCalledExactlyOnceWith('/shelf/aa', { replaceState: true }));
  expect(api.addShelfFile).toHaveBeenLastCalledWith('aa', '/media/A/b.pdf');
});
