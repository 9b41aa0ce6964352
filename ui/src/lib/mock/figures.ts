/**
 * Invented figures: the same for the same days, with cells that do not show and days on which nothing came. `?mock=many` has
 * 10 000 rows by community; `quiet` has so few people that almost nothing shows; `heard` has every post heard of; `few` has those of Oruro.
 */
import countries from '../../../../packs/bo/countries.json';
import municipalities from '../../../../packs/bo/municipalities.json';
import packed from '../../../../packs/bo/posts.json';
import type { CampaignDays, Figure, FigureBreakdown, FigurePoint, FigurePost, FiguresRequest, FiguresView, FigureView } from '../bindings';
import { daysIn, isWholeMonth, monthOf } from '../period';
import { today } from '../moment';
import { sheetPage } from './enrollment';
import { failing, has, no, ok } from './ground';

const BELOW = 5;
const LIMITS = 'No dice cuántas personas pasaron por el puesto sin registrarse.';
const PLACES: Record<string, [number, number]> = { charana: [-17.59, -69.45], 'puerto-acosta': [-15.52, -69.25], desaguadero: [-16.56, -69.04], kasani: [-16.22, -69.09], 'tambo-quemado': [-18.28, -69], pisiga: [-19.27, -68.62], avaroa: [-21.23, -68.17], 'hito-cajon': [-22.88, -67.8], villazon: [-22.09, -65.6], bermejo: [-22.73, -64.34], pocitos: [-22.05, -63.68], 'san-matias': [-16.36, -58.4], 'puerto-suarez': [-18.96, -57.8], 'arroyo-concepcion': [-19.05, -57.68], guayaramerin: [-10.83, -65.36], cobija: [-11.03, -68.77], bolpebra: [-10.95, -69.56], sucre: [-19.04, -65.26], 'la-paz': [-16.5, -68.13], 'el-alto': [-16.51, -68.19], cochabamba: [-17.39, -66.16], oruro: [-17.97, -67.11], potosi: [-19.58, -65.75], uyuni: [-20.46, -66.82], tarija: [-21.53, -64.73], 'villa-montes': [-21.26, -63.47], 'santa-cruz': [-17.78, -63.18], 'san-ignacio-de-velasco': [-16.37, -60.96], montero: [-17.34, -63.25] };
const LONG = 'Puesto de atención integral a personas en movilidad humana «Héroes de la Coronilla y Manco Kápac»';

/** Between 0 and 1, the same for the same words. */
function chance(words: string): number {
  let hash = 2166136261;
  for (const letter of words) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return ((hash >>> 0) % 10_000) / 10_000;
}

const sized = (number: number) => Math.round(has('quiet') ? number / 260 : number);
const figure = (n: number): Figure => (has('empty') ? { n: 0, hidden: '' } : n > 0 && n < BELOW ? { n: null, hidden: 'small' } : { n, hidden: '' });
const UNKNOWN: Figure = { n: null, hidden: 'unknown' };
const TOGETHER: Figure = { n: null, hidden: 'together' };
const pad = (number: number) => String(number).padStart(2, '0');
const later = (day: string, days: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return today(new Date(year, month - 1, date + days));
};

function before({ from, to }: FiguresRequest): { from: string; to: string } {
  const [year = 0, month = 1] = from.split('-').map(Number);
  if (isWholeMonth({ from, to })) return monthOf(new Date(year, month - 2, 1));
  if (!from.endsWith('-01')) return { from: later(from, -daysIn({ from, to })), to: later(from, -1) };
  const start = new Date(year, month - 2, 1);
  return { from: today(start), to: `${start.getFullYear()}-${pad(start.getMonth() + 1)}-${to.slice(8)}` };
}

