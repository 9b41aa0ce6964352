import type { PersonInput } from '$lib/api';
import { storedBirth } from '$lib/birth';
import { blankDocument, PersonForm } from './person-form.svelte';
import { capital } from './mrz-reading.svelte';
import type { PersonSearch } from './person-search.svelte';

/** Who is looked for, by the rules that fill a new registration from the search: lines of a document as they were read, anything else as typed. */
export function typedInput({ typed, document }: Pick<PersonSearch, 'typed' | 'document'>, today: string): PersonInput {
  if (!document) {
    const form = new PersonForm(today);
    form.prefill(typed);
    return form.input();
  }
  const { given_names, surname1, surname2, birth, sex, nationality, document: paper } = document.view;
  const names = { given_names: capital(given_names), surname1: capital(surname1), surname2: capital(surname2) };
  return new PersonForm(today, { ...names, birth, sex: sex === 'unknown' ? '' : sex, nationality, documents: [{ ...blankDocument(), ...paper, key: blankDocument().key }] }).input();
}

const [LETTERS, DIGITS] = [2, 5];
const isNamed = (input: PersonInput): boolean => [input.given_names, input.surname1, input.surname2].join(' ').split(/\s+/).some((word) => (word.match(/\p{L}/gu) ?? []).length >= LETTERS);

/** The number that is asked with: the first that was typed. Zeros at its beginning say nothing. */
function isNumbered({ documents = [] }: PersonInput): boolean {
  const number = documents.map((one) => one.number.trim()).find((one) => one !== '') ?? '';
  return number.replace(/[^0-9a-z]/gi, '').replace(/^0+/, '').length >= DIGITS;
}

/** What other departments would still have to be told, by the rule of the server: a name with a year of birth, or the number of a document. */
export function lackOf(input: PersonInput): '' | 'all' | 'name' | 'year' {
  const [named, born] = [isNamed(input), storedBirth(input.birth ?? '') !== undefined];
  if (isNumbered(input) || (named && born)) return '';
  if (named) return 'year';
  return born || (input.documents ?? []).some(({ number }) => number.trim() !== '') ? 'name' : 'all';
}
