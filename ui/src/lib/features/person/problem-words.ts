import type { ProblemView } from '$lib/api';
import type { FieldNote } from '$lib/components/Field.svelte';
import { t } from '$lib/messages';

export function sayProblem(problem: ProblemView): string {
  return Object.entries(t.problems).find(([code]) => code === problem.code)?.[1] ?? t.problems.other;
}

/** The notes that belong under a field. */
export function notesFor(problems: readonly ProblemView[], field: string): FieldNote[] {
  return problems
    .filter((problem) => problem.field === field)
    .map((problem) => ({ text: sayProblem(problem), severity: problem.severity === 'error' ? 'error' : 'warning' }));
}
