import type { ProblemView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { isDay } from '$lib/days';
import { office } from '$lib/office-door';
import type { CommitmentInput } from '$lib/office-view';

export const blankCommitment = (of: string, kind: 'plan' | 'meeting'): CommitmentInput => ({ id: '', of, what: '', responsible: '', due: '', term: kind === 'plan' ? 'short' : '', state: 'open', evidence: '' });

const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });

/** An action of a plan or a commitment of a meeting, in its panel. */
export class CommitmentForm {
  input = $state() as CommitmentInput;
  problems = $state.raw<ProblemView[]>([]);
  readonly asking = new Asking();

  constructor(input: CommitmentInput) {
    this.input = { ...input };
  }

  #missing({ what, responsible, due }: CommitmentInput): ProblemView[] {
    return [
      ...(what === '' ? [problem('what', 'commitment_missing')] : []),
      ...(responsible === '' ? [problem('responsible', 'responsible_missing')] : []),
      ...(due === '' ? [problem('due', 'date_missing')] : isDay(due) ? [] : [problem('due', 'date_unreadable')])
    ];
  }

  /** Says whether it is kept. */
  async save(): Promise<boolean> {
    if (this.asking.busy) return false;
    const { what, responsible, due, evidence, ...rest } = $state.snapshot(this.input);
    const input = { ...rest, what: what.trim(), responsible: responsible.trim(), due: due.trim(), evidence: evidence.trim() };
    this.problems = this.#missing(input);
    if (this.problems.length > 0) {
      this.asking.trouble = undefined;
      return false;
    }
    const done = await this.asking.do(async () => void (await office.saveCommitment(input)));
    this.problems = this.asking.trouble?.fields ?? [];
    return done;
  }
}
