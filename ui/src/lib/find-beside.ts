/** What else is looked for with the people, and shown after them: another feature's, brought by a route. */
export type BesideHit = { id: string; title: string; /** Where it belongs, or some words of it. */ text: string; lang?: string };
export type Beside = {
  /** Name of the group. */
  title: () => string;
  /** For a screen reader, of how many. */
  said: (hits: number) => string;
  search: (typed: string) => Promise<BesideHit[]>;
  open: (id: string) => void;
};

/** Fewer letters say nothing yet; a number of a document or a year is of people only. */
const FEWEST = 3;

/** Whether something else than people may be meant. */
export const isWorded = (typed: string): boolean => (typed.match(/\p{L}/gu)?.length ?? 0) >= FEWEST;
