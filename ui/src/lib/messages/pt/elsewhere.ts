import type { Messages } from '../language.svelte';
import { count, whole } from './count';

export const elsewhere: Messages['elsewhere'] = {
  lookUp: 'Buscar em outros departamentos',
  lookUpText: 'Precisa de conexão. Fica anotado com o seu nome.',
  notedAs: (user: string) => `Esta busca fica anotada com o nome de ${user}.`,
  lookedFor: (words: string) => `Busca-se: ${words}`,
  asking: 'Perguntando ao servidor…',
  keptTyped: 'O que você escreveu continua como estava.',
  results: (found: number) => count(found, 'possível registro encontrado', 'possíveis registros encontrados'),
  noneTitle: 'Ninguém parecido em outros departamentos',
  noneText: 'Pode registrar a pessoa aqui.',
  registerHere: 'Registrar aqui',
  goOn: 'Continuar o registro',

  born: (year: number) => `nasceu em ${year}`,
  bornUnknown: 'ano de nascimento sem dado',
  registered: (post: string, month: string) => `Registro em ${[post, month].filter(Boolean).join(', ')}`,
  noInitials: 'sem iniciais',
  certain: 'Quase certo',
  possible: 'Possível',

  bring: 'É esta pessoa: trazer o registro',
  mayNotBring: (department: string) => `A pessoa não permitiu que ${department} compartilhe o registro. Registre-a aqui de novo.`,
  bringTitle: 'Trazer o registro?',
  bringWhat: 'Traz-se apenas o que a pessoa aceitou compartilhar com outro departamento.',
  bringHere: 'A pessoa está aqui, foi explicado a ela e está de acordo.',
  bringNoted: 'Fica anotado quem trouxe, onde e quando.',
  bringGo: 'Está de acordo: trazer',
  bringing: 'Trazendo…',
  backToList: 'Voltar à lista',
  brought: 'Registro trazido e guardado neste aparelho',

  title: 'Também em outro departamento',
  text: 'Pessoas deste departamento que podem estar registradas em outro. Do outro lado mostra-se o mínimo para decidir.',
  list: 'Pessoas que podem estar em outro departamento',
  askedAt: (when: string) => `Perguntado ao servidor: ${when}`,
  neverAsked: 'Ainda não se perguntou ao servidor.',
  ask: 'Perguntar ao servidor',
  askingServer: 'Perguntando…',
  asked: (pairs: number): string => (pairs === 0 ? 'O servidor respondeu: nada a decidir' : `O servidor respondeu: ${whole(pairs)} a decidir`),
  oldKept: 'Abaixo continua o que ele disse da última vez.',
  group: 'O que se mostra',
  groups: { open: 'A decidir', later: 'Para mais tarde', decided: 'Já decididos' },
  counted: (group: string, pairs: number) => `${group} (${whole(pairs)})`,
  here: 'Aqui',
  standings: {
    certain: 'Quase certo que é a mesma pessoa',
    possible: 'Pode ser a mesma pessoa',
    later: 'Deixado para mais tarde',
    same: 'É a mesma pessoa',
    different: 'São pessoas diferentes',
    contradicted: 'Os departamentos não concordam'
  },
  theirs: {
    same: (department: string) => `${department} disse: é a mesma pessoa`,
    different: (department: string) => `${department} disse: são pessoas diferentes`
  },
  decidedBy: (author: string, when: string) => `Aqui disse ${[author, when].filter(Boolean).join(' · ')}`,
  acts: { same: 'Mesma', different: 'Diferente', later: 'Mais tarde', open: 'Desfazer' },
  named: { same: 'É a mesma pessoa', different: 'São pessoas diferentes', later: 'Deixar para mais tarde', open: 'Desfazer o decidido' },
  keys: { same: 'M', different: 'D', later: 'T', open: 'U' },
  done: {
    same: (name: string) => `Guardado: ${name} é a mesma pessoa`,
    different: (name: string) => `Guardado: ${name} é outra pessoa`,
    later: (name: string) => `Deixado para mais tarde: ${name}`,
    open: (name: string) => `Desfeito o decidido: ${name}`
  },
  move: 'mover',
  emptyNeverTitle: 'Falta perguntar ao servidor',
  emptyNeverText: 'Pergunte quando houver sinal: o servidor compara os registros dos departamentos.',
  emptyTitle: 'Nada a decidir',
  emptyText: 'O servidor não encontrou ninguém deste departamento em outro.',
  emptyOpenText: 'Tudo o que o servidor disse está decidido ou deixado para mais tarde.',
  emptyGroupTitle: 'Nada por aqui',
  emptyGroupText: 'O que decidir ou deixar para mais tarde aparecerá nesta lista.'
};
