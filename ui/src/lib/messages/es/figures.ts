import { count } from './count';

/** The supervisor's figures: numbers that say what changed, and what they do not say. */
export const figures = {
  title: 'Cifras',
  doorText: 'a quiénes se llegó, y qué falta',
  compared: (now: string, before: string) => `${now} · antes: ${before}`,
  asOf: (when: string) => `Calculado con lo que hay en este equipo: ${when}`,
  reading: 'Calculando',
  report: 'Informe mensual',
  exports: 'Exportar',
  themes: 'Tema',
  glance: 'De un vistazo',
  see: (name: string) => `Ver: ${name}`,

  percent: (share: string) => `${share} %`,
  days: (days: number) => count(days, 'día', 'días'),
  of: (total: string) => `de ${total}`,
  ofShare: (total: string, share: string) => `de ${total}: ${share}`,
  weekOf: (day: string) => `semana del ${day}`,

  hidden: { small: (below: number) => `menos de ${below}`, some: (number: string) => `al menos ${number}`, together: 'no se muestra', unknown: 'sin dato' },
  why: {
    title: 'Lo que no se muestra',
    small: (below: number) => `«Menos de ${below}»: un número tan chico podría señalar a alguien.`,
    together: (below: number) => `«No se muestra»: es un número menor de ${below}, o con una resta diría uno; cuál de los dos no se dice.`,
    unknown: '«Sin dato»: con lo registrado no se puede calcular.'
  },
  change: {
    more: (size: string, then: string) => `${size} más que ${then}`,
    fewer: (size: string, then: string) => `${size} menos que ${then}`,
    same: (then: string) => `igual que ${then}`,
    points: (points: string, number: number) => `${points} ${number === 1 ? 'punto' : 'puntos'}`,
    none: 'antes no había datos',
    hidden: (then: string) => `sin comparación: ${then} no se muestra`
  },

  table: 'Ver tabla',
  chart: 'Ver gráfico',
  tableOf: (name: string) => `Ver tabla: ${name}`,
  chartOf: (name: string) => `Ver gráfico: ${name}`,
  by: 'Ver por',
  series: (name: string) => `${name}, en el tiempo`,
  bars: (name: string, by: string) => `${name}, por ${by}`,
  more: (more: number) => `Y ${count(more, 'fila más', 'filas más')} en la tabla`,
  mark: (before: string) => `La raya marca lo de antes: ${before}`,
  gaps: (gaps: number) => `Con borde punteado: ${count(gaps, 'cifra que no se muestra', 'cifras que no se muestran')}`,
  when: { day: 'Día', week: 'Semana', month: 'Mes' },
  changeColumn: 'Cambio',
  sortBy: (column: string) => `Ordenar por ${column}`,
  meaning: 'Qué cuenta',
  source: 'De dónde sale',
  limits: 'Lo que no dice',

  emptyTitle: 'Nada registrado en estos días',
  emptyText: 'Cambie el período o el puesto, o sincronice para recibir lo de los puestos.',
  noTheme: 'Sin cifras',

  posts: {
    theme: 'Puestos',
    map: 'Mapa de los puestos',
    mapText: 'El tamaño dice cuántas personas. Las flechas van de puesto en puesto.',
    list: 'Lista de puestos',
    legend: { heard: 'con noticias', silent: 'sin noticias', hidden: 'cifra que no se muestra' },
    silentTitle: 'Puestos sin noticias',
    silent: (silent: number, all: number) => `${silent} de ${count(all, 'puesto', 'puestos')}`,
    allHeard: 'Todos con noticias',
    days: (days: number) => `sin noticias hace ${count(days, 'día', 'días')}`,
    never: 'sin noticias todavía',
    heard: (day: string) => `última noticia: ${day}`,
    people: (people: string) => `personas: ${people}`,
    unplaced: 'sin lugar en el mapa',
    unplacedMany: (posts: number) => `${count(posts, 'puesto no tiene', 'puestos no tienen')} lugar en el mapa: ${posts === 1 ? 'está' : 'están'} en la lista.`,
    only: 'Ver solo sus cifras',
    all: 'Ver todos los puestos',
    view: 'Ver en el mapa',
    views: { posts: 'Los puestos', country: 'El país' },
    columns: { name: 'Puesto', municipality: 'Municipio', people: 'Personas', heard: 'Última noticia' },
    outline: 'Contornos: Natural Earth, dominio público. Solo orientan; no fijan límites.',
    none: 'Todavía no hay puestos'
  },

  care: {
    title: 'Equipos de atención',
    text: 'De la atención llegan solo sumas semanales que envía cada equipo.',
    week: 'Semana',
    teams: 'Equipos que enviaron',
    count: (teams: number) => count(teams, 'equipo', 'equipos')
  },

  monthly: {
    title: 'Informe mensual',
    which: '¿De qué mes?',
    kinds: { last_month: 'Mes pasado', month: 'Este mes', free: 'Otro mes' },
    month: 'Mes',
    monthHint: 'Así: 10/2026',
    pdf: 'Informe en PDF',
    print: 'Imprimir',
    back: 'Cifras',
    heading: 'Registro de salud en puestos',
    of: (place: string, month: string) => `${place} · ${month}`,
    partial: 'El mes no terminó: lo que sigue es hasta hoy.',
    made: (name: string, when: string) => `Preparado por ${name}, ${when}`,
    summary: 'Resumen',
    figure: 'Cifra',
    denominator: 'De',
    postsTitle: 'Puestos',
    noSilent: 'Todos los puestos dieron noticias.',
    silentLead: 'Sin noticias:',
    method: 'Método y límites',
    methodText: (below: number) => `Las cifras se calculan en el equipo de la supervisión con los registros recibidos hasta la fecha indicada; lo que un puesto todavía no envió no está. Cada persona cuenta una vez aunque tenga varios registros unidos. No se muestran números menores de ${below} personas, ni los que los dejarían saber con una resta.`,
    others: (others: number) => `Y ${count(others, 'fila más', 'filas más')}, que se ven en pantalla.`,
    before: (days: string) => `Se compara con lo de antes: ${days}.`
  }
};
