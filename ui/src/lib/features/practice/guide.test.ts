import { beforeEach, expect, it, vi } from 'vitest';
import type { FirstDayView } from '$lib/api';

const told: { locked: () => void } = vi.hoisted(() => ({ locked: () => undefined }));
const api = vi.hoisted(() => ({ profile: vi.fn(), catalogue: vi.fn(), lock: vi.fn(), pause: vi.fn(), startPractice: vi.fn(), endPractice: vi.fn(), firstDay: vi.fn(), setFirstDay: vi.fn(), practicePeople: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: (tell: () => void) => (told.locked = tell) }));

const { tellActed } = await import('$lib/acts');
const { practice } = await import('$lib/practice.svelte');
const { session } = await import('$lib/session.svelte');
const { FirstDay } = await import('./first-day.svelte');
const { guide } = await import('./guide.svelte');
const { STEPS } = await import('./steps');
type View = Parameters<typeof session.enter>[0];

const NEW: FirstDayView = { state: 'new', role: '', step: 0 };
const at = (step: number, role = 'registrar'): FirstDayView => ({ state: 'begun', role, step });
const beto = { user: { id: 'u1', role: 'registrar' }, has_pin: true } as View;
const kept = () => api.setFirstDay.mock.calls.map(([user, view]) => [user, view.state, view.step]);

beforeEach(async () => {
  vi.resetAllMocks();
  for (const act of [api.lock, api.pause, api.endPractice, api.setFirstDay]) act.mockResolvedValue(null);
  api.profile.mockResolvedValue({ joined: true, users: [], session: null });
  api.catalogue.mockResolvedValue({});
  api.firstDay.mockResolvedValue(NEW);
  api.practicePeople.mockResolvedValue({ adult: { id: 'a', name: 'Rosa Mamani', birth_year: 1990 }, child: null });
  api.startPractice.mockImplementation((role: string) => Promise.resolve({ user: { id: `p-${role}`, role }, practice: true }));
  if (practice.on) await practice.end();
  practice.decline();
  await session.enter(beto);
  vi.clearAllMocks();
});

/** From Inicio, as Beto who registers. */
async function begin(first = NEW): Promise<void> {
  api.firstDay.mockResolvedValue(first);
  const day = new FirstDay(beto);
  await day.read();
  await day.begin();
}

it('a first day begins in the practice, with the role of whoever works here, at its first step', async () => {
  await begin();
  expect([practice.on, practice.role, practice.user, guide.shown, guide.at, guide.step?.id]).toEqual([true, 'registrar', 'u1', true, 0, 'search']);
});

it('a first day that was begun goes on at its step', async () => {
  await begin(at(3));
  expect([guide.at, guide.step?.id]).toEqual([3, 'missing']);
});

it('a step that this version does not have leads to the last one', async () => {
  await begin(at(99));
  expect(guide.step?.id).toBe('leave');
});

it.each([
  [NEW, true, 0],
  [at(3), true, 3],
  [{ state: 'done', role: 'registrar', step: 9 } as const, false, 0],
  [{ state: 'skipped', role: '', step: 0 } as const, false, 0]
])('Inicio offers it while it is new or begun: %j', async (first, waits, behind) => {
  api.firstDay.mockResolvedValue(first);
  const day = new FirstDay(beto);
  expect(day.waits).toBe(false);
  await day.read();
  expect([day.waits, day.behind, day.steps]).toEqual([waits, behind, 9]);
});

it('what cannot be read of it offers nothing and keeps nobody from working', async () => {
  api.firstDay.mockRejectedValue(new Error('no'));
  const day = new FirstDay(beto);
  await day.read();
  expect(day.waits).toBe(false);
});

it('not now: it is kept, and gone from Inicio', async () => {
  const day = new FirstDay(beto);
  await day.read();
  expect([await day.skip(), day.waits, kept()]).toEqual([true, false, [['u1', 'skipped', 0]]]);
});

it('not now that cannot be kept says so and stays', async () => {
  api.setFirstDay.mockRejectedValue(new Error('no'));
  const day = new FirstDay(beto);
  await day.read();
  expect([await day.skip(), day.waits, day.asking.trouble?.code]).toEqual([false, true, 'POSTA-X1']);
});

it('whoever has nothing to practise is asked nothing', async () => {
  const day = new FirstDay({ user: { id: 'u4', role: 'administrator' } } as View);
  await day.read();
  expect([day.waits, api.firstDay.mock.calls.length]).toEqual([false, 0]);
});

