import { api } from './api';
import type { OfficeKind } from './office-work';
import { session } from './session.svelte';
import { Trouble } from './trouble';

const PAUSE = 600;
const RETRY = 5000;

export type DraftState = 'none' | 'typing' | 'saved' | 'failed';

/** Keeps a form as a draft at each pause in typing, one writing at a time, and before the session locks. */
export class DraftKeeper {
  state = $state.raw<DraftState>('none');
  id = $state.raw('');
  /** Why the last writing failed, until one succeeds. */
  trouble = $state.raw<Trouble | undefined>(undefined);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #typed = 0;
  #written = 0;
  #closed = false;
  #held: Promise<void> | undefined;
  #letGo: () => void = () => undefined;
  #release: () => void;

  constructor(
    private readonly kind: 'registration' | 'consultation' | 'edit' | OfficeKind,
    private readonly form: () => unknown,
    id = ''
  ) {
    this.id = id;
    if (id) this.state = 'saved';
    this.#release = session.keepBeforeLock(() => this.keepNow());
  }

  /** Whether the form's own save is under way. */
  get held(): boolean {
    return this.#held !== undefined;
  }

  /** Whether the screen may go without losing anything. */
  get safe(): boolean {
    return this.#closed || (!this.held && this.#written >= this.#typed);
  }

  /** Something was typed: the draft is written once typing pauses. */
  touch(): void {
    if (this.#closed) return;
    this.#typed += 1;
    this.state = 'typing';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keepNow(), PAUSE);
  }

  /** Writes now what is not written yet, once the form's own save is over. Says whether nothing would be lost. */
  async keepNow(): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#held;
    if (this.#written < this.#typed) this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
    return this.safe;
  }

  async #write(): Promise<void> {
    if (this.#closed || this.held || this.#written >= this.#typed) return;
    const typed = this.#typed;
    try {
      const card = await api.saveDraft({ id: this.id, kind: this.kind, form: JSON.stringify(this.form()) });
      this.id = card.id;
      this.#written = typed;
      this.trouble = undefined;
      if (typed === this.#typed) this.state = 'saved';
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      this.state = 'failed';
      if (this.#closed) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.keepNow(), RETRY);
    }
  }

  /** Before the form's own save: waits for a writing under way and holds every other until `release` or `close`. */
  async settle(): Promise<string> {
    this.#held ??= new Promise((resolve) => (this.#letGo = resolve));
    clearTimeout(this.#timer);
    await this.#writing;
    return this.id;
  }

  /** The form's own save failed: what was typed is a draft again. */
  release(): void {
    this.#held = undefined;
    this.#letGo();
    void this.keepNow();
  }

  /** Nothing of what was typed is kept, and its form writes nothing more. What fails leaves the draft as it was. */
  async discard(): Promise<void> {
    const id = await this.settle();
    try {
      if (id) await api.discardDraft(id);
      this.close();
    } catch (thrown) {
      this.release();
      throw thrown;
    }
  }

  /** The form was saved or left: nothing more is written. */
  close(): void {
    this.#closed = true;
    this.#held = undefined;
    this.#letGo();
    clearTimeout(this.#timer);
    this.#release();
  }
}
