import { api, type SummaryLineView, type SummaryOffer } from '$lib/api';
import { Asking } from '$lib/asking.svelte';

/** What the person chooses of a summary, item by item. */
export class SummaryChoice {
  chosen = $state<string[]>([]);
  tried = $state(false);

  /** `before`: what was chosen of an offer that was read anew. */
  constructor(
    readonly offer: SummaryOffer,
    before: readonly string[] = offer.first
  ) {
    this.chosen = offer.items.map(({ item }) => item).filter((item) => before.includes(item));
  }

  /** What is chosen, in the order in which it is printed. */
  get lines(): SummaryLineView[] {
    return this.offer.items.filter(({ item }) => this.chosen.includes(item));
  }

  get items(): string[] {
    return this.lines.map(({ item }) => item);
  }

  set(item: string, on: boolean): void {
    this.chosen = on ? [...this.chosen, item] : this.chosen.filter((one) => one !== item);
  }
}

/** Handing a person on to another team: to whom, and with what. */
export class HandOn {
  readonly asking = new Asking();
  team = $state('');

  constructor(
    private readonly person: string,
    readonly choice: SummaryChoice
  ) {}

  get teamName(): string {
    return this.choice.offer.teams.find(({ code }) => code === this.team)?.label ?? '';
  }

  /** Says whether it was handed on. */
  async submit(): Promise<boolean> {
    this.choice.tried = true;
    if (this.team === '' || this.choice.items.length === 0) return false;
    return await this.asking.do(async () => void (await api.handOn(this.person, this.team, this.choice.items)));
  }
}
