import { api, type SummaryReading } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { t } from '$lib/messages';

/** A summary that somebody brings, read by its code. Nothing of it is kept. */
export class Reading {
  readonly asking = new Asking();
  code = $state('');
  tried = $state(false);
  read = $state.raw<SummaryReading | undefined>(undefined);

  async submit(): Promise<void> {
    this.tried = true;
    const code = this.code.trim();
    if (code === '') return;
    await this.asking.do(async () => {
      this.read = await api.readSummary(code);
      this.code = '';
    });
  }

  another(): void {
    this.read = undefined;
    this.tried = false;
  }
}

/** How far this device can vouch for it, in words. What this version does not know is not vouched for. */
export function sayStanding(standing: string): { title: string; text: string } {
  return Object.entries(t.summary.standings).find(([code]) => code === standing)?.[1] ?? t.summary.standings.other;
}
