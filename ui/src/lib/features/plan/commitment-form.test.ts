import { beforeEach, expect, it, vi } from 'vitest';
import type { CommitmentCard, CommitmentInput } from '$lib/api';

const office = vi.hoisted(() => ({ saveCommitment: vi.fn(), plan: vi.fn(), meeting: vi.fn() }));
vi.mock('$lib/api', () => ({ api: office, onLocked: () => () => undefined }));
const { blankCommitment, CommitmentForm } = await import('./commitment-form.svelte');
const { CommitmentActs } = await import('./commitment-acts.svelte');
const { toasts } = await import('$lib/toasts.svelte');
const { byTerm, soonOf } = await import('./due');

const card = (id: string, more: Partial<CommitmentInput> = {}, overdue = false): CommitmentCard => ({ commitment: { id, of: 'p1', what: 'Sillas', responsible: 'Nelly', due: '2026-12-01', term: 'short', state: 'open', evidence: '', ...more }, of_name: 'SEDES', of_kind: 'plan', overdue });

beforeEach(() => {
  vi.resetAllMocks();
  office.saveCommitment.mockResolvedValue({ id: 'c1', warnings: [] });
});

it('says what is done, and a day that can be read, before it is sent', async () => {
  const form = new CommitmentForm(blankCommitment('p1', 'plan'), 'plan');
  expect(await form.save()).toBeUndefined();
  expect(form.problems.map(({ code }) => code)).toEqual(['commitment_missing']);
  Object.assign(form.input, { what: ' Sillas ', responsible: 'Nelly', due: 'pronto' });
  expect(await form.save()).toBeUndefined();
  expect(form.problems.map(({ code }) => code)).toEqual(['date_unreadable']);
  form.input.due = '2026-12-01';
  expect(await form.save()).toEqual({ id: 'c1', warnings: [] });
  expect(office.saveCommitment).toHaveBeenCalledExactlyOnceWith({ id: '', of: 'p1', what: 'Sillas', responsible: 'Nelly', due: '2026-12-01', term: 'short', state: 'open', evidence: '' }, null);
});

it('only actions of plans have a term', () => {
  expect([blankCommitment('p1', 'plan').term, blankCommitment('m1', 'meeting').term]).toEqual(['short', '']);
});

it('what was typed in a panel that was closed is there when it is opened again, and gone once it is saved', () => {
  const acts = new CommitmentActs(() => undefined);
  acts.add('p1', 'plan');
  if (acts.open) acts.open.input.what = 'Intérprete';
  acts.close();
  acts.edit(card('c9'));
  expect(acts.open?.input.what).toBe('Sillas');
  acts.close();
  acts.add('p1', 'plan');
  expect(acts.open?.input.what).toBe('Intérprete');
  acts.saved({ id: 'c1', warnings: [{ field: 'due', code: 'commitment_due_missing', severity: 'warning' }] });
  expect(toasts.shown.at(-1)).toMatchObject({ tone: 'warn', text: 'Guardado. Falta para cuándo: no aparecerá en la agenda' });
  acts.add('p1', 'plan');
  expect(acts.open?.input.what).toBe('');
});

it('done is said with how one sees it; a refusal keeps what was written', async () => {
  const changed = vi.fn();
  const acts = new CommitmentActs(changed);
  acts.settle(card('c1'));
  acts.evidence = ' Acta firmada ';
  office.saveCommitment.mockRejectedValueOnce({ code: 'POSTA-D1', fields: [] });
  await acts.saveSettled();
  expect([acts.settled?.id, acts.evidence, acts.asking.trouble?.code]).toEqual(['c1', ' Acta firmada ', 'POSTA-D1']);
  await acts.saveSettled();
  expect(office.saveCommitment).toHaveBeenLastCalledWith(expect.objectContaining({ id: 'c1', state: 'done', evidence: 'Acta firmada' }), card('c1').commitment);
  expect([acts.settled, changed.mock.calls.length]).toEqual([undefined, 1]);
});

it('an agenda has what is overdue and what is due within the week', () => {
  const due = [card('late', { due: '2026-11-02' }, true), card('soon', { due: '2026-12-05' }), card('later', { due: '2027-03-01' }), card('never', { due: '' })];
  expect(soonOf(due, '2026-12-06').map(({ commitment }) => commitment.id)).toEqual(['late', 'soon']);
});

it('actions come by their term, none is lost', () => {
  expect(byTerm([card('a', { term: 'long' }), card('b'), card('c', { term: 'nuevo' })]).map(({ term, cards }) => [term, cards.map(({ commitment }) => commitment.id).join()])).toEqual([['short', 'b,c'], ['medium', ''], ['long', 'a']]);
});

const moved = (field: string) => ({ code: 'POSTA-B1', fields: [{ field, code: 'office_moved', severity: 'error' }] });

it('a commitment is saved over what it showed, and where others wrote too it is shown before it is written over', async () => {
  const form = new CommitmentForm(card('c1').commitment, 'plan');
  Object.assign(form.input, { due: '2027-01-31', evidence: 'Foto' });
  office.saveCommitment.mockRejectedValueOnce(moved('due'));
  const theirs = card('c1', { due: '2027-03-01', responsible: 'Luis' }).commitment;
  office.plan.mockResolvedValue({ commitments: [{ commitment: theirs }] });
  expect(await form.save()).toBeUndefined();
  expect(office.saveCommitment).toHaveBeenLastCalledWith(expect.objectContaining({ due: '2027-01-31' }), card('c1').commitment);
  expect([form.input.due, form.input.responsible, form.input.evidence]).toEqual(['2027-01-31', 'Luis', 'Foto']);
  expect(form.notes('due')).toEqual([{ text: expect.stringContaining('Mientras tanto otra persona escribió aquí'), severity: 'warning' }]);
  await form.save();
  expect(office.saveCommitment).toHaveBeenLastCalledWith(expect.objectContaining({ due: '2027-01-31', responsible: 'Luis' }), theirs);
});

it('what is said to be done is tried again over what the commitment says by now', async () => {
  const acts = new CommitmentActs(() => undefined);
  acts.settle(card('c1'));
  acts.evidence = 'Foto';
  const theirs = card('c1', { state: 'dropped' }).commitment;
  office.saveCommitment.mockRejectedValueOnce(moved('state'));
  office.plan.mockResolvedValue({ commitments: [{ commitment: theirs }] });
  await acts.saveSettled();
  expect([acts.settled, acts.evidence]).toEqual([theirs, 'Foto']);
  await acts.saveSettled();
  expect(office.saveCommitment).toHaveBeenLastCalledWith({ ...theirs, state: 'done', evidence: 'Foto' }, theirs);
});
