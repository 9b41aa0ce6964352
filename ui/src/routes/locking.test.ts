// @vitest-environment jsdom
// A session that pauses or ends leaves nothing of itself in the window.
import { createRawSnippet, flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { SessionView } from '$lib/api';

const told: { locked: () => void } = vi.hoisted(() => ({ locked: () => undefined }));
const kit = vi.hoisted(() => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
const api = vi.hoisted(() => ({ profile: vi.fn(), catalogue: vi.fn(), lock: vi.fn(), pause: vi.fn(), touch: vi.fn(), home: vi.fn(), notePrinted: vi.fn() }));
vi.mock('$app/navigation', () => kit);
vi.mock('$app/state', () => ({ page: { route: { id: '/person/[id]' }, url: new URL('http://posta.test/'), params: { id: 'p1' } } }));
const print = vi.fn();
vi.stubGlobal('print', print);
vi.mock('$lib/api', () => ({ api, onLocked: (tell: () => void) => (told.locked = tell) }));
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));

const SECRET = 'Teodora Huanca Lima';
const { background } = await import('$lib/background.svelte');
const { handOver, takeOver } = await import('$lib/handover');
const { session } = await import('$lib/session.svelte');
const { standing } = await import('$lib/standing.svelte');
const { t } = await import('$lib/messages');
const { toasts } = await import('$lib/toasts.svelte');
const { default: Layout } = await import('./+layout.svelte');

const user = { id: 'u1', name: 'Ana Quispe', role: 'care', place: 'Sabaya', roles: [] };
const view: SessionView = { user, post: { code: 'pisiga', name: 'Pisiga', kind: 'border', municipality: 'Sabaya', department: 'Oruro', facility: '400107' }, can_register: true, can_attend: true, can_protect: false, can_supervise: false, can_manage: false, can_audit: false, can_erase: false, idle_seconds: 180, has_pin: true, must_rotate: false, practice: false };
const screen = createRawSnippet(() => ({ render: () => `<section><h1>${SECRET}</h1></section>` }));
let layout: Record<string, unknown>;

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  };
  Element.prototype.animate = vi.fn();
});

beforeEach(async () => {
  vi.resetAllMocks();
  api.profile.mockResolvedValue({ joined: true, users: [user], session: null, paused: [], destroyed: false, joining: null });
  api.catalogue.mockResolvedValue({ countries: [], languages: [], document_kinds: [], document_states: [], municipalities: [], facilities: [], programs: [], needs: [], reasons: [] });
  api.lock.mockResolvedValue(null);
  api.pause.mockResolvedValue(null);
  api.touch.mockResolvedValue(null);
  api.home.mockResolvedValue({ pending: 3, last_contact: null });
  layout = mount(Layout, { target: document.body, props: { children: screen } });
  await session.enter(view);
  flushSync();
  await tick();
  toasts.say(`${SECRET}: guardado`);
  handOver(SECRET);
  flushSync();
});

afterEach(async () => {
  await unmount(layout);
  session.veiled = false;
  told.locked();
  document.body.replaceChildren();
});

/** Everything that the window holds, attributes and fields too. */
const held = () =>
  new XMLSerializer().serializeToString(document) +
  [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map((field) => field.value).join();

async function gone(): Promise<void> {
  flushSync();
  await tick();
  expect(held()).not.toContain(SECRET);
  expect(document.querySelector('main#content, [role="dialog"], [data-testid="user-menu"]')).toBeNull();
  expect([session.open, standing.pending, toasts.shown.length, takeOver()]).toEqual([undefined, undefined, 0, '']);
  expect(kit.goto).toHaveBeenCalledWith('/', { replaceState: true });
}

it('shows the screen while the session is open', () => {
  expect(held()).toContain(SECRET);
});

it('nothing of the window opens while the device is in the hands of others, and no way leads out', () => {
  session.hand();
  const find = new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true });
  const paper = new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, bubbles: true, cancelable: true });
  document.body.dispatchEvent(find);
  document.body.dispatchEvent(paper);
  flushSync();
  expect([find.defaultPrevented, paper.defaultPrevented, api.notePrinted.mock.calls.length, document.querySelector('[role="dialog"]')]).toEqual([false, true, 0, null]);
  const cancel = vi.fn();
  const leaving = kit.beforeNavigate.mock.calls[0]?.[0] as ((way: object) => void) | undefined;
  leaving?.({ type: 'popstate', willUnload: false, cancel });
  expect(cancel).toHaveBeenCalledOnce();
});

it('pausing leaves nothing on the screen', async () => {
  await session.pause();
  expect(api.pause).toHaveBeenCalledOnce();
  await gone();
});

it('locking leaves nothing on the screen', async () => {
  await session.lock();
  await gone();
});

it('the shell ending the session leaves nothing on the screen', async () => {
  told.locked();
  await gone();
});

