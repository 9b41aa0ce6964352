import { expect, it } from 'vitest';
import type { Catalogue } from '$lib/api';
import { sayField, sayValue } from './conflict-words';

const choice = (code: string, label: string) => ({ code, label, group: '' });
const catalogue = { needs: [choice('salud', 'Salud')], chronic: [choice('diabetes', 'Diabetes')], hygiene: [], states: [], supports: [], reasons: [choice('control', 'Control')], alerts: [{ ...choice('embarazo', 'Embarazo'), hint: '' }] } as unknown as Catalogue;

it.each([
  ['about_need/salud/state', 'no_desea', 'Salud: Cómo está', 'No desea'],
  ['about_need/salud/urgency', 'pronta', 'Salud: Urgencia', 'Pronta'],
  ['about_need/salud/done', 'se llamó', 'Salud: Qué se hizo', 'se llamó'],
  ['need/salud', 'true', 'Necesidades: Salud', 'Sí'],
  ['alert/embarazo', 'false', 'Alertas: Embarazo', 'No'],
  ['health/complaint', '', 'Qué le pasa', 'sin dato'],
  ['health/sign/temperature_tenths_c', '375', 'Signos: Temperatura (°C)', '37,5'],
  ['health/chronic/diabetes', 'true', 'Enfermedades que ya tiene: Diabetes', 'Sí'],
  ['health/pregnancy', 'unknown', 'Embarazo', 'No sabe'],
  ['social/words', 'va al norte', 'En sus palabras', 'va al norte'],
  ['restricted', 'true', 'Atención confidencial', 'Sí'],
  ['mode', 'street', '¿Dónde?', 'Calle'],
  ['reason', 'control', 'Motivo', 'Control'],
  ['from/a/later/version', 'x', 'from', 'x']
])('%s is said in words', (field, value, words, said) => {
  expect([sayField(field, catalogue), sayValue(field, value, catalogue)]).toEqual([words, said]);
});
