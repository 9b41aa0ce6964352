import type { Messages } from '../language.svelte';

/** Confidential consultations: closed until somebody says why. */
export const restricted: Messages['restricted'] = {
  toggle: 'Fechar este atendimento: só abre com um motivo',
  toggleText: 'Fica fechado também para seus colegas: para abrir é preciso dizer por quê, e isso fica anotado.',
  title: 'Atendimento confidencial',
  closed: 'Fechado. Abrir fica anotado com seu nome e o motivo.',
  closedMark: 'Fechado',
  open: 'Abrir',
  openTitle: 'Por que você vai abrir?',
  openText: 'Seu nome, a hora e o motivo ficam na auditoria, que a supervisão vê.',
  reasons: { care_now: 'Estou atendendo a pessoa', follow_up: 'Acompanhamento', supervision: 'Supervisão', correction: 'Corrigir um erro', other: 'Outro' },
  reasonMissing: 'Escolha um motivo',
  words: 'Em poucas palavras',
  wordsHint: 'Se for preciso. Não repita o que diz o atendimento.',
  wordsMissing: 'Diga qual é o motivo',
  opening: 'Abrindo…',
  openedNow: 'Aberto agora: fecha ao sair desta tela.'
};
