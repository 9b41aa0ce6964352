// @vitest-environment jsdom
// What screens offer and say where a wrong word could cost somebody.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { AsideCard, AsideLine, ErasureCard, MemberCard, PausedCard } from '$lib/api';

const api = vi.hoisted(() => ({ home: vi.fn(), notices: vi.fn(), profile: vi.fn(), lockAll: vi.fn(), revokeDevice: vi.fn(), admit: vi.fn(), beginJoinAnew: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));

const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { standing } = await import('$lib/standing.svelte');
const { default: MemberList } = await import('$lib/features/team/MemberList.svelte');
const { default: AddPanel } = await import('$lib/features/session/AddPanel.svelte');
const { default: NoticeHomeCard } = await import('$lib/features/notice/NoticeHomeCard.svelte');
const { default: ErasureList } = await import('$lib/features/erasure/ErasureList.svelte');
const { default: OrderPanel } = await import('$lib/features/erasure/OrderPanel.svelte');
const { default: RevokePanel } = await import('$lib/features/team/RevokePanel.svelte');
const { default: AsideElsewhere } = await import('$lib/features/team/AsideElsewhere.svelte');
const { default: AsideList } = await import('$lib/features/team/AsideList.svelte');
const { default: LockedScreen } = await import('$lib/features/session/LockedScreen.svelte');
const nothing = () => undefined;
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  };
  Element.prototype.animate = vi.fn();
});

beforeEach(() => {
  vi.resetAllMocks();
  api.home.mockResolvedValue({ pending: 0, last_contact: null });
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  standing.clear();
  document.body.replaceChildren();
});

async function show(screen: unknown, props: Record<string, unknown> = {}): Promise<void> {
  open = mount(screen as Component, { target: document.body, props });
  flushSync();
  await tick();
}

const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];

it('whoever has an invitation only is not cut off: it ends by itself', async () => {
  const user: MemberCard = { id: 'u1', name: 'Daniela Apaza', roles: [], devices: [], active: true, joined: false, me: false, last_seen: null };
  await show(MemberList, { users: [user, { ...user, id: 'u2', joined: true }], revoke: nothing });
  expect(all('member-revoke')).toHaveLength(1);
  expect(one('member-invited')?.textContent).toContain('termina sola');
});

it('nobody is added to a device on which nobody waits', async () => {
  const choose = vi.fn();
  await show(AddPanel, { known: false, choose, back: nothing });
  for (const way of ['code', 'file', 'attach']) one(`add-${way}`)?.click();
  expect(choose).not.toHaveBeenCalled();
  expect(one('add-needs-known')?.textContent).toContain('ponga un PIN y pause');
});

it('Inicio says how many notices wait, without reading one', async () => {
  await show(NoticeHomeCard, { open: 3 });
  expect(one('home-notices-count')?.textContent).toBe('Avisos: 3');
  expect(api.notices).not.toHaveBeenCalled();
});

it('an order that was carried out has no invented day', async () => {
  const card: ErasureCard = { order: 'o', person: 'p', name: '', basis: 'court', ordered_by: 'Carmen', ordered_at: '2026-11-20T10:00:00Z', agreed_by: 'Rolando', agreed_at: '2026-11-20T11:00:00Z', carried_out: [{ scope: 's', sensitivity: 'registry', place: 'Oruro', documents: 3, at: '' }], mine: false };
  await show(ErasureList, { cards: [card, { ...card, order: 'x', carried_out: [] }], agree: nothing });
  const [done, underway] = all('erasure-row').map((row) => row.textContent ?? '');
  expect(done).toContain('Registro · Oruro: 3 documentos');
  expect(done).toContain('Cumplida en este equipo');
  expect(done).toContain('los demás equipos');
  expect(done).not.toMatch(/Invalid|NaN|documentos,/);
  expect(underway).toContain('En curso');
});

it('whoever orders an erasure reads first that it cannot be withdrawn', async () => {
  await show(OrderPanel, { card: { id: 'p', name: 'Rosa' }, person: { sources: [], contradictions: [] }, done: nothing, cancel: nothing });
  expect(one('erasure-no-way-back')?.textContent).toContain('no se puede retirar');
});

it('cutting off says what this device knows, and asks to synchronize when it is old', async () => {
  standing.take({ pending: 0, last_contact: null });
  const users = ['Ana Quispe', 'Beto Colque'];
  await show(RevokePanel, { who: { kind: 'device', card: { id: 'abcdef0123456789', users } }, done: nothing, cancel: nothing });
  expect(one('revoke-sync-first')?.textContent).toContain('Sincronice antes');
  expect(one('revoke-also')).toBeNull();
  one('revoke-reason-stolen')?.click();
  flushSync();
  expect(one('revoke-also')?.textContent).toContain('Ana Quispe, Beto Colque');
  standing.take({ pending: 0, last_contact: new Date().toISOString() });
  flushSync();
  expect(one('revoke-sync-first')).toBeNull();
  expect(one('revoke-counts')).not.toBeNull();
});

