import { api, type PersonCard } from '$lib/api';
import { Trouble } from '$lib/trouble';

const PAUSE = 70;

/** People as one types. Only the answer to the last thing typed shows. */
export class PersonSearch {
  typed = $state('');
  found = $state.raw<PersonCard[]>([]);
  /** What `found` answers; "" before the first answer. */
  answered = $state.raw('');
  trouble = $state.raw<Trouble | undefined>(undefined);
  /** The row that Enter opens: a person, or the row after the last one. */
  active = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(
    private readonly limit: number,
    /** A last row offers to register who was not found. */
    private readonly offersNew: boolean
  ) {}

  get rows(): number {
    return this.answered === '' ? 0 : this.found.length + (this.offersNew ? 1 : 0);
  }

  get onNew(): boolean {
    return this.offersNew && this.rows > 0 && this.active === this.found.length;
  }

  type(text: string): void {
    this.typed = text;
    clearTimeout(this.#timer);
    if (text.trim() === '') return this.clear();
    this.#timer = setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    const text = this.typed.trim();
    try {
      const found = await api.findPeople(text, this.limit);
      if (turn !== this.#turn) return;
      this.found = found;
      this.trouble = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.found = [];
      this.trouble = Trouble.from(thrown);
    }
    this.answered = text;
    this.active = 0;
  }

  /** Up and down through the rows, around the ends. */
  move(step: 1 | -1): void {
    if (this.rows > 0) this.active = (this.active + step + this.rows) % this.rows;
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.typed = '';
    this.found = [];
    this.answered = '';
    this.trouble = undefined;
    this.active = 0;
  }
}
