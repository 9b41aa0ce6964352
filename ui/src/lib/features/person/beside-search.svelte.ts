import { isWorded, type Beside, type BesideHit } from '$lib/find-beside';

/** More would push people away. */
const MOST = 3;

/** What else answers what was typed. It begins once people have answered, and when it fails nothing shows of it. */
export class BesideSearch {
  /** With what they answer; only those of what shows now are shown. */
  #found = $state.raw<{ typed: string; hits: BesideHit[] }>({ typed: '', hits: [] });
  #turn = 0;

  constructor(private readonly beside: () => Beside | undefined) {}

  hits(typed: string): BesideHit[] {
    return this.#found.typed === typed ? this.#found.hits : [];
  }

  async ask(typed: string): Promise<void> {
    const turn = ++this.#turn;
    const beside = this.beside();
    if (!beside || !isWorded(typed) || this.#found.typed === typed) return;
    const hits = await beside.search(typed).catch(() => []);
    if (turn === this.#turn) this.#found = { typed, hits: hits.slice(0, MOST) };
  }
}
