// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue } from '$lib/api';

const api = vi.hoisted(() => ({ findPeople: vi.fn(), openCard: vi.fn(), readMrz: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { default: FindBox } = await import('./FindBox.svelte');

const card = (id: string) => ({ id, name: id, sex: '', birth: '', age: null, nationality: '', document: '', post: '', post_name: '', registered_by: '', registered_at: '', conflicts: 0, sent: true });
const [opened, register] = [vi.fn(), vi.fn()];
const field = () => document.querySelector('[data-testid="search-field"]') as HTMLInputElement;
const rows = () => [...document.querySelectorAll<HTMLElement>('[role="option"]')];
const on = () => rows().findIndex((row) => row.getAttribute('aria-selected') === 'true');
let open: Record<string, unknown>;

async function show(more: Record<string, unknown> = {}): Promise<void> {
  open = mount(FindBox, { target: document.body, props: { catalogue: { countries: [] } as unknown as Catalogue, open: opened, register, first: true, ...more } });
  flushSync();
  await tick();
}

/** Types, and waits for the answer. */
async function find(text: string): Promise<void> {
  field().value = text;
  field().dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => expect(document.querySelector('[data-testid="search-results"]')).not.toBeNull());
}

function press(key: string): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  field().dispatchEvent(event);
  flushSync();
  return event;
}

beforeEach(() => {
  vi.resetAllMocks();
  Element.prototype.scrollIntoView = () => undefined;
  api.findPeople.mockResolvedValue([card('rosa'), card('rosario')]);
});

afterEach(async () => {
  await unmount(open);
});

it('the field takes the focus, arrows go round the rows that it names, and Enter opens the one', async () => {
  await show();
  expect(document.activeElement).toBe(field());
  await find('ros');
  expect([field().getAttribute('aria-expanded'), rows().length, on()]).toEqual(['true', 3, 0]);
  press('ArrowDown');
  expect([on(), field().getAttribute('aria-activedescendant')]).toEqual([1, rows()[1]?.id]);
  press('ArrowUp');
  press('ArrowUp');
  expect(on()).toBe(2);
  press('ArrowDown');
  press('ArrowDown');
  press('Enter');
  expect(opened).toHaveBeenCalledExactlyOnceWith('rosario');
  expect([field().value, rows().length]).toEqual(['', 0]);
});

it('the last row registers who was not found, from what was typed', async () => {
  api.findPeople.mockResolvedValue([]);
  await show();
  await find('Zulma');
  expect(document.querySelector('[data-testid="search-nothing"]')).not.toBeNull();
  press('Enter');
  expect(register).toHaveBeenCalledExactlyOnceWith('Zulma');
});

it('a row is pressed too, and without registering there is no last row', async () => {
  await show({ register: undefined });
  await find('ros');
  expect(rows().length).toBe(2);
  rows()[1]?.click();
  expect(opened).toHaveBeenCalledExactlyOnceWith('rosario');
});

it('Esc lets go of what was typed and of nothing more, and the button beside leaves the focus in the field', async () => {
  await show();
  const outer = vi.fn();
  window.addEventListener('keydown', outer);
  await find('ros');
  press('Escape');
  expect([field().value, rows().length, outer.mock.calls.length]).toEqual(['', 0, 0]);
  press('Escape');
  expect(outer).toHaveBeenCalledOnce();
  window.removeEventListener('keydown', outer);
  await find('ros');
  const clear = document.querySelector<HTMLElement>('.field button');
  clear?.focus();
  clear?.click();
  flushSync();
  expect([field().value, document.activeElement]).toEqual(['', field()]);
});

it('floating results go while the focus is elsewhere, and come back with it', async () => {
  await show({ floating: true });
  await find('ros');
  field().blur();
  flushSync();
  expect(rows().length).toBe(0);
  field().focus();
  flushSync();
  expect(rows().length).toBe(3);
});

it('a card of nobody here says so and offers to register nobody', async () => {
  const { Trouble } = await import('$lib/trouble');
  api.openCard.mockRejectedValue(new Trouble('POSTA-B2'));
  await show();
  field().value = 'POSTA1-ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  expect(press('Enter').defaultPrevented).toBe(true);
  await vi.waitFor(() => expect(document.querySelector('[data-testid="card-absent"]')).not.toBeNull());
  expect(document.querySelector('[data-testid="search-register-new"]')).toBeNull();
});

it('a search that fails says what happened, with its code', async () => {
  api.findPeople.mockRejectedValue(new Error('disk'));
  await show();
  await find('ros');
  expect(document.querySelector('[data-testid="search-results"]')?.textContent).toContain('POSTA-');
});

it('who is not here is looked for in other departments as typed, only where that is offered, and what was typed stays', async () => {
  api.findPeople.mockResolvedValue([]);
  const lookUp = vi.fn();
  await show({ lookUp, floating: true });
  await find('Zulma Quispe 1994');
  document.querySelector<HTMLElement>('[data-testid="look-up-elsewhere"]')?.click();
  expect(lookUp).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ given_names: 'Zulma', surname1: 'Quispe', birth: '1994' }), 'Zulma Quispe 1994');
  const dialog = document.body.appendChild(document.createElement('div'));
  dialog.setAttribute('role', 'dialog');
  dialog.tabIndex = -1;
  dialog.focus();
  flushSync();
  expect([field().value, rows().length]).toEqual(['Zulma Quispe 1994', 1]);
  dialog.remove();
  await unmount(open);
  await show();
  await find('Zulma Quispe 1994');
  expect(document.querySelector('[data-testid="look-up-elsewhere"]')).toBeNull();
});

