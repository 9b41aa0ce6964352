import { expect, it } from 'vitest';
import type { ConsultationView } from '$lib/api';
import { isClosed } from './part-draft';

const signed = (more: object) => ({ signatures: [{ part: 'health', user: 'u', name: '', at: '', holds: true, genuine: true, ...more }] }) as unknown as ConsultationView;

it('whatever signature a part has, it is not written any more', () => {
  expect([{}, { holds: false }, { genuine: false }].map((more) => isClosed('health', signed(more)))).toEqual([true, true, true]);
  expect(isClosed('social', signed({}))).toBe(false);
});