/** A breakdown of so many, with one more that does not show where just one is small. */
function broken(total: number, dimension: string, name: string, of: readonly (readonly [code: string, name: string, share: number])[], seed: string): FigureBreakdown {
  const cells = of.map(([code, label, share]) => {
    const n = sized(total * share * (0.85 + chance(`${seed}${code}`) * 0.3));
    return { code, name: label, figure: figure(n), before: figure(Math.round(n * (0.7 + chance(`${code}${seed}`) * 0.55))) };
  });
  const small = cells.filter((cell) => cell.figure.hidden === 'small');
  const next = cells.filter((cell) => cell.figure.n !== null && cell.figure.n > 0).sort((one, other) => (one.figure.n ?? 0) - (other.figure.n ?? 0))[0];
  if (small.length === 1 && next) next.figure = TOGETHER;
  return { dimension, name, cells };
}

const NATIONS = countries.map(({ code, name }, index) => [code, name, { VE: 0.44, CO: 0.16, PE: 0.12, HT: 0.08, CL: 0.05, BR: 0.04, CU: 0.03, EC: 0.02, AR: 0.012 }[code] ?? 0.0016 / (1 + (index % 11))] as const);
const SEXES = [['female', 'Mujer', 0.53], ['male', 'Hombre', 0.44], ['unknown', 'Sin dato', 0.008]] as const;
const BANDS = ([['0-5m', 'Menos de 6 meses', 0.02], ['6-11m', '6 meses a menos de 1 año', 0.018], ['1-4', '1 a 4 años', 0.09], ['5-9', '5 a 9 años', 0.1], ['10-14', '10 a 14 años', 0.08], ['15-19', '15 a 19 años', 0.11], ['20-39', '20 a 39 años', 0.41], ['40-49', '40 a 49 años', 0.1], ['50-59', '50 a 59 años', 0.05], ['60+', '60 años y más', 0.0025]] as const);
const GROUPS = [['pregnant', 'Mujer embarazada, hasta seis meses después del parto, y para la regulación de la fecundidad', 0.14], ['child', 'Niña o niño menor de cinco años', 0.16], ['general', 'Población sin seguro de salud', 0.55], ['disability', 'Persona con discapacidad', 0.03], ['older', 'Persona de 60 años o más', 0.02]] as const;
const OUTCOMES = [['covered', 'Grupo cubierto', 0.71], ['papers', 'Cubierta si completa requisitos', 0.21], ['orientation', 'Orientación a otro servicio', 0.08]] as const;
const PAPERS = [['id', 'Documento de identidad', 0.5], ['residence', 'Certificado de residencia', 0.42], ['form', 'Formulario de adscripción firmado', 0.12]] as const;
const STATES = [['prepared', 'Preparada', 0.22], ['submitted', 'Presentada', 0.31], ['confirmed', 'Confirmada', 0.42], ['returned', 'Devuelta', 0.045]] as const;
const REFERRAL = [['sent', 'Enviada, sin respuesta', 0.35], ['accepted', 'Aceptada', 0.2], ['attended', 'Atendida', 0.38], ['refused', 'No aceptada', 0.05], ['lost', 'No se presentó', 0.02]] as const;
const NEEDS = [['salud', 'Salud', 0.36], ['alojamiento', 'Alojamiento', 0.24], ['regularizacion', 'Regularización', 0.2], ['alimentacion', 'Alimentación', 0.12], ['contacto_familiar', 'Contacto con su familia', 0.05], ['educacion', 'Educación', 0.02]] as const;
const THEMES: Record<string, string> = { people: 'Personas', enrollment: 'Adscripción', needs: 'Necesidades', referrals: 'Derivaciones', quality: 'Calidad del registro' };
const perPost = () => packed.map(({ code, name }, index) => [code, index === 4 ? LONG : name, index < 3 ? 0.16 : 0.02 / (1 + (index % 5))] as const);

