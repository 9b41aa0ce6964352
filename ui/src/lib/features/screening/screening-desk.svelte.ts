import { api, type DraftCard, type InstrumentCard } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import type { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Loading } from '$lib/loading.svelte';
import { leftRun, ScreeningRun, type Of } from './screening-run.svelte';

/** Drafts that cannot be read hold nothing up: what was left stays where it is. */
const draftsNow = async (): Promise<readonly DraftCard[]> => (await api.home().catch(() => undefined))?.drafts ?? [];

/** The instruments for one person, and those that are being put. */
export class ScreeningDesk {
  /** Begun here: closing one lets go of no answer. */
  runs = $state.raw<ReadonlyMap<string, ScreeningRun>>(new Map());
  shown = $state<string | undefined>(undefined);
  readonly asking = new Asking();
  /** That results were shown is noted of whoever is here: an attention being written reads none. */
  readonly read = new Loading(async () => {
    const [instruments, results, drafts] = await Promise.all([api.instruments(this.person), this.of.held ? [] : api.screenings(this.person), draftsNow()]);
    return { instruments, results, drafts };
  });

  constructor(
    readonly person: string,
    readonly of: Of = {}
  ) {}

  get run(): ScreeningRun | undefined {
    return this.shown === undefined ? undefined : this.runs.get(this.shown);
  }

  /** What must be written before the screen goes. */
  get unsafe(): DraftKeeper | undefined {
    return [...this.runs.values()].find(({ draft }) => draft && !draft.safe)?.draft;
  }

  nameOf(code: string): string {
    return this.read.value?.instruments.find((one) => one.code === code)?.name ?? code;
  }

  /** An instrument that may be put to this person here. */
  offered(code: string): InstrumentCard | undefined {
    return this.read.value?.instruments.find((one) => one.code === code && one.withheld === '');
  }

  begun(code: string): boolean {
    return this.runs.has(code) || this.of.held?.of(code) !== undefined || (!this.of.held && leftRun(this.read.value?.drafts ?? [], this.person, code, this.of.consultation) !== undefined);
  }

  /** Its answers wait for the save of the attention. */
  waits(code: string): boolean {
    return this.of.held?.of(code)?.said !== undefined;
  }

  async start(code: string): Promise<void> {
    if (!this.runs.has(code)) {
      const ready = await this.asking.do(async () => {
        const [text, drafts] = await Promise.all([api.questionnaire(code), draftsNow()]);
        this.runs = new Map([...this.runs, [code, new ScreeningRun(this.person, text, drafts, this.of)]]);
      });
      if (!ready) return;
    }
    this.shown = code;
  }

  /** The one that shows is through. */
  done(): void {
    this.runs = new Map([...this.runs].filter(([code]) => code !== this.shown));
    this.shown = undefined;
    void this.read.again();
  }

  /** The screen goes: what was begun is a draft. */
  leave(): void {
    for (const { draft } of this.runs.values()) void draft?.keepNow().then(() => draft.close());
  }
}
