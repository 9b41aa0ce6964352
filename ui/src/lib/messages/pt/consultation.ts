import type { Messages } from '../language.svelte';
import { count, pick } from './count';

export const consultation: Messages['consultation'] = {
  title: 'Atender',
  who: 'Quem você vai atender?',
  whoText: 'Busque a pessoa. Se não estiver registrada, registre-a primeiro.',
  reason: 'Motivo',
  needs: 'Necessidades',
  needsHint: 'Marque todas as que a pessoa contar.',
  note: 'Anotação',
  noteHint: 'Só quem atende neste município lê.',
  sealed: 'Confidencial',
  sealedText: 'É enviado cifrado: nem o servidor nem quem só registra consegue ler.',
  save: 'Salvar atendimento',
  saving: 'Salvando…',
  leave: 'Deixar em rascunho',
  nobody: 'Sem permissão para atender',
  letters: (left: number) => `${pick(left, 'Resta', 'Restam')} ${count(left, 'caractere', 'caracteres')}`
};
