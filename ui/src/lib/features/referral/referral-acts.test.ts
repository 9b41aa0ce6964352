import { beforeEach, expect, it, vi } from 'vitest';

const api = vi.hoisted(() => ({ stepReferral: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));
const { ReferralActs } = await import('./referral-acts.svelte');
const changed = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  api.stepReferral.mockResolvedValue({ id: 'r1', warnings: [] });
});

it('a rejection is told with its reason, and only then', async () => {
  const acts = new ReferralActs('r1', changed);
  await acts.go('rechazada');
  await acts.submit();
  expect([acts.asked, acts.tried, api.stepReferral.mock.calls.length]).toEqual(['rechazada', true, 0]);
  acts.reason = ' sin cupo ';
  await acts.submit();
  expect(api.stepReferral).toHaveBeenCalledExactlyOnceWith('r1', 'rechazada', 'sin cupo');
  expect([acts.asked, changed.mock.calls.length]).toEqual(['', 1]);
});

it('what was refused keeps the question open, and every other step asks nothing', async () => {
  const acts = new ReferralActs('r1', changed);
  await acts.go('rechazada');
  acts.reason = 'sin cupo';
  api.stepReferral.mockRejectedValueOnce(new Error('disk'));
  await acts.submit();
  expect([acts.asked, acts.asking.trouble !== undefined, changed.mock.calls.length]).toEqual(['rechazada', true, 0]);
  await new ReferralActs('r1', changed).go('aceptada');
  expect(api.stepReferral).toHaveBeenLastCalledWith('r1', 'aceptada', '');
});

it('what cannot be undone is confirmed first', async () => {
  const acts = new ReferralActs('r1', changed);
  await acts.go('anulada');
  expect([acts.asked, api.stepReferral.mock.calls.length]).toEqual(['anulada', 0]);
  await acts.submit();
  expect(api.stepReferral).toHaveBeenCalledExactlyOnceWith('r1', 'anulada', '');
  expect(acts.asked).toBe('');
});
