/** A person in a line of words. Shared by every feature that lists people. */
import type { Catalogue, PersonCard } from './bindings';
import { storedBirth } from './birth';
import { labelOf } from './choices';
import { t } from './messages';
import { sayDay } from './moment';

export function nameOf(card: Pick<PersonCard, 'name'>): string {
  return card.name.trim() || t.person.unnamed;
}

/** "34 años", "8 meses o menos"; "" when unknown. */
export function sayAge(age: number | null): string {
  if (age === null) return '';
  return age === 0 ? t.person.underOne : t.person.years(age);
}

export function saySex(sex: string): string {
  return Object.entries(t.person.sexes).find(([word]) => word === sex)?.[1] ?? sex;
}

/** The birth as it was told: a day, a month, a year or an estimated age. */
export function sayBirth(value: string): string {
  const birth = storedBirth(value);
  switch (birth?.kind) {
    case 'date':
      return t.birth.date(birth.day, birth.month, birth.year);
    case 'month':
      return t.birth.month(birth.month, birth.year);
    case 'year':
      return t.birth.year(birth.year);
    case 'age':
      return birth.on ? t.birth.estimatedOn(birth.years, sayDay(birth.on)) : t.birth.estimated(birth.years);
    default:
      return value;
  }
}

/** "kind country number" of a card, with the kind's label: "Pasaporte · VE 142908". */
export function sayDocument(document: string, catalogue: Catalogue): string {
  const [kind = '', ...rest] = document.split(' ');
  return document === '' ? '' : [labelOf(catalogue.document_kinds, kind), rest.join(' ')].filter(Boolean).join(' · ');
}

/** Age, sex, nationality and document, as far as told. */
export function describe(card: PersonCard, catalogue: Catalogue): string {
  return [
    card.age === null ? sayBirth(card.birth) : sayAge(card.age),
    card.sex === 'unknown' ? '' : saySex(card.sex).toLowerCase(),
    labelOf(catalogue.countries, card.nationality),
    sayDocument(card.document, catalogue)
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Two letters that stand for the person in a list; "" for no name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [words[0], words.length > 1 ? words[Math.floor(words.length / 2)] : undefined]
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('');
}

/** "Atención"; the word itself when this version does not know the role. */
export function sayRoleWord(role: string): string {
  return Object.entries(t.session.roles).find(([word]) => word === role)?.[1] ?? role;
}
