import type { ProblemView, Saved } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { isDay } from '$lib/days';
import { api } from '$lib/api';
import type { CommitmentInput } from '$lib/api';
import { afterRefusal, mergeOver, notesOver } from '$lib/office-merge';

export const blankCommitment = (of: string, kind: 'plan' | 'meeting'): CommitmentInput => ({ id: '', of, what: '', responsible: '', due: '', term: kind === 'plan' ? 'short' : '', state: 'open', evidence: '' });

const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });

/** A commitment as it is by now, of the plan or meeting that it belongs to; undefined where it is gone or cannot be read. */
export async function commitmentNow(of: string, kind: string, id: string): Promise<CommitmentInput | undefined> {
  const found = await (kind === 'meeting' ? api.meeting(of) : api.plan(of)).catch(() => undefined);
  return found?.commitments.find(({ commitment }) => commitment.id === id)?.commitment;
}

/** An action of a plan or a commitment of a meeting, in its panel. */
export class CommitmentForm {
  input = $state() as CommitmentInput;
  problems = $state.raw<ProblemView[]>([]);
  /** What others wrote meanwhile in fields that were changed here too. */
  theirs = $state.raw<Partial<CommitmentInput>>({});
  readonly asking = new Asking();
  /** As it was shown: only what differs from it is saved. */
  #base: CommitmentInput;

  /** @param kind of what it belongs to */
  constructor(input: CommitmentInput, private readonly kind: string) {
    this.input = { ...input };
    this.#base = input;
  }

  /** The notes under a field. */
  notes(field: string) {
    return notesOver(this.problems, this.theirs, field);
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
    await this.asking.do(async () => void (saved = await api.saveCommitment(input, input.id === '' ? null : this.#base)));
    await this.#refused(this.asking.trouble?.fields ?? []);
    return saved;
  }

  async #refused(problems: ProblemView[]): Promise<void> {
    const { id, of } = this.input;
    const now = id !== '' && problems.length > 0 ? await commitmentNow(of, this.kind, id) : undefined;
    if (now) {
      const { input, theirs } = mergeOver(this.#base, $state.snapshot(this.input), now);
      [this.#base, this.input, this.theirs] = [now, input, theirs];
    }
    this.problems = now ? afterRefusal(problems, this.theirs) : problems;
  }
}
