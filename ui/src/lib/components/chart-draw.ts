/** Charts as pictures, drawn by Observable Plot with the tokens of the theme. What they say stands in a table too. */
import * as Plot from '@observablehq/plot';

/** A bar and what was there before. `value` undefined: it is not shown, and `said` tells that. */
export type BarRow = { key: string; label: string; value?: number | undefined; before?: number | undefined; said: string };
/** A point in time. `label` stands under it. */
export type SeriesPoint = { key: string; label: string; value?: number | undefined; said: string };
type Numbers = (value: number) => string;

const STYLE = { fontFamily: 'var(--font)', fontSize: '15px', color: 'var(--ink)', background: 'transparent', overflow: 'visible' };
const ROW = 54;
const LETTER = 7.6;

/**
 * What Plot brings as a style element the window's policy would refuse; `Chart.svelte` says the same in its own style.
 * Its names of parts are English; the chart has one name, of ours.
 */
function bare(drawn: SVGSVGElement | HTMLElement): SVGSVGElement | HTMLElement {
  for (const style of drawn.querySelectorAll('style')) style.remove();
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return drawn;
}

/** No more of a name than fits: the whole one is in the table. */
const cut = (text: string, letters: number): string => (text.length > letters ? `${text.slice(0, Math.max(1, letters - 1)).trimEnd()}…` : text);

/** The largest of what shows, so that every bar has its share of it. */
const mostOf = (values: readonly (number | undefined)[]): number => Math.max(1, ...values.filter((value) => value !== undefined));

/** Bars from left to right, one below the other: the name and the number above each, and a mark for what was before. */
export function drawBars(rows: readonly BarRow[], width: number): SVGSVGElement | HTMLElement {
  const most = mostOf(rows.flatMap(({ value, before }) => [value, before]));
  const keys = rows.map(({ key }) => key);
  const shown = rows.filter((row) => row.value !== undefined);
  const hidden = rows.filter((row) => row.value === undefined);
  const before = shown.filter((row) => row.before !== undefined);
  const name = ({ label, said }: BarRow) => cut(label, Math.floor((width - said.length * LETTER - 18) / LETTER));
  const line = { y: 'key', dy: -10, lineAnchor: 'bottom' as const };
  return bare(
    Plot.plot({
      width,
      height: rows.length * ROW + 2,
      margin: 0,
      marginRight: 2,
      style: STYLE,
      x: { axis: null, domain: [0, most] },
      y: { axis: null, domain: keys, padding: 0 },
      marks: [
        Plot.barX(rows, { y: 'key', x1: 0, x2: most, insetTop: 27, insetBottom: 10, rx: 4, fill: 'var(--sunken)' }),
        Plot.barX(hidden, { y: 'key', x1: 0, x2: most, insetTop: 27.5, insetBottom: 10.5, insetLeft: 0.5, insetRight: 0.5, rx: 4, fill: 'none', stroke: 'var(--field-line)', strokeDasharray: '3 4' }),
        Plot.barX(shown, { y: 'key', x1: 0, x2: 'value', insetTop: 27, insetBottom: 10, rx: 4, fill: 'var(--accent)' }),
        Plot.tickX(before, { y: 'key', x: 'before', insetTop: 22, insetBottom: 5, stroke: 'var(--surface)', strokeWidth: 6 }),
        Plot.tickX(before, { y: 'key', x: 'before', insetTop: 22, insetBottom: 5, stroke: 'var(--ink)', strokeWidth: 2.5 }),
        Plot.text(rows, { ...line, text: name, frameAnchor: 'left', textAnchor: 'start', fill: 'var(--ink)' }),
        Plot.text(shown, { ...line, text: 'said', frameAnchor: 'right', textAnchor: 'end', fill: 'var(--ink)', fontWeight: 650 }),
        Plot.text(hidden, { ...line, text: 'said', frameAnchor: 'right', textAnchor: 'end', fill: 'var(--ink-2)', fontStyle: 'italic' })
      ]
    })
  );
}

/** The keys that have room for their label under the axis: the first, the last, and some between. */
export function labelled(points: readonly SeriesPoint[], width: number): string[] {
  const longest = Math.max(1, ...points.map(({ label }) => label.length));
  const room = Math.max(2, Math.floor(width / (longest * LETTER + 14)));
  const step = Math.max(1, Math.ceil(points.length / room));
  return points.filter((_, index) => index % step === 0).map(({ key }) => key);
}

/** Where the lines of an axis from zero stand: at whole, round numbers, four at most above it. */
export function stepsTo(most: number): number[] {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most / 4))));
  const step = [1, 2, 5, 10].map((times) => times * size).find((one) => most / one <= 4) ?? most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
}

type SeriesLook = { width: number; /** A count has bars; a share or a span of time a line. */ line: boolean; number: Numbers };

/** What came one after the other, on an axis that begins at zero. */
export function drawSeries(points: readonly SeriesPoint[], { width, line, number }: SeriesLook): SVGSVGElement | HTMLElement {
  const most = mostOf(points.map(({ value }) => value));
  const shown = points.filter((point) => point.value !== undefined);
  const hidden = points.filter((point) => point.value === undefined);
  const steps = stepsTo(most);
  const labels = new Map(points.map(({ key, label }) => [key, label]));
  const few = points.length <= Math.floor(width / 46);
  const [above, stub] = [most * 1.12, most * 0.06];
  return bare(
    Plot.plot({
      width,
      height: 210,
      margin: 0,
      marginTop: 8,
      marginBottom: 30,
      marginLeft: Math.max(34, number(most).length * LETTER + 16),
      marginRight: 8,
      style: STYLE,
      x: { type: 'band', domain: points.map(({ key }) => key), padding: line ? 0.5 : 0.22 },
      y: { domain: [0, above] },
      marks: [
        Plot.gridY({ ticks: steps, stroke: 'var(--line)', strokeOpacity: 1 }),
        Plot.axisY({ ticks: steps, tickSize: 0, label: null, tickFormat: number, fill: 'var(--ink-2)' }),
        Plot.axisX({ ticks: labelled(points, width), tickSize: 0, tickPadding: 8, label: null, tickFormat: (key: string) => labels.get(key) ?? key, fill: 'var(--ink-2)' }),
        Plot.barY(hidden, { x: 'key', y1: 0, y2: stub, fill: 'none', stroke: 'var(--field-line)', strokeDasharray: '3 3' }),
        ...(line
          ? [
              Plot.lineY(points, { x: 'key', y: 'value', stroke: 'var(--accent)', strokeWidth: 2.5 }),
              Plot.dot(shown, { x: 'key', y: 'value', r: 4.5, fill: 'var(--accent)', stroke: 'var(--surface)', strokeWidth: 1.5 })
            ]
          : [Plot.barY(shown, { x: 'key', y: 'value', fill: 'var(--accent)', ry1: 0, rx: 2 })]),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        ...(few ? [Plot.text(shown, { x: 'key', y: 'value', text: 'said', dy: -11, fill: 'var(--ink)', fontWeight: 650, stroke: 'var(--surface)', strokeWidth: 4 })] : [])
      ]
    })
  );
}
