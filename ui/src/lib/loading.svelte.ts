import { Trouble } from './trouble';

type State<T> = { at: 'loading' } | { at: 'ready'; value: T } | { at: 'failed'; trouble: Trouble };

/** Something that a screen reads from the shell: on the way, here, or failed. */
export class Loading<T> {
  #state = $state.raw<State<T>>({ at: 'loading' });
  #turn = 0;

  constructor(private readonly read: () => Promise<T>) {}

  get state(): State<T> {
    return this.#state;
  }

  get value(): T | undefined {
    return this.#state.at === 'ready' ? this.#state.value : undefined;
  }

  /** Reads again. What is already shown stays until the new value is here; only the last reading counts. */
  async again(): Promise<void> {
    const turn = ++this.#turn;
    if (this.#state.at === 'failed') this.#state = { at: 'loading' };
    try {
      const value = await this.read();
      if (turn === this.#turn) this.#state = { at: 'ready', value };
    } catch (thrown) {
      if (turn === this.#turn) this.#state = { at: 'failed', trouble: Trouble.from(thrown) };
    }
  }

  /** Reads again what nobody asked for: nothing shows of it but a new value, and only where one was already. */
  async quietly(): Promise<void> {
    if (this.#state.at !== 'ready') return;
    const turn = ++this.#turn;
    await this.read().then(
      (value) => turn === this.#turn && (this.#state = { at: 'ready', value }),
      () => undefined
    );
  }
}
