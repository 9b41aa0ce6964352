/** Figures in words: what shows, what does not and why, and what changed. */
import type { Figure, FiguresView, FigureView } from '$lib/api';
import { t } from '$lib/messages';
import { sayThen } from '$lib/period';

type Unit = FigureView['unit'];
type Shown = Figure & { n: number };

const isShown = (figure: Figure): figure is Shown => figure.n !== null;
const numbers = () => new Intl.NumberFormat(t.locale, { maximumFractionDigits: 1 });

/** "1.204", "83 %", "3 días". */
export function sayNumber(number: number, unit: Unit): string {
  if (unit === 'percent') return t.figures.percent(numbers().format(number));
  if (unit === 'days') return t.figures.days(number);
  return numbers().format(number);
}

/** The figure, or why there is none: "menos de 5", "no se muestra", "sin dato". */
export function sayFigure(figure: Figure, unit: Unit, below: number): string {
  if (isShown(figure)) return figure.hidden === 'some' ? t.figures.hidden.some(sayNumber(figure.n, unit)) : sayNumber(figure.n, unit);
  if (figure.hidden === 'small') return t.figures.hidden.small(below);
  return figure.hidden === 'together' ? t.figures.hidden.together : t.figures.hidden.unknown;
}

/** Why figures of a list do not show, each reason once; [] when all do. */
export function sayWhy(figures: readonly Figure[], below: number): string[] {
  const reasons = new Set(figures.filter((figure) => !isShown(figure)).map(({ hidden }) => hidden));
  return [
    ...(reasons.has('small') ? [t.figures.why.small(below)] : []),
    ...(reasons.has('together') ? [t.figures.why.together(below)] : []),
    ...([...reasons].some((reason) => reason !== 'small' && reason !== 'together') ? [t.figures.why.unknown] : [])
  ];
}

/** What changed since the days before: "12 más que en octubre". "" when nothing can be said of it. */
export function sayChange({ figure, before, unit }: Pick<FigureView, 'figure' | 'before' | 'unit'>, then: string): string {
  if (!isShown(figure)) return '';
  if (!isShown(before)) return before.hidden === 'unknown' ? t.figures.change.none : t.figures.change.hidden(then);
  const by = Math.round((figure.n - before.n) * 10) / 10;
  if (by === 0) return t.figures.change.same(then);
  const size = unit === 'percent' ? t.figures.change.points(numbers().format(Math.abs(by)), Math.abs(by)) : sayNumber(Math.abs(by), unit);
  return by > 0 ? t.figures.change.more(size, then) : t.figures.change.fewer(size, then);
}

/** "+12", "−3", "=": the same for a column of a table; "—" where it cannot be told. */
export function sayDifference(figure: Figure, before: Figure): string {
  if (!isShown(figure) || !isShown(before)) return '—';
  const by = Math.round((figure.n - before.n) * 10) / 10;
  return by === 0 ? '=' : `${by > 0 ? '+' : '−'}${numbers().format(Math.abs(by))}`;
}

/** Which way it went, for a mark beside the words. */
export function wayOf(figure: Figure, before: Figure): 'up' | 'down' | 'same' | undefined {
  if (!isShown(figure) || !isShown(before)) return undefined;
  return figure.n > before.n ? 'up' : figure.n < before.n ? 'down' : 'same';
}

/** "de 1.204 personas, 83 %"; "" without a denominator that shows. */
export function sayOf({ figure, of, unit }: Pick<FigureView, 'figure' | 'of' | 'unit'>): string {
  if (!of || !isShown(of) || unit === 'days') return '';
  const total = numbers().format(of.n);
  if (unit === 'percent' || !isShown(figure) || of.n === 0) return t.figures.of(total);
  return t.figures.ofShare(total, t.figures.percent(numbers().format(Math.round((figure.n / of.n) * 100))));
}

/** "1.204 · 83 %": the same where a column says of what; "—" without one. */
export function sayTotal({ figure, of, unit }: Pick<FigureView, 'figure' | 'of' | 'unit'>): string {
  if (!of || !isShown(of)) return '—';
  const share = unit !== 'percent' && isShown(figure) && of.n > 0 ? [t.figures.percent(numbers().format(Math.round((figure.n / of.n) * 100)))] : [];
  return [numbers().format(of.n), ...share].join(' · ');
}

/** The days before, as they follow "que": "en octubre". */
export const thenOf = (view: Pick<FiguresView, 'before_from' | 'before_to'>): string => sayThen({ from: view.before_from, to: view.before_to });
