import { expect, it } from 'vitest';
import type { ConsultationView, HealthView } from '$lib/api';
import { isClosed, mergePart, touchedSigns, type HealthContent } from './part-draft';
import type { SocialContent } from './parts.svelte';

const signed = (more: object) => ({ signatures: [{ part: 'health', user: 'u', name: '', at: '', holds: true, genuine: true, ...more }] }) as unknown as ConsultationView;

it('whatever signature a part has, it is not written any more', () => {
  expect([{}, { holds: false }, { genuine: false }].map((more) => isClosed('health', signed(more)))).toEqual([true, true, true]);
  expect(isClosed('social', signed({}))).toBe(false);
});

const health = (begun: HealthView, mine: HealthView, now: HealthView) => (mergePart('health', { health: begun }, { health: mine }, { health: now }) as HealthContent).health;
const social = (...of: [Partial<SocialContent>, Partial<SocialContent>, Partial<SocialContent>]) => mergePart('social', ...of) as SocialContent;

it('of a part that two wrote, what was not touched here is as it stands now', () => {
  const now = { complaint: 'fiebre', signs: [{ sign: 'pulse_per_minute', value: 80 }], pregnancy: 'yes', weeks: 20, chronic: ['asma'], interrupted: 'x', given: 'agua', hygiene: ['jabon'] };
  expect(health({ complaint: 'tos', given: 'té' }, { complaint: 'tos', given: 'té' }, now)).toEqual(now);
  const stands = { needs: ['salud'], about_needs: [{ code: 'salud', urgency: 'pronta', done: 'control', state: 'resuelta' }], alerts: ['embarazo'], note: 'n', social: { states: ['triste'], supports: ['familia'], words: 'w' } };
  expect(social({ needs: ['agua'], note: 'antes' }, { needs: ['agua'], note: 'antes' }, stands)).toEqual(stands);
});

it('what only was touched here is as it is here', () => {
  expect(health({ complaint: 'tos' }, { complaint: 'tos y fiebre', pregnancy: 'no' }, { complaint: 'tos' })).toMatchObject({ complaint: 'tos y fiebre', pregnancy: 'no' });
  expect(health({ complaint: 'tos' }, {}, { complaint: 'tos' }).complaint).toBe('');
});

it('sets are as they stand now, with what was added here and without what was taken away here', () => {
  const sets = (codes: string[]) => ({ needs: codes, alerts: codes, social: { states: codes, supports: codes, words: '' } });
  const merged = social(sets(['a', 'b']), sets(['b', 'mine']), sets(['a', 'b', 'theirs']));
  const codes = ['b', 'theirs', 'mine'];
  expect([merged.needs, merged.alerts, merged.social.states, merged.social.supports]).toEqual([codes, codes, codes, codes]);
  expect(health({ chronic: ['a'], hygiene: ['a'] }, { chronic: [], hygiene: ['a', 'mine'] }, { chronic: ['a', 'x'], hygiene: [] })).toMatchObject({ chronic: ['x'], hygiene: ['mine'] });
});

it('of a need each field is merged by itself', () => {
  const about = (more: object) => ({ needs: ['salud'], about_needs: [{ code: 'salud', urgency: 'normal', done: '', state: 'abierta', ...more }] });
  expect(social(about({}), about({ urgency: 'pronta', done: 'agua' }), about({ state: 'resuelta', done: 'control' })).about_needs).toEqual([{ code: 'salud', urgency: 'pronta', done: 'control / agua', state: 'resuelta' }]);
  expect(social(about({}), about({ state: 'no_desea' }), about({ state: 'resuelta' })).about_needs[0]?.state).toBe('no_desea');
});

it('signs are merged one by one, and one that both changed is as it is here', () => {
  const [pulse, weight, oxygen] = ['pulse_per_minute', 'weight_grams', 'oxygen_percent'].map((sign) => (value: number) => ({ sign, value })) as [(value: number) => { sign: string; value: number }, (value: number) => { sign: string; value: number }, (value: number) => { sign: string; value: number }];
  expect(health({ signs: [pulse(70), oxygen(90)] }, { signs: [pulse(80)] }, { signs: [pulse(75), oxygen(90), weight(60000)] }).signs).toEqual([pulse(80), weight(60000)]);
});

it('texts that both changed are joined, in a line or below each other', () => {
  const merged = health({ complaint: 'tos', interrupted: 'a', given: '' }, { complaint: 'tos, fiebre', interrupted: 'b', given: 'té' }, { complaint: 'tos seca', interrupted: '', given: 'agua' });
  expect([merged.complaint, merged.interrupted, merged.given]).toEqual(['tos seca\ntos, fiebre', 'b', 'agua / té']);
  const said = social({}, { note: 'mía', social: { words: 'igual' } }, { note: 'suya', social: { words: 'igual' } });
  expect([said.note, said.social.words]).toEqual(['suya\nmía', 'igual']);
});

it('of signs as they were typed only what was touched here stays', () => {
  const begun = { health: { signs: [{ sign: 'temperature_tenths_c', value: 375 }], pregnancy: 'yes', weeks: 20 } };
  const signs = { temperature_tenths_c: '37.5', pulse_per_minute: '8x', oxygen_percent: '' };
  expect(touchedSigns(begun, { signs, weeks: '20' })).toEqual({ signs: { pulse_per_minute: '8x' } });
  expect(touchedSigns(begun, { signs: { temperature_tenths_c: '' }, weeks: '2x' })).toEqual({ signs: { temperature_tenths_c: '' }, weeks: '2x' });
});
