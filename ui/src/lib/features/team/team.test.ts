import { beforeEach, expect, it, vi } from 'vitest';
import type { AsideCard, DeviceCard, MemberCard } from '$lib/api';

const api = vi.hoisted(() => ({ revokeUser: vi.fn(), revokeDevice: vi.fn(), inspectChallenge: vi.fn(), answerRecovery: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { admittedBefore } = await import('./aside');
const { isStale, namesToo, Revoking } = await import('./revoking.svelte');
const { AnswerForm } = await import('./answer-form.svelte');
const NAMED = { kind: 'user', card: { id: 'u1', name: 'Óscar Ñáñez' } as MemberCard } as const;

beforeEach(() => vi.resetAllMocks());

it.each([
  ['oscar nanez', true],
  ['  Óscar   Ñáñez ', true],
  ['Oscar', false],
  ['', false]
])('typing %j confirms «Óscar Ñáñez»: %s', (typed, same) => {
  const act = new Revoking(NAMED);
  act.typed = typed;
  expect(act.same).toBe(same);
});

it('a name without letters is not confirmed by nothing', () => {
  const act = new Revoking({ kind: 'user', card: { id: 'u1', name: '—' } as MemberCard });
  expect(act.same).toBe(false);
  act.typed = '—';
  expect(act.same).toBe(true);
});

it('nobody is revoked without the name and a reason', async () => {
  const act = new Revoking(NAMED);
  act.typed = 'Óscar Ñáñez';
  await act.submit();
  expect(api.revokeUser).not.toHaveBeenCalled();
  act.reason = 'left';
  api.revokeUser.mockResolvedValue('members');
  expect(await act.submit()).toBe('members');
  expect(api.revokeUser).toHaveBeenCalledWith('u1', 'left');
});

it('a device is confirmed by its first letters', async () => {
  const act = new Revoking({ kind: 'device', card: { id: 'abcdef0123456789' } as DeviceCard });
  Object.assign(act, { typed: 'ABCDEF01', reason: 'stolen' });
  await act.submit();
  expect(api.revokeDevice).toHaveBeenCalledWith('abcdef0123456789', 'stolen');
});

it('somebody unknown or revoked is not answered', async () => {
  api.inspectChallenge.mockResolvedValue({ known: false });
  const form = new AnswerForm();
  form.challenge = 'posta:challenge';
  await form.look();
  Object.assign(form, { folder: '/media/usb', compared: 'same' });
  await form.submit();
  expect(api.answerRecovery).not.toHaveBeenCalled();
});

it('shares are told one a line and forgotten once they served', async () => {
  api.inspectChallenge.mockResolvedValue({ known: true });
  api.answerRecovery.mockResolvedValue({ text: 'a' });
  const form = new AnswerForm();
  form.challenge = 'posta:challenge';
  await form.look();
  form.compared = 'same';
  Object.assign(form, { source: 'shares', folder: '/media/usb', shares: ' uno \n\n dos \n' });
  await form.submit();
  expect(api.answerRecovery).toHaveBeenCalledWith('posta:challenge', '', ['uno', 'dos']);
  expect(form.shares).toBe('');
});

it.each([undefined, 'different'] as const)('nothing is answered while the words are %s', async (compared) => {
  api.inspectChallenge.mockResolvedValue({ known: true });
  const form = new AnswerForm();
  form.challenge = 'posta:challenge';
  await form.look();
  Object.assign(form, { folder: '/media/usb', compared });
  await form.submit();
  expect(api.answerRecovery).not.toHaveBeenCalled();
});

it('another code is compared again', async () => {
  api.inspectChallenge.mockResolvedValue({ known: true });
  const form = new AnswerForm();
  form.challenge = 'posta:challenge';
  form.compared = 'same';
  await form.look();
  expect(form.compared).toBeUndefined();
});

it('admitting a batch names all before it of that feed, oldest first, and no other', () => {
  const cards = [
    ['one', 7],
    ['one', 5],
    ['two', 4],
    ['one', 9],
    ['one', 6]
  ].map(([feed, n]) => ({ feed, n }) as AsideCard);
  expect(admittedBefore(cards, cards[0] as AsideCard).map(({ feed, n }) => `${feed} ${n}`)).toEqual(['one 5', 'one 6']);
});

it.each([
  [null, true],
  ['2026-11-20T11:59:00Z', true],
  ['2026-11-20T12:01:00Z', false],
  ['nothing', true]
])('a last exchange at %s asks to synchronize first: %s', (contact, stale) => {
  expect(isStale(contact, Date.parse('2026-11-21T12:00:00Z'))).toBe(stale);
});

it('of a stolen device, whoever used it is named', () => {
  const who = { kind: 'device', card: { id: 'abcdef0123456789', users: ['Ana Quispe', 'Beto Colque'] } as DeviceCard } as const;
  expect(namesToo(who, 'stolen')).toEqual(['Ana Quispe', 'Beto Colque']);
  expect(namesToo(who, 'other')).toEqual([]);
  expect(namesToo(NAMED, 'stolen')).toEqual([]);
});
