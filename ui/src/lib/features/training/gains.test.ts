// @vitest-environment jsdom
import { afterEach, expect, it } from 'vitest';
import { speak } from '$lib/messages';
import type { ParticipantCard, ThemeGain } from '$lib/api';
import { mayBeNone, sayChange, sayGain, sayInterval } from './gains';
import { rolesOf, totalOf } from './roles';

const gain = (entry: number, exit: number, low: number | null = null, high: number | null = null): ThemeGain => ({ theme: 'rights', name: 'Derechos', n: 12, entry, exit, gain: exit - entry, low, high });

afterEach(() => speak('es'));

it('a gain is a sentence: from where to where, how much, and between what', () => {
  expect(sayGain(gain(45, 78, 21.4, 44.6))).toBe('de 45 % a 78 %: 33 puntos más, entre 21 y 45');
  speak('en');
  expect(sayGain(gain(45, 78, 21.4, 44.6))).toBe('from 45% to 78%: 33 points more, between 21 and 45');
});

it('less is said as less, and nothing as nothing', () => {
  expect(sayGain(gain(60, 59, -4, 2))).toBe('de 60 % a 59 %: 1 punto menos, entre −4 y 2');
  expect(sayGain(gain(60, 60))).toBe('de 60 % a 60 %: sin cambio');
});

it('tenths show where whole numbers would not add up', () => {
  expect(sayGain(gain(45.4, 77.6))).toBe('de 45,4 % a 77,6 %: 32,2 puntos más');
});

it('an interval that holds nothing says that it may not have changed; without one nothing is said', () => {
  expect([mayBeNone({ low: -4, high: 2 }), mayBeNone({ low: 0, high: 3 }), mayBeNone({ low: 1, high: 3 }), mayBeNone({ low: null, high: null })]).toEqual([true, true, false, false]);
  expect([sayInterval({ low: null, high: null }), sayChange(33.2), sayChange(-4), sayChange(0.2)]).toEqual(['', '+33', '−4', '0']);
});

it('the table counts every role and sex, and its last line adds up', () => {
  const of = (role: string, sex: string): ParticipantCard => ({ participant: { id: '', training: '', name: '', sex, role, institution: '' }, entry_right: null, entry_asked: 0, exit_right: null, exit_asked: 0, withdrawn: false, certified_on: '', trained: 0 });
  const rows = rolesOf([of('health', 'woman'), of('health', 'man'), of('community', 'other'), of('nueva', 'woman')]);
  expect(rows.map(({ role, women, men, other, total }) => [role, women, men, other, total].join())).toEqual(['health,1,1,0,2', 'administrative,0,0,0,0', 'community,0,0,1,1', 'nueva,1,0,0,1']);
  expect(totalOf(rows)).toEqual({ women: 2, men: 1, other: 1, total: 4 });
});