it('what is too little to be looked for elsewhere says what is missing, and is not asked', async () => {
  api.findPeople.mockResolvedValue([]);
  const lookUp = vi.fn();
  await show({ lookUp });
  await find('Zulma Quispe');
  const act = document.querySelector<HTMLButtonElement>('[data-testid="look-up-elsewhere"]');
  expect([act?.disabled, document.querySelector('[data-testid="elsewhere-offer"]')?.textContent]).toEqual([true, expect.stringContaining('Falta el año de nacimiento o el número de un documento')]);
  act?.click();
  expect(lookUp).not.toHaveBeenCalled();
});

it('beside those who were found the others are offered too, after them and outside of the rows', async () => {
  const lookUp = vi.fn();
  await show({ lookUp });
  await find('Rosa 1990');
  const act = document.querySelector<HTMLElement>('[data-testid="look-up-elsewhere"]');
  expect([act?.closest('[role="listbox"]'), rows().length]).toEqual([null, 3]);
  act?.click();
  expect(lookUp).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ given_names: 'Rosa', birth: '1990' }), 'Rosa 1990');
});

const library = (hits: { id: string; title: string; text: string }[] = []) => ({ title: () => 'En la biblioteca', said: (found: number) => `${found} en la biblioteca`, search: vi.fn().mockResolvedValue(hits), open: vi.fn() });
const shelf = [1, 2, 3, 4].map((at) => ({ id: `pack:${at}`, title: `Ley ${at}`, text: 'Norma' }));
const besideRows = () => [...document.querySelectorAll<HTMLElement>('[data-testid="search-beside-row"]')];

