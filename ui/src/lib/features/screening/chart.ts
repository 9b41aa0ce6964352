import type { ScreeningView } from '$lib/api';

/** A point of the chart: its place, 0 to 100 on both axes, from the lower left. */
export type Point = { x: number; y: number; total: number; most: number; on: string };

const DAY = 24 * 3600 * 1000;

/** Results with a score, oldest first, as points; the days between them keep their proportion. */
export function pointsOf(results: readonly ScreeningView[]): Point[] {
  const scored = results.flatMap(({ on, score }) => (score.total === null || score.most === 0 || Number.isNaN(Date.parse(on)) ? [] : [{ on, total: score.total, most: score.most, day: Date.parse(on) / DAY }]));
  const days = scored.sort((one, other) => one.day - other.day);
  const [first, last] = [days[0]?.day ?? 0, days[days.length - 1]?.day ?? 0];
  return days.map(({ on, total, most, day }) => ({ on, total, most, x: last === first ? 50 : ((day - first) / (last - first)) * 100, y: (total / most) * 100 }));
}

/** Results of each instrument, in the order in which the newest were. */
export function byInstrument(results: readonly ScreeningView[]): { instrument: string; name: string; results: ScreeningView[] }[] {
  const groups = new Map<string, ScreeningView[]>();
  for (const result of results) groups.set(result.instrument, [...(groups.get(result.instrument) ?? []), result]);
  return [...groups].map(([instrument, of]) => ({ instrument, name: of[0]?.name ?? instrument, results: of }));
}
