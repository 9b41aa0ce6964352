import { isDay } from '$lib/days';
import { Loading } from '$lib/loading.svelte';
import { language } from '$lib/messages';
import { office } from '$lib/office-door';
import { Trouble } from '$lib/trouble';

/** The days that the report is of. "" stands for no bound. */
export class ReportChoice {
  period = $state('year');
  typedFrom = $state('');
  typedTo = $state('');
  readonly read = new Loading(() => {
    if (!this.supervises) throw new Trouble('POSTA-P1');
    return office.trainingReport(this.from, this.to, language());
  });

  constructor(
    private readonly supervises: boolean,
    private readonly year = new Date().getFullYear()
  ) {}

  get from(): string {
    return this.#bound(this.typedFrom, '01-01');
  }

  get to(): string {
    return this.#bound(this.typedTo, '12-31');
  }

  #bound(typed: string, day: string): string {
    if (this.period === 'other') return isDay(typed) ? typed : '';
    return this.period === 'all' ? '' : `${this.period === 'last' ? this.year - 1 : this.year}-${day}`;
  }
}
