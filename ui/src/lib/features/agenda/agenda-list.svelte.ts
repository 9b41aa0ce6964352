import { api, type FollowUpCard, type TeamMate } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { Loading } from '$lib/loading.svelte';
import { t } from '$lib/messages';
import { today } from '$lib/moment';
import { sayRefusedShort } from '$lib/problems';
import { standing } from '$lib/standing.svelte';
import { toasts } from '$lib/toasts.svelte';
import { Trouble } from '$lib/trouble';

export type Which = 'post' | 'mine' | 'all';
/** What is overdue, then each day, then what is settled. */
export type Block = { kind: 'overdue' | 'day' | 'settled'; on: string; items: FollowUpCard[] };

/** Items in blocks: what is overdue in one, each day in its own, what is settled last. */
export function blocksOf(items: readonly FollowUpCard[]): Block[] {
  const blocks = new Map<string, Block>();
  const kindOf = (item: FollowUpCard): Block['kind'] => (item.state !== 'pendiente' ? 'settled' : item.overdue ? 'overdue' : 'day');
  for (const item of items) {
    const kind = kindOf(item);
    const key = kind === 'day' ? item.on : kind;
    const found = blocks.get(key);
    if (found) found.items.push(item);
    else blocks.set(key, { kind, on: item.on, items: [item] });
  }
  const order = { overdue: 0, day: 1, settled: 2 };
  return [...blocks.values()].sort((one, other) => order[one.kind] - order[other.kind] || one.on.localeCompare(other.on));
}

/** The agenda of the own teams. */
export class AgendaList {
  which = $state<Which>('post');
  settledToo = $state(false);
  /** The one that is being settled by a tap. */
  busy = $state('');
  /** The one that was not found, and the one that is given to somebody else. */
  missed = $state.raw<FollowUpCard | undefined>(undefined);
  given = $state.raw<FollowUpCard | undefined>(undefined);
  again = $state('');
  assignee = $state('');
  post = $state('');
  on = $state('');
  mates = $state.raw<TeamMate[]>([]);
  readonly asking = new Asking();
  readonly read = new Loading(() => api.agenda({ post: this.which === 'post' ? this.here : '', mine: this.which === 'mine', settled: this.settledToo }));

  /** @param here code of this post */
  constructor(private readonly here: string) {}

  async done(item: FollowUpCard): Promise<void> {
    if (this.busy) return;
    this.busy = item.id;
    try {
      await api.settleFollowUp(item.id, 'hecho', '');
      toasts.say(t.agenda.doneSaid);
      void standing.refresh();
      await this.read.again();
    } catch (thrown) {
      toasts.say(sayRefusedShort(Trouble.from(thrown)), 'warn');
    } finally {
      this.busy = '';
    }
  }

  /** Asks when to look again. */
  miss(item: FollowUpCard, day: string): void {
    this.asking.trouble = undefined;
    this.again = day;
    this.missed = item;
  }

  async saveMissed(): Promise<void> {
    const item = this.missed;
    if (item && (await this.#do(() => api.settleFollowUp(item.id, 'no_localizada', this.again), t.agenda.dropped))) this.missed = undefined;
  }

  /** Asks to whom, where and when. */
  async give(item: FollowUpCard): Promise<void> {
    this.asking.trouble = undefined;
    [this.assignee, this.post, this.on] = [item.assignee, item.post, item.on < today() ? '' : item.on];
    this.given = item;
    this.mates = await api.teamMates().catch(() => []);
  }

  async saveGiven(): Promise<void> {
    const item = this.given;
    if (!item) return;
    const input = { assignee: this.assignee, post: this.post === item.post ? '' : this.post, on: this.on };
    if (await this.#do(() => api.reassignFollowUp(item.id, input), t.agenda.reassigned)) this.given = undefined;
  }

  async cancel(): Promise<void> {
    const item = this.given;
    if (item && (await this.#do(() => api.settleFollowUp(item.id, 'cancelado', ''), t.agenda.cancelled))) this.given = undefined;
  }

  async #do(act: () => Promise<unknown>, said: string): Promise<boolean> {
    const done = await this.asking.do(async () => void (await act()));
    if (done) {
      toasts.say(said);
      void standing.refresh();
      await this.read.again();
    }
    return done;
  }
}
