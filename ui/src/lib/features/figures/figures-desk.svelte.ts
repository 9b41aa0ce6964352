import { api, type CampaignDays, type FiguresView } from '$lib/api';
import { language } from '$lib/messages';
import { PeriodChoice } from '$lib/period-choice.svelte';
import { Trouble } from '$lib/trouble';

const PAUSE = 350;

/** The figures of a stretch of days and of a post, or of all. What shows stays until the new ones are here. */
export class FiguresDesk {
  readonly period: PeriodChoice;
  post = $state('');
  campaigns = $state.raw<CampaignDays[]>([]);
  view = $state.raw<FiguresView | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);
  busy = $state(false);
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(period = new PeriodChoice()) {
    this.period = period;
  }

  async begin(): Promise<void> {
    const asked = this.again();
    this.campaigns = await api.figureCampaigns().catch(() => []);
    await asked;
  }

  /** Reads again once typing rests. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.again(), PAUSE);
  }

  async again(): Promise<void> {
    clearTimeout(this.#timer);
    const days = this.period.days(this.campaigns);
    if (!days) return;
    const turn = ++this.#turn;
    this.busy = true;
    if (!this.view) this.trouble = undefined;
    try {
      const view = await api.figures({ ...days, post: this.post, language: language() });
      if (turn !== this.#turn) return;
      this.view = view;
      this.trouble = undefined;
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Only this post, or all again. */
  only(post: string): void {
    this.post = post;
    void this.again();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
