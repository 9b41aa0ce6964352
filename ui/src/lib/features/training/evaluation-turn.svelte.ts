import { api, type DraftCard } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { leftOffice, type KeptOffice } from '$lib/office-work';
import type { ParticipantCard, TrainingQuestion } from '$lib/api';

export type Moment = 'entry' | 'exit';
/** The tablet is passed on, it asks, or nobody is left. `stopped` lies over any of them. */
type Stage = 'pass' | 'ask' | 'over';
type Said = { participant: string; moment: Moment; answers: Record<string, string>; at: number };

/** Stands for "no sé", of any question: an answer like the others, and never the right one. */
export const UNSURE = 'dont_know';

/** Whoever has not answered yet. */
export const missingAt = (cards: readonly ParticipantCard[], moment: Moment): ParticipantCard[] => cards.filter((card) => !card.withdrawn && (moment === 'entry' ? card.entry_right : card.exit_right) === null);

/** The name that somebody is called by. */
export const calledOf = ({ participant }: Pick<ParticipantCard, 'participant'>): string => participant.name.split(' ')[0] ?? '';

/** Participants answer one after the other on a tablet that they hand on. Of everybody else nothing is kept here but who comes next. */
export class EvaluationTurn {
  stage = $state<Stage>('pass');
  stopped = $state(false);
  /** Whoever leads has given the tablet away. */
  handed = $state(false);
  /** Whom it is the turn of. */
  now = $state.raw<ParticipantCard | undefined>(undefined);
  /** Who has just answered: they are thanked. */
  thanked = $state('');
  answers = $state.raw<Readonly<Record<string, string>>>({});
  at = $state(0);
  readonly asking = new Asking();
  /** How many answered since it began. */
  answered = $state(0);
  #waiting: ParticipantCard[];
  #draft: DraftKeeper | undefined;

  constructor(
    readonly training: { id: string; title: string },
    readonly moment: Moment,
    cards: readonly ParticipantCard[],
    readonly questions: readonly TrainingQuestion[],
    private readonly drafts: readonly DraftCard[] = []
  ) {
    this.#waiting = [...cards];
    this.#pass();
  }

  get question(): TrainingQuestion | undefined {
    return this.questions[this.at];
  }

  get isLast(): boolean {
    return this.at === this.questions.length - 1;
  }

  /** What was chosen for the question that shows; undefined before anything was. */
  get chosen(): string | undefined {
    return this.question && this.answers[this.question.code];
  }

  /** Whether somebody else can take the turn of who is not there. */
  get hasOthers(): boolean {
    return this.#waiting.length > 1;
  }

  /** Why what was answered so far is not kept as a draft. */
  get unkept() {
    return this.#draft?.trouble;
  }

  #left(participant: string) {
    return leftOffice<Said>(this.drafts, 'evaluation', this.training.id, (said) => said.participant === participant && said.moment === this.moment);
  }

  /** Nothing of whoever was before is left when the next one takes the tablet. */
  #pass(): void {
    this.now = this.#waiting[0];
    [this.answers, this.at, this.#draft, this.asking.trouble] = [{}, 0, undefined, undefined];
    this.stage = this.now ? 'pass' : 'over';
  }

  /** From here on it is in the hands of others. */
  hand(): void {
    this.handed = true;
  }

  /** They say that it is them. What they had answered before is there again. */
  begin(): void {
    const { now, moment, training } = this;
    if (!now) return;
    const left = this.#left(now.participant.id);
    const known = (code: string, option: string) => this.questions.some((question) => question.code === code && (option === UNSURE || question.options.some((one) => one.code === option)));
    this.answers = Object.fromEntries(Object.entries(left?.input.answers ?? {}).filter(([code, option]) => known(code, option)));
    const unanswered = this.questions.findIndex(({ code }) => this.answers[code] === undefined);
    this.at = unanswered < 0 ? this.questions.length - 1 : Math.min(left?.input.at ?? 0, unanswered);
    this.#draft = new DraftKeeper('evaluation', (): KeptOffice<Said> => ({ of: training.id, title: training.title, input: { participant: now.participant.id, moment, answers: this.answers, at: this.at } }), left?.id);
    this.thanked = '';
    this.handed = true;
    this.stage = 'ask';
  }

  /** Whoever is not there comes last. */
  skip(): void {
    const [absent, ...others] = this.#waiting;
    if (!absent || others.length === 0) return;
    this.#waiting = [...others, absent];
    this.thanked = '';
    this.#pass();
  }

  answer(option: string): void {
    if (!this.question) return;
    this.answers = { ...this.answers, [this.question.code]: option };
    this.#draft?.touch();
  }

  /** A digit chooses by place, 0 says that they do not know. Says whether it chose. */
  press(key: string): boolean {
    const option = key === '0' ? { code: UNSURE } : /^[1-9]$/.test(key) ? this.question?.options[Number(key) - 1] : undefined;
    if (option) this.answer(option.code);
    return option !== undefined;
  }

  back(): void {
    this.at = Math.max(0, this.at - 1);
  }

  /** On to the next question; after the last one what was answered is saved, and the tablet goes on. */
  async next(): Promise<void> {
    if (this.chosen === undefined) return;
    if (!this.isLast) this.at += 1;
    else await this.#save();
  }

  async #save(): Promise<void> {
    const { now, moment } = this;
    if (!now) return;
    const answers = Object.entries(this.answers).map(([question, option]) => ({ question, option }));
    const done = await this.asking.do(async () => {
      const draft = (await this.#draft?.settle()) ?? '';
      await api.evaluate({ participant: now.participant.id, moment, answers });
      this.#draft?.close();
      if (draft) await api.discardDraft(draft).catch(() => undefined);
    });
    if (!done) return void this.#draft?.release();
    this.answered += 1;
    this.thanked = calledOf(now);
    this.#waiting = this.#waiting.slice(1);
    this.#pass();
  }

  /** Whoever leads takes the tablet back: what was answered so far waits as a draft. */
  async leave(): Promise<void> {
    await this.#draft?.keepNow();
    this.#draft?.close();
  }
}