it('admitting says whose, from where, when, and what else comes with it', async () => {
  const card = (n: number): AsideCard => ({ feed: 'f', scope: 's', sensitivity: 'registry', place: 'Oruro', author: 'Fermín Copa', device: 'abcdef0123456789', at: '2026-11-03T10:00:00Z', changes: n, bytes: 10, n, hash: `h${n}`, readable: true, admissible: true, people: [] });
  await show(AsideList, { cards: [card(41), card(42), card(43)], catalogue: {}, changed: nothing });
  all('aside-admit')[2]?.click();
  flushSync();
  await tick();
  await vi.waitFor(() => expect(one('admit-with')).not.toBeNull());
  expect(one('admit-who')?.textContent).toContain('Fermín Copa · equipo abcdef01');
  expect(one('admit-dialog')?.textContent).toContain('3 nov');
  expect(one('admit-with')?.textContent).toBe('Se admiten este envío y los 2 anteriores de ese equipo.');
  expect(all('admit-row')).toHaveLength(3);
});

it('what a colleague cannot let in is not offered, and says who can', async () => {
  const card = (n: number, admissible: boolean): AsideCard => ({ feed: 'f', scope: 's', sensitivity: 'care', place: 'Sabaya', author: 'Fermín Copa', device: 'abcdef0123456789', at: '2026-11-03T10:00:00Z', changes: 1, bytes: 10, n, hash: `h${n}`, readable: true, admissible, people: [] });
  await show(AsideList, { cards: [card(41, false), card(42, true)], catalogue: {}, changed: nothing });
  expect(all('aside-admit')).toHaveLength(1);
  expect(all('aside-row').map((row) => row.textContent?.includes('Solo supervisión puede admitirlo'))).toEqual([true, false]);
});

it('what lies aside in a sealed scope is a line: whose, from which device, how many, when', async () => {
  const line: AsideLine = { sensitivity: 'care', place: 'Sabaya', author: 'Fermín Copa', device: 'abcdef0123456789', batches: 3, from: '2026-11-03T10:00:00Z', to: '2026-11-05T10:00:00Z' };
  await show(AsideElsewhere, { lines: [line, { ...line, batches: 1, to: line.from }] });
  const rows = all('elsewhere-row').map((row) => row.textContent?.replace(/\s+/g, ' ') ?? '');
  expect(rows[0]).toMatch(/Fermín Copa · equipo abcdef01 3 envíos · .*3 nov.* a .*5 nov.* Atención · Sabaya/);
  expect(rows[1]).toMatch(/1 envío · [^a]*3 nov/);
  expect(all('aside-admit')).toHaveLength(0);
});

it('a join that was cut is begun anew only after a confirmation, and what stands in the way is said', async () => {
  const joining = { user: 'u2', name: 'Beto Colque', department: 'Oruro', refused: false };
  const profile = { joined: true, users: [{ id: 'u1', name: 'Ana', role: 'care', place: '', roles: [] }], session: null, paused: [], destroyed: false, joining };
  api.profile.mockResolvedValue(profile);
  await session.profile.again();
  await show(LockedScreen);
  one('join-anew')?.click();
  flushSync();
  await vi.waitFor(() => expect(one('anew-dialog')?.textContent).toContain('No se pierde nada'));
  expect(api.beginJoinAnew).not.toHaveBeenCalled();
  api.beginJoinAnew.mockRejectedValueOnce(new Trouble('POSTA-J9'));
  one('anew-confirm')?.click();
  await vi.waitFor(() => expect(one('anew-error')?.textContent).toContain('ya cuenta'));
  api.beginJoinAnew.mockResolvedValueOnce({ ...profile, joining: null });
  api.profile.mockResolvedValue({ ...profile, joining: null });
  one('anew-confirm')?.click();
  await vi.waitFor(() => expect(one('join-cut')).toBeNull());
});

it('an invitation that was refused can only be begun anew', async () => {
  const joining = { user: 'u2', name: 'Beto Colque', department: 'Oruro', refused: true };
  api.profile.mockResolvedValue({ joined: true, users: [], session: null, paused: [], destroyed: false, joining });
  await session.profile.again();
  await show(LockedScreen);
  expect(one('join-cut')?.textContent).toContain('no aceptó la invitación');
  expect(one('resume-join')).toBeNull();
  expect(one('join-anew')).not.toBeNull();
});

it('every waiting session is ended from the screen of users', async () => {
  const waits: PausedCard = { user: 'u1', has_pin: true, since: '2026-11-03T10:00:00Z' };
  const profile = { joined: true, users: [{ id: 'u1', name: 'Ana', role: 'care', place: '', roles: [] }], session: null, paused: [waits], destroyed: false, joining: null };
  api.profile.mockResolvedValue(profile);
  await session.profile.again();
  await show(LockedScreen);
  api.profile.mockResolvedValue({ ...profile, paused: [] });
  one('lock-all')?.click();
  await vi.waitFor(() => expect(one('lock-all')).toBeNull());
  expect(api.lockAll).toHaveBeenCalledOnce();
});
