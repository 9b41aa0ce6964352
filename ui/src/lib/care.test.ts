import { expect, it } from 'vitest';
import type { ServiceCard } from './bindings';
import { servicesFor } from './care';

const card = (id: string, kinds: string[], here: boolean, closed = false): ServiceCard => ({ service: { id, kinds, closed }, place_name: '', verified_on: '', verified_by: '', stale: false, here, referrals: 0 });
const ids = (cards: ServiceCard[]) => cards.map(({ service }) => service.id).join();

it('a need is offered open services that answer it, those that attend here first', () => {
  const all = [card('far', ['salud'], false), card('mind', ['salud_mental'], true), card('near', ['salud'], true), card('shut', ['salud'], true, true), card('other', ['albergue'], true)];
  expect(ids(servicesFor(all, 'salud'))).toBe('near,mind,far');
  expect(ids(servicesFor(all, 'alojamiento'))).toBe('other');
});

it('a need that this version does not know is offered every open service', () => {
  expect(ids(servicesFor([card('a', ['x'], false), card('b', [], true), card('c', ['x'], true, true)], 'nueva'))).toBe('b,a');
});
