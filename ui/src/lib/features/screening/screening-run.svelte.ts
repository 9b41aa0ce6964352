import { api, type DraftCard, type QuestionnaireItem, type QuestionnaireView, type ScoreView, type ScreeningAnswer } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import type { HeldScreenings } from '$lib/held-screenings.svelte';
import { Trouble } from '$lib/trouble';
import { leftOf, type KeptWork } from '$lib/work';

export const REFUSED = 'refused';

/** As a draft keeps it: sealed for the team, as the answers are. */
type Kept = KeptWork & { answers?: Record<string, string>; at?: number };

/** Of which attention the answers are: one that was saved, one that is being written, or none. */
export type Of = { consultation?: string; held?: HeldScreenings };

/** What was left of an instrument that was being put to a person: in that attention, where one is named. */
export const leftRun = (drafts: readonly DraftCard[], person: string, code: string, consultation = '') =>
  leftOf<Kept>(drafts, (kept) => kept.work === 'screening' && kept.person === person && kept.instrument === code && (consultation === '' || kept.consultation === consultation));

/** One instrument being put to one person, a question at a time. A draft until it is saved, its own or that of the attention being written. */
export class ScreeningRun {
  answers = $state.raw<Readonly<Record<string, string>>>({});
  /** Index among the questions that are asked; one past the last is the end. */
  at = $state(0);
  /** Of the newest answers that could be scored: steps that it opened stay until others are. */
  score = $state.raw<ScoreView | undefined>(undefined);
  /** Why the newest answers have no score yet. */
  unscored = $state.raw<Trouble | undefined>(undefined);
  tried = $state(false);
  readonly asking = new Asking();
  /** Absent when the attention being written keeps the answers. */
  readonly draft: DraftKeeper | undefined;
  /** Id of the attention, or "". */
  readonly consultation: string;
  #turn = 0;
  /** The turn that `score` answers. */
  #scoredTurn = 0;

  constructor(
    readonly person: string,
    readonly text: QuestionnaireView,
    drafts: readonly DraftCard[] = [],
    private readonly of: Of = {}
  ) {
    const draft = of.held ? undefined : leftRun(drafts, person, text.code, of.consultation);
    const left = of.held?.of(text.code) ?? draft?.kept;
    this.consultation = draft?.kept.consultation ?? of.consultation ?? '';
    // Another version of the text may ask otherwise: what it does not offer is asked again.
    const known = (item: string, code: string) => code === REFUSED || text.items.some(({ id, options }) => id === item && options.some((option) => option.code === code));
    this.answers = Object.fromEntries(Object.entries(left?.answers ?? {}).filter(([item, code]) => known(item, code)));
    const unanswered = this.items.findIndex(({ id }) => this.answers[id] === undefined);
    this.at = Math.min(Math.max(0, left?.at ?? 0), unanswered < 0 ? this.items.length : unanswered);
    this.draft = of.held ? undefined : new DraftKeeper('consultation', (): Kept => ({ work: 'screening', person, consultation: this.consultation, instrument: text.code, answers: this.answers, at: this.at }), draft?.id);
    if (left) void this.rescore();
  }

  /** The questions that the answers so far open. */
  get items(): QuestionnaireItem[] {
    return this.text.items.filter(({ opened_by }) => opened_by.length === 0 || opened_by.some(({ item, code }) => this.answers[item] === code));
  }

  /** The question that shows; undefined at the end. */
  get item(): QuestionnaireItem | undefined {
    return this.items[this.at];
  }

  /** Answers to the questions that are asked: what another answer closed is not kept. */
  get said(): ScreeningAnswer[] {
    return this.items.flatMap(({ id }) => (this.answers[id] === undefined ? [] : [{ item: id, code: this.answers[id] }]));
  }

  get complete(): boolean {
    return this.said.length === this.items.length;
  }

  answer(code: string): void {
    const { item } = this;
    if (!item) return;
    this.answers = { ...this.answers, [item.id]: code };
    if (this.draft) this.draft.touch();
    else this.#hold();
    void this.rescore();
  }

  /** The key of an option: its place, the first letter of its label, or 0 for no answer. Says whether it chose. */
  press(key: string, refusedKey: string): boolean {
    const { item } = this;
    if (!item) return false;
    if (key === refusedKey) {
      this.answer(REFUSED);
      return true;
    }
    const letters = item.options.filter(({ label }) => label.charAt(0).toLowerCase() === key.toLowerCase());
    const now = letters.findIndex(({ code }) => code === this.answers[item.id]);
    const option = /^[1-9]$/.test(key) ? item.options[Number(key) - 1] : letters[(now + 1) % letters.length];
    if (option) this.answer(option.code);
    return option !== undefined;
  }

  /** On to the next one, once this one is answered. */
  next(): void {
    if (this.item && this.answers[this.item.id] !== undefined) this.at += 1;
  }

  back(): void {
    this.at = Math.max(0, Math.min(this.at, this.items.length) - 1);
  }

  /** Asks for the score of the answers as they are. It never gives way to one of older answers, nor to a failure. */
  async rescore(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const score = await api.scoreScreening(this.text.code, this.said);
      if (turn < this.#scoredTurn) return;
      [this.#scoredTurn, this.score] = [turn, score];
      if (turn === this.#turn) this.unscored = undefined;
    } catch (thrown) {
      if (turn === this.#turn) this.unscored = Trouble.from(thrown);
    }
  }

  /** With the attention that is being written. Answers that were changed wait again for the end. */
  #hold(said?: readonly ScreeningAnswer[]): void {
    const { answers, at } = this;
    this.of.held?.hold({ instrument: this.text.code, answers, at, ...(said && { said }) });
  }

  /** Saves the answers, or leaves them to the save of the attention. Says whether that was done. */
  async save(): Promise<boolean> {
    this.tried = true;
    if (!this.complete || this.asking.busy) return false;
    const { draft, person, consultation, said: answers } = this;
    if (!draft) {
      this.#hold(answers);
      return true;
    }
    const done = await this.asking.do(async () => {
      await api.recordScreening({ person, consultation, instrument: this.text.code, answers, draft: await draft.settle() });
    });
    if (done) draft.close();
    else draft.release();
    return done;
  }
}
