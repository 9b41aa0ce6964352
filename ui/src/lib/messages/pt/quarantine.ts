import type { Messages } from '../language.svelte';

/** Why something that arrived was kept aside. The code goes beside it, for support. */
export const quarantine: Messages['quarantine'] = {
  not_a_change: 'Não é uma mudança',
  too_large: 'É grande demais',
  checksum: 'Chegou danificado',
  deflated: 'Vem comprimido de uma forma que não se aceita',
  foreign_actor: 'Outra pessoa assinou',
  bad_actor: 'Não se entende o autor',
  too_many_dependencies: 'Depende de mudanças demais',
  counter_too_large: 'Um contador é grande demais',
  expands: 'Cresceria demais ao abrir',
  unknown_column: 'Traz uma coluna desconhecida',
  spare_bytes: 'Traz dados a mais',
  malformed: 'Está malformado',
  empty: 'Está vazio',
  nested_object: 'Traz dados aninhados',
  not_a_put: 'Pede apagar em vez de escrever',
  key_length: 'O nome de um dado é longo demais',
  value_length: 'Um dado é longo demais',
  out_of_sequence: 'Chegou fora de ordem',
  unknown_predecessor: 'Substitui algo que não existe',
  duplicate_sequence: 'Repete um número já usado',
  does_not_apply: 'Não foi possível aplicar',
  does_not_load: 'Depois de aplicá-lo, o registro não abriria',
  stored_document_damaged: 'O registro salvo está danificado',
  not_permitted: 'Quem escreveu não pode escrever registros deste tipo',
  unsupported_version: 'Foi feito por uma versão mais nova do Posta: instale a versão nova',
  other: 'Não foi possível receber'
};
