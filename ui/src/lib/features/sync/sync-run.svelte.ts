import { api, type SyncReport } from '$lib/api';
import { standing } from '$lib/standing.svelte';
import { Trouble } from '$lib/trouble';

/** One exchange at a time, whoever asks for it: Inicio and Sincronización show the same one. */
class SyncRun {
  running = $state(false);
  report = $state.raw<SyncReport | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);

  /** Exchanges with the server and says how it went; what is pending afterwards is read, never guessed. */
  async start(): Promise<void> {
    if (this.running) return;
    this.running = true;
    this.trouble = undefined;
    this.report = undefined;
    try {
      const report = await api.syncNow();
      if (report.ok) this.report = report;
      else this.trouble = new Trouble(report.code || 'POSTA-X1');
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
    } finally {
      await standing.refresh();
      this.running = false;
    }
  }

  clear(): void {
    this.report = undefined;
    this.trouble = undefined;
  }
}

export const syncRun = new SyncRun();
