import { readDay } from './days';
import type { CampaignDays } from './api';
import { periodNow, type Days, type PeriodKind } from './period';

/** Which days are asked for: one of the usual stretches, a campaign, or two days that are typed. */
export class PeriodChoice {
  kind = $state<PeriodKind>('month');
  campaign = $state('');
  /** Days as typed: `3/11/2026`, `11/2026`, `2026`. */
  from = $state('');
  to = $state('');

  constructor(kind: PeriodKind = 'month') {
    this.kind = kind;
  }

  /** The days; undefined while what is typed is none, or ends before it begins. */
  days(campaigns: readonly CampaignDays[] = [], now = new Date()): Days | undefined {
    if (this.kind === 'campaign') {
      const one = campaigns.find(({ code }) => code === this.campaign) ?? campaigns[0];
      return one && { from: one.from, to: one.to };
    }
    if (this.kind !== 'free') return periodNow(this.kind, now);
    const from = readDay(this.from, 'first');
    const to = this.to.trim() === '' ? readDay(this.from, 'last') : readDay(this.to, 'last');
    return from !== '' && to !== '' && from <= to ? { from, to } : undefined;
  }

  /** What is wrong with what is typed: a text that is no day, or the end before the beginning. */
  wrong(): { from: boolean; to: boolean; turned: boolean } {
    const [from, to] = [readDay(this.from, 'first'), readDay(this.to, 'last')];
    return { from: this.from.trim() !== '' && from === '', to: this.to.trim() !== '' && to === '', turned: from !== '' && to !== '' && from > to };
  }
}
