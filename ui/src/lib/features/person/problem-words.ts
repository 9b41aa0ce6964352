import type { ProblemView } from '$lib/api';
import type { FieldNote } from '$lib/components/Field.svelte';
import { notesOf, sayProblem } from '$lib/problems';

export { sayProblem };

/** The notes that belong under a field. */
export const notesFor = (problems: readonly ProblemView[], field: string): FieldNote[] => notesOf(problems, field);
