// @vitest-environment jsdom
// A practice cannot be taken for the real thing, nor leave anything to it.
import { createRawSnippet, flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { SessionView } from '$lib/api';

const told: { locked: () => void } = vi.hoisted(() => ({ locked: () => undefined }));
const kit = vi.hoisted(() => ({ goto: vi.fn(), beforeNavigate: vi.fn(), afterNavigate: vi.fn() }));
const api = vi.hoisted(() => ({ profile: vi.fn(), catalogue: vi.fn(), lock: vi.fn(), pause: vi.fn(), touch: vi.fn(), home: vi.fn(), look: vi.fn(), startPractice: vi.fn(), endPractice: vi.fn(), firstDay: vi.fn(), setFirstDay: vi.fn(), practicePeople: vi.fn() }));
vi.mock('$app/navigation', () => kit);
vi.mock('$app/state', () => ({ page: { route: { id: '/' }, url: new URL('http://posta.test/'), params: {} } }));
vi.mock('$lib/api', () => ({ api, onLocked: (tell: () => void) => (told.locked = tell) }));
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }));

const { background } = await import('$lib/background.svelte');
const { guide } = await import('$lib/features/practice/guide.svelte');
const { t } = await import('$lib/messages');
const { practice } = await import('$lib/practice.svelte');
const { session } = await import('$lib/session.svelte');
const { standing } = await import('$lib/standing.svelte');
const { sayTrouble, Trouble } = await import('$lib/trouble');
const { default: SyncStrip } = await import('$lib/features/sync/SyncStrip.svelte');
const { default: TodayCard } = await import('$lib/features/post/TodayCard.svelte');
const { default: FirstDayCard } = await import('$lib/features/practice/FirstDayCard.svelte');
const { default: Layout } = await import('./+layout.svelte');

const INVENTED = 'Wilner Jean-Baptiste';
const user = { id: 'u1', name: 'Beto Colque', role: 'registrar', place: 'Sabaya', roles: [] };
const view: SessionView = { user, post: { code: 'pisiga', name: 'Pisiga', kind: 'border', municipality: 'Sabaya', department: 'Oruro', facility: '400107' }, can_register: true, can_attend: false, can_protect: false, can_supervise: false, can_manage: false, can_audit: false, can_erase: false, idle_seconds: 180, has_pin: true, must_rotate: false, practice: false };
const REAL = { joined: true, users: [user], session: null, paused: [], destroyed: false, joining: null };
const screen = createRawSnippet(() => ({ render: () => `<section><h1>${INVENTED}</h1><input data-testid="search-field" /><button type="button" data-testid="home-register">x</button></section>` }));
let open: Record<string, unknown>[] = [];

beforeAll(() => {
  globalThis.ResizeObserver = class {
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
  };
  Element.prototype.animate = vi.fn();
  Element.prototype.scrollIntoView = vi.fn();
  globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;
});

beforeEach(async () => {
  vi.resetAllMocks();
  history.replaceState(null, '');
  api.profile.mockResolvedValue(REAL);
  api.look.mockResolvedValue({ language: 'es', theme: 'day' });
  api.catalogue.mockResolvedValue({ countries: [], languages: [], document_kinds: [], document_states: [], municipalities: [], facilities: [], programs: [], needs: [], reasons: [] });
  for (const act of [api.lock, api.pause, api.touch, api.endPractice, api.setFirstDay]) act.mockResolvedValue(null);
  api.home.mockResolvedValue({ pending: 3, last_contact: null });
  api.firstDay.mockResolvedValue({ state: 'new', role: '', step: 0 });
  api.practicePeople.mockResolvedValue({ adult: { id: 'a', name: INVENTED, birth_year: 1994 }, child: null });
  api.startPractice.mockImplementation((role: string) => {
    api.profile.mockResolvedValue({ ...REAL, users: [], practice: true });
    return Promise.resolve({ ...view, user: { ...user, id: `p-${role}`, name: 'Práctica', role }, has_pin: false, practice: true });
  });
  api.endPractice.mockImplementation(() => {
    api.profile.mockResolvedValue(REAL);
    return Promise.resolve(null);
  });
  show(Layout, { children: screen });
  await vi.waitFor(() => expect(one('locked-screen')).not.toBeNull());
});

afterEach(async () => {
  told.locked();
  await practice.end();
  practice.decline();
  practice.asksEnd = false;
  session.veiled = false;
  for (const one of open) await unmount(one);
  open = [];
  document.body.replaceChildren();
});

