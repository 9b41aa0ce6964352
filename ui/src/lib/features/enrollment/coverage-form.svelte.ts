import { api, type AnswerInput, type EligibilityView, type PersonInput, type QuestionView, type RegistrationInput } from '$lib/api';
import { language, t } from '$lib/messages';
import { Trouble } from '$lib/trouble';

export type Reply = 'yes' | 'no' | 'unknown';
type Begin = { program?: string; facility?: string; campaign?: string };
const PAUSE = 220;
const OF_PERSON = ['birth', 'sex', 'nationality'] as const;
type OfPerson = (typeof OF_PERSON)[number];
const isOfPerson = (fact: string): fact is OfPerson => OF_PERSON.some((one) => one === fact);

/** Program, facility, the answers that decide, and what was seen of the requirements. */
export class CoverageForm {
  program = $state('');
  facility = $state('');
  campaign = $state('');
  replies = $state.raw<Readonly<Record<string, Reply>>>({});
  marks = $state.raw<Readonly<Record<string, string>>>({});
  /** What the pack says with what is known so far. */
  view = $state.raw<EligibilityView | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #seen = $state.raw<readonly QuestionView[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;
  #asked = '';
  #spoken = '';

  constructor(
    private readonly person: () => PersonInput,
    kept: object = {},
    begin: Begin = {}
  ) {
    const before = kept as Partial<ReturnType<CoverageForm['kept']>>;
    this.program = before.program ?? begin.program ?? '';
    this.facility = before.facility ?? begin.facility ?? '';
    this.campaign = before.campaign ?? begin.campaign ?? '';
    this.replies = before.replies ?? {};
    this.marks = before.marks ?? {};
  }

  get answers(): AnswerInput[] {
    return Object.entries(this.replies).flatMap(([fact, reply]) => (reply === 'unknown' ? [] : [{ fact, yes: reply === 'yes' }]));
  }

  /** What was answered, in that order, and what is still to ask. */
  get questions(): readonly QuestionView[] {
    const asked = this.view?.ask ?? [];
    const replied = Object.keys(this.replies).flatMap((fact) => this.#seen.find((one) => one.fact === fact) ?? []);
    return [...replied, ...asked.filter(({ fact }) => this.replies[fact] === undefined && !isOfPerson(fact))];
  }

  /** What decides and stands in the person's own fields: told there, never answered with yes or no. */
  get missing(): readonly OfPerson[] {
    return (this.view?.ask ?? []).map(({ fact }) => fact).filter(isOfPerson);
  }

  /** Answered yes: first the hospital. In the pack's words, and in ours until it has answered. */
  get emergency(): { title: string; text: string } | undefined {
    if (this.replies['emergency'] !== 'yes') return undefined;
    const told = this.view?.orientation.find(({ code }) => code === 'emergency');
    return { title: told?.title || t.enrollment.emergency, text: told?.text ?? '' };
  }

  stateOf(code: string, told: string): string {
    return this.marks[code] ?? told;
  }

  reply(fact: string, reply: Reply): void {
    this.replies = { ...this.replies, [fact]: reply };
    this.soon(0);
  }

  mark(code: string, state: string): void {
    this.marks = { ...this.marks, [code]: state };
  }

  /** Something that decides may have changed: asks the pack once typing pauses. */
  soon(pause = PAUSE): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), pause);
  }

  /** Asks the pack. Whoever waits for it sees the questions that are left. */
  async check(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.program) {
      this.view = undefined;
      return;
    }
    const { birth, sex, nationality, documents } = this.person();
    const input = { program: this.program, birth, sex, nationality, documents, answers: this.answers, language: language() };
    const asked = JSON.stringify(input);
    if (asked === this.#asked && this.view) return;
    const turn = ++this.#turn;
    try {
      const view = await api.checkEligibility(input);
      if (turn !== this.#turn) return;
      this.view = view;
      this.#asked = asked;
      this.trouble = undefined;
      this.#see(view.ask);
      if (this.#spoken !== input.language && this.#unworded) await this.#reword(input, turn);
      this.#spoken = input.language;
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    }
  }

  /** Whether something was answered before it was asked here, as in a draft, or in another language. */
  get #unworded(): boolean {
    return this.#spoken !== '' || Object.keys(this.replies).some((fact) => !this.#seen.some((one) => one.fact === fact));
  }

  /** What was answered already is asked nowhere, so its questions are read anew without the answers. */
  async #reword(input: Parameters<typeof api.checkEligibility>[0], turn: number): Promise<void> {
    const all = await api.checkEligibility({ ...input, answers: [] });
    if (turn === this.#turn) this.#see(all.ask);
  }

  /** Keeps the newest words of each question. */
  #see(asked: readonly QuestionView[]): void {
    this.#seen = [...this.#seen.filter(({ fact }) => !asked.some((one) => one.fact === fact)), ...asked];
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  kept() {
    return { program: this.program, facility: this.facility, campaign: this.campaign, replies: this.replies, marks: this.marks };
  }

  input(): Partial<RegistrationInput> {
    if (!this.program) return { program: '', facility: '' };
    return { program: this.program, facility: this.facility, campaign: this.campaign, answers: this.answers, requirements: Object.entries(this.marks).map(([code, state]) => ({ code, state })) };
  }
}
