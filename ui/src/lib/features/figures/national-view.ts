/** Departments together, as the parts that show figures take them. */
import type { BarRow } from '$lib/components/chart-draw';
import type { TableRow } from '$lib/components/data-table';
import type { Figure, FigureBreakdown, FiguresView, FigureView, NationalDepartment, NationalFigure, NationalView } from '$lib/api';
import { t } from '$lib/messages';
import { sayDay, today } from '$lib/moment';
import { monthOf, sayMonth, sayThen, type Days } from '$lib/period';
import { OTHERS, sayFigure } from './figure-words';

export const MEASURES = ['people', 'enrolled', 'attended'] as const;
export type Measure = (typeof MEASURES)[number];

/** What is looked at first, where the pack has it. */
const LEAD: readonly string[] = ['registered', 'enrolled', 'confirmed', 'consultations'];

/** Days of a month by its first; `back` months before it. */
export function daysOf(month: string, back = 0): Days {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(year, number - 1 - back, 1));
}

export const isHere = ({ made_on }: Pick<NationalDepartment, 'made_on'>): boolean => made_on !== '';

/** Nothing but the own department came. */
export const isAlone = ({ departments }: Pick<NationalView, 'departments'>): boolean => departments.every((one) => one.own || !isHere(one));

/** Names in one phrase: "La Paz, Beni y Pando". */
export const sayNames = (of: readonly { name: string }[]): string => new Intl.ListFormat(t.locale).format(of.map(({ name }) => name));

/** Departments of which one of two months is not here: they cannot be compared. */
export function lacking(now: Pick<NationalView, 'departments'>, before: Pick<NationalView, 'departments'>): { now: NationalDepartment[]; before: NationalDepartment[] } {
  const codes = (view: typeof now) => new Set(view.departments.filter(isHere).map(({ code }) => code));
  const [here, then] = [codes(now), codes(before)];
  return { now: now.departments.filter(({ code }) => then.has(code) && !here.has(code)), before: now.departments.filter(({ code }) => here.has(code) && !then.has(code)) };
}

/** Why a month is not compared with the one before, and which files would change that; undefined when it is. */
export function sayApart(month: string, { now, before }: ReturnType<typeof lacking>): { title: string; text: string } | undefined {
  const then = daysOf(month, 1);
  const lines = [[then.from, before] as const, [month, now] as const].filter(([, of]) => of.length > 0).map(([of_month, of]) => t.figures.national.lacks(sayMonth(of_month), sayNames(of)));
  return lines.length > 0 ? { title: t.figures.national.others(sayThen(then)), text: lines.join(' ') } : undefined;
}

/** Of care each department says only how many. */
const isCare = ({ unit, breakdowns }: NationalFigure): boolean => unit === 'records' && breakdowns.length === 0;

/** As the figures of a department are. Months of other departments are not compared, and each number of the month before says so. */
export function asFigures(view: NationalView, comparable: boolean): FiguresView {
  const [{ from, to }, before] = [daysOf(view.month), comparable ? daysOf(view.month, 1) : { from: '', to: '' }];
  const then = (figure: Figure): Figure => (comparable ? figure : { n: null, hidden: OTHERS });
  const parts = (breakdowns: readonly FigureBreakdown[]): FigureBreakdown[] =>
    breakdowns.filter(({ cells }) => cells.length > 0).map((one) => ({ ...one, cells: one.cells.map((cell) => ({ ...cell, before: then(cell.before) })) }));
  const figures = view.figures.map((one): FigureView => ({
    ...one,
    before: then(one.before),
    breakdowns: parts(one.breakdowns),
    theme: '',
    theme_name: '',
    source: t.figures.national.source,
    limits: isCare(one) ? t.figures.national.careLimits : one.unit === 'people' ? t.figures.national.limits : '',
    of: null,
    series: []
  }));
  return { from, to, before_from: before.from, before_to: before.to, grain: 'month', post: '', below: view.below, as_of: '', figures, posts: [], post_choices: [], care_weeks: [] };
}

/** The tiles: what the pack leads with, else its first figures. */
export function leadFigures(figures: readonly FigureView[]): FigureView[] {
  const lead = LEAD.flatMap((code) => figures.filter((one) => one.code === code));
  return lead.length > 0 ? lead : figures.slice(0, LEAD.length);
}

/** Those that are made of something first, each in the order in which it came. */
export const byParts = (figures: readonly FigureView[]): FigureView[] => [...figures].sort((one, other) => Number(other.breakdowns.length > 0) - Number(one.breakdowns.length > 0));

/** "hoy", "3 nov": when the month of a department was counted. */
export const sayCounted = ({ made_on }: NationalDepartment): string => (made_on === today() ? t.moment.today : sayDay(made_on));

const sayOf = (department: NationalDepartment, measure: Measure, below: number): string => (isHere(department) ? sayFigure(department[measure], measure === 'attended' ? 'records' : 'people', below) : t.figures.national.noFile);
/** What is not told stands between what is and what nobody sent. */
const rank = (department: NationalDepartment, measure: Measure): number => (!isHere(department) ? -2 : (department[measure].n ?? (department[measure].hidden === 'unknown' ? -1 : 0.5)));

/** Departments as bars, the largest first. */
export function departmentBars({ departments, below }: Pick<NationalView, 'departments' | 'below'>, measure: Measure): BarRow[] {
  return [...departments]
    .sort((one, other) => rank(other, measure) - rank(one, measure))
    .map((one) => ({ key: one.code, label: one.own ? `${one.name} (${t.figures.national.own})` : one.name, value: one[measure].n ?? undefined, said: sayOf(one, measure, below) }));
}

/** The same as rows of a table. */
export function departmentRows({ departments, below }: Pick<NationalView, 'departments' | 'below'>, measure: Measure): TableRow[] {
  return departments.map((one) => ({
    key: one.code,
    cells: [
      { text: one.name, sort: one.name },
      { text: sayOf(one, measure, below), sort: one[measure].n ?? Number.NaN }
    ]
  }));
}

/** All that is told of each department, for paper. */
export function departmentsTable({ departments, below }: Pick<NationalView, 'departments' | 'below'>): TableRow[] {
  return departments.map((one) => ({
    key: one.code,
    cells: [one.own ? `${one.name} (${t.figures.national.own})` : one.name, ...MEASURES.map((measure) => (isHere(one) ? sayOf(one, measure, below) : '—')), isHere(one) ? sayCounted(one) : t.figures.national.noFile].map((text) => ({ text, sort: text }))
  }));
}
