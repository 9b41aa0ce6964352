import { tick } from 'svelte';
import { api, type DraftCard, type ProblemView, type Saved } from './api';
import { Asking } from './asking.svelte';
import { DraftKeeper } from './draft-keeper.svelte';
import { afterRefusal, mergeOver, movedIn, notesOver } from './office-merge';
import { leftOffice, type KeptOffice, type OfficeKind } from './office-work';

/** Something of the office in its form: a draft until it is saved. */
export abstract class OfficeForm<Input extends { id: string }> {
  input = $state() as Input;
  problems = $state.raw<ProblemView[]>([]);
  /** What others wrote meanwhile in fields that were changed here too. */
  theirs = $state.raw<Partial<Input>>({});
  readonly asking = new Asking();
  readonly draft: DraftKeeper;
  /** The record as this form has shown it: only what differs from it is saved. */
  #base: Input;

  /** Goes on with what was left of it, or of what it belongs to, if anything was. */
  protected constructor(kind: OfficeKind, input: Input, drafts: readonly DraftCard[], { of = input.id, is }: { of?: string; is?: (kept: Partial<Input>) => boolean } = {}) {
    const left = leftOffice<Partial<Input>>(drafts, kind, of, is);
    const began = { ...input, ...(input.id === '' ? undefined : left?.base) };
    const { input: merged, theirs } = mergeOver(began, { ...began, ...left?.input, id: input.id }, input);
    this.#base = input;
    this.input = structuredClone(merged);
    [this.theirs, this.problems] = [theirs, movedIn(theirs)];
    this.draft = new DraftKeeper(kind, (): KeptOffice<Input> => ({ of, title: this.title, input: $state.snapshot(this.input) as Input, base: this.#base }), left?.id);
  }

  /** What the list of drafts calls it. */
  protected abstract get title(): string;
  /** What is missing, before the shell is asked. */
  protected abstract missing(input: Input): ProblemView[];
  /** @param base what it was begun from; none of a new one */
  protected abstract send(input: Input, base: Input | null): Promise<Saved>;
  /** The record as it is by now; undefined where it is gone. */
  protected abstract read(): Promise<Input | undefined>;

  /** What was typed, to notice a change. */
  get typed(): string {
    return JSON.stringify(this.input);
  }

  get changed(): boolean {
    return this.typed !== JSON.stringify(this.#base);
  }

  /** The notes under a field. */
  notes(field: string) {
    return notesOver(this.problems, this.theirs, field);
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
      saved = await this.send(input, this.#base.id === '' ? null : this.#base);
      this.draft.close();
      await discard(draft);
    });
    if (saved) return saved;
    await this.#refused(this.asking.trouble?.fields ?? []);
    this.draft.release();
    return undefined;
  }

  /** What is wrong may have come of what others wrote meanwhile: it is shown with that. */
  async #refused(problems: ProblemView[]): Promise<void> {
    const now = this.#base.id !== '' && problems.length > 0 ? await this.read().catch(() => undefined) : undefined;
    if (now) {
      const { input, theirs } = mergeOver(this.#base, $state.snapshot(this.input) as Input, now);
      [this.#base, this.theirs] = [now, theirs];
      if (JSON.stringify(input) !== this.typed) this.input = input;
      // What is typed anew clears what was said before.
      await tick();
    }
    this.problems = now ? afterRefusal(problems, this.theirs) : problems;
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
