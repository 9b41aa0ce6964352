import { api } from './api';
import { session } from './session.svelte';

const PAUSE = 600;

export type DraftState = 'none' | 'typing' | 'saved' | 'failed';

/** Keeps a form as a draft at each pause in typing, one writing at a time, and before the session locks. */
export class DraftKeeper {
  state = $state.raw<DraftState>('none');
  id = $state.raw('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #typed = 0;
  #written = 0;
  #closed = false;
  #release: () => void;

  constructor(
    private readonly kind: 'registration' | 'consultation',
    private readonly form: () => unknown,
    id = ''
  ) {
    this.id = id;
    if (id) this.state = 'saved';
    this.#release = session.keepBeforeLock(() => this.keepNow());
  }

  /** Something was typed: the draft is written once typing pauses. */
  touch(): void {
    if (this.#closed) return;
    this.#typed += 1;
    this.state = 'typing';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keepNow(), PAUSE);
  }

  /** Writes now what is not written yet. */
  async keepNow(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#written < this.#typed) this.#writing = this.#writing.then(() => this.#write());
    await this.#writing;
  }

  async #write(): Promise<void> {
    if (this.#closed) return;
    const typed = this.#typed;
    try {
      const card = await api.saveDraft({ id: this.id, kind: this.kind, form: JSON.stringify(this.form()) });
      this.id = card.id;
      this.#written = typed;
      if (typed === this.#typed) this.state = 'saved';
    } catch {
      this.state = 'failed';
    }
  }

  /** Before the form's own save: waits for a writing under way and stops the next one. */
  async settle(): Promise<string> {
    clearTimeout(this.#timer);
    await this.#writing;
    return this.id;
  }

  /** The form was saved or left: nothing more is written. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#release();
  }
}
