import { describe, expect, it } from 'vitest';
import type { PersonView } from '$lib/api';
import { blankDocument, PersonForm, splitComplement, takesComplement } from './person-form.svelte';

const TODAY = '2026-11-21';
const VIEW: PersonView = {
  card: { id: '0'.repeat(32), name: 'Rosa Mamani', sex: 'female', birth: 'age:34@2025-01-01', age: 34, nationality: 'BO', document: '', post: 'pisiga', post_name: 'Pisiga', registered_by: 'Ana', registered_at: '', conflicts: 0, sent: true, sources: 0 },
  given_names: 'Rosa',
  surname1: 'Mamani',
  surname2: '',
  name_undeclared: false,
  documents: [
    { key: 'a1', kind: 'bo_ci', country: 'BO', number: '123', state: 'vigente' },
    { key: 'b2', kind: 'passport', country: 'BO', number: 'X9', state: 'vencido' }
  ],
  without_documents: false,
  languages: ['es', 'ay'],
  phone: '70000000',
  residence: '040901',
  residence_name: 'Sabaya, Oruro',
  guardian_name: '',
  guardian_relation: '',
  guardian_person: '',
  conflicts: [],
  timeline: [],
  enrollments: [],
  consents: [],
  household: '',
  household_role: '',
  household_members: [],
  same_day: false,
  card_code: '',
  handed: [],
  sources: [],
  contradictions: [],
  origin: '',
  decided_conflicts: []
};

describe('editing sends only what differs', () => {
  it('nothing, when nothing was changed', () => expect(PersonForm.of(VIEW, TODAY).edits(VIEW)).toEqual([]));

  it('one flat field for one change', () => {
    const form = PersonForm.of(VIEW, TODAY);
    form.phone = ' 71111111 ';
    expect(form.edits(VIEW)).toEqual([{ field: 'phone', value: '71111111' }]);
  });

  it('a corrected birth, and not one that reads the same', () => {
    const form = PersonForm.of(VIEW, TODAY);
    form.birth = '17/5/1990';
    expect(form.edits(VIEW)).toEqual([{ field: 'birth', value: '1990-05-17' }]);
  });

  it('languages as flags', () => {
    const form = PersonForm.of(VIEW, TODAY);
    form.languages = ['es', 'qu'];
    expect(form.edits(VIEW)).toEqual([
      { field: 'language/ay', value: 'false' },
      { field: 'language/qu', value: 'true' }
    ]);
  });

  it('a document is marked removed, never deleted; a new one has its own key', () => {
    const form = PersonForm.of(VIEW, TODAY);
    form.removeDocument('b2');
    form.addDocument();
    const added = form.documents.at(-1);
    if (added) Object.assign(added, { kind: 'passport', country: 'PE', number: 'P1' });
    const key = added?.key ?? '';
    expect(key).toMatch(/^[a-z0-9]{1,12}$/);
    expect(form.edits(VIEW)).toEqual([
      { field: 'document/b2/removed', value: 'true' },
      { field: `document/${key}/kind`, value: 'passport' },
      { field: `document/${key}/country`, value: 'PE' },
      { field: `document/${key}/number`, value: 'P1' },
      { field: `document/${key}/state`, value: 'vigente' }
    ]);
  });
});

describe('what was typed into a search becomes a name', () => {
  it.each([
    ['rosa', 'Rosa', '', ''],
    ['rosa mamani', 'Rosa', 'Mamani', ''],
    ['rosa mamani choque', 'Rosa', 'Mamani', 'Choque'],
    ['ana lucía mamani choque', 'Ana Lucía', 'Mamani', 'Choque']
  ])('%s', (typed, given, one, two) => {
    const form = new PersonForm(TODAY);
    form.prefill(typed);
    expect([form.given_names, form.surname1, form.surname2]).toEqual([given, one, two]);
  });

  it('a number becomes a document, a year a birth', () => {
    const form = new PersonForm(TODAY);
    form.prefill('7654321');
    expect(form.documents[0]?.number).toBe('7654321');
    const other = new PersonForm(TODAY);
    other.prefill('1988');
    expect(other.input().birth).toBe('1988');
  });
});

