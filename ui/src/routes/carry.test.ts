// @vitest-environment jsdom
// Without internet: what is offered, what is told of it, and that nothing is called sent before the server said so.
import { flushSync, mount, tick, unmount, type Component } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { CarryPlace, CarryTaken, CarryView, PeerTalk, SyncView } from '$lib/api';

const api = vi.hoisted(() => ({ carryView: vi.fn(), carrySave: vi.fn(), carryTake: vi.fn(), peerView: vi.fn(), peerListen: vi.fn(), peerCall: vi.fn(), peerConfirm: vi.fn(), peerStop: vi.fn(), home: vi.fn(), profile: vi.fn(), syncView: vi.fn() }));
vi.mock('$app/navigation', () => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
vi.stubGlobal('matchMedia', () => ({ matches: false }));
const { session } = await import('$lib/session.svelte');
const { Trouble } = await import('$lib/trouble');
const { STILL } = await import('$lib/standing.svelte');
const { default: CarryScreen } = await import('./carry/+page.svelte');
const { default: SyncScreen } = await import('./sync/+page.svelte');

const LONG = 'Maximiliano Alejandro Sebastián de los Ángeles Montenegro-Villavicencio';
const file = (index: number) => ({ path: `/media/A/${index}.posta`, name: `${index}.posta`, at: new Date(Date.UTC(2026, 10, 28, 10) - index * 60_000).toISOString(), bytes: 1000 });
const stick = (files: number): CarryPlace => ({ folder: '/media/A', name: 'PISIGA', files: Array.from({ length: files }, (_, index) => file(index)) });
const view = (more: Partial<CarryView> = {}): CarryView => ({ waiting: 4, places: [stick(2)], peers: [], ...more });
const taken: CarryTaken = { names: ['Luis Condori'], device: 'd3b07384d113', made_at: '2026-11-28T10:00:00Z', complete: true, records: 12, sealed: 0, carried: 3, entries: 0, quarantined: 0, acknowledged: 4, by_server: 0 };
const talkAt = (state: string, more: Partial<PeerTalk> = {}): PeerTalk => ({ state, address: '192.168.1.20:45870', svg: '', words: ['nube', 'cobre', 'trigo', 'faro'], names: [], taken: null, given: 0, code: '', ...more });
const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const all = (id: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`)];
const text = () => document.body.textContent ?? '';
let open: Record<string, unknown> | undefined;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  URL.createObjectURL = () => 'blob:code';
  URL.revokeObjectURL = () => undefined;
});

beforeEach(() => {
  vi.resetAllMocks();
  api.carryView.mockResolvedValue(view());
  api.peerView.mockResolvedValue(talkAt('idle'));
  api.peerStop.mockResolvedValue(talkAt('idle'));
  api.home.mockResolvedValue({ pending: 4, last_contact: null });
  api.profile.mockResolvedValue({ joined: true, users: [], session: null });
  session.open = { view: {} as never, catalogue: {} as never };
});

afterEach(async () => {
  if (open) await unmount(open);
  open = undefined;
  session.open = undefined;
  document.body.replaceChildren();
});

async function show(screen: unknown = CarryScreen, ready = 'carry-peers'): Promise<void> {
  open = mount(screen as Component, { target: document.body });
  await vi.waitFor(() => expect(one(ready)).not.toBeNull());
}

async function press(id: string, index = 0): Promise<void> {
  all(id)[index]?.click();
  flushSync();
  await tick();
  await tick();
}

function type(id: string, typed: string): void {
  const field = one(id) as HTMLInputElement;
  field.value = typed;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

it('what is missing goes to the first stick unless somebody says otherwise', async () => {
  api.carrySave.mockResolvedValue({ path: '/media/A/posta-1.posta', bytes: 21_400, records: 4, sealed: 2, devices: 7 });
  await show();
  expect(one('carry-folder')).toBeNull();
  await press('carry-save-go');
  await vi.waitFor(() => expect(one('carry-saved')).not.toBeNull());
  expect(api.carrySave).toHaveBeenCalledExactlyOnceWith('/media/A', 'unsent');
  const said = one('carry-saved')?.textContent ?? '';
  for (const part of ['Archivo guardado en PISIGA', 'posta-1.posta', '21,4 kB', '4 cambios y 2 lotes confidenciales', '7 otros equipos de este departamento, y nadie más', 'cifrado y firmado', 'expúlsela']) expect(said).toContain(part);
  expect(said).not.toContain('/media/A');
  expect(said).toContain('sigue por enviar hasta que el servidor confirme');
  expect(said).not.toMatch(/enviad/i);
  await vi.waitFor(() => expect(api.carryView).toHaveBeenCalledTimes(2));
});

it('everything goes when everything was chosen, into a folder that is typed', async () => {
  api.carrySave.mockResolvedValue({ path: 'D:\\posta-1.posta', bytes: 1, records: 0, sealed: 0, devices: 1 });
  await show();
  await press('carry-stick-other');
  await press('carry-what-all');
  await press('carry-save-go');
  expect(api.carrySave).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(one('carry-folder'));
  type('carry-folder', ' D:\\ ');
  await press('carry-save-go');
  await vi.waitFor(() => expect(one('carry-saved')).not.toBeNull());
  expect(api.carrySave).toHaveBeenCalledExactlyOnceWith('D:\\', 'all');
  expect(one('carry-saved')?.textContent).toContain('Ningún cambio: no había nada que llevar');
});

it('without a stick there is a folder to type, and a stick that is plugged in is found', async () => {
  api.carryView.mockResolvedValue(view({ places: [] }));
  await show();
  expect([one('carry-no-stick') !== null, one('carry-folder') !== null]).toEqual([true, true]);
  api.carryView.mockResolvedValue(view());
  await press('carry-look');
  await vi.waitFor(() => expect(one('carry-no-stick')).toBeNull());
  expect(one('carry-folder')).toBeNull();
  expect(one('carry-stick')?.textContent).toContain('PISIGA');
});

it('a stick that is full says so in one sentence, and what was chosen stays', async () => {
  api.carrySave.mockRejectedValue(new Trouble('POSTA-U4'));
  await show();
  await press('carry-what-all');
  await press('carry-save-go');
  await vi.waitFor(() => expect(one('carry-save-failed')).not.toBeNull());
  expect(one('carry-save-failed')?.textContent).toMatch(/No se pudo leer o escribir en la memoria\..*POSTA-U4/);
  expect((one('carry-what-all') as HTMLInputElement).checked).toBe(true);
});

it('what is half done in one part waits there while another one shows', async () => {
  await show();
  await press('carry-stick-other');
  type('carry-folder', '/mnt/x');
  await press('carry-way-take');
  await press('carry-way-save');
  expect((one('carry-folder') as HTMLInputElement).value).toBe('/mnt/x');
});

it('a file is told truthfully: whose, what is new, what goes on for others, and nothing is called sent', async () => {
  api.carryTake.mockResolvedValue(taken);
  await show();
  await press('carry-way-take');
  await press('carry-take-go', 1);
  await vi.waitFor(() => expect(one('carry-taken')).not.toBeNull());
  expect(api.carryTake).toHaveBeenCalledExactlyOnceWith('/media/A/1.posta');
  const said = one('carry-taken')?.textContent ?? '';
  for (const part of ['Importado', 'De Luis Condori', '12 cambios nuevos', '3 lotes de otros equipos quedan guardados aquí, camino al servidor', '4 cambios de este equipo ya tienen copia ahí; falta que lo confirme el servidor']) expect(said).toContain(part);
  expect(said).not.toMatch(/enviad/i);
  expect(all('carry-file')[1]?.textContent).toContain('Ya importado');
  expect(api.home).toHaveBeenCalled();
});

it('a file that is cut is a warning with what was taken, and not a failure', async () => {
  api.carryTake.mockResolvedValue({ ...taken, complete: false, names: [LONG, 'Ana', 'Beto'] });
  await show();
  await press('carry-way-take');
  await press('carry-take-go');
  await vi.waitFor(() => expect(one('carry-taken')).not.toBeNull());
  expect(one('carry-taken')?.dataset['complete']).toBe('false');
  const said = one('carry-taken')?.textContent ?? '';
  for (const part of ['incompleto o fue alterado', 'está guardado', '12 cambios nuevos', `${LONG}, Ana y 1 persona más`]) expect(said).toContain(part);
  expect(one('carry-take-failed')).toBeNull();
  expect(text()).not.toContain('Ya importado');
});

it.each(['POSTA-U1', 'POSTA-U2', 'POSTA-U3', 'POSTA-U4'])('a file that cannot be taken says why: %s', async (code) => {
  api.carryTake.mockRejectedValue(new Trouble(code));
  await show();
  await press('carry-way-take');
  await press('carry-take-go');
  await vi.waitFor(() => expect(one('carry-take-failed')).not.toBeNull());
  expect(one('carry-take-failed')?.textContent).toContain(code);
  expect(text()).not.toContain('no esperábamos');
  expect(all('carry-file')).toHaveLength(2);
});

it('a file of another folder can be typed, and no file at all says where they come from', async () => {
  api.carryView.mockResolvedValue(view({ places: [stick(0)] }));
  api.carryTake.mockResolvedValue(taken);
  await show();
  await press('carry-way-take');
  expect(one('carry-no-files')?.textContent).toContain('Exportar a USB');
  await press('carry-elsewhere');
  await press('carry-path-go');
  expect(api.carryTake).not.toHaveBeenCalled();
  type('carry-path', ' /x/y.posta ');
  await press('carry-path-go');
  await vi.waitFor(() => expect(one('carry-taken')).not.toBeNull());
  expect(api.carryTake).toHaveBeenCalledExactlyOnceWith('/x/y.posta');
});

it('of 500 files those near are in the page', async () => {
  api.carryView.mockResolvedValue(view({ places: [stick(500)] }));
  await show();
  await press('carry-way-take');
  expect(one('carry-take')?.textContent).toContain('500 archivos');
  expect(all('carry-file').length).toBeGreaterThan(5);
  expect(all('carry-file').length).toBeLessThan(60);
});

it('one laptop shows its address large and as a code', async () => {
  api.peerListen.mockResolvedValue(talkAt('listening', { svg: '<svg/>' }));
  await show();
  await press('carry-way-beside');
  await press('peer-listen');
  await vi.waitFor(() => expect(one('peer-own-address')?.textContent).toBe('192.168.1.20:45870'));
  expect(one('code-picture')?.getAttribute('alt')).toContain('QR');
  expect(one('carry-way')).toBeNull();
});

it('data passes only after somebody said that the words are the same', async () => {
  api.peerCall.mockResolvedValue(talkAt('comparing', { names: ['Luis Condori'] }));
  api.peerConfirm.mockResolvedValue(talkAt('done', { taken, given: 5 }));
  await show();
  await press('carry-way-beside');
  await press('peer-call');
  type('peer-address', '192.168.1.20:45870');
  await press('peer-dial');
  await vi.waitFor(() => expect(all('four-word').map((word) => word.textContent?.slice(1))).toEqual(['nube', 'cobre', 'trigo', 'faro']));
  await vi.waitFor(() => expect(document.activeElement).toBe(one('peer-panel')?.querySelector('.part')));
  expect([api.peerConfirm.mock.calls.length, one('peer-names')?.textContent]).toEqual([0, 'Del otro lado: Luis Condori']);
  await press('peer-same');
  await vi.waitFor(() => expect(one('carry-taken')).not.toBeNull());
  expect(one('carry-taken')?.textContent).toContain('5 lotes entregados a la otra laptop');
  expect(one('carry-taken')?.textContent).not.toMatch(/enviad/i);
  await press('peer-finish');
  await vi.waitFor(() => expect(one('peer-listen')).not.toBeNull());
});

it('words that differ exchange nothing and say what to look at', async () => {
  api.peerView.mockResolvedValue(talkAt('comparing'));
  await show(CarryScreen, 'peer-different');
  await press('peer-different');
  await vi.waitFor(() => expect(one('peer-refused')).not.toBeNull());
  expect(one('peer-refused')?.textContent).toContain('No se intercambió nada');
  expect([api.peerStop.mock.calls.length, api.peerConfirm.mock.calls.length]).toEqual([1, 0]);
});

it.each(['POSTA-V1', 'POSTA-V2', 'POSTA-V3'])('a talk that failed says why and can begin again: %s', async (code) => {
  api.peerView.mockResolvedValue(talkAt('failed', { code }));
  await show(CarryScreen, 'peer-failed');
  expect(one('peer-failed')?.textContent).toContain(code);
  expect(text()).not.toContain('no esperábamos');
  await press('peer-again');
  await vi.waitFor(() => expect(one('peer-listen')).not.toBeNull());
});

it('an address that makes no sense is said under its field, which keeps it', async () => {
  api.peerCall.mockRejectedValue(new Trouble('POSTA-B1', [{ field: 'address', code: 'address_unreadable', severity: 'error' }]));
  await show();
  await press('carry-way-beside');
  await press('peer-call');
  await vi.waitFor(() => expect(document.activeElement).toBe(one('peer-address')));
  type('peer-address', '192.168');
  await press('peer-dial');
  await vi.waitFor(() => expect(one('field-note')?.textContent).toContain('La dirección no se entiende'));
  await vi.waitFor(() => expect(document.activeElement).toBe(one('peer-address')));
  expect((one('peer-address') as HTMLInputElement).value).toBe('192.168');
});

it('who has how much of what waits, and since when', async () => {
  const peer = { device: '9e107d9d372b', names: [], at: '2026-11-28T10:00:00Z', way: 'file', has: 0 };
  api.carryView.mockResolvedValue(view({ peers: [peer, { ...peer, device: 'x', names: [LONG], way: 'beside', has: 3 }, { ...peer, device: 'y', names: ['Eva'], has: 4 }] }));
  await show();
  expect(all('carry-peer').map((row) => row.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(/^Eva.*por archivo.*Tiene todo$/),
    expect.stringMatching(new RegExp(`^${LONG}.*lado a lado.*Tiene 3 de 4$`)),
    expect.stringMatching(/^equipo 9e107d9d.*No tiene nada de esto$/)
  ]);
});

it('what cannot be read is said, with a way to read it again', async () => {
  api.carryView.mockRejectedValueOnce(new Trouble('POSTA-D2'));
  await show(CarryScreen, 'failed');
  await press('retry');
  await vi.waitFor(() => expect(one('carry-save')).not.toBeNull());
});

async function showSync(pending: number): Promise<void> {
  const sync: SyncView = { server: 's', pending, last_contact: null, history: [], waiting: [], waiting_others: pending, quarantine: [], forked: false, mended: [], clock_off_minutes: null, aside: 0, waits: [], progress: STILL, failures: 0, next_try: null };
  api.syncView.mockResolvedValue(sync);
  await show(SyncScreen, 'sync-carry');
  await vi.waitFor(() => expect(api.carryView).toHaveBeenCalled());
  await tick();
}

it('Sincronización says whose device has copies of what waits, and leads here', async () => {
  api.carryView.mockResolvedValue(view({ peers: [{ device: 'x', names: ['Luis Condori'], at: '', way: 'file', has: 3 }] }));
  await showSync(4);
  await vi.waitFor(() => expect(one('sync-copies')?.textContent?.trim()).toBe('3 registros también están en el equipo de Luis Condori.'));
  expect(one('sync-carry')?.getAttribute('href')).toBe('/carry');
});

it('Sincronización says nothing of copies that cannot be read', async () => {
  api.carryView.mockRejectedValue(new Trouble('POSTA-D2'));
  await showSync(4);
  expect(one('sync-waiting-others')).not.toBeNull();
  expect([one('sync-copies'), one('failed')]).toEqual([null, null]);
});
