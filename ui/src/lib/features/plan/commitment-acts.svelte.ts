import type { Saved } from '$lib/api';
import { api } from '$lib/api';
import { t } from '$lib/messages';
import type { CommitmentCard, CommitmentInput } from '$lib/api';
import { sayKept } from '$lib/office-said';
import { toasts } from '$lib/toasts.svelte';
import { Asking } from '$lib/asking.svelte';
import { blankCommitment, CommitmentForm, commitmentNow } from './commitment-form.svelte';

/** What is written down, changed and done of commitments. What was typed of one waits until it is saved, also while its panel is closed. */
export class CommitmentActs {
  open = $state.raw<CommitmentForm | undefined>(undefined);
  /** The one that is said to be done: it is asked how one sees it. */
  settled = $state.raw<CommitmentInput | undefined>(undefined);
  evidence = $state('');
  readonly asking = new Asking();
  #settledKind = '';
  /** Panels that were closed, by commitment; "" of a new one. */
  #closed = new Map<string, CommitmentForm>();

  constructor(private readonly changed: () => void) {}

  add(of: string, kind: 'plan' | 'meeting'): void {
    this.open = this.#closed.get(`${of}/`) ?? new CommitmentForm(blankCommitment(of, kind), kind);
  }

  edit({ commitment, of_kind }: CommitmentCard): void {
    this.open = this.#closed.get(`${commitment.of}/${commitment.id}`) ?? new CommitmentForm(commitment, of_kind);
  }

  close(): void {
    if (this.open) this.#closed.set(`${this.open.input.of}/${this.open.input.id}`, this.open);
    this.open = undefined;
  }

  saved(saved: Saved): void {
    if (this.open) this.#closed.delete(`${this.open.input.of}/${this.open.input.id}`);
    this.open = undefined;
    sayKept(t.plans.commitment.saved, saved);
    this.changed();
  }

  settle({ commitment, of_kind }: CommitmentCard): void {
    if (this.settled?.id !== commitment.id) this.evidence = commitment.evidence;
    this.asking.trouble = undefined;
    [this.settled, this.#settledKind] = [commitment, of_kind];
  }

  async saveSettled(): Promise<void> {
    const { settled } = this;
    if (!settled) return;
    const done = await this.asking.do(async () => void (await api.saveCommitment({ ...settled, state: 'done', evidence: this.evidence.trim() }, settled)));
    if (!done) {
      // Others changed it meanwhile: the next try is over what it says by now.
      const now = this.asking.trouble?.fields.length ? await commitmentNow(settled.of, this.#settledKind, settled.id) : undefined;
      if (now && this.settled === settled) this.settled = now;
      return;
    }
    this.settled = undefined;
    this.evidence = '';
    toasts.say(t.plans.commitment.saidDone);
    this.changed();
  }
}