it('F9 covers the screen at once and pauses', async () => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F9' }));
  flushSync();
  expect(document.querySelector('[data-testid="veil-screen"]')).not.toBeNull();
  await vi.waitFor(() => expect(session.open).toBeUndefined());
  await gone();
  expect(held()).not.toContain('Ana Quispe');
});

it('a session without a PIN is ended, never left waiting', async () => {
  session.pinned(false);
  await session.pause();
  expect(api.pause).not.toHaveBeenCalled();
  expect(api.lock).toHaveBeenCalledOnce();
  await gone();
});

it('exchanges by themselves begin with a session and end with it', async () => {
  const stop = vi.fn();
  const start = vi.spyOn(background, 'start').mockReturnValue(stop);
  await session.pause();
  flushSync();
  await session.enter(view);
  flushSync();
  expect([start.mock.calls.length, stop.mock.calls.length]).toEqual([1, 0]);
  await session.pause();
  flushSync();
  expect([start.mock.calls.length, stop.mock.calls.length]).toEqual([1, 1]);
  start.mockRestore();
});

it('what cannot be paused is locked', async () => {
  api.pause.mockRejectedValue(new Error('no'));
  await session.pause();
  expect(api.lock).toHaveBeenCalledOnce();
  await gone();
});

it('nothing of the page is under the neutral screen, even while the session is still closing', async () => {
  let ended: (value: null) => void = () => undefined;
  api.pause.mockReturnValue(new Promise((resolve) => (ended = resolve)));
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F9' }));
  flushSync();
  await tick();
  expect(document.querySelector('main, header.bar')).toBeNull();
  document.querySelector<HTMLElement>('[data-testid="veil-screen"]')?.click();
  flushSync();
  expect(session.veiled).toBe(true);
  ended(null);
  await vi.waitFor(() => expect(session.open).toBeUndefined());
  document.querySelector<HTMLElement>('[data-testid="veil-screen"]')?.click();
  expect(session.veiled).toBe(false);
});

const agreed = () => document.documentElement.dataset['agreed'];
const printing = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', ctrlKey: true, cancelable: true }));

it("a person's page is printed once that is noted", async () => {
  const order: string[] = [];
  api.notePrinted.mockImplementation((id: string) => {
    order.push(`noted ${id}`);
    return Promise.resolve(['register', 'contact']);
  });
  print.mockImplementation(() => order.push(`printed what is for ${agreed()}`));
  expect(printing()).toBe(false);
  await vi.waitFor(() => expect(order).toEqual(['noted p1', 'printed what is for register contact']));
});

it('what a person agreed to is not left for whoever is printed next', async () => {
  api.notePrinted.mockResolvedValue(['register', 'contact']);
  printing();
  await vi.waitFor(() => expect(print).toHaveBeenCalledOnce());
  api.notePrinted.mockRejectedValue(new Error('no'));
  printing();
  await vi.waitFor(() => expect(agreed()).toBeUndefined());
  api.notePrinted.mockResolvedValue(['register']);
  printing();
  await vi.waitFor(() => expect(agreed()).toBe('register'));
  await session.pause();
  flushSync();
  expect(agreed()).toBeUndefined();
});

it.each([[[]], [['contact']]])('nothing is printed of whom does not agree to the registration: %j', async (purposes) => {
  api.notePrinted.mockResolvedValue(purposes);
  printing();
  await vi.waitFor(() => expect(toasts.shown.some((one) => one.text === t.consent.notPrinted)).toBe(true));
  expect(print).not.toHaveBeenCalled();
  expect([agreed(), document.querySelector<HTMLElement>('main')?.dataset['printedFor']]).toEqual([undefined, 'register']);
});

it('what cannot be noted is not printed', async () => {
  api.notePrinted.mockRejectedValue(new Error('no'));
  printing();
  await vi.waitFor(() => expect(toasts.shown.some((one) => one.tone === 'warn')).toBe(true));
  expect(print).not.toHaveBeenCalled();
});

it("Atrás does not lead into another session's screens", async () => {
  const way = { type: 'popstate', cancel: vi.fn() };
  const leaving = () => kit.beforeNavigate.mock.lastCall as [(to: typeof way) => void] | undefined;
  history.replaceState({ 'sveltekit:history': 2 }, '');
  await session.pause();
  flushSync();
  leaving()?.[0](way);
  expect(way.cancel).toHaveBeenCalledOnce();
  await session.enter(view);
  flushSync();
  leaving()?.[0](way);
  expect(way.cancel).toHaveBeenCalledOnce();
  history.replaceState({ 'sveltekit:history': 1 }, '');
  kit.goto.mockClear();
  leaving()?.[0](way);
  expect(way.cancel).toHaveBeenCalledTimes(2);
  expect(kit.goto).toHaveBeenCalledWith('/', { replaceState: true });
});
