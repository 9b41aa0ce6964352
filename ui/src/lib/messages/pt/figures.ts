import { count } from './count';

/** The supervisor's figures: numbers that say what changed, and what they do not say. */
export const figures = {
  title: 'Números',
  doorText: 'a quem se chegou, e o que falta',
  compared: (now: string, before: string) => `${now} · antes: ${before}`,
  asOf: (when: string) => `Calculado a partir do que há neste aparelho: ${when}`,
  reading: 'Calculando',
  report: 'Relatório mensal',
  exports: 'Exportar',
  themes: 'Assunto',
  glance: 'Em resumo',
  see: (name: string) => `Ver: ${name}`,

  percent: (share: string) => `${share} %`,
  days: (days: number) => count(days, 'dia', 'dias'),
  of: (total: string) => `de ${total}`,
  ofShare: (total: string, share: string) => `de ${total}: ${share}`,
  weekOf: (day: string) => `semana de ${day}`,

  hidden: { small: (below: number) => `menos de ${below}`, some: (number: string) => `pelo menos ${number}`, together: 'não se mostra', unknown: 'sem dado' },
  why: {
    title: 'O que não se mostra',
    small: (below: number) => `“Menos de ${below}”: número tão pequeno poderia apontar para alguém.`,
    together: (below: number) => `“Não se mostra”: é um número menor que ${below}, ou por subtração diria um; qual dos dois não se diz.`,
    unknown: '“Sem dado”: não dá para calcular a partir do registrado.'
  },
  change: {
    more: (size: string, then: string) => `${size} a mais que ${then}`,
    fewer: (size: string, then: string) => `${size} a menos que ${then}`,
    same: (then: string) => `o mesmo que ${then}`,
    points: (points: string, number: number) => `${points} ${number === 1 ? 'ponto' : 'pontos'}`,
    none: 'antes não havia dados',
    hidden: (then: string) => `sem comparação: ${then} não se mostra`
  },

  table: 'Ver tabela',
  chart: 'Ver gráfico',
  tableOf: (name: string) => `Ver tabela: ${name}`,
  chartOf: (name: string) => `Ver gráfico: ${name}`,
  by: 'Ver por',
  series: (name: string) => `${name}, ao longo do tempo`,
  bars: (name: string, by: string) => `${name}, por ${by}`,
  more: (more: number) => `E ${count(more, 'linha a mais', 'linhas a mais')} na tabela`,
  mark: (before: string) => `O traço marca o de antes: ${before}`,
  gaps: (gaps: number) => `De borda pontilhada: ${count(gaps, 'número que não se mostra', 'números que não se mostram')}`,
  when: { day: 'Dia', week: 'Semana', month: 'Mês' },
  changeColumn: 'Mudança',
  sortBy: (column: string) => `Ordenar por ${column}`,
  meaning: 'O que conta',
  source: 'De onde sai',
  limits: 'O que não diz',

  emptyTitle: 'Nada registrado nestes dias',
  emptyText: 'Mude o período ou o posto, ou sincronize para receber o que vem dos postos.',
  noTheme: 'Sem números',

  posts: {
    theme: 'Postos',
    map: 'Mapa dos postos',
    mapText: 'O tamanho diz quantas pessoas. As setas vão de posto em posto.',
    list: 'Lista de postos',
    legend: { heard: 'deu notícias', silent: 'sem notícias', hidden: 'número que não se mostra' },
    silentTitle: 'Postos sem notícias',
    silent: (silent: number, all: number) => `${silent} de ${count(all, 'posto', 'postos')}`,
    allHeard: 'Todos deram notícias',
    days: (days: number) => `sem notícias há ${count(days, 'dia', 'dias')}`,
    never: 'ainda sem notícias',
    heard: (day: string) => `última notícia: ${day}`,
    people: (people: string) => `pessoas: ${people}`,
    unplaced: 'sem lugar no mapa',
    unplacedMany: (posts: number) => `${count(posts, 'posto não tem', 'postos não têm')} lugar no mapa: ${posts === 1 ? 'está' : 'estão'} na lista.`,
    only: 'Ver só os números dele',
    all: 'Ver todos os postos',
    view: 'Ver no mapa',
    views: { posts: 'Os postos', country: 'O país' },
    columns: { name: 'Posto', municipality: 'Município', people: 'Pessoas', heard: 'Última notícia' },
    outline: 'Contornos: Natural Earth, domínio público. Só orientam; não fixam limites.',
    none: 'Ainda não há postos'
  },

  care: {
    title: 'Equipes de atendimento',
    text: 'Do atendimento chegam só somas semanais que cada equipe envia.',
    week: 'Semana',
    teams: 'Equipes que enviaram',
    count: (teams: number) => count(teams, 'equipe', 'equipes')
  },

  monthly: {
    title: 'Relatório mensal',
    which: 'De qual mês?',
    kinds: { last_month: 'Mês passado', month: 'Este mês', free: 'Outro mês' },
    month: 'Mês',
    monthHint: 'Por exemplo 10/2026',
    pdf: 'Relatório em PDF',
    print: 'Imprimir',
    back: 'Números',
    heading: 'Registro de saúde em postos',
    of: (place: string, month: string) => `${place} · ${month}`,
    partial: 'O mês não terminou: o que segue vai até hoje.',
    made: (name: string, when: string) => `Preparado por ${name}, ${when}`,
    summary: 'Resumo',
    figure: 'Número',
    denominator: 'De',
    postsTitle: 'Postos',
    noSilent: 'Todos os postos deram notícias.',
    silentLead: 'Sem notícias:',
    method: 'Método e limites',
    methodText: (below: number) => `Os números se calculam no aparelho da supervisão a partir dos registros recebidos até a data indicada; o que algum posto ainda não enviou não está. Cada pessoa conta uma vez, mesmo que tenha vários registros unidos. Não se mostram números menores que ${below} pessoas, nem os que os deixariam saber por subtração.`,
    others: (others: number) => `E ${count(others, 'linha a mais', 'linhas a mais')}, que se veem na tela.`,
    before: (days: string) => `Compara-se a antes: ${days}.`
  }
};
