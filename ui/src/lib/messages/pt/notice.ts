import type { Messages } from '../language.svelte';
import { count, pick } from './count';

export const notice: Messages['notice'] = {
  title: 'Avisos para a dupla',
  home: (open: number) => `Avisos: ${open}`,
  see: 'Ver',
  waiting: 'Sem atender',
  done: 'Atendidos',
  emptyTitle: 'Nenhum aviso',
  emptyText: 'Quando alguém pedir que a dupla veja uma pessoa, aparecerá aqui.',
  from: (from: string, post: string, when: string) => [from, post, when].filter(Boolean).join(' · '),
  unknownPerson: 'A pessoa ainda não chegou a este aparelho',
  settle: 'Marcar como atendido',
  settled: 'Aviso atendido',
  attend: 'Atender',
  reasons: { same_day: 'Hoje mesmo', minor_alone: 'Criança ou adolescente sem companhia', pregnancy: 'Gravidez', private_talk: 'Quer falar em particular', other: 'Outro' },

  accompaniment: (who: string) => `Criança ou adolescente: ${who.toLowerCase()}`,

  give: 'Avisar a dupla',
  giveTitle: 'Avisar a dupla',
  giveWho: (name: string) => `Pedir que vejam ${name}`,
  reason: 'Por quê?',
  reasonMissing: 'Escolha um motivo',
  note: 'Anotação curta',
  noteHint: 'Se for preciso. Não escreva detalhes que a pessoa pediu para calar.',
  letters: (left: number) => `${pick(left, 'Resta', 'Restam')} ${count(left, 'caractere', 'caracteres')}`,
  protection: 'Avisar a proteção',
  protectionTitle: 'Aviso lacrado',
  protectionWho: (name: string) => `Pedir que acompanhem ${name}`,
  protectionSealed: 'Só a equipe de proteção lê',
  protectionSealedText: 'É lacrado ao salvar. Nem a dupla, nem quem registra, nem você depois, nem o servidor podem ler. Chega sem motivo e com um título neutro.',
  noFacts: 'Não escreva o que aconteceu',
  noFactsText: 'Nem fatos, nem quem, nem quando, nem onde. A pessoa conta se quiser, uma única vez, a quem a acompanhar.',
  protectionNote: 'Como encontrar a pessoa e falar com ela',
  protectionNoteHint: 'Se for preciso: onde espera, em que idioma, se é seguro ligar.',
  noDraft: 'Não fica rascunho: se você fechar ou o aparelho bloquear, o que foi escrito se apaga.',
  sealedTitle: 'Só a dupla vai ler',
  sealedText: 'É lacrado ao salvar. Você não poderá ler de novo, o servidor também não.',
  send: 'Avisar',
  sending: 'Lacrando…',
  given: 'Aviso salvo e lacrado'
};
