// @vitest-environment jsdom
// What a person's page says after a record was taken apart, and where it leads to decide.
import { flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Catalogue, PersonView, SessionView } from '$lib/api';

const kit = vi.hoisted(() => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
const api = vi.hoisted(() => ({ person: vi.fn(), decidePair: vi.fn(), home: vi.fn() }));
vi.mock('$app/navigation', () => kit);
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));
const { session } = await import('$lib/session.svelte');
const { toasts } = await import('$lib/toasts.svelte');
const { pairPlace } = await import('$lib/features/pair/pair-place');
const { default: PersonScreen } = await import('./person/[id]/PersonScreen.svelte');

const card = (id: string) => ({ id, name: `Persona ${id}`, sex: '', birth: '', age: null, nationality: '', document: '', post: '', post_name: 'Kasani', registered_by: 'Sonia', registered_at: '', conflicts: 0, sent: true, sources: 0 });
const source = (id: string) => ({ card: card(id), decided_by: 'Carmen', decided_post: 'Oruro', decided_at: '', direct: true });
const person = (more: Partial<PersonView>) => ({ card: card('p'), documents: [], languages: [], conflicts: [], timeline: [], enrollments: [], consents: [], household_members: [], handed: [], sources: [], contradictions: [], decided_conflicts: [], phone: '', residence: '', residence_name: '', guardian_name: '', guardian_relation: '', household: '', household_role: '', same_day: false, origin: '', ...more }) as unknown as PersonView;
const catalogue = { countries: [], languages: [], document_kinds: [], document_states: [], municipalities: [], relations: [], posts: [], programs: [], facilities: [], purposes: [], instruments: [], alerts: [] } as unknown as Catalogue;
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
let open: Record<string, unknown>;

beforeEach(() => {
  vi.resetAllMocks();
  toasts.clear();
  Element.prototype.animate = () => ({ cancel: () => undefined, finished: Promise.resolve() }) as unknown as Animation;
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  api.home.mockResolvedValue({ pending: 0, last_contact: null });
  api.decidePair.mockResolvedValue({ id: 'p', warnings: [] });
  session.open = { view: { can_register: true, can_supervise: true, user: { name: 'Carmen' }, post: { code: 'o' } } as unknown as SessionView, catalogue };
});

afterEach(async () => {
  await unmount(open);
  session.open = undefined;
  pairPlace.clear();
  document.body.replaceChildren();
});

async function separate(): Promise<void> {
  open = mount(PersonScreen as Component<{ id: string }>, { target: document.body, props: { id: 'p' } });
  await vi.waitFor(() => expect(one('source-separate')).not.toBeNull());
  one('source-separate')?.click();
  await vi.waitFor(() => expect(one('separate-confirm')).not.toBeNull());
  one('separate-confirm')?.click();
  await vi.waitFor(() => expect(toasts.shown).toHaveLength(1));
}

it('a record that others still join is said to be joined', async () => {
  api.person.mockResolvedValue(person({ sources: [source('a'), source('b')] }));
  await separate();
  expect(toasts.shown).toMatchObject([{ tone: 'warn', text: 'Se guardó, pero ese registro sigue unido por medio de otro registro.' }]);
});

it('a record that is apart is said to be', async () => {
  api.person.mockResolvedValueOnce(person({ sources: [source('a'), source('b')] })).mockResolvedValue(person({ sources: [source('b')] }));
  await separate();
  expect(toasts.shown).toMatchObject([{ tone: 'ok', text: 'Separados. Los dos registros quedan enteros.' }]);
});

it('who supervises is led to the very pair, without its ids in the address', async () => {
  api.person.mockResolvedValue(person({ contradictions: [{ a: card('p'), b: card('q'), cause: 'decided_both' }] }));
  open = mount(PersonScreen as Component<{ id: string }>, { target: document.body, props: { id: 'p' } });
  await vi.waitFor(() => expect(one('contradiction-decide')).not.toBeNull());
  one('contradiction-decide')?.click();
  flushSync();
  expect(kit.goto).toHaveBeenCalledExactlyOnceWith('/pairs');
  expect(pairPlace.now).toEqual({ group: 'open', pair: { a: { id: 'p' }, b: { id: 'q' } }, index: 0 });
});
