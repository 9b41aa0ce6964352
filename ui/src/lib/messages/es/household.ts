import { count } from './count';

/** Family groups, and with whom a child is. */
export const household = {
  title: 'Familia',
  with: (name: string) => `Familia de ${name}`,
  members: (members: number) => count(members, 'persona', 'personas'),
  leave: 'No es de esta familia',
  join: 'Es familia de alguien ya registrado',
  joinTitle: '¿De quién es familia?',
  role: 'En la familia es',
  roles: { head: 'Responsable', partner: 'Pareja', child: 'Hija o hijo', other: 'Otro familiar' },
  none: 'Sin grupo familiar anotado',
  add: 'Registrar a otra persona de la familia',
  surnameSuggested: 'El de la familia; escriba otro si no es este',
  sameAsBefore: 'Como en su familia; cambie si no es esta',
  fromFamily: 'El de la familia',

  accompaniment: '¿Con quién está?',
  accompanimentText: 'No le pida que cuente su historia.',
  accompaniments: { with_parent: 'Madre o padre', with_relative: 'Otro familiar o adulto', alone: 'Sola o solo' },
  sealed: 'La respuesta la lee solo la dupla. El registro guarda solo «atención el mismo día».',
  callTitle: 'Llame ahora a la dupla o a la Defensoría de la Niñez y Adolescencia',
  callText: 'Quédese con la niña o el niño hasta que lleguen. Siga registrando: no hace falta ningún papel.',
  sameDay: 'Atención el mismo día',
  identityTitle: 'Derecho a la identidad'
};
