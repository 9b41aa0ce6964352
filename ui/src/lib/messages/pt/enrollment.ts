import type { Messages } from '../language.svelte';
import { count, pick } from './count';

/** Coverage, requirements and the official procedure. */
export const enrollment: Messages['enrollment'] = {
  title: 'Adscrição (adscripción)',
  coverage: 'Cobertura',
  program: 'Programa',
  onlyRegister: 'Só registrar',
  facility: 'Estabelecimento de saúde',
  facilityHint: 'O mais perto de onde a pessoa fica, ou o que ela preferir.',
  campaign: (name: string) => `Campanha: ${name}`,

  questions: 'Perguntas',
  questionsText: 'Pergunte só o que faltar. Se a pessoa não souber, siga: registra-se do mesmo jeito.',
  noQuestions: 'Não é preciso perguntar mais nada.',
  answers: { yes: 'Sim', no: 'Não', unknown: 'Não sabe' },
  unknownKey: '?',
  keys: 'sim, não',
  changeAnswer: 'Mudar respostas',
  saveAnswers: 'Salvar respostas',

  outcomes: { cubierta: 'Tem cobertura', por_confirmar: 'A confirmar', orientacion: 'Orientação' },
  outcomeTexts: {
    cubierta: 'O atendimento não depende dos documentos.',
    por_confirmar: 'Falta saber mais alguma coisa. Pode-se registrar e atender do mesmo jeito.',
    orientacion: 'Acompanhe a pessoa com estes passos. Uma emergência é sempre atendida.'
  },
  extents: { integral: 'atendimento integral', limited: 'só esse atendimento' },
  norm: (norm: string) => `Norma: ${norm}`,
  sayIt: 'Diga assim à pessoa',
  quoted: (sentence: string) => `“${sentence}”`,
  where: 'Aonde ir',
  decidedWith: (version: string, on: string) => [`Regras ${version}`, on].filter(Boolean).join(' · '),
  checking: 'Consultando as regras…',
  unchecked: 'Não foi possível consultar a cobertura. Pode salvar do mesmo jeito: decide-se depois.',

  requirements: 'Requisitos',
  requirementsText: 'O que faltar pode ser trazido outro dia: não impede nada.',
  requirementStates: { have: 'Tem', copy: 'Cópia', missing: 'Falta', not_needed: 'Não precisa' },
  requirementUnset: 'sem conferir',
  checkedBy: (by: string, on: string) => [by, on].filter(Boolean).join(', '),
  missingCount: (missing: number) => `${pick(missing, 'Falta', 'Faltam')} ${missing}`,
  complete: 'Completo',

  status: 'Trâmite oficial',
  statusText: 'O Posta prepara o expediente; o sistema do Ministério confirma a adscrição.',
  statuses: { preparada: 'Preparada', presentada: 'Apresentada', confirmada: 'Confirmada', observada: 'Com observação' },
  toPresented: 'Marcar apresentada',
  toConfirmed: 'Confirmar',
  toObserved: 'Observar',
  toPrepared: 'Voltar a preparada',
  officialNumber: 'Número oficial',
  officialNumberHint: 'O que o sistema do Ministério deu.',
  officialNumberMissing: 'Escreva o número que o sistema oficial deu',
  observation: 'O que observaram?',
  observationHint: 'Por exemplo: falta uma fotocópia.',
  observationMissing: 'Escreva o que observaram',
  confirmTitle: 'Adscrição confirmada',
  observeTitle: 'Adscrição com observação',
  save: 'Salvar',
  saving: 'Salvando…',
  saved: 'Salvo neste aparelho',

  changeFacility: 'Mudar',
  changeFacilityTitle: 'Mudar de estabelecimento',
  noFacility: 'Sem estabelecimento escolhido',
  facilityHistory: 'Antes disso',
  stay: (name: string, on: string) => [name, on && `desde ${on}`].filter(Boolean).join(', '),
  none: 'Sem adscrição',
  noneText: 'Esta pessoa está registrada e não tem uma adscrição em preparação.',
  answered: (answers: number) => count(answers, 'resposta', 'respostas')
};
