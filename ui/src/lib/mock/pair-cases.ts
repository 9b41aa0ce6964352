/** Invented pairs of records that may be one person. Nobody is meant. */
import type { PairField, PersonView } from '../bindings';
import { fold } from '../fold';
import { at, POSTS } from './people';

export type Case = {
  /** Of whom the first record is, and how the other differs. */
  of: number;
  changes: { given_names?: string; surname1?: string; surname2?: string; birth?: string; sex?: string; nationality?: string; document?: string; phone?: string; residence?: string; guardian_name?: string };
  standing: 'contradicted' | 'certain' | 'possible' | 'later' | 'same' | 'different';
  /** Codes with their bits. */
  reasons: [string, number][];
};

export const CASES: Case[] = [
  { of: 20, changes: {}, standing: 'contradicted', reasons: [['document_equal', 14.2], ['birth_equal', 9.8], ['surname_equal', 5.1], ['given_name_equal', 6.2], ['phone_different', -0.8]] },
  { of: 21, changes: { phone: '' }, standing: 'contradicted', reasons: [['document_equal', 14.2], ['given_name_equal', 6.2], ['birth_different', -5.4]] },
  { of: 22, changes: { surname1: 'Kispe', phone: '' }, standing: 'certain', reasons: [['document_equal', 14.1], ['surname_sounds_equal', 5.2], ['given_name_equal', 6.4], ['sex_equal', 1]] },
  { of: 23, changes: { birth: '1985-04-03', document: 'passport HT 14200850' }, standing: 'certain', reasons: [['birth_day_month_swapped', 9.4], ['surname_equal', 5.5], ['given_name_equal', 6.5], ['document_one_edit', 3.4], ['nationality_equal', 2.2]] },
  { of: 1, changes: { given_names: 'Maximiliano A.', surname1: 'Montenegro Villavicencio', document: 'national_id CO 1.029.448.112-A', guardian_name: 'Guadalupe Montenegro', residence: '040101' }, standing: 'certain', reasons: [['surname_nearly_equal', 6], ['given_name_initial', 3.1], ['birth_equal', 9.2], ['city_different', -2.3]] },
  { of: 25, changes: { given_names: 'Lucho', birth: 'age:35@2026-11-02', document: '' }, standing: 'possible', reasons: [['given_name_short_form', 4.1], ['surname_equal', 5], ['birth_estimate_near', 1.2], ['document_other', -1]] },
  { of: 26, changes: { given_names: 'Mamani', surname1: 'Rosa', document: '' }, standing: 'possible', reasons: [['names_inverted', -1.5], ['surname_equal', 5], ['given_name_equal', 5.8], ['birth_same_year', 2.4]] },
  { of: 27, changes: { birth: '1988', document: 'passport HT 99018472', sex: 'male' }, standing: 'possible', reasons: [['surname_equal', 4.4], ['given_name_nearly_equal', 3.6], ['sex_different', -4.9], ['document_different', -3.8]] },
  { of: 28, changes: { surname2: '', document: '', phone: '' }, standing: 'possible', reasons: [['surname_equal', 5.3], ['given_name_equal', 6.1], ['household_cap', -2.2]] },
  { of: 30, changes: { given_names: 'Nayra Belén', birth: '2024-11' }, standing: 'later', reasons: [['surname_equal', 4.8], ['phone_equal', 8], ['given_names_different', -4.1], ['household_cap', -6]] },
  { of: 31, changes: {}, standing: 'same', reasons: [['document_equal', 14.2], ['birth_equal', 9.8], ['given_name_equal', 6.2]] },
  { of: 32, changes: { given_names: 'Edwin Ramiro', document: 'bo_ci BO 14201186' }, standing: 'different', reasons: [['surname_equal', 4.8], ['document_consecutive', -2.2], ['given_name_other', -1.2]] },
  // One registered at three posts, the first of them the person of the pictures.
  { of: 0, changes: { given_names: 'Yulesi Carolina', birth: '1997-11-02' }, standing: 'same', reasons: [['document_equal', 14.2], ['birth_day_month_swapped', 9.4], ['given_name_sounds_equal', 6.2]] }
];

/** The other record of a pair: the same person once more, as another post wrote them down. */
export function twin(of: PersonView, id: string, { document, birth, sex, nationality, residence, ...names }: Case['changes'], turn: number): PersonView {
  const post = POSTS[(turn % (POSTS.length - 1)) + 1] ?? POSTS[0];
  const made = { ...structuredClone(of), ...names };
  const [kind = '', country = '', number = ''] = (document ?? of.card.document).split(' ');
  return {
    ...made,
    documents: kind ? [{ key: 'a1', kind, country, number, state: 'declarado', complement: '', mrz_given: '', mrz_surname: '' }] : [],
    residence: residence ?? of.residence,
    enrollments: [],
    consents: [],
    conflicts: [],
    household: '',
    household_members: [],
    card: {
      ...made.card,
      id,
      name: [made.given_names, made.surname1, made.surname2].filter(Boolean).join(' '),
      birth: birth ?? of.card.birth,
      sex: sex ?? of.card.sex,
      nationality: nationality ?? of.card.nationality,
      document: document ?? of.card.document,
      post: post?.code ?? '',
      post_name: post?.name ?? '',
      registered_by: post?.author ?? '',
      registered_at: at(700 + turn * 1111),
      conflicts: 0,
      sent: true
    }
  };
}

function apart(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) row = row.reduce<number[]>((next, above, column) => [...next, column === 0 ? line + 1 : Math.min(above + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + (other[column - 1] === letter ? 0 : 1))], []);
  return row[other.length] ?? 0;
}

function agreement(a: string, b: string): string {
  if (a === '' || b === '') return 'missing';
  if (a === b) return 'same';
  const [one, other] = [fold(a), fold(b)];
  const letters = (text: string) => [...text.replace(/\W/g, '')].sort().join('');
  return apart(one, other) <= 2 || one.startsWith(other) || other.startsWith(one) || letters(one) === letters(other) ? 'near' : 'different';
}

export function fieldsOf(a: PersonView, b: PersonView): PairField[] {
  const values = (one: PersonView): [string, string][] => [
    ['given_names', one.given_names],
    ['surname1', one.surname1],
    ['surname2', one.surname2],
    ['birth', one.card.birth],
    ['sex', one.card.sex],
    ['nationality', one.card.nationality],
    ['document', one.card.document],
    ['phone', one.phone],
    ['residence', one.residence],
    ['guardian_name', one.guardian_name],
    ['household', one.household],
    ['registered_on', one.card.registered_at.slice(0, 10)],
    ['registered_post', one.card.post]
  ];
  const others = new Map(values(b));
  return values(a).flatMap(([field, value]) => {
    const other = others.get(field) ?? '';
    return value || other ? [{ field, a: value, b: other, agreement: agreement(value, other) }] : [];
  });
}
