import type { Messages } from '../language.svelte';
import { count } from './count';

/** Family groups, and with whom a child is. */
export const household: Messages['household'] = {
  title: 'Family',
  with: (name: string) => `Family of ${name}`,
  members: (members: number) => count(members, 'person', 'people'),
  leave: 'Not of this family',
  join: 'Is family of somebody registered',
  joinTitle: 'Whose family are they?',
  role: 'In the family they are',
  roles: { head: 'Head', partner: 'Partner', child: 'Child', other: 'Other relative' },
  none: 'No family group noted',
  add: 'Register another person of the family',
  surnameSuggested: 'The family’s; type another if it is not this one',
  sameAsBefore: 'As in their family; change it if it is another',
  fromFamily: 'The family’s',

  accompaniment: 'Who is with the child?',
  accompanimentText: 'Do not ask them to tell their story.',
  accompaniments: { with_parent: 'Mother or father', with_relative: 'Relative or other adult', alone: 'Alone' },
  sealed: 'Only the dupla reads the answer. The register keeps just “attention the same day”.',
  callTitle: 'Call the dupla or the Defensoría de la Niñez y Adolescencia now',
  callText: 'Stay with the child until they come. Go on registering: no paper is needed.',
  sameDay: 'Attention the same day',
  identityTitle: 'Right to an identity'
};
