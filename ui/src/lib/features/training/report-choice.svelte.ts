import { isDay } from '$lib/days';
import { Loading } from '$lib/loading.svelte';
import { language } from '$lib/messages';
import { today } from '$lib/moment';
import { api } from '$lib/api';
import { Trouble } from '$lib/trouble';

/** Before the practice there was nothing to report. */
export const BEGINNING = '2000-01-01';

/** The days that the report is of: both belong to it. */
export class ReportChoice {
  period = $state('year');
  typedFrom = $state('');
  typedTo = $state('');
  readonly read = new Loading(() => {
    if (!this.supervises) throw new Trouble('POSTA-P1');
    return api.trainingReport(this.from, this.to, language());
  });

  constructor(
    private readonly supervises: boolean,
    private readonly now = today()
  ) {}

  get from(): string {
    if (this.period === 'other') return isDay(this.typedFrom) ? this.typedFrom : BEGINNING;
    return this.period === 'all' ? BEGINNING : `${this.#year}-01-01`;
  }

  get to(): string {
    if (this.period === 'other') return isDay(this.typedTo) ? this.typedTo : this.now;
    return this.period === 'all' ? this.now : `${this.#year}-12-31`;
  }

  get #year(): number {
    return Number(this.now.slice(0, 4)) - (this.period === 'last' ? 1 : 0);
  }
}
