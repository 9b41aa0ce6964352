// @vitest-environment jsdom
// What is asked at the save about people who may be registered already.
import { createRawSnippet, flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, RegistrationInput, SamePersonView } from '$lib/api';

const api = vi.hoisted(() => ({ samePeople: vi.fn(), checkPerson: vi.fn(), registerPerson: vi.fn(), saveDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
vi.stubGlobal('scrollTo', () => undefined);

const { RegistrationForm } = await import('./registration-form.svelte');
const { PATIENCE } = await import('./same-asking.svelte');
const { default: Fields } = await import('./RegistrationForm.svelte');

const catalogue = { countries: [], languages: [], document_kinds: [], document_states: [], municipalities: [], relations: [] } as unknown as Catalogue;
const part = () => ({ kept: () => ({}), input: (): Partial<RegistrationInput> => ({}) });
const nothing = createRawSnippet(() => ({ render: () => '<input data-testid="field" />' }));
const similar = (id: string, certain: boolean, reasons = ['document_equal']): SamePersonView => ({ card: { id, name: `Persona ${id}`, sex: '', birth: '', age: null, nationality: '', document: '', post: '', post_name: 'Pisiga', registered_by: 'Ana', registered_at: '', conflicts: 0, sent: true, sources: 0 }, certain, reasons });
const saved = vi.fn();
let form: InstanceType<typeof RegistrationForm>;
let open: Record<string, unknown>;

const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const asked = () => vi.waitFor(() => expect(document.activeElement).toBe(one('same-dialog-back')));
const sent = () => api.registerPerson.mock.lastCall?.[0] as RegistrationInput;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  Element.prototype.animate = () => ({ cancel: () => undefined, finished: Promise.resolve() }) as unknown as Animation;
});

beforeEach(async () => {
  vi.resetAllMocks();
  api.samePeople.mockResolvedValue([]);
  api.checkPerson.mockResolvedValue([]);
  api.saveDraft.mockResolvedValue({ id: 'd1' });
  api.registerPerson.mockResolvedValue({ id: 'p1', warnings: [] });
  form = new RegistrationForm('2026-11-21', () => ({ family: { ...part(), input: () => ({ household: 'h1' }) }, coverage: part(), consent: part() }));
  form.person.given_names = 'Rosa';
  form.step = 2;
  open = mount(Fields as unknown as Component<Record<string, unknown>>, { target: document.body, props: { form, catalogue, today: '2026-11-21', family: nothing, coverage: nothing, consent: nothing, saved, leave: () => undefined } });
  flushSync();
  await tick();
});

afterEach(async () => {
  vi.useRealTimers();
  await unmount(open);
  document.body.replaceChildren();
});

async function save(): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
  await tick();
}

it('when nobody is similar nothing is asked, and nothing is said of anybody', async () => {
  await save();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(api.samePeople).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ given_names: 'Rosa' }), 'h1', 5);
  expect(one('same-dialog')).toBeNull();
  expect(sent()).not.toHaveProperty('same_as');
  expect(sent()).not.toHaveProperty('different_from');
});

it('a namesake for whom nothing speaks is not asked about', async () => {
  api.samePeople.mockResolvedValue([similar('n', false, [])]);
  await save();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(one('same-dialog')).toBeNull();
});

it('the certain one stands first and is marked, and what writes nothing has the focus', async () => {
  api.samePeople.mockResolvedValue([similar('x', false), similar('y', true)]);
  await save();
  await asked();
  expect(all('same-dialog-person').map((person) => person.dataset['person'])).toEqual(['y', 'x']);
  expect(all('same-dialog-certain')).toHaveLength(1);
  expect(one('same-dialog-why')?.textContent).toContain('mismo documento');
  expect(one('same-dialog-open')?.getAttribute('href')).toBe('/person/y');
  expect(api.registerPerson).not.toHaveBeenCalled();
});

it('the same: its id is sent, nothing of the others, and they are not asked about again', async () => {
  api.samePeople.mockResolvedValue([similar('y', true), similar('x', false)]);
  await save();
  await asked();
  all('same-dialog-link')[0]?.click();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(sent().same_as).toEqual(['y']);
  expect(sent()).not.toHaveProperty('different_from');
  expect(one('same-dialog')).toBeNull();
});

it('somebody else: all who were shown are sent as different', async () => {
  api.samePeople.mockResolvedValue([similar('y', true), similar('x', false), similar('n', false, [])]);
  await save();
  await asked();
  one('same-dialog-other')?.click();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(sent().different_from).toEqual(['y', 'x']);
});

it('Escape goes back to the form, where the save was pressed, and nothing is lost or answered', async () => {
  const field = one('field');
  field?.focus();
  api.samePeople.mockResolvedValue([similar('y', true)]);
  await save();
  await asked();
  await save();
  expect(api.samePeople.mock.calls.filter(([, , limit]) => limit === 5)).toHaveLength(1);
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  await vi.waitFor(() => expect(one('same-dialog')).toBeNull());
  await vi.waitFor(() => expect(document.activeElement).toBe(field));
  expect(form.person.given_names).toBe('Rosa');
  expect(api.registerPerson).not.toHaveBeenCalled();
  await save();
  await asked();
});

it('what was answered holds for a save that failed and is tried again', async () => {
  api.samePeople.mockResolvedValue([similar('y', true)]);
  api.registerPerson.mockRejectedValueOnce(new Error('disk'));
  await save();
  await asked();
  one('same-dialog-other')?.click();
  await vi.waitFor(() => expect(one('save-failed')).not.toBeNull());
  await save();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
  expect(sent().different_from).toEqual(['y']);
});

it('a failure holds no save back', async () => {
  api.samePeople.mockRejectedValue(new Error('locked'));
  await save();
  await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
});

it('an answer that takes long is not waited for', async () => {
  vi.useFakeTimers();
  api.samePeople.mockImplementation(() => new Promise(() => undefined));
  const saving = form.save();
  await vi.advanceTimersByTimeAsync(PATIENCE - 1);
  expect(api.registerPerson).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await saving).toBeDefined();
});

it('both ways of each person name them', async () => {
  api.samePeople.mockResolvedValue([similar('y', true)]);
  await save();
  await asked();
  expect(['same-dialog-open', 'same-dialog-link'].map((id) => one(id)?.getAttribute('aria-label'))).toEqual(['Abrir su ficha: Persona y (Pisiga)', 'Es la misma: registrar y enlazar: Persona y (Pisiga)']);
});

it('while it compares the button says so; what was not compared is known', async () => {
  vi.useFakeTimers();
  api.samePeople.mockImplementation(() => new Promise(() => undefined));
  const saving = form.save();
  await vi.advanceTimersByTimeAsync(1500);
  flushSync();
  expect(one('save-now')?.textContent).toContain('Comparando…');
  await vi.advanceTimersByTimeAsync(PATIENCE - 1500);
  await saving;
  flushSync();
  expect(form.same.missed).toBe(true);
  expect(one('save-now')?.textContent).not.toContain('Comparando…');
  api.samePeople.mockResolvedValue([]);
  await form.save();
  expect(form.same.missed).toBe(false);
});

it('what is wrong in the form is said first', async () => {
  api.samePeople.mockResolvedValue([similar('y', true)]);
  api.checkPerson.mockResolvedValue([{ field: 'given_names', code: 'name_missing', severity: 'error' }]);
  expect(await form.save()).toBeUndefined();
  expect(form.same.found).toEqual([]);
  expect(form.step).toBe(0);
});