it('three of the library show after the people and the offer to register, and arrows reach them and come round', async () => {
  const beside = library(shelf);
  await show({ beside });
  await find('ros');
  await vi.waitFor(() => expect(besideRows()).toHaveLength(3));
  expect(rows().map((row) => row.dataset['testid'])).toEqual(['search-result', 'search-result', 'search-register-new', 'search-beside-row', 'search-beside-row', 'search-beside-row']);
  expect([on(), document.querySelector('[role="group"]')?.getAttribute('aria-labelledby')]).toEqual([0, document.querySelector('[role="group"] p')?.id]);
  expect(document.querySelector('[role="status"]')?.textContent).toContain('3 en la biblioteca');
  for (const at of [1, 2, 3, 4, 5, 0]) {
    press('ArrowDown');
    expect([on(), field().getAttribute('aria-activedescendant')]).toEqual([at, rows()[at]?.id]);
  }
  press('ArrowUp');
  expect(on(), 'upwards from the first it is still the offer to register').toBe(2);
  press('ArrowDown');
  press('ArrowDown');
  press('Enter');
  expect(beside.open).toHaveBeenCalledExactlyOnceWith('pack:2');
  expect([opened.mock.calls.length, register.mock.calls.length, field().value]).toEqual([0, 0, '']);
});

it('Enter opens the person and registers as it did, whatever the library has', async () => {
  await show({ beside: library(shelf) });
  await find('ros');
  await vi.waitFor(() => expect(besideRows()).toHaveLength(3));
  press('Enter');
  expect(opened).toHaveBeenCalledExactlyOnceWith('rosa');
  api.findPeople.mockResolvedValue([]);
  await find('Zulma');
  await vi.waitFor(() => expect(besideRows()).toHaveLength(3));
  press('Enter');
  expect(register).toHaveBeenCalledExactlyOnceWith('Zulma');
});

it('people never wait for the library: late hits move no row, and it is not asked of few letters or of numbers', async () => {
  let answer: (hits: unknown) => void = () => undefined;
  const beside = library();
  beside.search.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
  await show({ beside });
  await find('ro');
  expect(beside.search).not.toHaveBeenCalled();
  field().value = '1234567';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => expect(api.findPeople).toHaveBeenLastCalledWith('1234567', expect.anything()));
  expect(beside.search).not.toHaveBeenCalled();
  field().value = 'rosa';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => expect(beside.search).toHaveBeenCalledExactlyOnceWith('rosa'));
  press('ArrowDown');
  expect([rows().length, on()]).toEqual([3, 1]);
  answer(shelf);
  await vi.waitFor(() => expect(besideRows()).toHaveLength(3));
  expect([rows().length, on()]).toEqual([6, 1]);
  press('Enter');
  expect(opened).toHaveBeenCalledExactlyOnceWith('rosario');
});

it('a library that fails shows nothing and hides nobody, and hits of an older word are not shown', async () => {
  const beside = library();
  beside.search.mockRejectedValueOnce(new Error('disk'));
  await show({ beside });
  await find('rosa');
  await vi.waitFor(() => expect(beside.search).toHaveBeenCalledOnce());
  await tick();
  expect([rows().length, document.querySelector('[data-testid="search-beside"]'), document.body.textContent?.includes('POSTA-')]).toEqual([3, null, false]);
  let answer: (hits: unknown) => void = () => undefined;
  beside.search.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  await find('rosal');
  await vi.waitFor(() => expect(beside.search).toHaveBeenCalledTimes(2));
  beside.search.mockResolvedValue(shelf.slice(0, 1));
  field().value = 'rosales';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  await vi.waitFor(() => expect(besideRows()).toHaveLength(1));
  answer(shelf);
  for (let at = 0; at < 6; at += 1) await tick();
  flushSync();
  expect(besideRows()).toHaveLength(1);
});

it('a card that is scanned is of nobody in the library', async () => {
  const { Trouble } = await import('$lib/trouble');
  api.openCard.mockRejectedValue(new Trouble('POSTA-B2'));
  const beside = library(shelf);
  await show({ beside });
  field().value = 'POSTA1-ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  field().dispatchEvent(new Event('input', { bubbles: true }));
  press('Enter');
  await vi.waitFor(() => expect(document.querySelector('[data-testid="card-absent"]')).not.toBeNull());
  await tick();
  expect(beside.search).not.toHaveBeenCalled();
});
