import { expect, it } from 'vitest';
import { leftOf, readWork, workAt } from './work';

const draft = (form: unknown, kind = 'consultation') => ({ id: 'd', kind, owner: '', mine: true, at: '', title: '', form: typeof form === 'string' ? form : JSON.stringify(form), stale: false });

it('a draft says what it is of, and what is no work of the team is none', () => {
  expect(readWork(draft({ work: 'referral', person: 'p' }))?.work).toBe('referral');
  const others = [draft({ person: 'p', reason: 'otro' }), draft({ work: 'referral', person: 'p' }, 'edit'), draft({ work: 'other', person: 'p' }), draft({ work: 'part' }), draft('null'), draft('{')];
  expect(others.map(readWork)).toEqual(others.map(() => undefined));
});

it('each is gone on with where it was begun', () => {
  expect(workAt({ work: 'referral', person: 'p' })).toBe('/person/p/refer');
  expect(workAt({ work: 'referral', person: 'p' }, 'd1')).toBe('/person/p/refer?draft=d1');
  expect(workAt({ work: 'referral', person: '', consultation: 'c' }, 'd1')).toBe('/consultation/c/refer?draft=d1');
  expect(workAt({ work: 'screening', person: 'p', instrument: 'phq9' })).toBe('/person/p?instrument=phq9');
  expect(workAt({ work: 'part', person: 'p', consultation: 'c', part: 'health' })).toBe('/consultation/c?write=health');
});

it('of several left behind the newest counts', () => {
  const left = leftOf([draft({ work: 'part', person: 'p' }), { ...draft({ work: 'referral', person: 'p' }), id: 'new' }, { ...draft({ work: 'referral', person: 'p' }), id: 'old' }], ({ work }) => work === 'referral');
  expect(left?.id).toBe('new');
});