export function figuresView(asked: FiguresRequest): FiguresView {
  const then = before(asked);
  const days = daysIn(asked);
  const grain = days <= 31 ? 'day' : days <= 190 ? 'week' : 'month';
  const step = { day: 1, week: 7, month: 30 }[grain];
  const share = asked.post ? 0.12 : 1;
  const now = Math.round(days * 40 * share * (0.9 + chance(asked.from) * 0.2));
  const past = Math.round(daysIn(then) * 40 * share * (0.9 + chance(then.from) * 0.2));
  const series = (total: number, seed: string): FigurePoint[] =>
    Array.from({ length: Math.min(60, Math.ceil(days / step)) }, (_, index) => {
      const at = later(asked.from, index * step);
      const quiet = chance(`${seed}${at}`) < 0.1;
      return { at, figure: figure(quiet ? 2 : sized((total / Math.ceil(days / step)) * (0.5 + chance(`${at}${seed}`)))) };
    });
  const part = (code: string, name: string, theme: string, unit: string, n: number, old: number, more: Partial<FigureView>): FigureView => ({ code, name, theme, theme_name: THEMES[theme] ?? '', unit, definition: `${name}: personas distintas con un registro de estos días en los puestos elegidos, cada una contada una vez.`, source: 'Registros de personas y adscripciones de todos los puestos.', figure: figure(sized(n)), before: figure(sized(old)), of: null, series: [], breakdowns: [], limits: '', ...more });
  const of = figure(sized(now));
  const rough = (n: Figure): Figure => (has('empty') ? UNKNOWN : n);
  const figures: FigureView[] = [
    part('registered', 'Personas registradas', 'people', 'people', now, past, { series: series(now, 'r'), breakdowns: [broken(now, 'nationality', 'Nacionalidad', NATIONS, 'n'), broken(now, 'sex', 'Sexo', SEXES, 's'), broken(now, 'age_band', 'Edad', BANDS, 'e'), broken(now, 'post', 'Puesto', perPost(), 'p'), ...(has('many') ? [broken(now * 9000, 'municipality', 'Comunidad', Array.from({ length: 10_000 }, (_, index) => [`c${index}`, `${municipalities[index % municipalities.length]?.name ?? ''}, comunidad ${index + 1}`, 1 / 10_000] as const), 'c')] : [])], limits: LIMITS }),
    part('first_time', 'Personas registradas por primera vez', 'people', 'people', now * 0.81, past * 0.84, { of, breakdowns: [broken(now * 0.81, 'sex', 'Sexo', SEXES, 'f'), broken(now * 0.81, 'age_band', 'Edad', BANDS, 'g')] }),
    part('enrolled', 'Personas adscritas', 'enrollment', 'people', now * 0.62, past * 0.58, { of, series: series(now * 0.62, 'a'), breakdowns: [broken(now * 0.62, 'group', 'Grupo cubierto', GROUPS, 'u'), broken(now * 0.62, 'outcome', 'Resultado', OUTCOMES, 'o')] }),
    part('papers_missing', 'Adscripciones con requisitos por completar', 'enrollment', 'records', now * 0.13, past * 0.15, { breakdowns: [broken(now * 0.13, 'paper', 'Qué falta', PAPERS, 'q')], limits: 'Una adscripción puede tener más de un requisito por completar.' }),
    part('procedure_state', 'Trámites oficiales en curso', 'enrollment', 'records', now * 0.4, past * 0.4, { breakdowns: [broken(now * 0.4, 'state', 'Estado del trámite', STATES, 't')] }),
    part('needs', 'Necesidades anotadas', 'needs', 'records', now * 0.9, past * 0.75, { breakdowns: [broken(now * 0.9, 'need', 'Necesidad', NEEDS, 'd')], source: 'Sumas semanales firmadas por los equipos de atención.' }),
    part('needs_resolved', 'Necesidades resueltas', 'needs', 'percent', 0, 0, { figure: rough({ n: 63, hidden: '' }), before: rough({ n: 62, hidden: '' }), of: figure(sized(now * 0.9)), series: Array.from({ length: 6 }, (_, index) => ({ at: later(asked.from, index * step), figure: rough(index === 2 ? UNKNOWN : { n: 50 + Math.round(chance(`z${index}`) * 30), hidden: '' }) })) }),
    part('referrals', 'Derivaciones enviadas', 'referrals', 'records', now * 0.18, past * 0.2, { series: series(now * 0.18, 'v'), breakdowns: [broken(now * 0.18, 'referral_state', 'Estado', REFERRAL, 'w')] }),
    part('answer_days', 'Días hasta la respuesta', 'referrals', 'days', 0, 0, { figure: rough({ n: 6, hidden: '' }), before: rough({ n: 8, hidden: '' }), series: Array.from({ length: 8 }, (_, index) => ({ at: later(asked.from, index * step), figure: rough({ n: 3 + Math.round(chance(`y${index}`) * 9), hidden: '' }) })), definition: 'Mediana de los días entre el envío de una derivación y su respuesta.', limits: 'Las que nunca se respondieron no están en la mediana; se cuentan aparte.' }),
    part('followups_kept', 'Seguimientos cumplidos', 'referrals', 'percent', 0, 0, { figure: UNKNOWN, before: UNKNOWN, definition: 'Seguimientos hechos hasta tres días después de su fecha, de todos los que vencían.' }),
    part('duplicates', 'Duplicados decididos', 'quality', 'records', 41, 41, { figure: figure(has('quiet') ? 0 : 41), before: figure(has('quiet') ? 3 : 41), breakdowns: [broken(41, 'decision', 'Decisión', [['same', 'Es la misma persona', 0.66], ['different', 'Son distintas', 0.25], ['later', 'Para después', 0.05]], 'k')] })
  ];
  return { from: asked.from, to: asked.to, before_from: then.from, before_to: then.to, grain, post: asked.post, below: BELOW, as_of: new Date().toISOString(), figures, posts: posts(), post_choices: perPost().map(([code, name]) => ({ code, name })), care_weeks: has('empty') ? [] : [0, 7, 14].map((back) => ({ week: later(asked.to, -back - 6), teams: 3 + (back % 4) })).reverse() };
}

