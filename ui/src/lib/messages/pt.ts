/** Portuguese as spoken across the rivers at Cobija and Guayaramerín: você, short, true. */
import type { Messages } from './language.svelte';
import { agenda } from './pt/agenda';
import { audit } from './pt/audit';
import { care } from './pt/care';
import { carry } from './pt/carry';
import { complaint } from './pt/complaint';
import { conflict } from './pt/conflict';
import { consent } from './pt/consent';
import { consultation } from './pt/consultation';
import { count, locale, month as monthOf, size, whole } from './pt/count';
import { directory } from './pt/directory';
import { elsewhere } from './pt/elsewhere';
import { enrollment } from './pt/enrollment';
import { erasure } from './pt/erasure';
import { exports } from './pt/exports';
import { figures } from './pt/figures';
import { household } from './pt/household';
import { mrz } from './pt/mrz';
import { notice } from './pt/notice';
import { pair } from './pt/pair';
import { period } from './pt/period';
import { person } from './pt/person';
import { plans } from './pt/plans';
import { practice } from './pt/practice';
import { problems } from './pt/problems';
import { quarantine } from './pt/quarantine';
import { referral } from './pt/referral';
import { register } from './pt/register';
import { restricted } from './pt/restricted';
import { rights } from './pt/rights';
import { screening } from './pt/screening';
import { session } from './pt/session';
import { shelf } from './pt/shelf';
import { slip } from './pt/slip';
import { summary } from './pt/summary';
import { sync } from './pt/sync';
import { table } from './pt/table';
import { team } from './pt/team';
import { trainings } from './pt/trainings';
import { trouble } from './pt/trouble';

