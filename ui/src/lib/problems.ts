/** What the shell finds wrong with a field, in words. */
import type { ProblemView } from './bindings';
import { t } from './messages';
import { sayTrouble, type Trouble } from './trouble';

export function sayProblem(problem: ProblemView): string {
  return Object.entries(t.problems).find(([code]) => code === problem.code)?.[1] ?? t.problems.other;
}

/** The notes that belong under a field. */
export function notesOf(problems: readonly ProblemView[], field: string): { text: string; severity: 'error' | 'warning' }[] {
  return problems
    .filter((problem) => problem.field === field)
    .map((problem) => ({ text: sayProblem(problem), severity: problem.severity === 'error' ? 'error' : 'warning' }));
}

/** Why something was not done: what is wrong with what was asked, where the shell says it. */
export function sayRefused(trouble: Trouble | undefined): { sentence: string; action: string; code: string } | undefined {
  if (!trouble) return undefined;
  const words = sayTrouble(trouble);
  const [problem] = trouble.fields;
  return problem ? { ...words, sentence: sayProblem(problem), action: '' } : words;
}

/** The same in one line, for a short note. */
export function sayRefusedShort(trouble: Trouble): string {
  const words = sayRefused(trouble);
  return words ? t.trouble.told(words.sentence, words.action, words.code).replace(/\s+·/, ' ·') : '';
}