function show(component: unknown, props: Record<string, unknown>): void {
  open.push(mount(component as typeof Layout, { target: document.body, props: props as { children: typeof screen } }));
  flushSync();
}

const one = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const said = (id: string) => one(id)?.textContent?.replace(/\s+/g, ' ').trim();
const press = async (id: string) => {
  const thing = one(id);
  if (!thing) throw new Error(`${id} is not there`);
  thing.click();
  await settle();
};
const key = async (name: string) => {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  await settle();
};
const marked = () => ({ practice: document.documentElement.dataset['practice'], word: document.documentElement.style.getPropertyValue('--practice-word'), title: document.title, band: one('practice-band') !== null });
const PLAIN = { practice: undefined, word: '', title: 'Posta', band: false };
const SEEN = { practice: '', word: '"PRÁCTICA"', title: 'PRÁCTICA · Posta', band: true };

async function settle(): Promise<void> {
  flushSync();
  await tick();
  flushSync();
}

async function begin(role: 'registrar' | 'care' = 'registrar'): Promise<void> {
  await practice.start(role);
  await settle();
}

/** In a practice, with the guide. */
async function guided(): Promise<void> {
  await begin();
  await press('practice-guide');
  await vi.waitFor(() => expect(one('guide-title')).not.toBeNull());
}

it('the locked screen offers it, says what it is in three sentences, and begins it by the keyboard alone', async () => {
  expect(marked()).toEqual(PLAIN);
  await press('open-practice');
  expect(one('practice-panel')?.querySelectorAll('li')).toHaveLength(3);
  expect([document.activeElement?.tagName, one('unlock-user')]).toEqual(['H1', null]);
  const care = one('practice-as-care') as HTMLInputElement;
  expect(care.type).toBe('radio');
  care.click();
  await settle();
  (one('practice-panel') as HTMLFormElement).requestSubmit();
  await vi.waitFor(() => expect(session.open?.view.user.role).toBe('care'));
  expect(api.startPractice).toHaveBeenCalledWith('care');
});

it('before anybody has joined it is offered too', async () => {
  api.profile.mockResolvedValue({ ...REAL, joined: false, users: [] });
  await session.profile.again();
  await settle();
  expect([one('join-invitation') !== null, one('open-practice') !== null]).toEqual([true, true]);
});

it('a device that was destroyed offers nothing', async () => {
  api.profile.mockResolvedValue({ ...REAL, destroyed: true });
  await session.profile.again();
  await settle();
  expect([one('destroyed') !== null, one('open-practice')]).toEqual([true, null]);
});

it('while it is prepared the screen says so, and offers nothing to press twice', async () => {
  let ready: (view: unknown) => void = () => undefined;
  api.startPractice.mockReturnValue(new Promise((resolve) => (ready = resolve)));
  await press('open-practice');
  await press('practice-start').catch(() => undefined);
  (one('practice-panel') as HTMLFormElement).requestSubmit();
  await settle();
  expect([one('practice-busy')?.getAttribute('role'), one('practice-start'), one('practice-back')]).toEqual(['status', null, null]);
  expect(said('practice-busy')).toContain('unos segundos');
  ready({ ...view, practice: true });
  await vi.waitFor(() => expect(session.open).toBeDefined());
  expect(api.startPractice).toHaveBeenCalledOnce();
});

it('what does not begin says why and what to do, and the way back is there', async () => {
  api.startPractice.mockRejectedValue(new Trouble('POSTA-D1'));
  await press('open-practice');
  await practice.start('registrar');
  await settle();
  expect(said('practice-error')).toContain('POSTA-D1');
  expect(marked()).toEqual(PLAIN);
  await press('practice-back');
  expect([one('practice-panel'), one('unlock-user') !== null]).toEqual([null, true]);
});

