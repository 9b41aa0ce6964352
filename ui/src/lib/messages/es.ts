/** Spanish as spoken at Bolivian posts: usted, short, true. Every other language has this shape. */
import { agenda } from './es/agenda';
import { audit } from './es/audit';
import { care } from './es/care';
import { carry } from './es/carry';
import { complaint } from './es/complaint';
import { conflict } from './es/conflict';
import { consent } from './es/consent';
import { consultation } from './es/consultation';
import { count, locale, month as monthOf, size, whole } from './es/count';
import { directory } from './es/directory';
import { elsewhere } from './es/elsewhere';
import { enrollment } from './es/enrollment';
import { erasure } from './es/erasure';
import { exports } from './es/exports';
import { figures } from './es/figures';
import { household } from './es/household';
import { mrz } from './es/mrz';
import { notice } from './es/notice';
import { pair } from './es/pair';
import { period } from './es/period';
import { person } from './es/person';
import { plans } from './es/plans';
import { practice } from './es/practice';
import { problems } from './es/problems';
import { quarantine } from './es/quarantine';
import { referral } from './es/referral';
import { register } from './es/register';
import { restricted } from './es/restricted';
import { rights } from './es/rights';
import { screening } from './es/screening';
import { session } from './es/session';
import { shelf } from './es/shelf';
import { slip } from './es/slip';
import { summary } from './es/summary';
import { sync } from './es/sync';
import { table } from './es/table';
import { team } from './es/team';
import { trainings } from './es/trainings';
import { trouble } from './es/trouble';

export const es = {
  locale,
  name: 'Español',
  size,

  app: {
    name: 'Posta',
    loading: 'Cargando',
    close: 'Cerrar',
    cancel: 'Cancelar',
    retry: 'Intentar de nuevo',
    back: 'Inicio',
    remove: 'Quitar',
    clear: 'Borrar lo escrito',
    noneFound: 'Nada coincide con lo escrito',
    skip: 'Ir al contenido',
    steps: { done: 'hecho', wrong: 'falta corregir' },
    saved: 'Guardado en este equipo',
    sent: 'Enviado',
    toSend: 'Por enviar',
    yes: 'Sí',
    no: 'No',
    none: 'sin dato',
    notFoundTitle: 'Esta pantalla no existe',
    notFoundText: 'Vuelva al inicio y busque desde ahí.'
  },

  moment: {
    today: 'hoy',
    yesterday: 'ayer',
    now: 'hace un momento',
    at: (day: string, time: string) => `${day}, ${time}`,
    longDay: (day: string) => day.replace(',', ''),
    minutesAgo: (minutes: number) => `hace ${minutes} min`,
    hoursAgo: (hours: number) => `hace ${hours} h`,
    thisHour: 'hace menos de 1 h'
  },

  birth: {
    date: (day: number, month: number, year: number) => `${day} ${monthOf(month)} ${year}`,
    month: (month: number, year: number) => `${monthOf(month)} ${year}`,
    year: (year: number) => `año ${year}`,
    estimated: (years: number) => `unos ${count(years, 'año', 'años')}`,
    estimatedOn: (years: number, on: string) => `unos ${count(years, 'año', 'años')} al ${on}`
  },

  nav: {
    user: (name: string) => `Menú de ${name}`,
    home: 'Inicio',
    quickExit: 'Salida rápida',
    quickExitKey: 'Salida rápida (F9)',
    team: 'Personas y equipos',
    audit: 'Auditoría',
    notices: 'Avisos',
    agenda: 'Agenda',
    referrals: 'Derivaciones',
    directory: 'Directorio',
    trainings: 'Capacitaciones',
    plans: 'Planes y aliados',
    erasures: 'Órdenes de borrado',
    complaints: 'Quejas y sugerencias',
    night: 'Pantalla de noche',
    day: 'Pantalla de día',
    language: 'Idioma de la pantalla',
    sync: 'Sincronización',
    register: 'Registro del departamento',
    pending: (pending: number) => `${whole(pending)} por enviar`,
    where: (place: string, day: string) => [place, day].filter(Boolean).join(' · ')
  },

  home: {
    searchPlaceholder: 'Nombre, documento o año de nacimiento',
    register: 'Registrar',
    registerText: 'persona o familia',
    attend: 'Atender',
    attendText: 'a una persona ya registrada',
    campaignToday: 'Campaña de hoy',
    department: 'Registro del departamento',
    departmentText: 'de todos los puestos',
    teamText: 'quiénes trabajan en el departamento, y con qué',
    today: 'Hoy en este puesto',
    registered: (people: number): string => (people === 1 ? 'registrado' : 'registrados'),
    attended: (people: number): string => (people === 1 ? 'atendido' : 'atendidos'),
    pending: 'por enviar',
    conflicts: (records: number) => `${count(records, 'registro', 'registros')} con dos valores por decidir`,
    conflictsLater: (records: number) => count(records, 'dejado para después', 'dejados para después'),
    recent: 'Últimas personas',
    recentEmptyTitle: 'Todavía no hay personas',
    recentEmptyText: 'Las que registre o lleguen de otros puestos aparecerán aquí.',
    people: (people: number) => `${whole(people)} en este equipo`,
    drafts: 'Borradores',
    draftsEmpty: 'Nada a medias',
    draftsEmptyText: 'Lo que deje sin terminar espera aquí.'
  },

  draft: {
    kinds: { registration: 'Registro', consultation: 'Atención', edit: 'Cambios de datos', referral: 'Derivación', screening: 'Instrumento', part: 'Parte de una atención', training: 'Capacitación', participant: 'Participante', evaluation: 'Evaluación', plan: 'Plan de trabajo', meeting: 'Reunión', publication: 'Material de biblioteca' },
    typing: 'Escribiendo…',
    saved: 'Borrador guardado',
    failed: 'Borrador sin guardar',
    untitled: { registration: 'Sin nombre todavía', consultation: 'Atención en borrador', office: 'Sin título todavía' },
    ofAnother: (owner: string) => `Borrador de ${owner}`,
    whoWhen: (owner: string, when: string) => `${owner}, ${when}`,
    mineWhen: (when: string) => `Suyo, ${when}`,
    stale: '· más de 72 h',
    open: 'Continuar',
    discard: 'Descartar borrador',
    discardTitle: '¿Descartar este borrador?',
    discardText: 'Lo escrito en él se pierde. No se puede deshacer.',
    discarded: 'Borrador descartado',
    unsaved: 'No guardar y borrar lo escrito',
    unsavedTitle: '¿Borrar lo escrito sin guardar?',
    unsavedText: 'No queda registro ni borrador de esta persona. No se puede deshacer. La atención se da igual.'
  },

  find: {
    title: 'Buscar persona',
    again: 'Buscar otra persona',
    placeholder: 'Nombre, documento o año de nacimiento',
    cardAbsent: 'Esta tarjeta es de alguien que todavía no llegó a este equipo',
    cardAbsentHint: 'Reciba lo último en Sincronización, o busque por nombre.',
    clear: 'Borrar búsqueda',
    registerNew: (typed: string) => (typed ? `Registrar nueva persona «${typed}»` : 'Registrar nueva persona'),
    nothing: (typed: string) => `Nadie en este equipo coincide con «${typed}»`,
    nothingHint: 'Pruebe con un solo apellido, el número de carnet o el año de nacimiento.',
    results: (found: number) => `${count(found, 'persona encontrada', 'personas encontradas')}`,
    move: 'moverse',
    open: 'abrir',
    close: 'cerrar',
    hint: 'Apellidos en cualquier orden, con o sin tildes. También número de documento o año.'
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
