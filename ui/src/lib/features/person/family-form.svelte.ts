import { api, type PersonView, type RegistrationInput } from '$lib/api';
import type { Family } from '$lib/line';
import { nameOf } from '$lib/people';
import type { PersonForm } from './person-form.svelte';

/** A child without mother or father is seen by the team the same day. */
export const callsTheTeam = (accompaniment: string): boolean => accompaniment === 'with_relative' || accompaniment === 'alone';

/** The family group of a registration, and with whom a child is. */
export class FamilyForm {
  household = $state('');
  role = $state('');
  /** `with_parent`, `with_relative`, `alone`, or "" while not asked. Goes to the care team only. */
  accompaniment = $state('');
  members = $state.raw<string[]>([]);
  carer = $state.raw<Family['carer']>(undefined);

  constructor(
    private readonly person: PersonForm,
    kept: object = {},
    family?: Family
  ) {
    const before = kept as Partial<ReturnType<FamilyForm['kept']>>;
    this.role = before.role ?? '';
    this.accompaniment = before.accompaniment ?? '';
    this.household = before.household ?? '';
    this.members = before.members ?? [];
    this.carer = before.carer;
    if (family) this.take(family);
  }

  /** Who answers about consent. Without family is only who was answered to be alone. */
  get minor(): 'no' | 'accompanied' | 'alone' {
    if (!this.person.minor) return 'no';
    return this.accompaniment === 'alone' ? 'alone' : 'accompanied';
  }

  /** Of whom nothing was said: a child among adults, or somebody of the family. */
  get roleShown(): string {
    return this.role || (this.person.minor ? 'child' : '');
  }

  take(family: Family): void {
    this.household = family.household;
    this.members = family.members;
    this.carer = family.carer;
  }

  /** Not of this family after all: what it suggested stays until somebody changes it. */
  leave(): void {
    this.household = '';
    this.members = [];
    this.carer = undefined;
  }

  /**
   * With a parent, and the family's adult is known: that is who answers, unless another was written. What they are to
   * the child is asked: a place in the family does not say it, and whoever was registered first may be a grandmother.
   */
  answered(): void {
    const { person, carer } = this;
    if (this.accompaniment !== 'with_parent' || !carer || person.guardian_name.trim() !== '') return;
    person.guardian_name = carer.name;
    person.guardian_person = carer.id;
  }

  kept() {
    return { household: this.household, role: this.role, accompaniment: this.accompaniment, members: this.members, carer: this.carer };
  }

  input(): Partial<RegistrationInput> {
    return { household: this.household, household_role: this.household ? this.roleShown || 'other' : '', accompaniment: this.person.minor ? this.accompaniment : '' };
  }
}

/** What the next person of somebody's family begins with. Makes the group when there is none yet. */
export async function familyOf(id: string): Promise<Family> {
  const person = await grouped(id);
  const adult = (age: number | null) => age !== null && age >= 18;
  const all = [{ card: person.card, role: person.household_role }, ...person.household_members.filter(({ card }) => card.id !== id)];
  const adults = all.filter(({ card, role }) => adult(card.age) && role !== 'child');
  const carer = (adults.find(({ role }) => role === 'head') ?? adults[0])?.card;
  return {
    household: person.household,
    members: [...person.household_members.map((member) => member.card), person.card].map(nameOf),
    carer: carer && { id: carer.id, name: carer.name },
    surname1: person.surname1,
    nationality: person.card.nationality,
    languages: person.languages,
    phone: person.phone,
    residence: person.residence
  };
}

async function grouped(id: string): Promise<PersonView> {
  const person = await api.person(id);
  if (person.household) return person;
  await api.setHousehold(id, 'new', person.card.age !== null && person.card.age < 18 ? 'child' : 'head');
  return api.person(id);
}
