// @vitest-environment jsdom
// What the screens say of exchanges that nobody asked for.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PeerCard, SyncReport, SyncView, WaitCard } from '$lib/api';

const api = vi.hoisted(() => ({ syncNow: vi.fn(), syncIfDue: vi.fn(), syncProgress: vi.fn(), syncView: vi.fn(), carryView: vi.fn(), noteNetwork: vi.fn(), home: vi.fn(), profile: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));

const { background } = await import('$lib/background.svelte');
const { session } = await import('$lib/session.svelte');
const { standing, STILL } = await import('$lib/standing.svelte');
const { Trouble } = await import('$lib/trouble');
const { syncRun } = await import('$lib/features/sync/sync-run.svelte');
const { default: PeerList } = await import('$lib/features/carry/PeerList.svelte');
const { default: StandingChip } = await import('$lib/features/session/StandingChip.svelte');
const { default: SyncPanel } = await import('$lib/features/sync/SyncPanel.svelte');
const { default: SyncStrip } = await import('$lib/features/sync/SyncStrip.svelte');
const { default: WaitList } = await import('$lib/features/sync/WaitList.svelte');
const { default: SyncScreen } = await import('./sync/+page.svelte');

const CONTACT = '2026-11-28T10:00:00Z';
const NEXT = new Date(Date.now() + 840_000).toISOString();
const report = (more: Partial<SyncReport> = {}): SyncReport => ({ at: CONTACT, ok: true, code: '', bytes_up: 1, bytes_down: 1, requests: 1, batches_up: 0, batches_down: 0, records_up: 0, records_down: 0, milliseconds: 9, refused: 0, quarantined: 0, ...more });
const wait = (code: string, reason: string, records = 4, sensitivity = 'registry'): WaitCard => ({ sensitivity, records, reason, code });
const view = (more: Partial<SyncView> = {}): SyncView => ({ server: 's', pending: 4, last_contact: CONTACT, history: [report()], waiting: [], waiting_others: 4, quarantine: [], forked: false, mended: [], clock_off_minutes: null, aside: 0, waits: [], progress: STILL, failures: 0, next_try: NEXT, ...more });
const hindered = (code: string, failures = 3) => view({ failures, history: [report({ ok: false, code })], waits: [wait(code, code)] });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const said = (element: HTMLElement | null) => element?.textContent?.replace(/\s+/g, ' ').trim();
const nothing = () => undefined;
let open: Record<string, unknown>[] = [];
let stop = nothing as () => void;

beforeEach(() => {
  vi.resetAllMocks();
  api.profile.mockResolvedValue({ joined: true, users: [], session: null });
  api.syncProgress.mockResolvedValue(STILL);
  api.syncIfDue.mockResolvedValue({ report: null, next_in_seconds: 15 });
  api.syncView.mockResolvedValue(view());
  api.carryView.mockResolvedValue({ waiting: 4, places: [], peers: [] });
  session.open = { view: {} as never, catalogue: {} as never };
});

afterEach(async () => {
  stop();
  stop = nothing;
  for (const screen of open) await unmount(screen);
  open = [];
  session.open = undefined;
  standing.clear();
  syncRun.clear();
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function show(screen: unknown, props: Record<string, unknown> = {}): Promise<void> {
  open.push(mount(screen as Component, { target: document.body, props }));
  await settle();
}

async function settle(): Promise<void> {
  flushSync();
  await tick();
}

const strip = () => show(SyncStrip, { pending: standing.pending, lastContact: standing.lastContact, done: nothing });

it('the top bar shows nothing before anything is known', async () => {
  await show(StandingChip);
  expect([one('pending-chip'), said(one('standing-said'))]).toEqual([null, '']);
});

it('the top bar says each state in words of its own, with an icon of its own', async () => {
  await show(StandingChip);
  const seen = new Map<string, [string | undefined, string | undefined]>();
  const look = async () => {
    await settle();
    seen.set(one('pending-chip')?.dataset['state'] ?? '', [said(one('pending-chip')), [...(one('pending-chip')?.querySelectorAll('svg *') ?? [])].map((line) => line.getAttribute('d')).join()]);
  };
  standing.takeOutlook(view());
  await look();
  standing.takeOutlook(view({ pending: 0 }));
  await look();
  standing.progress = { ...STILL, running: true, records: 40, records_done: 12 };
  await look();
  standing.progress = STILL;
  standing.takeOutlook(hindered('POSTA-S1'));
  await look();
  standing.takeOutlook(hindered('POSTA-S5'));
  await look();
  expect([...seen.keys()]).toEqual(['waits', 'sent', 'running', 'offline', 'hand']);
  expect([...seen.values()].map(([words]) => words)).toEqual(['4 por enviar', expect.stringMatching(/^Todo enviado · 28 nov/), 'Sincronizando… · 12 de 40', expect.stringMatching(/^4 por enviar · sin conexión, reintenta \d\d:\d\d$/), '4 por enviar · falta un paso']);
  expect(new Set([...seen.values()].map(([, icon]) => icon)).size).toBe(5);
});

it('progress is not read aloud, what matters is, and nothing takes the focus', async () => {
  document.body.appendChild(document.createElement('input')).focus();
  standing.takeOutlook(view());
  await show(StandingChip);
  await strip();
  standing.progress = { ...STILL, running: true, records: 40, records_done: 12 };
  await settle();
  expect([...document.querySelectorAll('[role="status"], [role="alert"]')].map((live) => live.textContent?.trim())).toEqual(['', '']);
  expect(said(one('strip-progress'))).toBe('El servidor confirmó 12 de 40 cambios');
  background.said = 'algo que importa';
  await settle();
  expect([said(one('standing-said')), document.activeElement?.tagName]).toEqual(['algo que importa', 'INPUT']);
  background.said = '';
});

it.each([
  ['POSTA-S5', 'Abra el navegador'],
  ['POSTA-S6', 'Cambie de red'],
  ['POSTA-S7', 'Intente mañana'],
  ['POSTA-L8', 'Hable con su supervisor']
])('Inicio says the one thing to do about what needs a hand: %s', async (code, action) => {
  standing.takeOutlook(hindered(code));
  await strip();
  expect([said(one('sync-strip'))?.includes(action), said(one('sync-strip'))?.includes(code), one('sync-strip')?.dataset['state']]).toEqual([true, true, 'failed']);
});

it('Inicio without a connection says that all is saved, and when it is tried next', async () => {
  standing.takeOutlook(hindered('POSTA-S1', 7));
  await strip();
  expect(said(one('sync-strip'))).toMatch(/^Todo está guardado en este equipo 7 intentos seguidos sin completarse · Próximo intento automático: (hoy|mañana|\d+ \p{L}+), \d\d:\d\d Último contacto/u);
});

it('what failed when somebody asked is an old story once an exchange by itself went through', async () => {
  vi.useFakeTimers();
  api.syncNow.mockRejectedValue(new Trouble('POSTA-S1'));
  api.syncView.mockResolvedValueOnce(hindered('POSTA-S1')).mockResolvedValue(view({ pending: 0 }));
  api.syncIfDue.mockResolvedValue({ report: report({ records_up: 4 }), next_in_seconds: 600 });
  await syncRun.start();
  await strip();
  expect([one('sync-strip')?.dataset['state'], standing.code]).toEqual(['failed', 'POSTA-S1']);
  stop = background.start();
  await vi.advanceTimersByTimeAsync(3000);
  await settle();
  expect([one('sync-strip')?.dataset['state'], standing.state]).toEqual(['idle', 'sent']);
});

it('what waits says why, once a reason, with what is wrong first', async () => {
  await show(WaitList, { waits: [wait('', 'next_exchange', 9998), wait('', 'next_exchange', 2, 'care'), wait('POSTA-S7', 'quota', 3, 'protection'), wait('', 'join', 1), wait('', 'word_of_2031', 1, 'scope_of_2031')] });
  expect(all('sync-wait').map(said)).toEqual([
    expect.stringMatching(/^Protección: 3 El servidor ya recibió todo lo que acepta.* Intente mañana.* · POSTA-S7$/),
    expect.stringMatching(/^Registro: 9.998 · Atención: 2 Sale con la próxima sincronización\./),
    expect.stringMatching(/^Registro: 1 El servidor primero tiene que saber de su ingreso/),
    expect.stringMatching(/^Otro: 1 Sale con la próxima/)
  ]);
});

it('the panel shows what is confirmed, never more than all, and what moves', async () => {
  standing.takeOutlook(view());
  standing.progress = { running: true, records: 40, records_done: 44, bytes: 9000, bytes_done: 12_000, bytes_up: 1200, bytes_down: 300 };
  await show(SyncPanel, { view: view(), done: nothing });
  const bar = document.querySelector('[role="progressbar"]');
  expect([bar?.getAttribute('aria-valuenow'), bar?.getAttribute('aria-valuemax'), bar?.querySelector('span')?.style.width]).toEqual(['40', '40', '100%']);
  expect(said(one('sync-progress'))).toBe('El servidor confirmó 40 de 40 cambios Confirmados: 9,0 kB de 9,0 kB · Por la red: 1,2 kB subidos, 300 B bajados');
  expect((one('sync-now') as HTMLButtonElement).disabled).toBe(false);
});

it('an exchange that has nothing to send has no bar', async () => {
  standing.progress = { ...STILL, running: true };
  await show(SyncPanel, { view: view(), done: nothing });
  expect([document.querySelector('[role="progressbar"]'), said(one('sync-progress-done'))]).toEqual([null, 'Preguntando al servidor qué hay de nuevo']);
});

it('the panel says what needs a hand, without an alarm, and a missing connection only where nothing else says it', async () => {
  standing.takeOutlook(hindered('POSTA-S6', 7));
  await show(SyncPanel, { view: hindered('POSTA-S6', 7), done: nothing });
  expect([said(one('sync-hindered'))?.includes('POSTA-S6'), one('sync-hindered')?.getAttribute('role'), said(one('sync-next'))?.startsWith('7 intentos seguidos')]).toEqual([true, 'note', true]);
  standing.takeOutlook(hindered('POSTA-S1'));
  await show(SyncPanel, { view: hindered('POSTA-S1'), done: nothing });
  expect(all('sync-hindered')).toHaveLength(1);
  await show(SyncPanel, { view: view({ pending: 0, waits: [] }), done: nothing });
  expect(all('sync-hindered')).toHaveLength(2);
});

it('what the server does not take is said with its own reason', async () => {
  api.syncNow.mockResolvedValue(report({ refused: 2 }));
  api.syncView.mockResolvedValue(view({ waits: [wait('POSTA-S7', 'quota')] }));
  await syncRun.start();
  await show(SyncPanel, { view: view(), done: nothing });
  expect([said(one('sync-done'))?.includes('Intente mañana'), said(one('sync-done'))?.includes('POSTA-S7')]).toEqual([true, true]);
});

const peer = (has: number, names: string[]): PeerCard => ({ device: `${has}e107d9d372b`, names, at: CONTACT, way: 'file', has });

it('the server comes first among those that were in contact, and is said to lack what waits', async () => {
  await show(PeerList, { view: { waiting: 10_000, peers: [peer(4000, ['Eva'])] }, lastContact: CONTACT });
  expect(all('carry-server').concat(all('carry-peer')).map(said)).toEqual([expect.stringMatching(/^Servidor 28 nov, \d\d:\d\d Le faltan 10.000 registros$/), expect.stringMatching(/^Eva .* Tiene 4.?000 de 10.000$/)]);
  expect(one('carry-server')?.compareDocumentPosition(one('carry-peer') as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it('contact is shown too when nothing waits, and a server that never answered has nothing', async () => {
  await show(PeerList, { view: { waiting: 0, peers: [peer(0, ['Eva'])] }, lastContact: null });
  expect([said(one('carry-server')), said(one('carry-peer'))]).toEqual(['Servidor Todavía sin contacto', expect.stringMatching(/^Eva .*por archivo$/)]);
});

it('Sincronización reads again when an exchange by itself has ended, and keeps what it shows when it cannot', async () => {
  vi.useFakeTimers();
  api.syncIfDue.mockResolvedValueOnce({ report: report(), next_in_seconds: 15 }).mockResolvedValue({ report: report({ records_up: 4 }), next_in_seconds: 600 });
  stop = background.start();
  await show(SyncScreen);
  await vi.advanceTimersByTimeAsync(100);
  await settle();
  expect([one('sync-panel')?.dataset['pending'], said(one('carry-server'))?.includes('Le faltan 4 registros')]).toEqual(['4', true]);
  api.syncView.mockRejectedValue(new Trouble('POSTA-D2'));
  await vi.advanceTimersByTimeAsync(2500);
  await settle();
  expect([one('failed'), one('sync-panel')?.dataset['pending']]).toEqual([null, '4']);
  api.syncView.mockResolvedValue(view({ pending: 0, waiting_others: 0 }));
  await vi.advanceTimersByTimeAsync(15_000);
  await settle();
  expect(one('sync-panel')?.dataset['pending']).toBe('0');
});
