import { api, type PairCounts, type PairRow, type PairsPage } from '$lib/api';
import { Trouble } from '$lib/trouble';

export const PAGE = 100;
export const GROUPS = ['open', 'later', 'decided'] as const;
export type Group = (typeof GROUPS)[number];
type Pair = { a: { id: string }; b: { id: string } };

export const keyOf = ({ a, b }: Pair): string => `${a.id} ${b.id}`;

/** Whether two name the same two records, in whatever order. */
export const alikePair = (one: Pair, other: Pair): boolean => keyOf(one) === keyOf(other) || keyOf(one) === keyOf({ a: other.b, b: other.a });

/** The group in which a pair of a standing is listed. */
export const groupOf = (standing: string): Group => (standing === 'later' ? 'later' : standing === 'same' || standing === 'different' ? 'decided' : 'open');

/** What waits to be decided. */
export const openOf = (counts: PairCounts): number => counts.contradicted + counts.certain + counts.possible;

/** Pairs of one group, read page by page as they are scrolled, and which of them is looked at. Row numbers count from 0. */
export class PairList {
  group = $state<Group>('open');
  /** Undefined until the first page is here; a hole is a row that is on its way. */
  rows = $state.raw<readonly (PairRow | undefined)[] | undefined>(undefined);
  counts = $state.raw<PairCounts | undefined>(undefined);
  /** The register changed since it was looked through. */
  stale = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);
  active = $state(0);
  #asked = new Set<number>();
  #turn = 0;
  /** The pair to look at as soon as it is read. */
  #sought: Pair | undefined;

  /** `settled` waits for what is being written, so that a page is never read halfway through it. */
  constructor(private readonly settled: () => Promise<unknown> = () => Promise.resolve()) {}

  get total(): number {
    return this.rows?.length ?? 0;
  }

  /** The row that is looked at. */
  get row(): PairRow | undefined {
    return this.rows?.[this.active];
  }

  countOf(group: Group): number | undefined {
    const { counts } = this;
    if (!counts) return undefined;
    return group === 'open' ? openOf(counts) : counts[group];
  }

  /** Another group, or the same one from the beginning; from a pair, where it was. */
  async begin(group: Group = this.group, sought?: Pair, active = 0): Promise<void> {
    this.group = group;
    this.rows = undefined;
    this.active = active;
    this.#sought = sought;
    this.#anew();
    await this.#read(Math.floor(active / PAGE), true);
  }

  /** Reads again what is looked at; the same pair stays in front, wherever it went. */
  async refresh(): Promise<void> {
    if (!this.rows) return this.begin();
    this.#anew();
    await this.#read(Math.floor(this.active / PAGE), true);
  }

  /** Makes sure that the rows on the screen are read, or on their way. */
  show(first: number, last: number): void {
    const { rows } = this;
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      const from = page * PAGE;
      const end = Math.min(from + PAGE, rows?.length ?? 0);
      const whole = !rows || rows.slice(from, end).every(Boolean);
      if (!whole && page >= 0 && !this.#asked.has(page)) void this.#read(page, false);
    }
  }

  choose(index: number): void {
    this.#sought = undefined;
    this.active = Math.min(Math.max(0, index), Math.max(0, this.total - 1));
  }

  /** A pair was decided: it leaves, and the next one is looked at. */
  take(index: number, standing: string): void {
    const row = this.rows?.[index];
    if (!this.rows || !row) return;
    this.#anew();
    this.rows = this.rows.toSpliced(index, 1);
    this.choose(this.active);
    this.#count(row.standing, standing);
  }

  /** A decision was taken back: the pair is where it was, and looked at. */
  putBack(row: PairRow, index: number, standing: string): void {
    this.#sought = undefined;
    this.#count(standing, row.standing);
    if (!this.rows || groupOf(row.standing) !== this.group) return;
    this.#anew();
    const place = Math.min(index, this.rows.length);
    this.rows = this.rows.toSpliced(place, 0, row);
    this.choose(place);
  }

  /** What is on its way is of rows that stood elsewhere. */
  #anew(): void {
    this.#turn += 1;
    this.#asked = new Set();
  }

  #count(from: string, to: string): void {
    if (!this.counts) return;
    const counts = { ...this.counts };
    const word = (standing: string) => (groupOf(standing) === 'decided' ? 'decided' : standing === 'later' ? 'later' : standing === 'open' ? 'possible' : (standing as keyof PairCounts));
    counts[word(from)] = Math.max(0, counts[word(from)] - 1);
    counts[word(to)] += 1;
    this.counts = counts;
  }

  async #read(page: number, fresh: boolean): Promise<void> {
    const turn = this.#turn;
    this.#asked.add(page);
    try {
      await this.settled();
      const answer = await api.pairsPage(this.group, page * PAGE, PAGE);
      if (turn === this.#turn) this.#take(page, answer, fresh);
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#asked.delete(page);
      this.trouble = Trouble.from(thrown);
    }
  }

  #take(page: number, { rows, total, counts, stale }: PairsPage, fresh: boolean): void {
    const known = this.#sought ?? this.row;
    const next: (PairRow | undefined)[] = fresh || total !== this.total ? Array.from({ length: total }) : [...(this.rows ?? [])];
    rows.forEach((row, index) => (next[page * PAGE + index] = row));
    this.rows = next;
    this.counts = counts;
    this.stale = stale;
    this.trouble = undefined;
    const at = known === undefined ? -1 : next.findIndex((row) => row && alikePair(row, known));
    const waits = at < 0 ? this.#sought : undefined;
    this.choose(at >= 0 ? at : this.active);
    this.#sought = waits;
  }

  close(): void {
    this.#turn += 1;
  }
}
