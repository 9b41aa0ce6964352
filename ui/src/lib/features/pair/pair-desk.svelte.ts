import { api, type PairBond, type PairDecision, type PairRow, type PairView } from '$lib/api';
import { t } from '$lib/messages';
import { sayRefusedShort } from '$lib/problems';
import { standing } from '$lib/standing.svelte';
import { toasts } from '$lib/toasts.svelte';
import { Trouble } from '$lib/trouble';
import { groupOf, keyOf, PairList, type Group } from './pair-list.svelte';

export type Decision = 'same' | 'different' | 'later' | 'open';
/** `held` is what held before; `kept` turns true once the decision is written. */
type Done = { row: PairRow; index: number; decision: Decision; held: readonly Decision[]; kept: boolean };

/** Pairs read ahead, so that the next one is there at once. */
const AHEAD = 4;

const DECISIONS: readonly Decision[] = ['same', 'different', 'later', 'open'];
const heldOf = (decisions: readonly PairDecision[]): Decision[] => DECISIONS.filter((word) => decisions.some(({ decision, holds }) => holds && decision === word));

/** What takes a decision back: the one that held. Two that held contradicted each other, and cannot both be said again. */
const backTo = ({ held: [only, more] }: Done): Decision => (only && !more ? only : 'open');

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

  /** What can be said of the pair that is looked at; nothing that holds already. */
  get offered(): Decision[] {
    const { row } = this.list;
    return row ? offered(row.standing, this.ready ? this.view?.decisions : []) : [];
  }

  /** Says it of the pair that is looked at, and goes on to the next. */
  decide(decision: Decision): boolean {
    const { row, active } = this.list;
    if (!row || !this.view || !this.ready || !this.offered.includes(decision)) return false;
    const done: Done = { row, index: active, decision, held: heldOf(this.view.decisions), kept: false };
    this.#forget(row);
    this.done = [...this.done, done];
    this.list.take(active, decision);
    void this.#write(row, decision).then((kept) => {
      done.kept = kept;
      const stands = this.done.includes(done);
      if (!kept) this.done = this.done.filter((one) => one !== done);
      else if (stands) toasts.say(t.pair.saidLeft(t.pair.said[decision], this.list.total), 'ok', { label: t.pair.undo, act: () => this.undo(done) });
    });
    return true;
  }

  /** Takes a decision of this visit back, the last one unless it is told which. */
  undo(done: Done | undefined = this.done.at(-1)): void {
    if (!done || !this.done.includes(done)) return;
    const { row, index, decision } = done;
    const back = backTo(done);
    this.done = this.done.filter((one) => one !== done);
    this.#forget(row);
    this.list.putBack(row, index, decision);
    // The note with which it was offered goes: it would take back one more.
    for (const toast of toasts.shown) if (toast.act) toasts.drop(toast.id);
    // What could not be written needs no taking back.
    void this.#write(row, back, () => done.kept).then((kept) => kept && toasts.say(done.held.length > 1 ? t.pair.undoneOpen : t.pair.undone));
  }

  /** Takes back what holds two records together, and reads the pair that is looked at again. Says whether it was done. */
  async separate({ a, b }: PairBond): Promise<boolean> {
    const { row } = this.list;
    this.#ahead.clear();
    const kept = await this.#write({ a, b }, 'open');
    if (!kept) return false;
    toasts.say(t.pair.separated);
    await this.list.refresh();
    this.#ahead.clear();
    if (row && this.list.row && keyOf(row) === keyOf(this.list.row)) await this.open(this.list.row);
    return true;
  }

  /** What is known of those who share a record with a decided pair, or are held together with it, is no longer so. */
  #forget({ a, b }: PairRow): void {
    const ids = new Set([a, b].map(({ id }) => id));
    for (const [key, view] of this.#ahead) if ([view.a, view.b, ...view.others].some(({ id }) => ids.has(id))) this.#ahead.delete(key);
  }

  /** Says whether it was written; `still` says whether it has to be, once its turn comes. */
  #write({ a, b }: Pick<PairRow, 'a' | 'b'>, decision: Decision, still = () => true): Promise<boolean> {
    this.#waiting += 1;
    const written = this.#written.then(async () => {
      if (!still()) return false;
      try {
        await api.decidePair(a.id, b.id, decision);
        return true;
      } catch (thrown) {
        toasts.say(sayRefusedShort(Trouble.from(thrown)), 'warn');
        return false;
      }
    });
    this.#written = written;
    void written.finally(() => {
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      void this.list.refresh();
      void standing.refresh();
    });
    return written;
  }

  close(): void {
    this.#turn += 1;
    this.list.close();
  }
}

/** What is offered of a pair. What contradicts itself is answered with what does not hold yet, or opened again. */
export function offered(standing: string, decisions: readonly PairDecision[] = []): Decision[] {
  const said = heldOf(decisions);
  const [only] = said;
  if (standing === 'contradicted' && said.length === 1 && only !== 'open') return DECISIONS.filter((word) => word !== only);
  const all: Record<Group, Decision[]> = { open: ['same', 'different', 'later'], later: ['same', 'different', 'open'], decided: ['open'] };
  return all[groupOf(standing)];
}
