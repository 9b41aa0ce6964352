/** Where in the history SvelteKit puts an entry, as it writes it into `history.state`. */
const KEY = 'sveltekit:history';

/** Which entries of the window's history are this session's. What is another one's is never shown by Atrás or Adelante. */
export class Past {
  #first = Infinity;
  #last = -Infinity;

  constructor(private readonly state: () => unknown = () => history.state as unknown) {}

  /** A session begins where the window is now. */
  begin(): void {
    this.#first = this.#last = this.#at();
  }

  /** It is over: nothing is anybody's. */
  end(): void {
    this.#first = Infinity;
    this.#last = -Infinity;
  }

  /** Something was opened in a new entry, or in the place of this one: what lay ahead is gone. */
  went(): void {
    if (this.#first !== Infinity) this.#last = this.#at();
  }

  /** Whether the entry that the window came to was made in this session. */
  get mine(): boolean {
    const at = this.#at();
    return at >= this.#first && at <= this.#last;
  }

  #at(): number {
    const at = (this.state() as Record<string, unknown> | null)?.[KEY];
    return typeof at === 'number' ? at : NaN;
  }
}
