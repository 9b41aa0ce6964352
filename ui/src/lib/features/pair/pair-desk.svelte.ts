import { api, type PairRow, type PairView } from '$lib/api';
import { t } from '$lib/messages';
import { sayRefusedShort } from '$lib/problems';
import { toasts } from '$lib/toasts.svelte';
import { Trouble } from '$lib/trouble';
import { groupOf, keyOf, PairList } from './pair-list.svelte';

export type Decision = 'same' | 'different' | 'later' | 'open';
type Done = { row: PairRow; index: number; decision: Decision };

/** Pairs read ahead, so that the next one is there at once. */
const AHEAD = 4;

/** What takes a decision back. */
const backTo = ({ standing }: PairRow): Decision => (standing === 'same' || standing === 'different' || standing === 'later' ? standing : 'open');

/** Deciding one pair after another. Decisions are written one at a time, behind what is already looked at. */
export class PairDesk {
  readonly list = new PairList(() => this.#written);
  looking = $state(false);
  /** Why looking through the register failed; the list stays. */
  lookTrouble = $state.raw<Trouble | undefined>(undefined);
  /** The pair that is looked at, once it is read. */
  view = $state.raw<PairView | undefined>(undefined);
  viewTrouble = $state.raw<Trouble | undefined>(undefined);
  /** What was decided on this visit, the last one last. */
  done = $state.raw<readonly Done[]>([]);
  #ahead = new Map<string, PairView>();
  #written: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #turn = 0;

  /** Looks through the register, quietly; what is known shows meanwhile. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    this.lookTrouble = undefined;
    try {
      await this.#written;
      await api.lookForPairs();
      await this.list.refresh();
    } catch (thrown) {
      this.lookTrouble = Trouble.from(thrown);
    } finally {
      this.looking = false;
    }
  }

  /** Whether the pair that is looked at can be decided: nobody decides what is not shown. */
  get ready(): boolean {
    const { row } = this.list;
    return row !== undefined && this.view !== undefined && keyOf(this.view) === keyOf(row);
  }

  /** Shows a row, and reads the next one ahead. */
  async open(row: PairRow | undefined): Promise<void> {
    const turn = ++this.#turn;
    this.viewTrouble = undefined;
    const ahead = row && this.#ahead.get(keyOf(row));
    if (!row || ahead || (this.view && keyOf(this.view) !== keyOf(row))) this.view = ahead;
    if (!row) return;
    try {
      if (!ahead) {
        const view = await this.#read(row);
        if (turn !== this.#turn) return;
        this.view = view;
      }
      const next = this.list.rows?.[this.list.active + 1];
      if (next && !this.#ahead.has(keyOf(next))) await this.#read(next).catch(() => undefined);
    } catch (thrown) {
      if (turn === this.#turn) this.viewTrouble = Trouble.from(thrown);
    }
  }

  async #read(row: PairRow): Promise<PairView> {
    const written = this.#written;
    await written;
    const view = await api.pair(row.a.id, row.b.id);
    if (written !== this.#written) return view;
    this.#ahead.set(keyOf(row), view);
    for (const key of [...this.#ahead.keys()].slice(0, -AHEAD)) this.#ahead.delete(key);
    return view;
  }

  /** Says it of the pair that is looked at, and goes on to the next. */
  decide(decision: Decision): boolean {
    const { row, active, group } = this.list;
    if (!row || !this.ready || decision === group) return false;
    this.#forget(row);
    this.done = [...this.done, { row, index: active, decision }];
    this.list.take(active, decision);
    this.#write(row, decision, () => (this.done = this.done.filter((one) => one.row !== row)));
    toasts.say(t.pair.saidLeft(t.pair.said[decision], this.list.total), 'ok', { label: t.pair.undo, act: () => this.undo() });
    return true;
  }

  /** Takes the last decision of this visit back. */
  undo(): void {
    const last = this.done.at(-1);
    if (!last) return;
    const { row, index, decision } = last;
    this.done = this.done.slice(0, -1);
    this.#forget(row);
    this.list.putBack(row, index, decision);
    this.#write(row, backTo(row), () => undefined);
    // The note with which it was offered goes: it would take back one more.
    for (const toast of toasts.shown) if (toast.act) toasts.drop(toast.id);
    toasts.say(t.pair.undone);
  }

  /** What is known of those who share a record with a decided pair is no longer so. */
  #forget({ a, b }: PairRow): void {
    for (const [key, view] of this.#ahead) if ([view.a.id, view.b.id].some((id) => id === a.id || id === b.id)) this.#ahead.delete(key);
  }

  #write({ a, b }: PairRow, decision: Decision, failed: () => void): void {
    this.#waiting += 1;
    this.#written = this.#written
      .then(() => api.decidePair(a.id, b.id, decision))
      .catch((thrown: unknown) => {
        failed();
        toasts.say(sayRefusedShort(Trouble.from(thrown)), 'warn');
      })
      .finally(() => {
        this.#waiting -= 1;
        if (this.#waiting === 0) void this.list.refresh();
      });
  }

  close(): void {
    this.#turn += 1;
    this.list.close();
  }
}

/** Whether a decision is offered in a group. */
export const offered = (standing: string): Decision[] => ({ open: ['same', 'different', 'later'] as Decision[], later: ['same', 'different', 'open'] as Decision[], decided: ['open'] as Decision[] })[groupOf(standing)];
