/** Figures in words: what shows, what does not and why, and what changed. */
import type { Figure, FiguresView, FigureView } from '$lib/api';
import { t } from '$lib/messages';
import { sayDays, sayThen } from '$lib/period';

type Unit = FigureView['unit'];
type Shown = Figure & { n: number };

/** Why a figure of the days before is not compared with; a word of the screen, not of the shell. */
export const OTHERS = 'others';

const isShown = (figure: Figure): figure is Shown => figure.n !== null;
const isAtLeast = ({ hidden }: Figure): boolean => hidden === 'some';
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

/** Why figures of a list do not show, or not whole, each reason once; [] when all do. Why a month is not compared is said once, of all. */
export function sayWhy(figures: readonly Figure[], below: number): string[] {
  const reasons = new Set(figures.filter((figure) => !isShown(figure)).map(({ hidden }) => hidden));
  const known: readonly string[] = ['small', 'together', OTHERS];
  return [
    ...(figures.some((figure) => isShown(figure) && isAtLeast(figure)) ? [t.figures.why.some(below)] : []),
    ...(reasons.has('small') ? [t.figures.why.small(below)] : []),
    ...(reasons.has('together') ? [t.figures.why.together(below)] : []),
    ...([...reasons].some((reason) => !known.includes(reason)) ? [t.figures.why.unknown] : [])
  ];
}

/** How sure a change between two figures is: exact, at least so much, or not known because a part is not told. */
export function sureness(figure: Figure, before: Figure): 'exact' | 'least' | undefined {
  if (!isShown(figure) || !isShown(before)) return undefined;
  if (!isAtLeast(figure) && !isAtLeast(before)) return 'exact';
  if (isAtLeast(figure) && isAtLeast(before)) return undefined;
  const grew = isAtLeast(figure) && figure.n > before.n;
  const shrank = isAtLeast(before) && figure.n < before.n;
  return grew || shrank ? 'least' : undefined;
}

/** What changed since the days before: "12 más que en octubre". "" when nothing can be said of it. */
export function sayChange({ figure, before, unit }: Pick<FigureView, 'figure' | 'before' | 'unit'>, then: string): string {
  if (!isShown(figure)) return '';
  if (!isShown(before)) return before.hidden === OTHERS ? t.figures.change.others : before.hidden === 'unknown' ? t.figures.change.none : t.figures.change.hidden(then);
  const sure = sureness(figure, before);
  if (!sure) return t.figures.change.unsure;
  const by = Math.round((figure.n - before.n) * 10) / 10;
  if (by === 0) return t.figures.change.same(then);
  const whole = unit === 'percent' ? t.figures.change.points(numbers().format(Math.abs(by)), Math.abs(by)) : sayNumber(Math.abs(by), unit);
  const size = sure === 'least' ? t.figures.hidden.some(whole) : whole;
  return by > 0 ? t.figures.change.more(size, then) : t.figures.change.fewer(size, then);
}

/** "+12", "−3", "=": the same for a column of a table; "—" where it cannot be told. */
export function sayDifference(figure: Figure, before: Figure): string {
  if (!isShown(figure) || !isShown(before) || sureness(figure, before) !== 'exact') return '—';
  const by = Math.round((figure.n - before.n) * 10) / 10;
  return by === 0 ? '=' : `${by > 0 ? '+' : '−'}${numbers().format(Math.abs(by))}`;
}

/** Which way it went, for a mark beside the words. */
export function wayOf(figure: Figure, before: Figure): 'up' | 'down' | 'same' | undefined {
  if (!isShown(figure) || !isShown(before) || !sureness(figure, before)) return undefined;
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

/** The days before, as they follow "que": "en octubre"; "" when they are not compared with. */
export const thenOf = ({ before_from: from, before_to: to }: Pick<FiguresView, 'before_from' | 'before_to'>): string => (from === '' ? '' : sayThen({ from, to }));

/** The days before as they stand over a column: "octubre"; undefined when they are not compared with. */
export const beforeOf = ({ before_from: from, before_to: to }: Pick<FiguresView, 'before_from' | 'before_to'>, now = new Date()): string | undefined => (from === '' ? undefined : sayDays({ from, to }, now));
