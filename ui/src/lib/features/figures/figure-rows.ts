/** Figures as rows of charts and tables. */
import type { BarRow, SeriesPoint } from '$lib/components/chart-draw';
import type { TableRow } from '$lib/components/data-table';
import type { Figure, FigureBreakdown, FigureCell, FiguresView, FigureView } from '$lib/api';
import { sayDate } from '$lib/moment';
import { sayMonth } from '$lib/period';
import { t } from '$lib/messages';
import { sayDifference, sayFigure, sureness } from './figure-words';

/** What is a list of names has its largest first; everything else has an order of its own. */
const NAMES: readonly string[] = ['nationality', 'post', 'municipality', 'group', 'need', 'facility', 'service', 'campaign', 'language'];
/** More bars than this are not understood at a glance; the table has them all. */
export const BARS = 8;

/** What does not show stands between what does and what is none. */
const known = ({ n, hidden }: Figure): number => n ?? (hidden === 'unknown' ? -1 : 0.5);
const sortable = (figure: Figure): number => figure.n ?? Number.NaN;

/** In the order in which they are read. */
export function ordered({ dimension, cells }: FigureBreakdown): FigureCell[] {
  return NAMES.includes(dimension) ? [...cells].sort((one, other) => known(other.figure) - known(one.figure)) : [...cells];
}

/** The bars of a breakdown, and how many more its table has. Bands of age stand as in a pyramid: the oldest on top. */
export function barsOf(breakdown: FigureBreakdown, { unit }: Pick<FigureView, 'unit'>, below: number): { rows: BarRow[]; more: number } {
  const cells = breakdown.dimension === 'age_band' ? ordered(breakdown).reverse() : ordered(breakdown);
  const named = NAMES.includes(breakdown.dimension);
  const told = named ? cells.filter(({ figure, before }) => figure.n !== 0 || (before.n ?? 0) > 0) : cells;
  const most = named ? BARS : Math.max(BARS, 16);
  const rows = told.slice(0, most).map(({ code, name, figure, before }) => ({ key: code, label: name, value: figure.n ?? undefined, before: before.n ?? undefined, said: sayFigure(figure, unit, below) }));
  return { rows, more: cells.length - rows.length };
}

/** `compared`: with the days before, and what changed. */
export function breakdownTable(breakdown: FigureBreakdown, { unit }: Pick<FigureView, 'unit'>, below: number, compared = true): TableRow[] {
  return ordered(breakdown).map(({ code, name, figure, before }) => ({
    key: code,
    cells: [
      { text: name, sort: name },
      { text: sayFigure(figure, unit, below), sort: sortable(figure) },
      ...(compared ? then(figure, before) : [])
    ]
  }));

  function then(figure: Figure, before: Figure): TableRow['cells'] {
    return [
      { text: sayFigure(before, unit, below), sort: sortable(before) },
      { text: sayDifference(figure, before), sort: sureness(figure, before) === 'exact' ? (figure.n ?? 0) - (before.n ?? 0) : Number.NaN }
    ];
  }
}

/** "3 nov" of a day, "sem. 3 nov" of a week, "noviembre" of a month. */
export function sayAt(at: string, grain: FiguresView['grain'], short = false): string {
  const [year = 0, month = 1, day = 1] = at.split('-').map(Number);
  const date = new Date(year, month - 1, day);
  if (grain === 'month') return short ? new Intl.DateTimeFormat(t.locale, { month: 'short' }).format(date).replace('.', '') : sayMonth(at);
  return grain === 'week' && !short ? t.figures.weekOf(sayDate(date)) : sayDate(date);
}

export function pointsOf({ series, unit }: Pick<FigureView, 'series' | 'unit'>, { grain, below }: Pick<FiguresView, 'grain' | 'below'>): SeriesPoint[] {
  const number = new Intl.NumberFormat(t.locale, { maximumFractionDigits: 1 });
  return series.map(({ at, figure }) => ({ key: at, label: sayAt(at, grain, true), value: figure.n ?? undefined, said: figure.n === null ? sayFigure(figure, unit, below) : number.format(figure.n) }));
}

export function seriesTable({ series, unit }: Pick<FigureView, 'series' | 'unit'>, { grain, below }: Pick<FiguresView, 'grain' | 'below'>): TableRow[] {
  return series.map(({ at, figure }) => ({ key: at, cells: [{ text: sayAt(at, grain), sort: at }, { text: sayFigure(figure, unit, below), sort: sortable(figure) }] }));
}