it('the band is above every screen, in words, and the ground, the paper and the title say it too', async () => {
  await begin();
  expect(marked()).toEqual(SEEN);
  expect(said('practice-band')).toContain('PRÁCTICA Personas inventadas · nada se guarda ni se envía');
  expect(document.documentElement.style.getPropertyValue('--practice-printed')).toContain('PRÁCTICA · Personas inventadas');
  const band = one('practice-band');
  expect(band?.compareDocumentPosition(document.querySelector('header.bar') as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(['practice-change-role', 'practice-guide', 'practice-end'].filter((id) => !one(id))).toEqual([]);
});

it('nothing is exchanged by itself, and no count of what waits is shown', async () => {
  const start = vi.spyOn(background, 'start');
  await begin();
  standing.take({ pending: 7, last_contact: null });
  show(SyncStrip, { pending: 7, lastContact: null, done: () => undefined });
  show(TodayCard, { home: { registered_today: 1, attended_today: 1, pending: 7, conflicts: 0, conflicts_later: 0 }, attends: true, children: createRawSnippet(() => ({ render: () => '<i></i>' })) });
  await settle();
  expect(start).not.toHaveBeenCalled();
  expect([one('pending-chip')?.dataset['state'], one('pending-chip')?.getAttribute('href'), one('sync-button'), one('today-pending')]).toEqual(['practice', null, null, null]);
  expect([said('pending-chip'), said('sync-strip')].every((words) => words?.includes('Práctica: nada se envía'))).toBe(true);
  start.mockRestore();
});

it('what a practice refuses is said in a clear sentence with its code', () => {
  expect(sayTrouble(new Trouble('POSTA-P9'))).toEqual({ sentence: t.trouble.codes['POSTA-P9'].sentence, action: t.trouble.codes['POSTA-P9'].action, code: 'POSTA-P9' });
  expect(t.trouble.codes['POSTA-P9'].sentence).toContain('no sale');
});

it('the neutral screen stays neutral', async () => {
  await begin();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F9' }));
  await settle();
  expect([one('veil-screen') !== null, marked()]).toEqual([true, PLAIN]);
  await vi.waitFor(() => expect(session.open).toBeUndefined());
  await press('veil-screen');
  expect([one('practice-panel') !== null, marked()]).toEqual([true, SEEN]);
});

it('a practice that locks asks for no password: it goes on as anybody, or ends', async () => {
  await begin('care');
  await session.pause();
  await settle();
  expect([one('unlock-user'), document.querySelector('input[type="password"]'), marked()]).toEqual([null, null, SEEN]);
  expect((one('practice-as-care') as HTMLInputElement).checked).toBe(true);
  expect([said('practice-start'), said('practice-end-locked')]).toEqual(['Seguir practicando', 'Terminar la práctica']);
  (one('practice-panel') as HTMLFormElement).requestSubmit();
  await vi.waitFor(() => expect(session.open?.view.user.id).toBe('p-care'));
});

it('ending asks once, and then nothing of it is left in the window', async () => {
  await begin();
  await guide.open();
  await settle();
  await press('practice-end');
  await vi.waitFor(() => expect(one('practice-end-dialog')).not.toBeNull());
  expect(api.endPractice).not.toHaveBeenCalled();
  await press('practice-end-confirm');
  await vi.waitFor(() => expect(one('unlock-user')).not.toBeNull());
  expect(api.endPractice).toHaveBeenCalledOnce();
  expect(marked()).toEqual(PLAIN);
  expect(new XMLSerializer().serializeToString(document)).not.toMatch(/Wilner|PRÁCTICA/);
  expect([guide.role, guide.people, practice.user, standing.pending, session.open]).toEqual([undefined, undefined, '', undefined, undefined]);
});

it('whoever thinks again goes on where they were', async () => {
  await begin();
  await press('practice-end');
  await vi.waitFor(() => expect(one('practice-end-cancel')).not.toBeNull());
  await press('practice-end-cancel');
  expect([api.endPractice.mock.calls.length, session.open !== undefined, practice.asksEnd]).toEqual([0, true, false]);
});

it('a practice that does not end says so, still marked, and can be ended again', async () => {
  await begin();
  api.endPractice.mockRejectedValueOnce(new Trouble('POSTA-X1'));
  await practice.end();
  await settle();
  expect([said('practice-error')?.includes('POSTA-X1'), marked()]).toEqual([true, SEEN]);
  await practice.end();
  await vi.waitFor(() => expect(one('unlock-user')).not.toBeNull());
});

it('the guide is a landmark with a heading, no dialog, and its words name somebody invented', async () => {
  await guided();
  await vi.waitFor(() => expect(said('guide-text')).toContain(INVENTED));
  const card = one('guide');
  expect([card?.tagName, card?.getAttribute('role'), document.getElementById(card?.getAttribute('aria-labelledby') ?? '')?.tagName]).toEqual(['ASIDE', null, 'H2']);
  expect(card?.textContent).toContain('Paso 1 de 9');
  expect([document.activeElement?.id, card?.getAttribute('aria-keyshortcuts')]).toEqual(['guide-title', 'F1']);
});

it('F1 leads to the guide, opens it where it was small, and leads back to where one was', async () => {
  await guided();
  await press('guide-fold');
  expect(one('guide')?.querySelector<HTMLElement>('.body')?.hidden).toBe(true);
  const field = one('search-field');
  field?.focus();
  await settle();
  await key('F1');
  expect([document.activeElement?.id, guide.folded]).toEqual(['guide-title', false]);
  await key('F1');
  expect(document.activeElement).toBe(field);
});

it('the focus is not held in the guide, and Escape twice still hides everything', async () => {
  await guided();
  await key('F1');
  one('home-register')?.focus();
  await settle();
  expect(document.activeElement).toBe(one('home-register'));
  await key('F1');
  await key('Escape');
  await key('Escape');
  expect(session.veiled).toBe(true);
});

it('show me goes there, rings the thing and gives it the focus; another step takes the ring away', async () => {
  await guided();
  await press('guide-show');
  await vi.waitFor(() => expect(document.querySelectorAll('[data-guided]')).toHaveLength(1));
  expect(kit.goto).toHaveBeenLastCalledWith('/');
  expect(document.activeElement).toBe(one('search-field'));
  await vi.waitFor(() => expect(said('guide-said')).toContain('marcado'));
  await press('guide-skip');
  expect([document.querySelectorAll('[data-guided]').length, said('guide-title'), document.activeElement?.id]).toEqual([0, 'Registrar con un papel', 'guide-title']);
});

it('what is not on the screen yet is said, not pretended', async () => {
  await guided();
  await press('guide-skip');
  await press('guide-skip');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await press('guide-show');
  expect(kit.goto).toHaveBeenLastCalledWith('/person/register');
  await vi.advanceTimersByTimeAsync(3100);
  vi.useRealTimers();
  await vi.waitFor(() => expect(said('guide-said')).toContain('Todavía no está'));
});

it('a step that is done is said aloud, and only then goes on in one press', async () => {
  await guided();
  expect([one('guide-next'), one('guide-skip') !== null]).toEqual([null, true]);
  const sheet = document.createElement('div');
  sheet.dataset['testid'] = 'person-screen';
  document.querySelector('main')?.append(sheet);
  await vi.waitFor(() => expect(one('guide-done')).not.toBeNull());
  expect(one('guide-done')?.closest('[role="status"]')).not.toBeNull();
  await press('guide-next');
  expect([guide.at, api.setFirstDay.mock.lastCall]).toEqual([1, ['', { state: 'begun', role: 'registrar', step: 1 }]]);
});

it('the guide leaves the window as it was', async () => {
  await guided();
  expect(document.documentElement.style.getPropertyValue('--guide')).not.toBe('');
  await press('guide-later');
  expect([one('guide'), document.documentElement.style.getPropertyValue('--guide'), document.activeElement?.id]).toEqual([null, '', 'content']);
});

it('at the end there are five lines to take along, and both ways on', async () => {
  await guided();
  guide.at = 9;
  await settle();
  expect([one('guide')?.querySelectorAll('li').length, one('guide-end-practice') !== null, one('guide-keep-going') !== null]).toEqual([5, true, true]);
  await press('guide-end-practice');
  expect(practice.asksEnd).toBe(true);
});

it('the menu of whoever works here leads to it; in a practice it has no password to change', async () => {
  await session.enter(view);
  await settle();
  const items = async () => {
    one('user-menu')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await vi.waitFor(() => expect(one('menu-close')).not.toBeNull());
    return ['menu-practice', 'menu-first-day', 'menu-password', 'menu-pin', 'menu-attach'].filter((id) => one(id));
  };
  expect(await items()).toEqual(['menu-practice', 'menu-first-day', 'menu-password', 'menu-pin', 'menu-attach']);
  await begin();
  expect(await items()).toEqual([]);
});

it('Inicio says at which step one goes on, and takes not now for an answer', async () => {
  await session.enter(view);
  api.firstDay.mockResolvedValue({ state: 'begun', role: 'registrar', step: 3 });
  const skipped = vi.fn();
  show(FirstDayCard, { view, skipped });
  await vi.waitFor(() => expect(said('first-day-start')).toBe('Seguir en el paso 4 de 9'));
  await press('first-day-skip');
  await vi.waitFor(() => expect(skipped).toHaveBeenCalledOnce());
  expect(one('first-day-card')).toBeNull();
  expect(api.setFirstDay).toHaveBeenCalledWith('u1', { state: 'skipped', role: 'registrar', step: 0 });
});
