import { api, type SyncReport } from '$lib/api';
import { background } from '$lib/background.svelte';
import { session } from '$lib/session.svelte';
import { standing } from '$lib/standing.svelte';
import { Trouble } from '$lib/trouble';

/** One exchange at a time, whoever asks for it: Inicio and Sincronización show the same one. */
export class SyncRun {
  running = $state(false);
  report = $state.raw<SyncReport | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #turn = 0;

  constructor() {
    session.whenOver(() => this.#forget());
    // What was asked for is an old story once another exchange has ended.
    background.whenEnded(() => this.clear());
  }

  /** Exchanges with the server and says how it went; what is pending afterwards is read, never guessed. */
  async start(): Promise<void> {
    if (this.running) return;
    const turn = ++this.#turn;
    this.running = true;
    this.trouble = undefined;
    this.report = undefined;
    try {
      const report = await background.during(api.syncNow());
      if (turn !== this.#turn) return;
      if (report.ok) this.report = report;
      else this.trouble = new Trouble(report.code || 'POSTA-X1');
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    } finally {
      if (turn === this.#turn) await standing.look(this.trouble?.code);
      if (turn === this.#turn) this.running = false;
    }
  }

  clear(): void {
    this.report = undefined;
    this.trouble = undefined;
  }

  /** The session is over: how its exchange goes is nobody else's. */
  #forget(): void {
    this.#turn += 1;
    this.running = false;
    this.clear();
  }
}

export const syncRun = new SyncRun();
