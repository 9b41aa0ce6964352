import type { Messages } from '../language.svelte';
import { whole } from './count';

export const conflict: Messages['conflict'] = {
  title: 'Dados a decidir',
  text: 'Foram anotados valores diferentes em separado, sem sinal entre os postos. Abra, pergunte à pessoa e escolha.',
  list: 'Registros com dados a decidir',
  group: 'O que se mostra',
  groups: { open: 'A decidir', later: 'Deixados para depois' },
  counted: (group: string, records: number) => `${group} (${whole(records)})`,
  critical: 'Detém a inscrição: o número ou o nascimento',
  kinds: { enrollment: 'Inscrição', consultation: 'Atendimento', training: 'Capacitação', participant: 'Participante', plan: 'Plano de trabalho', meeting: 'Reunião', commitment: 'Compromisso', publication: 'Material da biblioteca' },
  unidentified: 'Pessoa atendida sem identidade',
  lastChange: (when: string) => `Última mudança: ${when}`,
  emptyTitle: 'Não há dados a decidir',
  emptyText: 'Quando dois postos anotarem valores diferentes de uma pessoa, aparecerão aqui.',
  emptyLaterTitle: 'Nada deixado para depois',
  emptyLaterText: 'O que alguém deixar para depois espera aqui.',
  waiting: 'Carregando…',
  move: 'mover',
  open: 'abrir',

  seen: (documents: string) => `Tinha à vista: ${documents}`,
  unseen: 'Sem documento à vista',
  holds: 'Enquanto não se decidir, a inscrição não pode ser marcada como apresentada nem confirmada.',
  holdsShort: 'Detém a inscrição',
  later: (values: number): string => (values === 2 ? 'Deixar os dois para depois' : 'Deixar todos para depois'),
  laterNamed: (act: string, field: string) => `${act}: ${field}`,
  kept: 'Todos os valores ficam guardados. Pode decidir depois.',
  keptBy: (author: string, post: string, when: string) => `Para depois: ${[author, post, when].filter(Boolean).join(' · ')}`,
  unfold: 'Abrir e decidir',
  unfoldNamed: (field: string) => `Abrir e decidir: ${field}`,
  fold: 'Recolher',

  history: 'Decisões entre valores',
  over: (values: string) => `em vez de ${values}`,
  quoted: (value: string) => `“${value}”`,

  movedTo: (value: string) => `Enquanto isso outra pessoa escreveu aqui “${value}”. Se você salvar, fica o que você escreveu.`,
  office: {
    text: 'Foram anotados valores diferentes em separado. Escolha o que vale: o outro fica no histórico.',
    none: 'Aqui já não há nada a decidir',
    noneText: 'O que foi decidido aparece em todos os aparelhos depois de uma troca.',
    toRecord: { training: 'Ver a capacitação', plan: 'Ver o plano', meeting: 'Ver a reunião', publication: 'Ver na biblioteca' },
    toList: 'Dados a decidir',
    practice: 'Boa prática',
    of: 'A que pertence',
    withdrawn: 'Anotado por engano',
    entryOn: 'Dia da avaliação de entrada',
    exitOn: 'Dia da avaliação de saída',
    untitled: 'Sem nome'
  }
};
