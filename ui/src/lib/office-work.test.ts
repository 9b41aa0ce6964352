import { expect, it } from 'vitest';
import type { DraftCard } from './bindings';
import { leftOffice, officeAt, readOffice } from './office-work';

const draft = (kind: string, form: string, mine = true): DraftCard => ({ id: kind, kind, owner: '', mine, at: '', title: '', form, stale: false });
const kept = (of: string, title = 'Trato digno') => JSON.stringify({ of, title, input: { title } });

it('a draft of the office says what it is called, and leads to where it is gone on with', () => {
  const drafts = ['training', 'plan', 'meeting', 'participant', 'evaluation'].map((kind) => readOffice(draft(kind, kept('a1'))));
  expect(drafts.map((one) => one && [one.title, officeAt(one)].join())).toEqual(['Trato digno,/trainings/a1/edit', 'Trato digno,/plans/a1/edit', 'Trato digno,/plans/meeting/a1/edit', 'Trato digno,/trainings/a1', 'Trato digno,/trainings/a1']);
  expect(['training', 'plan', 'meeting'].map((kind) => officeAt({ kind: kind as 'training', of: '' }))).toEqual(['/trainings/new', '/plans/new', '/plans/meeting/new']);
});

it('what is of something else, or cannot be read, is none', () => {
  expect([draft('edit', kept('a1')), draft('training', '{'), draft('training', 'null'), draft('training', '{"of":"a"}'), draft('training', '')].map(readOffice)).toEqual(Array.from({ length: 5 }));
});

it('only the own draft of the same record is gone on with', () => {
  const drafts = [draft('training', kept('a1', 'ajeno'), false), draft('plan', kept('a1', 'plan')), draft('training', kept('a2', 'otro')), draft('training', kept('a1', 'propio'))];
  expect([leftOffice(drafts, 'training', 'a1')?.input, leftOffice(drafts, 'training', '')]).toEqual([{ title: 'propio' }, undefined]);
});
