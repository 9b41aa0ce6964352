/**
 * Invented figures of nine departments: some without a file, some that do not tell small numbers. `?mock=` `empty`: only the own one is here;
 * `national-all`: each of the last months; `no-stick`; `many`: 300 files. A file is refused by what stands in its name: malformed, newer, country, own, stick.
 */
import countries from '../../../../packs/bo/countries.json';
import departments from '../../../../packs/bo/departments.json';
import indicators from '../../../../packs/bo/indicators.json';
import type { CarryFile, CarryPlace, Figure, NationalDepartment, NationalFigure, NationalView } from '../bindings';
import { today } from '../moment';
import { failing, has, no, ok } from './ground';
import { at } from './people';

const BELOW = 10;
const OWN = '04';
const LONG = 'Ñuflo de Chávez y Provincias Unidas del Gran Chaco y la Chiquitania';
/** How many people come to each, in a usual month. */
const SIZES: Record<string, number> = { '01': 260, '02': 1900, '03': 840, '04': 690, '05': 410, '06': 330, '07': 1480, '08': 14, '09': 36 };
/** Of how many months back the file of each is here. */
const BACK: Record<string, readonly number[]> = { '01': [1, 2, 3], '02': [1, 2, 3, 4], '03': [2, 3, 4], '05': [1, 2], '07': [1, 2, 3, 4], '08': [1, 2, 3], '09': [3] };
const NAMES = new Map(countries.map(({ code, name }) => [code, name]));
const TRAITS: Record<string, [name: string, values: [code: string, name: string, share: number][]]> = {
  sex: ['Sexo', [['female', 'Mujer', 0.53], ['male', 'Hombre', 0.45], ['', 'Sin dato', 0.02]]],
  age_band: ['Edad', [['0-5m', 'Menos de 6 meses', 0.02], ['1-4', '1 a 4 años', 0.11], ['5-9', '5 a 9 años', 0.1], ['10-14', '10 a 14 años', 0.08], ['15-19', '15 a 19 años', 0.11], ['20-39', '20 a 39 años', 0.41], ['40-49', '40 a 49 años', 0.1], ['50-59', '50 a 59 años', 0.05], ['60+', '60 años y más', 0.02]]],
  nationality: ['Nacionalidad', [['VE', '', 0.48], ['CO', '', 0.16], ['PE', '', 0.13], ['HT', '', 0.08], ['CL', '', 0.05], ['BR', '', 0.04], ['CU', '', 0.03], ['EC', '', 0.015], ['AR', '', 0.01], ['PY', '', 0.005]]],
  outcome: ['Resultado', [['covered', 'Grupo cubierto', 0.71], ['papers', 'Cubierta si completa requisitos', 0.21], ['orientation', 'Orientación a otro servicio', 0.08]]],
  group: ['Grupo cubierto', [['pregnant', 'Mujer embarazada, hasta seis meses después del parto, y para la regulación de la fecundidad', 0.14], ['child', 'Niña o niño menor de cinco años', 0.16], ['general', 'Población sin seguro de salud', 0.55]]],
  status: ['Estado del trámite', [['preparada', 'Preparada', 0.22], ['presentada', 'Presentada', 0.31], ['confirmada', 'Confirmada', 0.42], ['devuelta', 'Devuelta', 0.05]]],
  campaign: ['Campaña', []],
  missing: ['Qué falta', [['id', 'Documento de identidad', 0.5], ['residence', 'Certificado de residencia', 0.42], ['form', 'Formulario de adscripción firmado', 0.12]]],
  decision: ['Decisión', [['same', 'Es la misma persona', 0.66], ['different', 'Son distintas', 0.25], ['later', 'Para después', 0.09]]]
};
const SHARES: Record<string, number> = { people: 1, enrollments: 0.62, decisions: 0.04, consultations: 0.34, needs: 0.5, referrals: 0.11, follow_ups: 0.16, missing: 0.13, confirmed: 0.27 };
const CARE = ['consultations', 'needs', 'referrals', 'follow_ups'];

function chance(words: string): number {
  let hash = 2166136261;
  for (const letter of words) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return ((hash >>> 0) % 10_000) / 10_000;
}

/** The first day of the month so many back. */
function monthBack(back: number, from = today()): string {
  const [year = 0, month = 1] = from.split('-').map(Number);
  return today(new Date(year, month - 1 - back, 1));
}
const months = Array.from({ length: 24 }, (_, index) => monthBack(index + 1));

/** Months of each department that are here. */
const here = new Map<string, Set<string>>(Object.entries(BACK).map(([code, backs]) => [code, new Set(has('empty') ? [] : backs.map((back) => monthBack(back)))]));
if (has('national-all')) for (const { code } of departments) here.set(code, new Set(months.slice(0, 6)));

/** What a department tells of a part: undefined where nothing of it is here, null where it does not say. */
function told(department: string, month: string, share: number): number | null | undefined {
  if (department !== OWN && !here.get(department)?.has(month)) return undefined;
  const n = Math.round((SIZES[department] ?? 0) * share * (0.8 + chance(`${department}${month}`) * 0.4));
  return n > 0 && n < BELOW ? null : n;
}

