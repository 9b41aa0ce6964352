import { api, type PersonCard } from '$lib/api';

const PAUSE = 260;
const SHORTEST = 4;

/** People already registered whose name is like the one being typed. Advice only: a failure shows nothing. */
export class SamePeople {
  found = $state.raw<PersonCard[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';

  constructor(private readonly limit: number) {}

  look(name: string): void {
    const text = name.trim();
    if (text === this.#asked) return;
    this.#asked = text;
    clearTimeout(this.#timer);
    if (text.length < SHORTEST) {
      this.found = [];
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(text), PAUSE);
  }

  async #ask(text: string): Promise<void> {
    const found = await api.findPeople(text, this.limit).catch(() => []);
    if (text === this.#asked) this.found = found;
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
