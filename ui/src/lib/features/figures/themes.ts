import type { Figure, FiguresView, FigureView } from '$lib/api';

export type Theme = { code: string; name: string; figures: FigureView[] };

/** The figures by theme, in the order in which they came. */
export function themesOf({ figures }: Pick<FiguresView, 'figures'>): Theme[] {
  const themes = new Map<string, Theme>();
  for (const figure of figures) {
    const theme = themes.get(figure.theme) ?? { code: figure.theme, name: figure.theme_name, figures: [] };
    theme.figures.push(figure);
    themes.set(figure.theme, theme);
  }
  return [...themes.values()];
}

/** The first figure of each theme, as many as fit. */
export const leadOf = (themes: readonly Theme[], most = 5): FigureView[] => themes.flatMap(({ figures }) => figures.slice(0, 1)).slice(0, most);

const nothing = ({ n, hidden }: Figure): boolean => n === 0 || (n === null && hidden === 'unknown');

/** Nothing was recorded in these days. */
export const isBlank = ({ figures }: Pick<FiguresView, 'figures'>): boolean => figures.every(({ figure, series }) => nothing(figure) && series.every((point) => nothing(point.figure)));
