import type { Messages } from '../language.svelte';
import { count } from './count';

export const screening: Messages['screening'] = {
  title: 'Instrumentos',
  empty: 'Nenhum instrumento neste pacote',
  questions: (questions: number) => count(questions, 'pergunta', 'perguntas'),
  withheld: {
    no_service: 'Não há no diretório a quem encaminhar: não se pergunta o que ninguém pode atender',
    too_young: 'Não é para a sua idade',
    age_unknown: 'Falta a idade'
  },
  fromYears: (years: number) => `A partir de ${count(years, 'ano', 'anos')}`,
  start: 'Começar',
  goOn: 'Continuar',
  purpose: 'Leia em voz alta, tal como está escrito.',
  question: (index: number, total: number) => `Pergunta ${index} de ${total}`,
  refused: 'Não responde',
  refusedKey: '0',
  back: 'Voltar',
  next: 'Avançar',
  keys: 'um número ou letra escolhe; Enter avança',
  score: 'Pontos',
  scoreOf: (total: number, most: number) => `${total} em ${most}`,
  scorePending: (answered: number, asked: number) => `${answered} respondidas, de ${asked}`,
  unscored: 'Não foi possível calcular a pontuação das últimas respostas.',
  scoreBefore: 'O que se vê é das anteriores.',
  noTotal: 'Sem pontuação: falta alguma resposta',
  positives: { yes: 'Convém continuar', no: 'Nenhum sinal por enquanto' },
  notDiagnosis: 'Não é um diagnóstico.',
  adjustable: 'O corte é um costume de cada lugar, não uma norma.',
  leadsTo: (name: string) => `Convém continuar com ${name}`,
  risks: {
    same_day: { title: 'Atendimento neste mesmo dia', steps: ['Fique com a pessoa e fale com calma, a sós.', 'Pergunte o que a sustenta e quem pode acompanhá-la.', 'Encaminhe neste dia à saúde mental e combine quando voltam a se ver.'] },
    now: { title: 'Agora: não deixe a pessoa sozinha', steps: ['Que alguém fique com ela o tempo todo.', 'Chame já a saúde mental ou a emergência.', 'Afaste o que possa feri-la.', 'Espere com ela até que a recebam.'] }
  },
  finish: 'Salvar respostas',
  finishing: 'Salvando…',
  hold: 'Deixar com o atendimento',
  held: 'Respostas prontas: são salvas com o atendimento',
  heldMark: 'É salvo com o atendimento',
  leftOver: 'O atendimento foi salvo. As respostas de um instrumento ficaram em rascunho.',
  finishHint: 'Revise antes de salvar. Dá para voltar a qualquer pergunta.',
  unanswered: 'Faltam respostas: responda ou marque que não responde',
  saved: 'Respostas salvas neste aparelho',
  owner: 'Aviso dos autores',
  results: 'Resultados',
  resultsEmpty: 'Ainda sem resultados',
  chart: (name: string) => `${name}: pontos ao longo do tempo`,
  columns: { on: 'Dia', score: 'Pontos', band: 'Faixa', by: 'Quem' },
  blank: 'sem pontos'
};
