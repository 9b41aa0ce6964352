import { api, type PeerTalk } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { session } from '$lib/session.svelte';
import { Trouble } from '$lib/trouble';

const IDLE: PeerTalk = { state: 'idle', address: '', svg: '', words: [], names: [], taken: null, given: 0, code: '' };
/** States that go on by themselves. */
const GOES_ON = ['listening', 'calling', 'comparing', 'waiting', 'running'];
/** Time between two looks at what the two are doing. Milliseconds. */
const LOOK_EVERY = 1000;

/** Two laptops beside each other, as this one sees it. It is looked at only while a talk goes on. */
export class Talk {
  now = $state.raw<PeerTalk>(IDLE);
  /** Somebody here said that the words differ: nothing was exchanged. */
  refused = $state(false);
  /** What two are doing cannot be read; the talk itself may go on. */
  unread = $state.raw<Trouble | undefined>(undefined);
  readonly asking = new Asking();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #closed = false;

  /** `done` is told each time that a talk has ended well. */
  constructor(private readonly done: () => void = () => undefined) {}

  get goesOn(): boolean {
    return GOES_ON.includes(this.now.state);
  }

  /** Reads what the two are doing, and goes on reading while they do. */
  async look(): Promise<void> {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    try {
      const now = await api.peerView();
      if (turn === this.#turn) this.#take(now);
    } catch (thrown) {
      if (turn === this.#turn) this.unread = Trouble.from(thrown);
    }
  }

  listen(): Promise<boolean> {
    return this.#act(() => api.peerListen());
  }

  call(address: string): Promise<boolean> {
    return this.#act(() => api.peerCall(address));
  }

  /** The words are the same, said by somebody who looked at both screens. */
  same(): Promise<boolean> {
    return this.#act(() => api.peerConfirm());
  }

  async different(): Promise<void> {
    if (await this.stop()) this.refused = true;
  }

  /** Ends it, or puts away how it ended. */
  stop(): Promise<boolean> {
    return this.#act(async () => {
      await api.peerStop();
      return IDLE;
    });
  }

  /** The screen is left: what already passes data goes on, anything else ends. */
  close(): void {
    this.#closed = true;
    this.#turn += 1;
    clearTimeout(this.#timer);
    if (session.open && this.now.state !== 'idle' && this.now.state !== 'running') void api.peerStop().catch(() => undefined);
  }

  async #act(act: () => Promise<PeerTalk>): Promise<boolean> {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.refused = false;
    const done = await this.asking.do(async () => this.#take(await act()));
    if (!done && this.goesOn) this.#lookLater();
    return done;
  }

  #take(now: PeerTalk): void {
    if (this.#closed) return;
    const ended = now.state === 'done' && this.now.state !== 'done';
    this.unread = undefined;
    this.now = now;
    if (this.goesOn) this.#lookLater();
    if (ended) this.done();
  }

  #lookLater(): void {
    if (!this.#closed) this.#timer = setTimeout(() => void this.look(), LOOK_EVERY);
  }
}
