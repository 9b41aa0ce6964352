import { beforeEach, expect, it, vi } from 'vitest';
import type { PersonView } from '$lib/api';

const api = vi.hoisted(() => ({ checkPerson: vi.fn(), editPerson: vi.fn(), saveDraft: vi.fn(), discardDraft: vi.fn() }));
vi.mock('$lib/api', () => ({ api, onLocked: () => () => undefined }));

const { EditForm, readEdit } = await import('./edit-form.svelte');
const { Trouble } = await import('$lib/trouble');
const TODAY = '2026-11-21';
const view = (more: Partial<PersonView> = {}) =>
  ({
    card: { id: 'p1', sex: 'female', birth: '1990', nationality: 'VE' },
    given_names: 'Rosa',
    surname1: 'Mamani',
    surname2: '',
    name_undeclared: false,
    documents: [{ key: 'a1', kind: 'ci', country: 'VE', number: '123', state: 'vigente' }],
    without_documents: false,
    languages: ['es'],
    phone: '700',
    residence: '',
    guardian_name: '',
    guardian_relation: '',
    guardian_person: '',
    ...more
  }) as PersonView;

const typedOver = () => {
  const form = new EditForm(view(), TODAY);
  form.person.phone = '711';
  form.person.birth = '34 años';
  form.person.languages = ['ay'];
  form.person.addDocument();
  Object.assign(form.person.documents[1] ?? {}, { kind: 'pasaporte', number: '9' });
  form.person.removeDocument('a1');
  return form;
};
const draftOf = (form: InstanceType<typeof EditForm>) => ({ id: 'd1', form: JSON.stringify(form.kept()) });

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  api.checkPerson.mockResolvedValue([]);
  api.saveDraft.mockImplementation((input: { id: string }) => Promise.resolve({ id: input.id || 'd1' }));
  api.editPerson.mockResolvedValue({ id: 'p1', warnings: [] });
  api.discardDraft.mockResolvedValue(null);
});

it('an edit is kept as a draft with its person, the names for the list, and what it was made over', async () => {
  const form = new EditForm(view(), TODAY);
  form.person.phone = '711';
  form.draft.touch();
  await vi.advanceTimersByTimeAsync(600);
  const input = api.saveDraft.mock.lastCall?.[0] as { kind: string; form: string };
  expect(input.kind).toBe('edit');
  expect(readEdit(input.form)).toMatchObject({
    id: 'p1',
    person: { given_names: 'Rosa', surname1: 'Mamani' },
    edits: [{ field: 'phone', value: '711', base: '700' }]
  });
});

it('an edit comes back as it was', () => {
  const first = typedOver();
  const again = new EditForm(view(), TODAY, draftOf(first));
  expect(again.edits).toEqual(first.edits);
  expect(again.person.birth).toBe('34 años');
  expect(again.moved).toEqual([]);
});

it('a field that somebody else changed meanwhile is told, again and again until it is saved', () => {
  const first = new EditForm(view(), TODAY);
  first.person.phone = '711';
  const second = new EditForm(view({ phone: '722' }), TODAY, draftOf(first));
  expect([second.moved, second.person.phone]).toEqual([['phone'], '711']);
  expect(new EditForm(view({ phone: '722' }), TODAY, draftOf(second)).moved).toEqual(['phone']);
});

it('a field that nobody typed shows what it holds now', () => {
  const first = new EditForm(view(), TODAY);
  first.person.phone = '711';
  const again = new EditForm(view({ surname2: 'Quispe' }), TODAY, draftOf(first));
  expect(again.person.surname2).toBe('Quispe');
  expect(again.edits).toEqual([{ field: 'phone', value: '711' }]);
});

it('saving lets go of the draft', async () => {
  const form = new EditForm(view(), TODAY, draftOf(typedOver()));
  expect(await form.save()).toBeDefined();
  expect(api.discardDraft).toHaveBeenCalledExactlyOnceWith('d1');
  expect(api.saveDraft).not.toHaveBeenCalled();
});

it('a save that fails keeps the draft', async () => {
  api.editPerson.mockRejectedValue(new Trouble('POSTA-D1'));
  const form = typedOver();
  form.draft.touch();
  expect(await form.save()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(0);
  expect(api.discardDraft).not.toHaveBeenCalled();
  expect(form.draft.state).toBe('saved');
});

it('an edit taken back leaves no draft', async () => {
  const form = new EditForm(view(), TODAY, { id: 'd1', form: '{}' });
  await form.tidy();
  expect(api.discardDraft).toHaveBeenCalledExactlyOnceWith('d1');
});

it('a draft that cannot be read changes nothing', () => {
  expect(new EditForm(view(), TODAY, { id: 'd1', form: '{' }).edits).toEqual([]);
});

it.each([
  ['was not known before', '', '2015', true],
  ['was an adult before', '1990', '8', true],
  ['was one before', '2015', '2016', false],
  ['is not one', '', '1990', false]
])('whom they are with is asked of a minor who %s', async (_, before, birth, asked) => {
  const form = new EditForm(view({ card: { ...view().card, birth: before } }), TODAY);
  form.person.birth = birth;
  form.accompaniment = 'alone';
  expect(form.asksAccompaniment).toBe(asked);
  await form.save();
  const sent = api.editPerson.mock.lastCall?.[1] as { field: string; value: string }[];
  expect(sent.some(({ field, value }) => field === 'accompaniment' && value === 'alone')).toBe(asked);
  expect(JSON.stringify(form.kept())).not.toContain('alone');
});
