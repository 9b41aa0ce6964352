import type { Messages } from '../language.svelte';
import { count } from './count';

/** Family groups, and with whom a child is. */
export const household: Messages['household'] = {
  title: 'Família',
  with: (name: string) => `Família de ${name}`,
  members: (members: number) => count(members, 'pessoa', 'pessoas'),
  leave: 'Não é desta família',
  join: 'É da família de alguém já registrado',
  joinTitle: 'De quem é parente?',
  role: 'Na família, é',
  roles: { head: 'Responsável', partner: 'Companheiro(a)', child: 'Filho(a)', other: 'Outro familiar' },
  none: 'Sem grupo familiar anotado',
  add: 'Registrar outra pessoa da família',
  surnameSuggested: 'O da família; escreva outro se não for este',
  sameAsBefore: 'Como na sua família; mude se não for esta',
  fromFamily: 'O da família',

  accompaniment: 'Com quem está?',
  accompanimentText: 'Não peça que conte o que viveu.',
  accompaniments: { with_parent: 'Mãe ou pai', with_relative: 'Outro familiar ou adulto', alone: 'Sozinha(o)' },
  sealed: 'Só a dupla lê a resposta. O registro guarda só “atendimento no mesmo dia”.',
  callTitle: 'Ligue agora para a dupla ou para a proteção à infância (Defensoría de la Niñez y Adolescencia)',
  callText: 'Fique com a criança até alguém chegar. Continue o registro: não é preciso nenhum documento.',
  sameDay: 'Atendimento no mesmo dia',
  identityTitle: 'Direito à identidade'
};
