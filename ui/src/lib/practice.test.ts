import { beforeEach, expect, it, vi } from 'vitest';

const told: { locked: () => void } = vi.hoisted(() => ({ locked: () => undefined }));
const api = vi.hoisted(() => ({ profile: vi.fn(), catalogue: vi.fn(), lock: vi.fn(), pause: vi.fn(), home: vi.fn(), startPractice: vi.fn(), endPractice: vi.fn() }));
vi.mock('./api', () => ({ api, onLocked: (tell: () => void) => (told.locked = tell) }));

const { practice } = await import('./practice.svelte');
const { practiceRoleOf } = await import('./practice-roles');
const { session } = await import('./session.svelte');
const { Trouble } = await import('./trouble');
type View = Parameters<typeof session.enter>[0];

const REAL = { joined: true, users: [{ id: 'u1' }], session: null };
const here = { user: { id: 'u1' }, has_pin: true, idle_seconds: 180 } as View;
const invented = { user: { id: 'p1', role: 'registrar' }, has_pin: false, idle_seconds: 180, practice: true } as unknown as View;

beforeEach(async () => {
  vi.resetAllMocks();
  api.profile.mockResolvedValue(REAL);
  api.catalogue.mockResolvedValue({});
  for (const act of [api.lock, api.pause, api.endPractice]) act.mockResolvedValue(null);
  api.startPractice.mockResolvedValue(invented);
  told.locked();
  await practice.end();
  await session.profile.again();
  vi.clearAllMocks();
});

/** As the program answers once it practises. */
async function begin(): Promise<void> {
  api.profile.mockResolvedValue({ joined: true, users: [], session: null, practice: true });
  await practice.start('registrar');
}

it('whoever works puts their session down before a practice is offered', async () => {
  await session.enter(here);
  await practice.offer();
  expect([api.pause.mock.calls.length, api.startPractice.mock.calls.length]).toEqual([1, 0]);
  expect([session.open, practice.offered, practice.fills, practice.on, practice.user]).toEqual([undefined, true, true, false, 'u1']);
});

it('before anybody is inside nothing is put down, and nobody is remembered', async () => {
  await practice.offer();
  expect([api.pause.mock.calls.length, api.lock.mock.calls.length, practice.offered, practice.user]).toEqual([0, 0, true, '']);
});

it('it begins as somebody invented, and says that it goes on', async () => {
  await practice.offer();
  await begin();
  expect(api.startPractice).toHaveBeenCalledWith('registrar');
  expect([session.open?.view.user.id, practice.on, practice.offered, practice.role]).toEqual(['p1', true, false, 'registrar']);
});

it('from a session it begins only once that session is put down', async () => {
  const order: string[] = [];
  api.pause.mockImplementation(() => Promise.resolve(order.push('paused')));
  api.startPractice.mockImplementation(() => (order.push('begun'), Promise.resolve(invented)));
  await session.enter(here);
  await practice.start('registrar');
  expect([order, practice.user]).toEqual([['paused', 'begun'], 'u1']);
});

it('what is preparing is told, and a second press does nothing', async () => {
  let ready: (view: View) => void = () => undefined;
  api.startPractice.mockReturnValue(new Promise((resolve) => (ready = resolve)));
  const starting = practice.start('care');
  expect([practice.starting, practice.fills]).toEqual(['care', true]);
  await practice.start('registrar');
  ready(invented);
  await starting;
  expect([api.startPractice.mock.calls.length, practice.starting]).toEqual([1, undefined]);
});

it('what does not begin says why, on the same screen, and nothing is on', async () => {
  api.startPractice.mockRejectedValue(new Trouble('POSTA-D1'));
  await practice.start('care');
  expect([practice.trouble?.code, practice.offered, practice.on, practice.starting]).toEqual(['POSTA-D1', true, false, undefined]);
  practice.decline();
  expect([practice.trouble, practice.offered, practice.fills]).toEqual([undefined, false, false]);
});

it('a practice that locks is still a practice, however old what is known of the device', async () => {
  await practice.start('registrar');
  told.locked();
  expect([session.open, session.profile.value, practice.on, practice.fills]).toEqual([undefined, REAL, true, true]);
});

it('as somebody else: what is open is put down first', async () => {
  await begin();
  api.lock.mockClear();
  api.startPractice.mockResolvedValue({ ...invented, user: { id: 'p2', role: 'care' } });
  await practice.start('care');
  expect([api.lock.mock.calls.length, session.open?.view.user.id, practice.role, practice.user]).toEqual([1, 'p2', 'care', '']);
});

it('its end leaves nothing: not who practised, not as whom, and this device answers', async () => {
  const forget = vi.fn();
  practice.whenEnded(forget);
  await session.enter(here);
  await begin();
  api.profile.mockResolvedValue(REAL);
  await practice.end();
  expect(api.endPractice).toHaveBeenCalledOnce();
  expect(forget).toHaveBeenCalledOnce();
  expect([session.open, session.profile.value, practice.on, practice.fills, practice.user, practice.role]).toEqual([undefined, REAL, false, false, '', undefined]);
});

it('what cannot be ended goes on, locked, and says so', async () => {
  await begin();
  api.endPractice.mockRejectedValue(new Trouble('POSTA-X1'));
  await practice.end();
  expect([practice.on, practice.fills, practice.trouble?.code, session.open]).toEqual([true, true, 'POSTA-X1', undefined]);
});

it('who has nothing to practise as is offered no first day', () => {
  const of = (role: string, more: Partial<View> = {}) => practiceRoleOf({ user: { role }, ...more } as View);
  expect([of('registrar'), of('care'), of('administrator', { can_manage: true }), of('later', { can_attend: true }), of('later', { can_supervise: true, can_attend: true })]).toEqual(['registrar', 'care', undefined, 'care', 'supervisor']);
});
