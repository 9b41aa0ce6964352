import type { PersonInput } from '$lib/api';
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

const SHORTEST = 4;

/** Whether enough is typed to look for somebody: a name, or a number. */
export function isEnough(input: PersonInput): boolean {
  const name = [input.given_names, input.surname1, input.surname2].join(' ').trim();
  return name.length >= SHORTEST || (input.documents ?? []).some(({ number }) => number.trim().length >= SHORTEST);
}
