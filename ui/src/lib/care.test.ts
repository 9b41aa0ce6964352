import { expect, it } from 'vitest';
import type { AlertChoice, ServiceCard } from './bindings';
import { alertsOf, needOfAlert, serviceOfKind, servicesFor } from './care';

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

const alert = (code: string, service: string, instrument = ''): AlertChoice => ({ code, label: code, hint: '', guide: [], service, instrument });
const alerts = [alert('discapacidad', 'salud', 'wgss'), alert('riesgo_autolesion', 'salud_mental', 'asq'), alert('embarazo', 'salud')];
const spoken = (instrument: string, positive: string, risk = '') => alertsOf(alerts, instrument, { positive, risk }).map(({ code }) => code);

it('an alert goes to an open service of its kind, one that attends here first', () => {
  const all = [card('shut', ['salud_mental'], true, true), card('far', ['salud_mental'], false), card('near', ['salud', 'salud_mental'], true)];
  expect(serviceOfKind(all, 'salud_mental')?.service.id).toBe('near');
  expect(serviceOfKind(all, 'defensoria')).toBeUndefined();
});

it('an alert is referred by the need of its own name, else by one that its service answers, and by none that is not known', () => {
  const needs = ['salud', 'proteccion', 'atencion_confidencial'].map((code) => ({ code, label: code, common: true }));
  expect([alert('atencion_confidencial', 'proteccion'), alert('riesgo_autolesion', 'salud_mental'), alert('nna_separado', 'defensoria'), alert('mayor_sola', 'albergue'), alert('nueva', '')].map((one) => needOfAlert(one, needs))).toEqual(['atencion_confidencial', 'salud', 'proteccion', '', '']);
});

it('a positive answer speaks for the alert of its instrument, and a risk for self-harm whichever asked', () => {
  expect([spoken('wgss', 'yes'), spoken('asq', 'yes'), spoken('phq9', '', 'same_day'), spoken('asq', 'yes', 'now')]).toEqual([['discapacidad'], ['riesgo_autolesion'], ['riesgo_autolesion'], ['riesgo_autolesion']]);
  expect([spoken('phq9', 'yes'), spoken('wgss', 'no'), spoken('asq', '')]).toEqual([[], [], []]);
});
