import { api, type AuditFault, type AuditFilter, type AuditRow, type UserCard } from '$lib/api';
import { readDay } from '$lib/days';
import { Trouble } from '$lib/trouble';

export const PAGE = 100;
const PAUSE = 180;

/** The code of a record as it is written in the audit: nothing shorter finds one. */
const isRecord = (typed: string): boolean => /^[0-9a-f]{32}$/i.test(typed);

/** The department's audit, read page by page as it is scrolled. Row numbers count from 0. */
export class AuditList {
  user = $state('');
  act = $state('');
  /** Days as typed: `3/11/2026`, `11/2026`, `2026`. */
  from = $state('');
  to = $state('');
  record = $state('');
  total = $state.raw<number | undefined>(undefined);
  users = $state.raw<UserCard[]>([]);
  /** What is wrong with the audit itself, whatever is filtered. */
  faults = $state.raw<AuditFault[]>([]);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #pages = $state.raw<ReadonlyMap<number, AuditRow[]>>(new Map());
  #asked = new Set<number>();
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get filtered(): boolean {
    return [this.user, this.act, this.from, this.to, this.record].some((one) => one !== '');
  }

  /** What is asked, but for the page. */
  get filter(): Omit<AuditFilter, 'offset' | 'limit'> {
    return { user: this.user, act: this.act, from: readDay(this.from, 'first'), to: readDay(this.to, 'last'), record: isRecord(this.record.trim()) ? this.record.trim().toLowerCase() : '' };
  }

  /** The code of a record is still being typed. */
  get recordUnfinished(): boolean {
    return this.record.trim() !== '' && !isRecord(this.record.trim());
  }

  row(index: number): AuditRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Begins again from the first page, once filters rest. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.begin(), PAUSE);
  }

  /** The same for the code of a record, which asks nothing until it is whole or gone. */
  recordTyped(): void {
    if (this.recordUnfinished) clearTimeout(this.#timer);
    else this.soon();
  }

  async begin(): Promise<void> {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#asked = new Set();
    await this.#read(0, true);
  }

  /** Makes sure that the rows on the screen are read, or on their way. */
  show(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      if (page >= 0 && page * PAGE < (this.total ?? 0) && !this.#asked.has(page)) void this.#read(page, false);
    }
  }

  /** Only the acts on one record. */
  follow(record: string): void {
    this.record = record;
    void this.begin();
  }

  clear(): void {
    this.user = this.act = this.from = this.to = this.record = '';
    void this.begin();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  async #read(page: number, fresh: boolean): Promise<void> {
    const turn = this.#turn;
    this.#asked.add(page);
    try {
      const answer = await api.auditPage({ ...this.filter, offset: page * PAGE, limit: PAGE });
      if (turn !== this.#turn) return;
      this.#pages = new Map([...(fresh ? [] : this.#pages), [page, answer.rows]]);
      this.total = answer.total;
      this.users = answer.users;
      // The first page tells them, and the others do not ask again.
      if (page === 0) this.faults = answer.faults;
      this.trouble = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#asked.delete(page);
      this.trouble = Trouble.from(thrown);
    }
  }
}