it.each([
  ['quispe 1990', 'Quispe', '', '1990', []],
  ['Juan Quispe 6543210', 'Juan', 'Quispe', '', ['6543210']],
  ['juan quispe 1990 6543210', 'Juan', 'Quispe', '1990', ['6543210']],
  ['rosa 17/5/1990', 'Rosa', '', '17/5/1990', []],
  ['rosa 2027', 'Rosa', '', '', ['2027']],
  ['6543210-1B  mamani ', 'Mamani', '', '', ['6543210-1B']]
])('nothing typed into a search is lost: %s', (typed, given, surname, birth, numbers) => {
  const form = new PersonForm(TODAY);
  form.prefill(typed);
  expect([form.given_names, form.surname1, form.birth, form.documents.map((document) => document.number)]).toEqual([given, surname, birth, numbers]);
});

it('an age goes without its day, which is added when saved', () => {
  const form = new PersonForm(TODAY);
  form.birth = '34 años';
  expect(form.input().birth).toBe('age:34');
});

it('a birth that cannot be read goes as typed, so that its problem is told', () => {
  const form = new PersonForm(TODAY);
  form.birth = '34/14/20';
  expect(form.input().birth).toBe('34/14/20');
});

it('a document without kind and number is not sent', () => {
  const form = new PersonForm(TODAY);
  form.addDocument();
  expect(form.input().documents).toEqual([]);
});

describe('documents', () => {
  /** Catalogues that say nothing of complements, and that say it. */
  const CARDS = { document_kinds: [{ code: 'bo_ci', complement: true }, { code: 'passport', complement: false }] };
  const TOLD = { document_kinds: [{ code: 'bo_ci', complement: false }, { code: 'passport', complement: true }] };
  const LP = { kind: 'bo_ci', country: 'BO', number: '1234567-1a LP', complement: '' };

  it('a complement typed with its number goes into its own field', () => {
    const document = blankDocument(LP);
    expect(splitComplement(CARDS, document)).toEqual({ number: '1234567 LP', complement: '1A' });
    expect(splitComplement(CARDS, blankDocument({ ...LP, number: '1234567' }))).toEqual({ number: '1234567', complement: '' });
    expect(splitComplement(CARDS, blankDocument({ ...LP, kind: 'passport' }))).toEqual({ number: '1234567-1a LP', complement: '' });
    expect(splitComplement(CARDS, blankDocument({ ...LP, complement: '2B' })).complement).toBe('2B');
  });

  it('the catalogue says which kinds have a complement', () => {
    expect(['bo_ci', 'passport'].map((kind) => takesComplement(TOLD, kind))).toEqual([false, true]);
    expect(['bo_ci', 'passport', 'pe_dni'].map((kind) => takesComplement(CARDS, kind))).toEqual([true, false, false]);
    expect(splitComplement(TOLD, blankDocument(LP)).complement).toBe('');
  });

  it('the one that stands ready is none while nothing is typed into it', () => {
    const form = new PersonForm(TODAY, { nationality: 'VE' });
    form.readyDocument('passport');
    expect(form.documents).toHaveLength(1);
    expect(form.input().documents).toEqual([]);
    const [document] = form.documents;
    if (document) document.number = '14290887';
    expect(form.input().documents).toMatchObject([{ kind: 'passport', country: 'VE', number: '14290887', state: 'vigente' }]);
    form.readyDocument('passport');
    expect(form.documents).toHaveLength(1);
  });

  it('none stands ready for who has none', () => {
    const form = new PersonForm(TODAY, { without_documents: true });
    form.readyDocument('passport');
    expect(form.documents).toEqual([]);
  });
});
