import { api, type DraftCard, type ProblemView, type Saved } from './api';
import { Asking } from './asking.svelte';
import { DraftKeeper } from './draft-keeper.svelte';
import { leftOffice, type KeptOffice, type OfficeKind } from './office-work';

/** Something of the office in its form: a draft until it is saved. */
export abstract class OfficeForm<Input extends { id: string }> {
  input = $state() as Input;
  problems = $state.raw<ProblemView[]>([]);
  readonly asking = new Asking();
  readonly draft: DraftKeeper;
  /** What it was before anything was typed. */
  readonly #first: string;

  /** Goes on with what was left of it, or of what it belongs to, if anything was. */
  protected constructor(kind: OfficeKind, input: Input, drafts: readonly DraftCard[], { of = input.id, is }: { of?: string; is?: (kept: Partial<Input>) => boolean } = {}) {
    const left = leftOffice<Partial<Input>>(drafts, kind, of, is);
    this.#first = JSON.stringify(input);
    this.input = { ...input, ...left?.input, id: input.id };
    this.draft = new DraftKeeper(kind, (): KeptOffice<Input> => ({ of, title: this.title, input: $state.snapshot(this.input) as Input }), left?.id);
  }

  /** What the list of drafts calls it. */
  protected abstract get title(): string;
  /** What is missing, before the shell is asked. */
  protected abstract missing(input: Input): ProblemView[];
  protected abstract send(input: Input): Promise<Saved>;

  /** What was typed, to notice a change. */
  get typed(): string {
    return JSON.stringify(this.input);
  }

  get changed(): boolean {
    return this.typed !== this.#first;
  }

  /** As it is saved: without the spaces around its words. */
  get trimmed(): Input {
    const input = $state.snapshot(this.input) as Input;
    return Object.fromEntries(Object.entries(input).map(([field, value]: [string, unknown]) => [field, typeof value === 'string' ? value.trim() : value])) as Input;
  }

  async save(): Promise<Saved | undefined> {
    if (this.asking.busy) return undefined;
    const input = this.trimmed;
    this.problems = this.missing(input);
    if (this.problems.length > 0) {
      this.asking.trouble = undefined;
      return undefined;
    }
    let saved: Saved | undefined;
    await this.asking.do(async () => {
      const draft = await this.draft.settle();
      saved = await this.send(input);
      this.draft.close();
      await discard(draft);
    });
    if (saved) return saved;
    this.problems = this.asking.trouble?.fields ?? [];
    this.draft.release();
    return undefined;
  }

  /** Leaving with nothing changed leaves no draft behind. */
  async tidy(): Promise<void> {
    if (this.changed) return;
    const draft = await this.draft.settle();
    this.draft.close();
    await discard(draft);
  }
}

/** A draft that cannot be discarded stays in the list, where it can be discarded again. */
async function discard(draft: string): Promise<void> {
  if (draft) await api.discardDraft(draft).catch(() => undefined);
}
