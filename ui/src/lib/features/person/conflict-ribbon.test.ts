// @vitest-environment jsdom
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, ConflictView } from '$lib/api';

const api = vi.hoisted(() => ({ resolveConflict: vi.fn(), putOffConflict: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { default: ConflictRibbon } = await import('./ConflictRibbon.svelte');
const { default: DecidedConflicts } = await import('./DecidedConflicts.svelte');

const catalogue = { document_kinds: [{ code: 'passport', label: 'Pasaporte' }, { code: 'bo_ci', label: 'Cédula' }], countries: [{ code: 'VE', label: 'Venezuela' }, { code: 'CO', label: 'Colombia' }], facilities: [] } as unknown as Catalogue;
const value = (of: string, seen: string[]) => ({ value: of, name: '', author: 'Ana Quispe', post: 'Pisiga', at: '2026-11-20T10:00:00Z', shown: false, seen });
const CONFLICT: ConflictView = { kind: 'enrollment', id: 'e1', field: 'birth', values: [value('1990-05-17', ['passport', 'bo_ci']), value('1990-07-05', [])], critical: true, later: null };
const LATER = { author: 'Carmen Rocha', post: 'Oruro', at: '2026-11-21T10:00:00Z' };
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const [decided, putOff] = [vi.fn(), vi.fn()];
let open: Record<string, unknown> | undefined;

function show(conflict: Partial<ConflictView> = {}, more: Record<string, unknown> = {}): void {
  open = mount(ConflictRibbon, { target: document.body, props: { conflict: { ...CONFLICT, ...conflict }, catalogue, canDecide: true, decided, putOff, ...more } });
  flushSync();
}

beforeEach(() => vi.resetAllMocks());
afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
});

it('each value says which documents its author had seen, or that there was none', () => {
  show();
  expect(all('conflict-seen').map((seen) => seen.textContent.trim())).toEqual(['Tenía a la vista: Pasaporte, Cédula', 'Sin documento a la vista']);
});

it('what holds an enrollment up says what cannot be done meanwhile, and what does not says nothing', async () => {
  show();
  expect(one('conflict-holds')?.textContent).toContain('no se puede marcar como presentada ni confirmada');
  await unmount(open ?? {});
  show({ critical: false });
  expect(one('conflict-holds')).toBeNull();
});

it('a value is chosen for the record that it is of', async () => {
  show();
  all('conflict-choose')[1]?.click();
  await vi.waitFor(() => expect(decided).toHaveBeenCalledOnce());
  expect(api.resolveConflict).toHaveBeenCalledExactlyOnceWith('enrollment', 'e1', 'birth', '1990-07-05');
});

it('both are kept for later in one act, and what could not be kept says why', async () => {
  api.putOffConflict.mockRejectedValueOnce({ code: 'POSTA-D1', fields: [], seconds: 0 });
  show();
  one('conflict-put-off')?.click();
  await vi.waitFor(() => expect(one('conflict-failed')?.textContent).toContain('POSTA-D1'));
  expect(putOff).not.toHaveBeenCalled();
  one('conflict-put-off')?.click();
  await vi.waitFor(() => expect(putOff).toHaveBeenCalledOnce());
  expect(api.putOffConflict).toHaveBeenLastCalledWith('enrollment', 'e1', 'birth');
  expect(api.resolveConflict).not.toHaveBeenCalled();
});

it('what was put off is one line that says who and when, still says what it holds up, and opens again', async () => {
  show({ later: LATER });
  expect(all('conflict-value')).toHaveLength(0);
  expect(one('conflict-later')?.textContent).toContain('Carmen Rocha · Oruro');
  expect(one('conflict-holds')?.textContent).toContain('Detiene la adscripción');
  one('conflict-unfold')?.click();
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H2'));
  expect([all('conflict-value').length, one('conflict-put-off')]).toEqual([2, null]);
  one('conflict-fold')?.click();
  await vi.waitFor(() => expect(one('conflict-unfold')).not.toBeNull());
  await vi.waitFor(() => expect(document.activeElement).toBe(one('conflict-unfold')));
});

it('who came to decide it finds it open, and who may not decide can neither choose nor put off', async () => {
  show({ later: LATER }, { open: true });
  expect(all('conflict-value')).toHaveLength(2);
  await unmount(open ?? {});
  show({}, { canDecide: false });
  expect([all('conflict-choose').length, one('conflict-put-off')]).toEqual([0, null]);
});

it('what was decided is told with what it was chosen over, who, where and when', async () => {
  open = mount(DecidedConflicts, { target: document.body, props: { catalogue, decided: [{ kind: 'person', id: 'p1', field: 'nationality', value: 'VE', over: ['CO', ''], author: 'Carmen Rocha', post: 'Oruro', at: LATER.at }] } });
  flushSync();
  expect(one('decided-conflict')).toBeNull();
  one('decided-fold')?.click();
  await tick();
  const text = one('decided-conflict')?.textContent.replace(/\s+/g, ' ');
  expect(text).toContain('Venezuela en lugar de «Colombia», «sin dato»');
  expect(text).toContain('Oruro · Carmen Rocha');
});

it('putting off is named with the words that show', () => {
  show();
  const act = one('conflict-put-off');
  expect(act?.getAttribute('aria-label')).toContain(act?.textContent.trim());
});

it('values of another record of the person say of which', () => {
  show({}, { record: 'Del registro de Rosa (Kasani)' });
  expect(one('conflict-record')?.textContent).toBe('Del registro de Rosa (Kasani)');
});

it.each([
  ['phone', 'contact'],
  ['facility', 'share_facility'],
  ['facility_since', 'share_facility'],
  ['birth', undefined]
])('values of %s are printed for their purpose only, undecided and decided', async (field, purpose) => {
  show({ field });
  expect(one('conflict-ribbon')?.dataset['printedFor']).toBe(purpose);
  await unmount(open ?? {});
  open = mount(DecidedConflicts, { target: document.body, props: { catalogue, open: true, decided: [{ kind: 'person', id: 'p1', field, value: 'x', over: [], author: '', post: '', at: LATER.at }] } });
  flushSync();
  expect(one('decided-conflict')?.dataset['printedFor']).toBe(purpose);
});
