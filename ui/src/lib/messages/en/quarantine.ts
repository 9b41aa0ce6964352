import type { Messages } from '../language.svelte';

/** Why something that arrived was kept aside. The code goes beside it, for support. */
export const quarantine: Messages['quarantine'] = {
  not_a_change: 'It is not a change',
  too_large: 'It is too large',
  checksum: 'It arrived damaged',
  deflated: 'It is compressed in a way that is not accepted',
  foreign_actor: 'Somebody else signed it',
  bad_actor: 'The author cannot be understood',
  too_many_dependencies: 'It depends on too many changes',
  counter_too_large: 'A counter is too large',
  expands: 'It would grow too much when opened',
  unknown_column: 'It brings an unknown column',
  spare_bytes: 'It brings data to spare',
  malformed: 'It is malformed',
  empty: 'It is empty',
  nested_object: 'It brings nested data',
  not_a_put: 'It asks to delete instead of writing',
  key_length: 'The name of a field is too long',
  value_length: 'A value is too long',
  out_of_sequence: 'It arrived out of order',
  unknown_predecessor: 'It replaces something that does not exist',
  duplicate_sequence: 'It repeats a number already used',
  does_not_apply: 'It could not be applied',
  does_not_load: 'After applying it the record would not open',
  stored_document_damaged: 'The saved record is damaged',
  not_permitted: 'Its author may not write records of this kind',
  unsupported_version: 'A newer version of Posta made it: install the newer version',
  other: 'It could not be received'
};
