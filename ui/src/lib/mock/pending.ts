/** Stands in for what is not invented yet: look-ups in other departments and fields with more than one value. Goes when they are. */
import type { Commands } from '../api';
import { no, ok } from './ground';

export const PENDING_PERSON = { decided_conflicts: [] };
export const PENDING_CONFLICT = { critical: false, later: null };
export const PENDING_VALUE = { seen: [] as string[] };

const elsewhere = () => no('POSTA-S1');
export const pendingMock = {
  askElsewhere: elsewhere,
  elsewherePage: elsewhere,
  decideElsewhere: elsewhere,
  lookUpElsewhere: elsewhere,
  bringPerson: elsewhere,
  conflictsPage: () => ok({ rows: [], total: 0, open: 0, later: 0 }),
  putOffConflict: (_kind: string, id: string) => ok({ id, warnings: [] })
} satisfies Partial<Commands>;
