/** Flat keys of a person's documents, and their values, in words: for conflicts and for what an edit changed. */
import type { Catalogue } from '$lib/api';
import { labelOf } from '$lib/choices';
import { t } from '$lib/messages';
import { sayDay } from '$lib/moment';
import { sayBirth, saySex } from '$lib/people';

const named = (words: Record<string, string>, key: string) => Object.entries(words).find(([word]) => word === key)?.[1];

/** The purpose without which a value is not printed. */
export function printedFor(field: string): string | undefined {
  if (field === 'phone') return 'contact';
  return field.startsWith('facility') ? 'share_facility' : undefined;
}

/** "Celular", "Documento: número", "Idioma para hablar: Aymara"; the key itself when this version does not know it. */
export function sayField(field: string, catalogue: Catalogue): string {
  const [head = '', item = '', part = ''] = field.split('/');
  const words = named(t.person.fields, head) ?? head;
  if (head === 'language') return t.person.partOf(words, labelOf(catalogue.languages, item));
  if (head === 'need') return t.person.partOf(words, labelOf(catalogue.needs, item));
  if (head === 'document') return t.person.partOf(words, named(t.person.documentParts, part) ?? part);
  return words;
}

/** The value as a person says it. */
export function sayValue(field: string, value: string, catalogue: Catalogue): string {
  const [head = '', , part = ''] = field.split('/');
  if (value === '') return t.person.conflict.blank;
  if (value === 'true' || value === 'false') return value === 'true' ? t.app.yes : t.app.no;
  if (part === 'kind') return labelOf(catalogue.document_kinds, value);
  if (part === 'country') return labelOf(catalogue.countries, value);
  if (part === 'state') return labelOf(catalogue.document_states, value);
  switch (head) {
    case 'birth':
      return sayBirth(value);
    case 'sex':
      return saySex(value);
    case 'nationality':
      return labelOf(catalogue.countries, value);
    case 'residence':
      return labelOf(catalogue.municipalities, value);
    case 'facility':
      return labelOf(catalogue.facilities, value);
    case 'program':
      return labelOf(catalogue.programs, value);
    case 'reason':
      return labelOf(catalogue.reasons, value);
    case 'guardian_relation':
      return labelOf(catalogue.relations, value);
    case 'on':
    case 'registered_on':
      return sayDay(value);
    default:
      return value;
  }
}

/** What an edit changed, each field once. */
export function sayFields(fields: readonly string[], catalogue: Catalogue): string {
  return [...new Set(fields.map((field) => sayField(field, catalogue)))].join(', ');
}
