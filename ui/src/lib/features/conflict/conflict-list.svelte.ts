import { api, type ConflictRow } from '$lib/api';
import { Trouble } from '$lib/trouble';

export const PAGE = 100;
export type Group = 'open' | 'later';

const OFFICE = '/conflicts/office';
const KINDS = ['training', 'participant', 'plan', 'meeting', 'commitment', 'publication'];
/** Whether records of a kind are of the office: about nobody who is attended. */
export const isOffice = (kind: string): boolean => KINDS.includes(kind);

/** A row by its place, from 0; without a record while it is on its way. */
export type Place = { at: number; row: ConflictRow | undefined };

/** Where the list was left for a record: how far down, in pixels. */
type Left = { group: Group; y: number };
let left: Left | undefined;

/** Leaves the list: for a record of it, to come back to the same place; for anything else the next visit begins at the top. */
export function leaveList(to: string | undefined, from: Left): void {
  left = to?.startsWith('/person/') || to?.startsWith('/consultation/') || to === OFFICE ? from : undefined;
}

/** Where it was left, once. */
export function comeBack(): Left | undefined {
  const place = left;
  left = undefined;
  return place;
}

/** Where a record with undecided fields is decided: the attention itself, the person's page at the conflict, or the page of what the office keeps. */
export function whereOf({ kind, id, person }: Pick<ConflictRow, 'kind' | 'id' | 'person'>): string {
  if (isOffice(kind)) return `${OFFICE}?${new URLSearchParams({ kind, id }).toString()}`;
  return kind === 'consultation' || !person ? `/consultation/${id}` : `/person/${person.id}?conflict=${encodeURIComponent(id)}`;
}

/** Records with undecided fields in the order of the shell, what holds an enrollment up first; read page by page as they show. */
export class ConflictList {
  group = $state<Group>('open');
  total = $state.raw<number | undefined>(undefined);
  counts = $state.raw<Record<Group, number> | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #pages = $state.raw<ReadonlyMap<number, ConflictRow[]>>(new Map());
  #asked = new Set<number>();
  #turn = 0;

  readonly places: Place[] = $derived(Array.from({ length: this.total ?? 0 }, (_, at) => ({ at, row: this.#pages.get(Math.floor(at / PAGE))?.[at % PAGE] })));

  async begin(): Promise<void> {
    this.#turn += 1;
    this.#asked = new Set();
    this.trouble = undefined;
    await this.#read(0, true);
  }

  async choose(group: Group): Promise<void> {
    this.group = group;
    this.total = undefined;
    await this.begin();
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
      const { rows, total, open, later } = await api.conflictsPage(this.group, page * PAGE, PAGE);
      if (turn !== this.#turn) return;
      this.#pages = new Map([...(fresh ? [] : this.#pages), [page, rows]]);
      this.total = total;
      this.counts = { open, later };
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.#asked.delete(page);
      this.trouble = Trouble.from(thrown);
    }
  }

  close(): void {
    this.#turn += 1;
  }
}
