import { expect, it } from 'vitest';
import { afterRefusal, mergeOver, movedIn, notesOver } from './office-merge';

const plan = { to: '2026-12-31', note: '', place: '', practices: ['uno', 'dos'] };

it('what one did not touch is as the others left it, item by item of a list', () => {
  const mine = { ...plan, note: 'Con la dirección', practices: ['dos', 'tres'] };
  const now = { ...plan, to: '2027-06-30', practices: ['uno', 'dos', 'cuatro'] };
  expect(mergeOver(plan, mine, now)).toEqual({ input: { to: '2027-06-30', note: 'Con la dirección', place: '', practices: ['dos', 'tres', 'cuatro'] }, theirs: {} });
  expect(mergeOver(plan, plan, { ...now, practices: ['dos'] }).input.practices).toEqual(['dos']);
  expect(mergeOver(plan, { ...plan, practices: ['dos', 'uno'] }, { ...plan, practices: ['uno'] }).input.practices).toEqual(['uno']);
});

it('where both wrote one thing it is that; where they wrote two it is the own one, and what the other wrote is told', () => {
  const now = { ...plan, to: '2027-06-30', note: 'Suya', place: '040101' };
  const merged = mergeOver(plan, { ...plan, to: '2027-06-30', note: 'Mía', place: '040901' }, now);
  expect(merged).toEqual({ input: { ...now, note: 'Mía', place: '040901' }, theirs: { note: 'Suya', place: '040101' } });
  const problems = afterRefusal([{ field: 'note', code: 'office_moved', severity: 'error' }, { field: 'to', code: 'plan_days_swapped', severity: 'error' }], merged.theirs);
  expect(problems.map(({ field, code, severity }) => [field, code, severity].join())).toEqual(['to,plan_days_swapped,error', 'note,office_moved,warning', 'place,office_moved,warning']);
  expect(notesOver(problems, merged.theirs, 'note')).toEqual([{ text: 'Mientras tanto otra persona escribió aquí «Suya». Si guarda, queda lo que escribió usted.', severity: 'warning' }]);
  expect(notesOver(problems, merged.theirs, 'place')[0]?.text).toBe('Otra persona cambió este dato mientras tanto: revise y guarde otra vez');
  expect(notesOver(movedIn({ to: '' }), { to: '' }, 'to')[0]?.text).toContain('«sin dato»');
});
