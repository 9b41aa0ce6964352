import { api, type ElsewhereCandidate, type PersonInput, type Saved } from '$lib/api';
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
  /** Reference of the candidate who was chosen last: the focus comes back to them. */
  last = '';
  #asked = '';
  #turn = 0;

  /** Asks, unless it is the same that was answered already. */
  async look(input: PersonInput): Promise<void> {
    this.chosen = undefined;
    this.last = '';
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
    if (this.chosen) this.last = this.chosen.reference;
  }

  /** Who is registered here now, and what is still missing; undefined when it was not done. */
  async bring(): Promise<Saved | undefined> {
    const { chosen } = this;
    let saved: Saved | undefined;
    if (chosen) await this.bringing.do(async () => void (saved = await api.bringPerson(chosen.reference)));
    if (chosen && this.bringing.trouble?.fields.some(({ code }) => code === 'not_consented')) this.#bar(chosen);
    return saved;
  }

  /** They allow it no longer: back to the list, where that is said beside them. */
  #bar({ reference }: ElsewhereCandidate): void {
    if (this.state.at === 'found') this.state = { at: 'found', candidates: this.state.candidates.map((one) => (one.reference === reference ? { ...one, may_bring: false } : one)) };
    this.choose(undefined);
  }
}
