import { api, type SyncReport } from './api';
import { t } from './messages';
import { sayTime } from './moment';
import { standing, STILL } from './standing.svelte';
import { sayTrouble, Trouble } from './trouble';

/** The first question comes after the first screen. Milliseconds, as all below. */
const FIRST = 2000;
const AFTER_TROUBLE = 60_000;
/** An exchange that is over so soon is not shown at all. */
const UNSEEN = 400;
const LOOK_EVERY = 1000;
/** The program waits no longer than this when another exchange runs, which is then looked at. Seconds. */
const RUNS = 3;
/** The network wants somebody to sign in with a browser: whoever comes back to this window may have done so. */
const PORTAL = 'POSTA-S5';

/** Exchanges that nobody asked for: asks the program when one is due, one question at a time, and looks at the one that runs. */
class Background {
  /** A change worth reading aloud; nothing about what goes well every day. */
  said = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setTimeout> | undefined;
  /** Counts sessions: what belongs to an earlier one is dropped. */
  #turn = 0;
  #asks = false;
  #network = false;
  #isRead = false;
  #going = 0;
  #looks = 0;
  #whenEnded = new Set<(report: SyncReport) => void>();

  /** Begins with a session; the answer ends it. */
  start(): () => void {
    this.#turn += 1;
    this.#isRead = false;
    this.#network = false;
    this.#later(FIRST);
    const online = () => this.#networkIsBack();
    const focus = () => standing.code === PORTAL && this.#networkIsBack();
    addEventListener('online', online);
    addEventListener('focus', focus);
    return () => {
      removeEventListener('online', online);
      removeEventListener('focus', focus);
      this.#turn += 1;
      this.#looks += 1;
      clearTimeout(this.#timer);
      clearTimeout(this.#pulse);
      this.said = '';
    };
  }

  /** Told of every exchange that ended by itself. Returns the undoing. */
  whenEnded(tell: (report: SyncReport) => void): () => void {
    this.#whenEnded.add(tell);
    return () => this.#whenEnded.delete(tell);
  }

  /** Looks at the exchange for as long as `going` does. */
  async during<T>(going: Promise<T>): Promise<T> {
    this.#going += 1;
    this.#lookLater(UNSEEN);
    try {
      return await going;
    } finally {
      this.#going -= 1;
      if (this.#going === 0) this.#rest();
    }
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), wait);
  }

  #networkIsBack(): void {
    this.#network = true;
    if (!this.#asks) this.#later(0);
  }

  async #ask(): Promise<void> {
    const turn = this.#turn;
    if (this.#asks) return this.#later(RUNS * 1000);
    this.#asks = true;
    let wait = AFTER_TROUBLE;
    try {
      if (this.#network) await this.#noteNetwork();
      if (turn !== this.#turn) return;
      const { report, next_in_seconds } = await this.during(api.syncIfDue());
      wait = Math.max(1, next_in_seconds) * 1000;
      if (turn === this.#turn) await this.#take(report, next_in_seconds);
    } catch (thrown) {
      this.#isRead = false;
      if (turn === this.#turn) standing.code = Trouble.from(thrown).code;
    } finally {
      this.#asks = false;
      if (turn === this.#turn) this.#later(this.#network ? 0 : wait);
    }
  }

  async #noteNetwork(): Promise<void> {
    this.#network = false;
    await api.noteNetwork().catch(() => undefined);
  }

  /** Nothing of an exchange that was not due. */
  async #take(report: SyncReport | null, next: number): Promise<void> {
    const [turn, before] = [this.#turn, standing.code];
    if (report || !this.#isRead) await standing.look(report && !report.ok ? report.code : '');
    if (turn !== this.#turn) return;
    this.#isRead = true;
    if (!report && next <= RUNS) this.#lookLater(0);
    if (!report) return;
    if (standing.code !== before) this.said = sayChange();
    for (const tell of this.#whenEnded) tell(report);
  }

  #lookLater(wait: number): void {
    clearTimeout(this.#pulse);
    this.#pulse = setTimeout(() => void this.#look(), wait);
  }

  async #look(): Promise<void> {
    const look = ++this.#looks;
    const progress = await api.syncProgress().catch(() => STILL);
    if (look !== this.#looks) return;
    standing.progress = progress;
    if (this.#going > 0 || progress.running) this.#lookLater(LOOK_EVERY);
  }

  #rest(): void {
    this.#looks += 1;
    clearTimeout(this.#pulse);
    standing.progress = STILL;
  }
}

function sayChange(): string {
  if (standing.state === 'hand') {
    const words = sayTrouble(new Trouble(standing.code));
    return t.trouble.told(words.sentence, words.action, words.code);
  }
  if (standing.state !== 'offline') return t.sync.state.back;
  return [sayTrouble(new Trouble(standing.code)).sentence, standing.nextTry ? t.sync.nextTry(sayTime(new Date(standing.nextTry))) : ''].filter(Boolean).join(' ');
}

export const background = new Background();
