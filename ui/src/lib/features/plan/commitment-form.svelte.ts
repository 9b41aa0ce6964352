import type { ProblemView, Saved } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { isDay } from '$lib/days';
import { api } from '$lib/api';
import type { CommitmentInput } from '$lib/api';

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

  /** The rest may be missing: the shell says so, and keeps it. */
  #missing({ what, due }: CommitmentInput): ProblemView[] {
    return [...(what === '' ? [problem('what', 'commitment_missing')] : []), ...(due === '' || isDay(due) ? [] : [problem('due', 'date_unreadable')])];
  }

  async save(): Promise<Saved | undefined> {
    if (this.asking.busy) return undefined;
    const { what, responsible, due, evidence, ...rest } = $state.snapshot(this.input);
    const input = { ...rest, what: what.trim(), responsible: responsible.trim(), due: due.trim(), evidence: evidence.trim() };
    this.problems = this.#missing(input);
    if (this.problems.length > 0) {
      this.asking.trouble = undefined;
      return undefined;
    }
    let saved: Saved | undefined;
    await this.asking.do(async () => void (saved = await api.saveCommitment(input)));
    this.problems = this.asking.trouble?.fields ?? [];
    return saved;
  }
}
