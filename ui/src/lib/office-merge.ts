/** Forms of the office are written over what was seen: what one did not touch is as the others left it, and where both wrote it is said. */
import type { ProblemView } from './bindings';
import { isDay } from './days';
import { t } from './messages';
import { sayDay } from './moment';
import { sayProblem } from './problems';

/** A merge of a form with what others wrote meanwhile. */
export type Merged<Input> = {
  input: Input;
  /** What others wrote in the fields that both changed, to different things. */
  theirs: Partial<Input>;
};

/** Fields whose values are codes or ids: what others chose is not told by its value. */
const CODED = ['kind', 'state', 'term', 'sex', 'role', 'trained_by', 'service', 'place', 'department'];

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The items of a list without those that others took away, with those that they added after them. Its order is the one of whoever changed it. */
function mergeItems(base: readonly unknown[], mine: readonly unknown[], now: readonly unknown[]): unknown[] {
  if (same(base, mine)) return [...now];
  const gone = base.filter((item) => !now.includes(item));
  return [...mine.filter((item) => !gone.includes(item)), ...now.filter((item) => !base.includes(item) && !mine.includes(item))];
}

/** @param base what the form began from; @param mine what it says; @param now what the record says by now */
export function mergeOver<Input extends object>(base: Input, mine: Input, now: Input): Merged<Input> {
  const theirs: Partial<Input> = {};
  const input = { ...now };
  for (const field of Object.keys(now) as (keyof Input)[]) {
    const [was, is, other] = [base[field], mine[field], now[field]];
    if (Array.isArray(was) && Array.isArray(is) && Array.isArray(other)) input[field] = mergeItems(was, is, other) as Input[keyof Input];
    else if (!same(is, was)) {
      input[field] = is;
      if (!same(is, other) && !same(other, was)) theirs[field] = other;
    }
  }
  return { input, theirs };
}

/** What both wrote, as notes that hold nobody back: whoever saves has seen it. */
export const movedIn = (theirs: object): ProblemView[] => Object.keys(theirs).map((field) => ({ field, code: 'office_moved', severity: 'warning' }));

/** After a refusal: what is still wrong, and what both wrote. */
export const afterRefusal = (problems: readonly ProblemView[], theirs: object): ProblemView[] => [...problems.filter(({ code }) => code !== 'office_moved'), ...movedIn(theirs)];

function sayTheirs(field: string, value: unknown): string | undefined {
  if (CODED.includes(field) || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
  const said = typeof value === 'number' ? String(value) : isDay(value) ? sayDay(value) : value;
  return t.conflict.movedTo(said === '' ? t.person.conflict.blank : said);
}

/** The notes under a field; of what both wrote with what the other one wrote. */
export function notesOver(problems: readonly ProblemView[], theirs: object, field: string): { text: string; severity: 'error' | 'warning' }[] {
  return problems
    .filter((problem) => problem.field === field)
    .map((problem) => ({ text: (problem.code === 'office_moved' && sayTheirs(field, Reflect.get(theirs, field))) || sayProblem(problem), severity: problem.severity === 'error' ? 'error' : 'warning' }));
}
