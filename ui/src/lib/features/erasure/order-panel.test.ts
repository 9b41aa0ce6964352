// @vitest-environment jsdom
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ErasureCard, PersonCard, PersonView } from '$lib/api';

const api = vi.hoisted(() => ({ orderErasure: vi.fn(), person: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { Trouble } = await import('$lib/trouble');
const { default: OrderPanel } = await import('./OrderPanel.svelte');
const { default: ErasureList } = await import('./ErasureList.svelte');

const card = (id: string): PersonCard => ({ id, name: `Persona ${id}`, sex: '', birth: '', age: null, nationality: '', document: '', post: '', post_name: 'Kasani', registered_by: 'Sonia', registered_at: '2026-05-03T15:00:00Z', conflicts: 0, sent: true, sources: 0 });
const person = (...others: string[]) => ({ card: card('p'), sources: others.map((id) => ({ card: card(id) })), contradictions: [] }) as unknown as PersonView;
const nothing = () => undefined;
const done = vi.fn();
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
let open: Record<string, unknown> | undefined;

beforeEach(() => {
  vi.resetAllMocks();
  api.orderErasure.mockResolvedValue({});
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown>): Promise<void> {
  open = mount(screen as Component<Record<string, unknown>>, { target: document.body, props });
  flushSync();
  await tick();
}

async function order(): Promise<void> {
  await vi.waitFor(() => expect(one('erasure-send')).not.toBeNull());
  document.querySelector<HTMLElement>('[data-testid="erasure-basis"] button, [data-testid="erasure-basis"] input')?.click();
  flushSync();
  one('erasure-send')?.click();
}

it('all records of the person are listed, and ordered as they were shown', async () => {
  await show(OrderPanel, { card: card('p'), person: person('q', 'r'), done, cancel: nothing });
  await vi.waitFor(() => expect(one('erasure-records')?.textContent).toContain('Se ordenan los 3 registros de esta persona; otra persona supervisora debe estar de acuerdo con cada orden'));
  expect(all('erasure-record').map(({ textContent }) => textContent)).toEqual(['p', 'q', 'r'].map((id) => expect.stringMatching(new RegExp(`Persona ${id} Kasani · 3 may`)) as string));
  await order();
  await vi.waitFor(() => expect(done).toHaveBeenCalledOnce());
  expect(api.orderErasure).toHaveBeenCalledExactlyOnceWith('p', 'request', ['q', 'r']);
  expect(api.person).not.toHaveBeenCalled();
});

it('a person of one record says nothing of others', async () => {
  await show(OrderPanel, { card: card('p'), person: person(), done, cancel: nothing });
  await order();
  await vi.waitFor(() => expect(api.orderErasure).toHaveBeenCalledExactlyOnceWith('p', 'request', []));
  expect([one('erasure-records'), one('erasure-apart')]).toEqual([null, null]);
});

it('with the card alone the person is read first', async () => {
  api.person.mockResolvedValue(person('q'));
  await show(OrderPanel, { card: card('p'), done, cancel: nothing });
  await order();
  await vi.waitFor(() => expect(api.orderErasure).toHaveBeenCalledExactlyOnceWith('p', 'request', ['q']));
});

it('records that contradict each other are said to stay', async () => {
  await show(OrderPanel, { card: card('p'), person: { ...person(), contradictions: [{ a: card('p'), b: card('q'), cause: 'decided_both' }] }, done, cancel: nothing });
  await vi.waitFor(() => expect(one('erasure-apart')?.textContent).toContain('No se incluyen'));
});

it('records that changed meanwhile are told in words', async () => {
  api.orderErasure.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'others', code: 'records_changed', severity: 'error' }]));
  await show(OrderPanel, { card: card('p'), person: person('q'), done, cancel: nothing });
  await order();
  await vi.waitFor(() => expect(one('erasure-error')?.textContent).toContain('Los registros de esta persona cambiaron: ciérrelo y ábralo otra vez'));
  expect(done).not.toHaveBeenCalled();
});

it('orders of one act are said to be of one person', async () => {
  const row = (order: string, ordered_at: string): ErasureCard => ({ order, person: order, name: 'Rosa', basis: 'request', ordered_by: 'Ana', ordered_at, agreed_by: null, agreed_at: null, carried_out: [], mine: false });
  await show(ErasureList, { cards: [row('1', '2026-11-20T10:00:00.123Z'), row('2', '2026-11-20T10:00:00.123Z'), row('3', '2026-11-20T10:00:01Z')], agree: nothing });
  expect(all('erasure-row').map((each) => each.textContent?.includes('Uno de los 2 registros de la misma persona'))).toEqual([true, true, false]);
});
