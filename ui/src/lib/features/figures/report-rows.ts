import type { TableRow } from '$lib/components/data-table';
import type { FiguresView } from '$lib/api';
import { sayDifference, sayFigure, sayTotal } from './figure-words';

/** As many rows of a breakdown as are read on paper; the screen has them all. */
export const REPORT_ROWS = 12;

/** Every figure in one line: now, before, what changed, and of how many. */
export function summaryTable({ figures, below }: Pick<FiguresView, 'figures' | 'below'>): TableRow[] {
  return figures.map((figure) => ({
    key: figure.code,
    cells: [figure.name, sayFigure(figure.figure, figure.unit, below), sayFigure(figure.before, figure.unit, below), sayDifference(figure.figure, figure.before), sayTotal(figure)].map((text) => ({ text, sort: text }))
  }));
}
