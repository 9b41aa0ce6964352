import { api, type PersonCard, type PostCard, type RegisterFilter } from '$lib/api';
import { readDay } from '$lib/days';
import { Trouble } from '$lib/trouble';

export const PAGE = 100;
const PAUSE = 180;

export type Order = 'registered_at' | 'name' | 'post';

/** The department's register, read page by page as it is scrolled. Row numbers count from 0. */
export class RegisterList {
  text = $state('');
  post = $state('');
  /** Days as typed: `3/11/2026`, `11/2026`, `2026`. */
  from = $state('');
  to = $state('');
  only_conflicts = $state(false);
  order = $state<Order>('registered_at');
  down = $state(true);
  total = $state.raw<number | undefined>(undefined);
  posts = $state.raw<PostCard[]>([]);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #pages = $state.raw<ReadonlyMap<number, PersonCard[]>>(new Map());
  #asked = new Set<number>();
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get filtered(): boolean {
    return this.text.trim() !== '' || this.post !== '' || this.from !== '' || this.to !== '' || this.only_conflicts;
  }

  /** What is asked, but for the page. */
  get filter(): Omit<RegisterFilter, 'offset' | 'limit'> {
    return {
      text: this.text.trim(),
      post: this.post,
      from: readDay(this.from, 'first'),
      to: readDay(this.to, 'last'),
      only_conflicts: this.only_conflicts,
      order: `${this.down ? '-' : ''}${this.order}`
    };
  }

  row(index: number): PersonCard | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Begins again from the first page, once filters rest. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.begin(), PAUSE);
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

  async #read(page: number, fresh: boolean): Promise<void> {
    const turn = this.#turn;
    this.#asked.add(page);
    try {
      const answer = await api.registerPage({ ...this.filter, offset: page * PAGE, limit: PAGE });
      if (turn !== this.#turn) return;
      this.#pages = new Map([...(fresh ? [] : this.#pages), [page, answer.rows]]);
      this.total = answer.total;
      this.posts = answer.posts;
      this.trouble = undefined;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#asked.delete(page);
      this.trouble = Trouble.from(thrown);
    }
  }

  sort(order: Order): void {
    this.down = this.order === order ? !this.down : order === 'registered_at';
    this.order = order;
    void this.begin();
  }

  clear(): void {
    this.text = this.post = this.from = this.to = '';
    this.only_conflicts = false;
    void this.begin();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