/** At least so many where somebody does not say. */
function sum(month: string, share: number): Figure {
  const all = departments.map(({ code }) => told(code, month, share)).filter((one) => one !== undefined);
  const total = all.reduce<number>((so, one) => so + (one ?? 0), 0);
  if (all.length === 0) return { n: null, hidden: 'unknown' };
  if (!all.includes(null)) return { n: total, hidden: '' };
  return total === 0 ? { n: null, hidden: 'together' } : { n: total, hidden: 'some' };
}

function figureOf({ code, name, counts, with: only = '', of = '', by = [], definition = '' }: (typeof indicators)[number] & { with?: string; of?: string; by?: string[]; definition?: string }, month: string, before: string): NationalFigure | undefined {
  const care = CARE.includes(counts);
  const part = only === 'status=confirmada' ? 'confirmed' : only ? 'missing' : counts;
  const share = SHARES[part] ?? 0;
  const figure = (of_month: string): Figure => {
    if (!of) return sum(of_month, share);
    const [some, all] = [sum(of_month, share), sum(of_month, SHARES[counts] ?? 0)];
    return some.n === null || !all.n ? { n: null, hidden: 'unknown' } : { n: Math.round((some.n / all.n) * 100), hidden: '' };
  };
  const breakdowns = (care ? [] : by).flatMap((dimension) => {
    const [label, values] = TRAITS[dimension] ?? [];
    if (!label || !values) return [];
    const cells = values.map(([value, word, of_all]) => ({ code: value, name: dimension === 'nationality' ? (NAMES.get(value) ?? value) : word, figure: sum(month, share * of_all), before: sum(before, share * of_all) }));
    return [{ dimension, name: label, cells: cells.filter((cell) => cell.figure.n !== 0 || cell.before.n !== 0) }];
  });
  return { code, name, unit: of ? 'percent' : ['people', 'enrollments'].includes(counts) ? 'people' : 'records', definition, figure: figure(month), before: figure(before), breakdowns };
}

export function nationalView(asked: string): NationalView {
  const month = asked || monthBack(1);
  const before = monthBack(1, month);
  const one = (code: string, part: string): Figure => {
    const n = told(code, month, SHARES[part] ?? 0);
    return n === undefined ? { n: null, hidden: 'unknown' } : n === null ? { n: null, hidden: 'together' } : { n, hidden: '' };
  };
  const counted = (code: string): string => (code === OWN ? today() : here.get(code)?.has(month) ? monthBack(-1, month).slice(0, 8) + String(2 + (Number(code) % 7)).padStart(2, '0') : '');
  return {
    month,
    months,
    below: BELOW,
    departments: departments.map(({ code, name }): NationalDepartment => ({ code, name: has('rich') && code === '07' ? LONG : name, own: code === OWN, made_on: counted(code), people: one(code, 'people'), enrolled: one(code, 'enrollments'), attended: one(code, 'consultations') })),
    figures: indicators.flatMap((indicator) => figureOf(indicator, month, before) ?? [])
  };
}

const file = (folder: string, name: string, hours: number): CarryFile => ({ path: `${folder}/${name}.posta-figures.json`, name: `${name}.posta-figures.json`, at: at(hours * 60), bytes: 9_400 + ((hours * 6113) % 60_000) });
/** The department that a file of this name is of. */
const bringing: Record<string, string> = { '7f1c': '03', '22ab': '09', '9d40': '06' };

export async function placesOfFigures(): Promise<CarryPlace[]> {
  if (has('no-stick')) return [];
  const folder = '/media/posta/NACIONAL';
  const some = ['posta-2026-11-28-0915-7f1c', 'posta-2026-11-27-1702-22ab', 'posta-2026-11-27-1140-own', 'posta-2026-11-20-0830-malformed'];
  const names = has('many') ? Array.from({ length: 300 }, (_, index) => `posta-2026-11-01-${String(index).padStart(4, '0')}-9d40`) : has('empty') ? [] : some;
  return [{ folder, name: 'NACIONAL', files: names.map((name, index) => file(folder, name, 30 + index * 20)) }, ...(has('rich') ? [{ folder: '/media/posta/LARGA', name: 'MEMORIA DE LA SUPERVISIÓN DEPARTAMENTAL DE TARIJA 2026', files: [file('/media/posta/LARGA', 'posta-2026-11-29-1810-9d40', 12), file('/media/posta/LARGA', 'posta-2026-11-29-1811-newer', 13)] }] : [])];
}

const REFUSED = { malformed: 'figures_malformed', newer: 'figures_newer', country: 'figures_other_country', own: 'figures_own' };

export const nationalMock = {
  nationalFigures: async (month: string) => failing() ?? ok(nationalView(month)),
  takeNationalFigures: async (path: string) => {
    await new Promise((resolve) => setTimeout(resolve, 900));
    const name = path.split('/').at(-1) ?? '';
    if (name.includes('stick')) return no('POSTA-U4');
    const refused = Object.entries(REFUSED).find(([word]) => name.includes(word));
    if (refused) return no('POSTA-B1', [{ field: 'file', code: refused[1], severity: 'error' }]);
    const code = Object.entries(bringing).find(([word]) => name.includes(word))?.[1] ?? '03';
    const taken = months.slice(0, 3);
    here.set(code, new Set([...(here.get(code) ?? []), ...taken]));
    return ok({ department: code, department_name: departments.find((one) => one.code === code)?.name ?? '', months: taken.length });
  }
};
