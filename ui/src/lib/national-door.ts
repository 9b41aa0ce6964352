/** The door to departments together. Sticks are told by a command that the shell has not got yet: until then only invented ones are. */
import { api, type CarryPlace, type NationalTaken, type NationalView } from './api';

/** What files of figures are called among those that sticks are searched for. */
const FIGURES = 'figures';

async function placesWith(what: string): Promise<CarryPlace[]> {
  return import.meta.env.VITE_MOCK === '1' ? (await import('./mock/national')).placesWith(what) : [];
}

export const national = {
  figures: (month: string, language: string): Promise<NationalView> => api.nationalFigures(month, language),
  take: (path: string): Promise<NationalTaken> => api.takeNationalFigures(path),
  /** Sticks and folders with files of figures, the newest first in each. */
  places: (): Promise<CarryPlace[]> => placesWith(FIGURES)
};
