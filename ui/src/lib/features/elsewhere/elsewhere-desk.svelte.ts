import { api, type ElsewherePage, type ElsewherePair } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { Trouble } from '$lib/trouble';

export const GROUPS = ['open', 'later', 'decided'] as const;
export type Group = (typeof GROUPS)[number];
/** `open` takes back what was said. */
export type Decision = 'same' | 'different' | 'later' | 'open';
/** What was done last, to say it and to take it back. */
export type Done = { pair: ElsewherePair; decision: Decision };

const FIRST = ['contradicted', 'disagree', 'certain', 'possible'];
const isDecided = (standing: string): boolean => standing === 'same' || standing === 'different';

/** Whether the two departments decided, and not the same. What somebody contradicts here is a matter of here. */
export const disagree = ({ standing, theirs }: ElsewherePair): boolean => isDecided(standing) && isDecided(theirs) && standing !== theirs;

function rank(pair: ElsewherePair): number {
  const at = FIRST.indexOf(disagree(pair) ? 'disagree' : pair.standing);
  return at < 0 ? FIRST.length : at;
}

export const keyOf = ({ card, other }: ElsewherePair): string => `${card.id}-${other.reference}`;

export function groupOf(pair: ElsewherePair): Group {
  if (pair.standing === 'later') return 'later';
  return isDecided(pair.standing) && !disagree(pair) ? 'decided' : 'open';
}

/** What takes a decision back: the one before it. */
const backTo = ({ standing }: ElsewherePair): Decision => (standing === 'same' || standing === 'different' || standing === 'later' ? standing : 'open');

/** How a pair stands once that was said of it here. */
export function decided(pair: ElsewherePair, decision: Decision, by: string): ElsewherePair {
  if (decision === 'open') return { ...pair, standing: pair.other.certain ? 'certain' : 'possible', decided_by: '', decided_at: '' };
  return { ...pair, standing: decision, decided_by: by, decided_at: new Date().toISOString() };
}

/** People who may be in another department too, as the server said last, decided one after the other. */
export class ElsewhereDesk {
  page = $state.raw<ElsewherePage | undefined>(undefined);
  /** Why what the server said last could not be read. */
  trouble = $state.raw<Trouble | undefined>(undefined);
  readonly asking = new Asking();
  readonly deciding = new Asking();
  group = $state<Group>('open');
  /** Key of the row that keys are for. */
  active = $state('');
  done = $state.raw<Done | undefined>(undefined);

  readonly rows: readonly ElsewherePair[] = $derived((this.page?.rows ?? []).filter((pair) => groupOf(pair) === this.group).sort((one, other) => rank(one) - rank(other)));
  readonly counts: Record<Group, number> = $derived.by(() => {
    const counts = { open: 0, later: 0, decided: 0 };
    for (const pair of this.page?.rows ?? []) counts[groupOf(pair)] += 1;
    return counts;
  });

  constructor(private readonly user: string) {}

  get current(): ElsewherePair | undefined {
    return this.rows.find((pair) => keyOf(pair) === this.active) ?? this.rows[0];
  }

  async read(): Promise<void> {
    this.trouble = undefined;
    try {
      this.page = await api.elsewherePage();
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
    }
  }

  /** Asks the server. What it said before stays until it has answered. */
  ask(): Promise<boolean> {
    return this.asking.do(async () => {
      this.page = await api.askElsewhere();
      this.trouble = undefined;
      this.done = undefined;
    });
  }

  choose(group: Group): void {
    this.group = group;
    this.active = '';
    this.done = undefined;
  }

  /** Up and down through the rows, as far as they go. */
  move(step: 1 | -1): void {
    const at = this.current ? this.rows.indexOf(this.current) : -1;
    const next = this.rows[Math.min(Math.max(0, at + step), this.rows.length - 1)];
    if (next) this.active = keyOf(next);
  }

  /** Says it of a pair, and goes on to the next. */
  async decide(decision: Decision, pair = this.current): Promise<boolean> {
    if (!pair || pair.standing === decision) return false;
    const at = this.rows.findIndex((one) => keyOf(one) === keyOf(pair));
    if (!(await this.#write(pair, decision))) return false;
    const stayed = keyOf(this.rows[at] ?? pair) === keyOf(pair);
    const next = this.rows[Math.min(stayed ? at + 1 : at, this.rows.length - 1)];
    this.active = next ? keyOf(next) : '';
    this.done = { pair, decision };
    return true;
  }

  /** Undoing is for what was said last in this list; before anything was said, for the row. */
  get undoesLast(): boolean {
    return this.done !== undefined && this.done.decision !== 'open';
  }

  /** Takes back what was said last in this list, or else what was said of the row. */
  async undo(): Promise<boolean> {
    const { current, done } = this;
    if (done && this.undoesLast) return this.#takeBack(done.pair);
    return current && current.decided_by !== '' ? this.decide('open', current) : false;
  }

  async #takeBack(pair: ElsewherePair): Promise<boolean> {
    if (!(await this.#write(pair, backTo(pair)))) return false;
    this.active = keyOf(pair);
    this.done = { pair, decision: 'open' };
    return true;
  }

  /** Writes it, and reads anew how all stands. What cannot be read stands as it was said. */
  #write(pair: ElsewherePair, decision: Decision): Promise<boolean> {
    return this.deciding.do(async () => {
      await api.decideElsewhere(pair.card.id, pair.other.reference, decision);
      const read = await api.elsewherePage().catch(() => undefined);
      if (read) this.page = read;
      else this.#put(decided(pair, decision, this.user));
    });
  }

  #put(pair: ElsewherePair): void {
    if (this.page) this.page = { ...this.page, rows: this.page.rows.map((one) => (keyOf(one) === keyOf(pair) ? pair : one)) };
  }
}
