import { Asking } from '$lib/asking.svelte';
import { api, type ImportReport, type TablePreview } from '$lib/api';
import { standing } from '$lib/standing.svelte';
import { Trouble } from '$lib/trouble';
import { isNamed } from './table-words';

/** Stands for a file whose place is typed. */
export const OTHER = 'other';
const PAUSE = 300;

/** A table of people on its way in: a file, what its columns are, and what came of it. */
export class TableForm {
  /** Path of a file, or `OTHER`; "" until somebody chooses. */
  chosen = $state('');
  path = $state('');
  tried = $state(false);
  /** What each column is, in their order; "" for one that is left out. */
  columns = $state<string[]>([]);
  preview = $state.raw<TablePreview | undefined>(undefined);
  /** The table is gone through again, for columns that were changed. */
  reading = $state(false);
  /** Why it could not be gone through again. */
  trouble = $state.raw<Trouble | undefined>(undefined);
  report = $state.raw<ImportReport | undefined>(undefined);
  readonly opening = new Asking();
  readonly importing = new Asking();
  #file = '';
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get step(): 'file' | 'columns' | 'report' {
    return this.report ? 'report' : this.preview ? 'columns' : 'file';
  }

  get file(): string {
    return this.chosen === OTHER ? this.path.trim() : this.chosen;
  }

  /** Reads the file, with what its headings tell. Says whether it is a table. */
  async open(): Promise<boolean> {
    this.tried = true;
    const file = this.file;
    if (file === '') return false;
    return this.opening.do(async () => {
      const preview = await api.previewTable(file, []);
      this.#file = file;
      this.columns = preview.columns.map(({ field }) => field);
      this.preview = preview;
      this.trouble = undefined;
      this.tried = false;
    });
  }

  choose(at: number, field: string): void {
    if (this.columns[at] === field) return;
    this.columns[at] = field;
    this.reading = true;
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.again(), PAUSE);
  }

  /** Goes through the table again. An older reading that comes late is not taken. */
  async again(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    this.reading = true;
    this.trouble = undefined;
    try {
      const preview = await api.previewTable(this.#file, [...this.columns]);
      if (turn === this.#turn) this.preview = preview;
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    } finally {
      if (turn === this.#turn) this.reading = false;
    }
  }

  /** Whether another column before this one is the same. */
  isTwice(at: number): boolean {
    const field = this.columns[at];
    return field !== undefined && field !== '' && this.columns.indexOf(field) < at;
  }

  get named(): boolean {
    return isNamed(this.columns);
  }

  /** Somebody would go in, and the table was gone through as it is asked for now. */
  get ready(): boolean {
    return (this.preview?.good ?? 0) > 0 && !this.reading && !this.trouble;
  }

  /** Says whether it went through, whatever came of it. */
  async take(): Promise<boolean> {
    if (!this.ready) return false;
    const taken = await this.importing.do(async () => {
      this.report = await api.importTable(this.#file, [...this.columns]);
    });
    if (taken) await standing.refresh();
    return taken;
  }

  /** Another file. */
  restart(): void {
    this.close();
    this.chosen = '';
    this.path = '';
    this.tried = false;
    this.columns = [];
    this.preview = undefined;
    this.report = undefined;
    this.reading = false;
    this.trouble = undefined;
    this.opening.trouble = undefined;
    this.importing.trouble = undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}
