// @vitest-environment jsdom
// Deciding pairs of records by keyboard alone.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalogue, PairRow, PairsPage, SessionView } from '$lib/api';

const leaving = vi.hoisted(() => ({ go: undefined as ((to: unknown) => void) | undefined }));
const api = vi.hoisted(() => ({ home: vi.fn(), lookForPairs: vi.fn(), pairsPage: vi.fn(), pair: vi.fn(), decidePair: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: (go: (to: unknown) => void) => (leaving.go = go), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));

const { session } = await import('$lib/session.svelte');
const { standing } = await import('$lib/standing.svelte');
const { toasts } = await import('$lib/toasts.svelte');
const { Trouble } = await import('$lib/trouble');
const { pairPlace } = await import('$lib/features/pair/pair-place');
const { default: Pairs } = await import('./pairs/+page.svelte');

const catalogue = { countries: [], languages: [], document_kinds: [], municipalities: [], posts: [] } as unknown as Catalogue;
const card = (id: string) => ({ id, name: `Persona ${id}`, sex: 'female', birth: '1990', age: 35, nationality: 'BO', document: '', post: 'p', post_name: 'Pisiga', registered_by: 'Ana', registered_at: '2026-11-20T10:00:00Z', conflicts: 0, sent: true, sources: 0 });
const ALL = 24;
const ORDER = ['contradicted', 'certain', 'possible'];
const found = (number: number) => (number === 0 ? 'contradicted' : number < 4 ? 'certain' : 'possible');
/** How each pair stands, as the shell knows it. */
let standings: Map<number, string>;
let fails: boolean;
let open: Record<string, unknown> | undefined;

const row = (number: number, standing: string): PairRow => ({ a: card(`a${number}`), b: card(`b${number}`), standing, reasons: ['document_equal'], decided_by: '', decided_post: '', decided_at: '' });
const in_group = (group: string) => [...standings].filter(([, standing]) => (group === 'open' ? ORDER.includes(standing) : group === 'later' ? standing === 'later' : ['same', 'different'].includes(standing))).sort(([, one], [, other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
const count = (...words: string[]) => [...standings.values()].filter((standing) => words.includes(standing)).length;
const counts = () => ({ contradicted: count('contradicted'), certain: count('certain'), possible: count('possible'), later: count('later'), decided: count('same', 'different') });
const page = (group: string, offset: number, limit: number): PairsPage => {
  const rows = in_group(group).map(([number, standing]) => row(number, standing));
  return { rows: rows.slice(offset, offset + limit), total: rows.length, counts: counts(), stale: false };
};

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
  fails = false;
  standing.clear();
  api.home.mockResolvedValue({ pending: 10, last_contact: null });
  standings = new Map(Array.from({ length: ALL }, (_, number) => [number, found(number)]));
  api.lookForPairs.mockImplementation(() => Promise.resolve(counts()));
  api.pairsPage.mockImplementation((group: string, offset: number, limit: number) => Promise.resolve(page(group, offset, limit)));
  api.pair.mockImplementation((a: string, b: string) => Promise.resolve({ a: card(a), b: card(b), standing: standings.get(Number(a.slice(1))), proposal: 'certain', probability: 1, reasons: [{ code: 'document_equal', bits: 14 }, { code: 'sex_different', bits: -5 }], fields: [{ field: 'given_names', a: 'Rosa', b: 'Rosa', agreement: 'same' }, { field: 'phone', a: '', b: '7', agreement: 'missing' }, { field: 'surname1', a: 'Quispe', b: 'Kispe', agreement: 'near' }], decisions: [], others: [], contradictions: [], bonds: [] }));
  api.decidePair.mockImplementation((a: string, _b: string, decision: string) => {
    if (fails) return Promise.reject(new Trouble('POSTA-D1'));
    const number = Number(a.slice(1));
    standings.set(number, decision === 'open' ? found(number) : decision);
    return Promise.resolve({ id: a, warnings: [] });
  });
  session.open = { view: { can_supervise: true } as unknown as SessionView, catalogue };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  toasts.clear();
  pairPlace.clear();
  document.body.replaceChildren();
});

const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const shown = () => one('pair')?.dataset['pair'];
const ready = (pair: string) => vi.waitFor(() => expect([shown(), one('pair')?.dataset['ready']]).toEqual([pair, 'true']));
const keys = (number: number) => `a${number} b${number}`;

async function show(): Promise<void> {
  open = mount(Pairs as Component, { target: document.body });
  flushSync();
  await ready(keys(0));
}

async function press(key: string, more: KeyboardEventInit = {}, target: EventTarget = document.activeElement ?? document.body): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  flushSync();
  await tick();
}

describe('by keyboard alone', () => {
  it('ten pairs are decided with ten keys, contradictions first, and each next one shows at once', async () => {
    await show();
    const pressed = ['m', 'd', 't', 'M', 'm', 'd', 'D', 'm', 't', 'm'];
    for (const [index, key] of pressed.entries()) {
      await ready(keys(index));
      await press(key);
      expect(shown()).toBe(keys(index + 1));
    }
    await vi.waitFor(() => expect(api.decidePair).toHaveBeenCalledTimes(10));
    await vi.waitFor(() => expect(standing.pending).toBe(10));
    const words: Record<string, string> = { m: 'same', d: 'different', t: 'later' };
    expect(api.decidePair.mock.calls).toEqual(pressed.map((key, index) => [`a${index}`, `b${index}`, words[key.toLowerCase()]]));
    await vi.waitFor(() => expect(one('pairs-tab-open')?.dataset['count']).toBe(String(ALL - 10)));
    expect([one('pairs-tab-later')?.dataset['count'], one('pairs-tab-decided')?.dataset['count']]).toEqual(['2', '8']);
    expect(shown()).toBe(keys(10));
  });

  it('the next pair was read ahead: it can be decided without waiting', async () => {
    await show();
    await vi.waitFor(() => expect(api.pair).toHaveBeenCalledTimes(2));
    await tick();
    await press('m');
    expect([shown(), one('pair')?.dataset['ready']]).toEqual([keys(1), 'true']);
  });

  it('arrows, J and K move; Enter goes into the pair', async () => {
    await show();
    await press('ArrowDown');
    await press('j');
    await press('k');
    await press('j');
    await ready(keys(2));
    await press('ArrowUp');
    await ready(keys(1));
    await press('Enter');
    expect(document.activeElement).toBe(one('pair-title'));
    expect(api.decidePair).not.toHaveBeenCalled();
  });

  it('U takes the last decision back, and the pair is in front again', async () => {
    await show();
    await press('m');
    await ready(keys(1));
    await press('d');
    await ready(keys(2));
    await press('u');
    await ready(keys(1));
    await press('u');
    await ready(keys(0));
    await vi.waitFor(() => expect(api.decidePair.mock.calls.map(([a, , decision]) => `${a} ${decision}`)).toEqual(['a0 same', 'a1 different', 'a1 open', 'a0 open']));
    await press('u');
    expect(one('pair-undo')).toBeNull();
    expect(api.decidePair).toHaveBeenCalledTimes(4);
  });

  it('what was done is said, with a way to take it back', async () => {
    await show();
    await press('m');
    const texts = () => toasts.shown.map(({ text }) => text);
    await vi.waitFor(() => expect(texts()).toEqual([`Guardado: es la misma persona. Quedan ${ALL - 1}.`]));
    toasts.shown[0]?.act?.act();
    flushSync();
    await vi.waitFor(() => expect(texts()).toEqual(['Deshecho: el par está como antes.']));
    await ready(keys(0));
  });

  it('a key is a letter in a field, and nobody’s under a dialog, with Ctrl or while it is held', async () => {
    await show();
    const field = document.body.appendChild(document.createElement('input'));
    await press('m', {}, field);
    await press('m', { ctrlKey: true });
    await press('m', { repeat: true });
    const dialog = document.body.appendChild(document.createElement('div'));
    dialog.setAttribute('role', 'dialog');
    await press('m');
    dialog.remove();
    expect(api.decidePair).not.toHaveBeenCalled();
    await press('m');
    await vi.waitFor(() => expect(api.decidePair).toHaveBeenCalledOnce());
  });

  it('nothing is decided of a pair that is not shown yet', async () => {
    await show();
    let answer: (value: unknown) => void = () => undefined;
    api.pair.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    await press('j');
    await press('j');
    await press('j');
    await press('j');
    await press('m');
    expect(api.decidePair).not.toHaveBeenCalled();
    answer(undefined);
  });
});

it('a decision that could not be kept is told, and the pair is back', async () => {
  await show();
  fails = true;
  await press('m');
  await vi.waitFor(() => expect(toasts.shown.some(({ tone, text }) => tone === 'warn' && text.includes('POSTA-D1'))).toBe(true));
  await vi.waitFor(() => expect(one('pairs-tab-open')?.dataset['count']).toBe(String(ALL)));
  expect(one('pair-undo')).toBeNull();
  await press('k');
  await ready(keys(0));
});

it('what was decided is opened again from its tab at any time', async () => {
  standings.set(5, 'same');
  await show();
  one('pairs-tab-decided')?.click();
  flushSync();
  await ready(keys(5));
  expect([one('pair-same'), one('pair-later')]).toEqual([null, null]);
  await press('m');
  one('pair-reopen')?.click();
  await vi.waitFor(() => expect(api.decidePair.mock.calls).toEqual([['a5', 'b5', 'open']]));
  await vi.waitFor(() => expect(one('pairs-empty')).not.toBeNull());
  expect(one('pairs-tab-open')?.dataset['count']).toBe(String(ALL));
});

it('a failure to look through the register never hides the list, and is tried again', async () => {
  api.lookForPairs.mockRejectedValueOnce(new Trouble('POSTA-X1'));
  await show();
  await vi.waitFor(() => expect(one('pairs-look-failed')?.textContent).toContain('POSTA-X1'));
  expect(document.querySelectorAll('[data-testid="pair-row"]').length).toBeGreaterThan(3);
  one('pairs-look-again')?.click();
  flushSync();
  expect(one('pairs-looking')?.textContent).toContain('Buscando');
  await vi.waitFor(() => expect(api.lookForPairs).toHaveBeenCalledTimes(2));
  await vi.waitFor(() => expect(one('pairs-looking')?.textContent).toBe(''));
  expect(one('pairs-look-failed')).toBeNull();
});

it('a register that changed meanwhile may have more: it is offered to look again', async () => {
  api.pairsPage.mockImplementation((group: string, offset: number, limit: number) => Promise.resolve({ ...page(group, offset, limit), stale: true }));
  await show();
  await vi.waitFor(() => expect(one('pairs-stale')).not.toBeNull());
  one('pairs-look-again')?.click();
  await vi.waitFor(() => expect(api.lookForPairs).toHaveBeenCalledTimes(2));
});

it('new pairs that are found do not push away the one that is looked at', async () => {
  standings.delete(0);
  let done: (value: unknown) => void = () => undefined;
  api.lookForPairs.mockImplementationOnce(() => new Promise((resolve) => (done = resolve)));
  open = mount(Pairs as Component, { target: document.body });
  await ready(keys(1));
  await press('j');
  await ready(keys(2));
  standings.set(0, 'contradicted');
  done(counts());
  await vi.waitFor(() => expect(one('pairs-tab-open')?.dataset['count']).toBe(String(ALL)));
  await ready(keys(2));
});

it('of ten thousand pairs only those near what shows are in the page', async () => {
  standings = new Map(Array.from({ length: 10_000 }, (_, number) => [number, 'possible']));
  await show();
  expect(document.querySelectorAll('[data-testid="pair-row"]').length).toBeLessThan(40);
  expect(api.pairsPage.mock.calls.every(([, , limit]) => limit <= 100)).toBe(true);
  await press('End', {}, one('pairs-list') ?? document.body);
  expect(one('pair')?.dataset['ready']).toBe('false');
});

it('agreement and weight are said in words, not by colour alone', async () => {
  await show();
  const said = () => [...document.querySelectorAll('[data-testid="pair-field"]')].map((field) => [...field.children].map((cell) => cell.textContent?.trim()));
  expect(said()).toEqual([['Primer apellido', 'Quispe', 'Kispe', 'parecido'], ['Celular', 'sin dato', '7', 'falta']]);
  expect(one('pair-alike')?.textContent).toContain('Igual: nombres');
  one('pair-alike')?.click();
  flushSync();
  expect(said().at(-1)).toEqual(['Nombres', 'Rosa', 'Rosa', 'igual']);
  expect(one('pair-reasons-for')?.textContent).toContain('mismo documento');
  expect(one('pair-reasons-for')?.textContent).toContain('pesa mucho');
  expect(one('pair-reasons-against')?.textContent).toContain('sexo distinto');
});

it('whoever does not supervise is told so, and nothing is asked', async () => {
  session.open = { view: { can_supervise: false } as unknown as SessionView, catalogue };
  open = mount(Pairs as Component, { target: document.body });
  flushSync();
  await tick();
  expect(one('failed')?.textContent).toContain('POSTA-P1');
  expect(one('retry')).toBeNull();
  expect(api.pairsPage).not.toHaveBeenCalled();
  expect(api.lookForPairs).not.toHaveBeenCalled();
});

describe('the focus stays where it can be used', () => {
  it('in the pair, while pairs pass faster than they are read', async () => {
    await show();
    await press('Enter');
    api.pair.mockImplementation(() => new Promise(() => undefined));
    for (const key of ['j', 'j', 'j']) await press(key);
    expect(one('pair')?.dataset['ready']).toBe('false');
    expect(document.activeElement).toBe(one('pair-title'));
  });

  it('when what had it goes with its pair', async () => {
    await show();
    one('pair-open-first')?.focus();
    api.pair.mockImplementation(() => new Promise(() => undefined));
    for (const key of ['j', 'j', 'j']) await press(key);
    await vi.waitFor(() => expect(document.activeElement).toBe(one('pair-title')));
  });

  it('in the list, once a row is clicked', async () => {
    await show();
    const row = document.querySelector<HTMLElement>('[data-testid="pair-row"]');
    expect(row?.hasAttribute('tabindex')).toBe(false);
    row?.click();
    for (let step = 0; step < 22; step += 1) await press('j');
    expect(document.activeElement).toBe(one('pairs-list'));
    await ready(keys(22));
  });
});

it('what contradicts itself by way of others says what holds them together, and each can be taken back', async () => {
  const bond = (a: string, b: string) => ({ a: card(a), b: card(b), decided_by: 'Carmen', decided_post: 'Oruro', decided_at: '2026-11-20T10:00:00Z' });
  const answer = api.pair.getMockImplementation() as (a: string, b: string) => Promise<object>;
  let joined = true;
  api.pair.mockImplementation(async (a: string, b: string) => ({ ...(await answer(a, b)), decisions: [{ decision: 'different', author: 'Luis', post: 'Tambo', at: '2026-11-20T10:00:00Z', holds: true }], ...(joined && { contradictions: [{ a: card(a), b: card(b), cause: 'decided_different' }], bonds: [bond(a, 'c'), bond('c', b)] }) }));
  api.decidePair.mockImplementation(() => {
    joined = false;
    standings.set(0, 'different');
    return Promise.resolve({ id: 'a0', warnings: [] });
  });
  await show();
  const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
  expect(one('pair-held')?.textContent).toContain('Son personas distintas Luis · Tambo');
  expect(all('pair-bond').map(({ textContent }) => textContent)).toEqual([expect.stringContaining('Persona a0 (Pisiga) y Persona c (Pisiga): misma persona Carmen · Oruro'), expect.stringContaining('Persona c (Pisiga) y Persona b0 (Pisiga)')]);
  expect(one('pair-different')).toBeNull();
  await press('d');
  expect(api.decidePair).not.toHaveBeenCalled();
  all('pair-separate')[1]?.focus();
  all('pair-separate')[1]?.click();
  await vi.waitFor(() => expect(api.decidePair.mock.calls).toEqual([['c', 'b0', 'open']]));
  await ready(keys(1));
  await vi.waitFor(() => expect(document.activeElement).not.toBe(document.body));
});

describe('coming back', () => {
  const leave = async (path: string) => {
    leaving.go?.({ to: { url: new URL(path, 'http://posta') } });
    if (open) await unmount(open);
    open = mount(Pairs as Component, { target: document.body });
  };

  it('from a record goes on with the pair that was looked at, in its group', async () => {
    standings.set(7, 'later').set(9, 'later');
    await show();
    one('pairs-tab-later')?.click();
    await ready(keys(7));
    await press('j');
    await ready(keys(9));
    await leave('/person/a9');
    await ready(keys(9));
    expect(one('pairs-tab-later')?.getAttribute('aria-selected')).toBe('true');
  });

  it('from anywhere else begins anew', async () => {
    await show();
    await press('j');
    await leave('/');
    await ready(keys(0));
  });

  it('to decide what a record’s page said contradicts itself shows that pair, named in either order', async () => {
    pairPlace.seek({ a: { id: 'b6' }, b: { id: 'a6' } });
    open = mount(Pairs as Component, { target: document.body });
    await ready(keys(6));
  });
});

it('leads to those of other departments', async () => {
  await show();
  await vi.waitFor(() => expect(one('pairs-elsewhere')?.getAttribute('href')).toBe('/elsewhere'));
});
