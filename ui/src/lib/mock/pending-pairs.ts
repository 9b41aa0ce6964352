/** Stands in for the pairs of the register until their own invented answers are here: then this file goes, with its line in `index.ts`. */
import type { Commands } from '../api';
import { no, ok } from './ground';

const NONE = { contradicted: 0, certain: 0, possible: 0, later: 0, decided: 0 };

export const pendingPairs = {
  lookForPairs: () => ok(NONE),
  pairsPage: () => ok({ rows: [], total: 0, counts: NONE, stale: false }),
  pair: () => no('POSTA-B2'),
  decidePair: () => no('POSTA-B2')
} satisfies Partial<Commands>;