function posts(): FigurePost[] {
  if (has('empty')) return [];
  return packed.filter(({ municipality }) => !has('few') || municipality.startsWith('04')).map(({ code, name, municipality }, index): FigurePost => {
    const silent_days = has('heard') ? 0 : [0, 1, 0, 0, 9, 0, 23, 1, 0, 0, 0, 15, 0][index % 13] ?? 0;
    const never = !has('heard') && index === 16;
    const n = sized(Math.round(420 * chance(code) ** 3));
    return { code, name: index === 4 ? LONG : name, municipality, municipality_name: municipalities.find((one) => one.code === municipality)?.name ?? '', latitude: PLACES[code]?.[0] ?? null, longitude: PLACES[code]?.[1] ?? null, people: figure(never ? 0 : n), heard_on: never ? '' : later(today(), -silent_days), silent_days: never ? null : silent_days, silent: never || silent_days > 7 };
  });
}

const CAMPAIGNS: CampaignDays[] = [
  { code: 'vacunacion-2026', name: 'Semana de vacunación en frontera', from: '2026-11-02', to: '2026-11-08' },
  { code: 'adscripcion_2021', name: 'Estrategia de adscripción de migrantes 2021', from: '2021-07-28', to: '2021-09-22' }
];

export const figuresMock = {
  figures: async (asked: FiguresRequest) => failing() ?? ok(figuresView(asked)),
  figuresPrint: async (asked: FiguresRequest) => failing() ?? ok({ pages: [sheetPage(210, 297, [asked.from, asked.to], 'Informe de cifras (muestra)')], width_mm: 210, height_mm: 297 }),
  saveFigures: async (_asked: FiguresRequest, folder: string) => (folder.startsWith('/no') ? no('POSTA-D2') : ok({ path: `${folder}/informe.pdf`, records: 1 })),
  figureCampaigns: () => ok(has('empty') ? [] : CAMPAIGNS)
};