it('a step is seen to be done by what comes on the screen, by no other thing', async () => {
  await begin();
  guide.saw('slip-page');
  expect([guide.done, guide.ready]).toEqual([false, false]);
  guide.saw('person-screen');
  expect([guide.done, guide.ready, guide.at]).toEqual([true, true, 0]);
});

it('a step is seen to be done by what was answered', async () => {
  await begin(at(5));
  tellActed('findPeople');
  expect(guide.done).toBe(false);
  tellActed('registerPerson');
  expect(guide.done).toBe(true);
});

it('what another role does is no step of this one, and entering as one is not leaving the screen', async () => {
  await begin(at(5));
  await practice.start('care');
  tellActed('registerPerson');
  expect(guide.done).toBe(false);
  await practice.start('registrar');
  tellActed('registerPerson');
  expect(guide.done).toBe(true);
  guide.at = 8;
  guide.done = false;
  await practice.start('care');
  expect(guide.done).toBe(false);
});

it('what is only read needs nothing done', async () => {
  await begin(at(6));
  expect([guide.done, guide.ready]).toEqual([false, true]);
});

it('leaving the screen is seen, and the guide is there when one comes back', async () => {
  await begin(at(8));
  await session.pause(true);
  expect([guide.done, guide.step?.id, practice.on, session.open]).toEqual([true, 'leave', true, undefined]);
  await practice.start('registrar');
  expect([guide.shown, guide.done, guide.role]).toEqual([true, true, 'registrar']);
});

it('each step that is behind is kept, done or skipped, and the end too', async () => {
  await begin(at(6));
  guide.next();
  guide.next();
  guide.next();
  expect(guide.over).toBe(true);
  await vi.waitFor(() => expect(kept()).toEqual([['u1', 'begun', 7], ['u1', 'begun', 8], ['u1', 'done', 9]]));
});

it('left for later it is kept where it is, and opens again there', async () => {
  await begin(at(4));
  guide.later();
  await vi.waitFor(() => expect(kept()).toEqual([['u1', 'begun', 4]]));
  expect(guide.shown).toBe(false);
  await guide.open();
  expect([guide.shown, guide.at]).toEqual([true, 4]);
});

it('one step back is not unlearned', async () => {
  await begin(at(4));
  guide.previous();
  await Promise.resolve();
  expect([guide.at, kept()]).toEqual([3, []]);
});

it('what cannot be kept says so, and the tour goes on', async () => {
  await begin();
  api.setFirstDay.mockRejectedValueOnce(new Error('no'));
  guide.next();
  await vi.waitFor(() => expect(guide.unkept).toBe(true));
  expect(guide.at).toBe(1);
  guide.next();
  await vi.waitFor(() => expect(guide.unkept).toBe(false));
});

it('a tour for another role than the one begun leaves that one as it is', async () => {
  await begin(at(4));
  await practice.start('care');
  await guide.open();
  expect([guide.role, guide.at]).toEqual(['care', 0]);
  await guide.next();
  expect([guide.at, kept()]).toEqual([1, []]);
});

it('a tour that was done before can be made again, and stays done', async () => {
  await begin({ state: 'done', role: 'registrar', step: 9 });
  await guide.next();
  expect([guide.at, kept()]).toEqual([1, []]);
});

it('whoever is no user yet has a first day under no name', async () => {
  told.locked();
  await practice.start('supervisor');
  await guide.open();
  guide.next();
  await vi.waitFor(() => expect(api.setFirstDay).toHaveBeenCalledWith('', { state: 'begun', role: 'supervisor', step: 1 }));
});

it('the end of the practice leaves nothing of the guide', async () => {
  await begin(at(4));
  await guide.meet();
  expect(guide.people?.adult?.name).toBe('Rosa Mamani');
  await practice.end();
  expect([guide.role, guide.people, guide.shown, guide.at, guide.step, practice.user]).toEqual([undefined, undefined, false, 0, undefined, '']);
  api.setFirstDay.mockClear();
  await guide.next();
  expect(api.setFirstDay).not.toHaveBeenCalled();
});

it('people who are answered after the end are not kept', async () => {
  await begin();
  let answer: (people: unknown) => void = () => undefined;
  api.practicePeople.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const meeting = guide.meet();
  await practice.end();
  answer({ adult: { id: 'a', name: 'Rosa Mamani', birth_year: 1990 }, child: null });
  await meeting;
  expect(guide.people).toBeUndefined();
});

it('what is done for real is never taken for a step', async () => {
  await begin(at(5));
  await practice.end();
  await session.enter(beto);
  tellActed('registerPerson');
  expect([guide.done, STEPS.registrar[5]?.id]).toEqual([false, 'consent']);
});
