import { api, type CarryPlace, type ExportDone, type ExportPreview, type ExportProgress, type ExportRequest } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { PeriodChoice } from '$lib/period-choice.svelte';
import { Trouble } from '$lib/trouble';

export const FORMATS = ['xlsx', 'csv', 'fhir', 'dhis2', 'adx', 'national'] as const;
export type Format = (typeof FORMATS)[number];
/** Stands for a folder that is typed. */
export const OTHER = 'other';

const PAUSE = 350;
const LOOK = 300;

/** Figures without people in them: they go by whole months. */
export const isFigures = (format: string): boolean => format === 'dhis2' || format === 'adx' || isNational(format);
/** Those of a whole department, to be put together with others: of no post, and of no month that goes on. */
export const isNational = (format: string): boolean => format === 'national';

/** What leaves, what for and where to: counted before it goes. */
export class ExportForm {
  format = $state<string>('xlsx');
  readonly period = new PeriodChoice('last_month');
  post = $state('');
  purpose = $state('');
  /** Folder of a stick, or `OTHER`; "" until somebody chooses. */
  chosen = $state('');
  folder = $state('');
  tried = $state(false);
  preview = $state.raw<ExportPreview | undefined>(undefined);
  /** Why it could not be counted. */
  trouble = $state.raw<Trouble | undefined>(undefined);
  counting = $state(false);
  progress = $state.raw<ExportProgress | undefined>(undefined);
  done = $state.raw<(ExportDone & { stick: string; folder: string }) | undefined>(undefined);
  readonly asking = new Asking();
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Undefined while the days that are typed are none. */
  get request(): ExportRequest | undefined {
    const days = this.period.days();
    return days && { format: this.format, ...days, post: isNational(this.format) ? '' : this.post, purpose: this.purpose.trim() };
  }

  /** Where it would go: what was chosen while it is there, else the first stick, else the folder that is typed. */
  at(places: readonly CarryPlace[]): string {
    if (this.chosen === OTHER || places.some(({ folder }) => folder === this.chosen)) return this.chosen;
    return places[0]?.folder ?? OTHER;
  }

  /** A format was chosen: one of whole months does not keep a week, nor one of months that are over this one. */
  choose(format: string): void {
    this.format = format;
    const kept = !isFigures(format) || (this.period.kind !== 'week' && !(isNational(format) && this.period.kind === 'month'));
    if (!kept) this.period.kind = 'last_month';
    void this.count();
  }

  /** Counts anew once typing rests. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.count(), PAUSE);
  }

  /** Counts what would leave. An older count that comes late is not taken. */
  async count(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const asked = this.request;
    this.preview = undefined;
    this.trouble = undefined;
    this.counting = asked !== undefined;
    if (!asked) return;
    try {
      const preview = await api.exportPreview(asked);
      if (turn === this.#turn) this.preview = preview;
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    } finally {
      if (turn === this.#turn) this.counting = false;
    }
  }

  /** Something would leave, and it was counted as it is asked for now. */
  get ready(): boolean {
    return this.preview !== undefined && (isFigures(this.format) ? this.preview.figures : this.preview.people) > 0;
  }

  /** Says whether it was written. */
  async run(places: readonly CarryPlace[]): Promise<boolean> {
    const at = this.at(places);
    const folder = at === OTHER ? this.folder.trim() : at;
    const asked = this.request;
    this.tried = true;
    if (!asked || asked.purpose === '' || folder === '' || !this.ready) return false;
    const stop = this.#watch();
    const written = await this.asking.do(async () => {
      const done = await api.exportRun(asked, folder);
      this.done = { ...done, folder, stick: at === OTHER ? '' : (places.find((place) => place.folder === at)?.name ?? '') };
      this.tried = false;
    });
    stop();
    return written;
  }

  /** Looks how far it is until it is told to stop; what cannot be read says nothing. */
  #watch(): () => void {
    this.progress = undefined;
    let over = false;
    const look = async (): Promise<void> => {
      const progress = await api.exportProgress().catch(() => undefined);
      if (!over && progress) this.progress = progress;
    };
    const timer = setInterval(() => void look(), LOOK);
    return () => {
      over = true;
      clearInterval(timer);
      this.progress = undefined;
    };
  }

  /** Another one; what was chosen stays, but for what it is for. */
  again(): void {
    this.done = undefined;
    this.tried = false;
    this.purpose = '';
    this.asking.trouble = undefined;
    void this.count();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }
}

/** The last part of a path, however its folders are divided. */
export const fileOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