export const pt: Messages = {
  locale,
  name: 'Português',
  size,

  app: {
    name: 'Posta',
    loading: 'Carregando',
    close: 'Fechar',
    cancel: 'Cancelar',
    retry: 'Tentar de novo',
    back: 'Início',
    remove: 'Remover',
    clear: 'Apagar o que foi escrito',
    noneFound: 'Nada corresponde ao que foi escrito',
    skip: 'Ir para o conteúdo',
    steps: { done: 'feito', wrong: 'falta corrigir' },
    saved: 'Salvo neste aparelho',
    sent: 'Enviado',
    toSend: 'A enviar',
    yes: 'Sim',
    no: 'Não',
    none: 'sem informação',
    notFoundTitle: 'Esta tela não existe',
    notFoundText: 'Volte ao início e busque a partir de lá.'
  },

  moment: {
    today: 'hoje',
    yesterday: 'ontem',
    now: 'agora há pouco',
    at: (day: string, time: string) => `${day}, ${time}`,
    longDay: (day: string) => day,
    minutesAgo: (minutes: number) => `há ${minutes} min`,
    hoursAgo: (hours: number) => `há ${hours} h`,
    thisHour: 'há menos de 1 h'
  },

  birth: {
    date: (day: number, month: number, year: number) => `${day} ${monthOf(month)} ${year}`,
    month: (month: number, year: number) => `${monthOf(month)} ${year}`,
    year: (year: number) => `ano de ${year}`,
    estimated: (years: number) => `cerca de ${count(years, 'ano', 'anos')}`,
    estimatedOn: (years: number, on: string) => `cerca de ${count(years, 'ano', 'anos')} em ${on}`
  },

  nav: {
    user: (name: string) => `Menu de ${name}`,
    home: 'Início',
    quickExit: 'Saída rápida',
    quickExitKey: 'Saída rápida (F9)',
    team: 'Pessoas e aparelhos',
    audit: 'Auditoria',
    notices: 'Avisos',
    agenda: 'Agenda',
    referrals: 'Encaminhamentos',
    directory: 'Diretório',
    trainings: 'Capacitações',
    plans: 'Planos e aliados',
    erasures: 'Ordens de exclusão',
    complaints: 'Reclamações e sugestões',
    night: 'Tela noturna',
    day: 'Tela diurna',
    language: 'Idioma da tela',
    sync: 'Sincronização',
    register: 'Registro do departamento',
    pending: (pending: number) => `${whole(pending)} a enviar`,
    where: (place: string, day: string) => [place, day].filter(Boolean).join(' · ')
  },

  home: {
    searchPlaceholder: 'Nome, documento ou ano de nascimento',
    register: 'Registrar',
    registerText: 'pessoa ou família',
    attend: 'Atender',
    attendText: 'uma pessoa já registrada',
    department: 'Registro do departamento',
    departmentText: 'de todos os postos',
    teamText: 'quem trabalha no departamento, e com quê',
    today: 'Hoje neste posto',
    registered: (people: number): string => (people === 1 ? 'registrado' : 'registrados'),
    attended: (people: number): string => (people === 1 ? 'atendido' : 'atendidos'),
    pending: 'a enviar',
    conflicts: (records: number) => `${count(records, 'registro', 'registros')} com dois valores a decidir`,
    conflictsLater: (records: number) => count(records, 'deixado para depois', 'deixados para depois'),
    campaignToday: 'Campanha de hoje',
    recent: 'Últimas pessoas',
    recentEmptyTitle: 'Ainda não há pessoas',
    recentEmptyText: 'As que você registrar ou chegarem de outros postos aparecerão aqui.',
    people: (people: number) => `${whole(people)} neste aparelho`,
    drafts: 'Rascunhos',
    draftsEmpty: 'Nada pela metade',
    draftsEmptyText: 'O que você deixar sem terminar espera aqui.'
  },

  draft: {
    kinds: { registration: 'Registro', consultation: 'Atendimento', edit: 'Mudança de dados', referral: 'Encaminhamento', screening: 'Instrumento', part: 'Parte de um atendimento', training: 'Capacitação', participant: 'Participante', evaluation: 'Avaliação', plan: 'Plano de trabalho', meeting: 'Reunião', publication: 'Material da biblioteca' },
    typing: 'Escrevendo…',
    saved: 'Rascunho salvo',
    failed: 'Rascunho não salvo',
    untitled: { registration: 'Ainda sem nome', consultation: 'Atendimento em rascunho', office: 'Ainda sem título' },
    ofAnother: (owner: string) => `Rascunho de ${owner}`,
    whoWhen: (owner: string, when: string) => `${owner}, ${when}`,
    mineWhen: (when: string) => `Seu, ${when}`,
    stale: '· mais de 72 h',
    open: 'Continuar',
    discard: 'Descartar rascunho',
    discardTitle: 'Descartar este rascunho?',
    discardText: 'O que foi escrito nele se perde. Não dá para desfazer.',
    discarded: 'Rascunho descartado',
    unsaved: 'Não salvar e apagar o que foi escrito',
    unsavedTitle: 'Apagar o que foi escrito sem salvar?',
    unsavedText: 'Não fica registro nem rascunho desta pessoa. Não dá para desfazer. A pessoa é atendida mesmo assim.'
  },

  find: {
    title: 'Buscar pessoa',
    again: 'Buscar outra pessoa',
    placeholder: 'Nome, documento ou ano de nascimento',
    clear: 'Limpar a busca',
    registerNew: (typed: string) => (typed ? `Registrar nova pessoa “${typed}”` : 'Registrar nova pessoa'),
    nothing: (typed: string) => `Ninguém neste aparelho corresponde a “${typed}”`,
    cardAbsent: 'Este cartão é de alguém que ainda não chegou a este aparelho',
    cardAbsentHint: 'Receba o mais recente em Sincronização, ou busque pelo nome.',
    nothingHint: 'Tente com um só sobrenome, o número do carnet ou o ano de nascimento.',
    results: (found: number) => `${count(found, 'pessoa encontrada', 'pessoas encontradas')}`,
    move: 'mover',
    open: 'abrir',
    close: 'fechar',
    hint: 'Sobrenomes em qualquer ordem, com ou sem acentos. Também número do documento ou ano.'
  },

  pair,
  person,
  household,
  period,
  figures,
  exports,
  mrz,
  elsewhere,
  enrollment,
  conflict,
  consent,
  slip,
  summary,
  rights,
  complaint,
  consultation,
  care,
  referral,
  agenda,
  directory,
  screening,
  session,
  sync,
  carry,
  register,
  restricted,
  quarantine,
  team,
  trainings,
  plans,
  shelf,
  table,
  audit,
  notice,
  erasure,
  practice,
  problems,
  trouble
};
