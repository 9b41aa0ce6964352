import { api, type ElsewhereCandidate, type PersonInput } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { Trouble } from '$lib/trouble';

const MOST = 5;

type State = { at: 'idle' } | { at: 'asking' } | { at: 'found'; candidates: ElsewhereCandidate[] } | { at: 'failed'; trouble: Trouble };

/** Looking for a person in the other departments, at the counter. Each asking is noted by the shell, so none is repeated unasked. */
export class LookUp {
  state = $state.raw<State>({ at: 'idle' });
  /** The candidate whose record is about to be brought. */
  chosen = $state.raw<ElsewhereCandidate | undefined>(undefined);
  readonly bringing = new Asking();
  #asked = '';
  #turn = 0;

  /** Asks, unless it is the same that was answered already. */
  async look(input: PersonInput): Promise<void> {
    this.chosen = undefined;
    const asked = JSON.stringify(input);
    if (asked === this.#asked && (this.state.at === 'found' || this.state.at === 'asking')) return;
    await this.ask(input);
  }

  async ask(input: PersonInput): Promise<void> {
    const turn = ++this.#turn;
    this.#asked = JSON.stringify(input);
    this.state = { at: 'asking' };
    try {
      const candidates = (await api.lookUpElsewhere(input)).slice(0, MOST);
      if (turn === this.#turn) this.state = { at: 'found', candidates };
    } catch (thrown) {
      if (turn === this.#turn) this.state = { at: 'failed', trouble: Trouble.from(thrown) };
    }
  }

  choose(candidate: ElsewhereCandidate | undefined): void {
    this.bringing.trouble = undefined;
    this.chosen = candidate?.may_bring ? candidate : undefined;
  }

  /** The id of the person who is registered here now; undefined when it was not done. */
  async bring(): Promise<string | undefined> {
    const { chosen } = this;
    let id: string | undefined;
    if (chosen) await this.bringing.do(async () => void (id = (await api.bringPerson(chosen.reference)).id));
    return id;
  }
}
