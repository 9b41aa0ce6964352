import type { ConsentInput, ConsentView, PersonView, RegistrationInput } from '$lib/api';
import type { Conversation } from '$lib/line';

export const PURPOSES = ['register', 'share_facility', 'share_referral', 'statistics', 'contact'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** One conversation about what a person allows. Nothing is answered before it is asked. */
export class ConsentForm {
  interpreter = $state(false);
  mode = $state('oral');
  assent = $state(false);
  decisions = $state.raw<Readonly<Partial<Record<Purpose, string>>>>({});
  #language = $state('');

  /** Id of the registered adult who answers for a minor, asked when it is sent. */
  caregiver: () => string = () => '';

  /** `spoken` are the languages that the person speaks, asked each time. */
  constructor(
    private readonly spoken: () => readonly string[],
    kept: object = {},
    begin?: Conversation
  ) {
    const before = kept as Partial<ReturnType<ConsentForm['kept']>>;
    this.#language = before.language ?? begin?.language ?? '';
    this.interpreter = before.interpreter ?? begin?.interpreter ?? false;
    this.mode = before.mode ?? 'oral';
    this.assent = before.assent ?? false;
    this.decisions = before.decisions ?? {};
  }

  /** A further conversation: it begins with what holds now. */
  static after(person: PersonView): ConsentForm {
    const form = new ConsentForm(() => person.languages, { language: person.consents[0]?.language ?? '', interpreter: person.consents[0]?.interpreter ?? false });
    form.decisions = Object.fromEntries(person.consents.map(({ purpose, decision }) => [purpose, decision === 'withdrawn' ? 'refused' : decision]));
    return form;
  }

  /** Only what was said anew; a yes that becomes a no is withdrawn. */
  changes(before: readonly ConsentView[]): ConsentInput {
    const input = this.conversationInput();
    const decisions = (input.decisions ?? []).flatMap(({ purpose, decision }) => {
      const held = before.find((one) => one.purpose === purpose)?.decision;
      if (decision === held || (decision === 'refused' && held === 'withdrawn')) return [];
      return [{ purpose, decision: decision === 'refused' && held === 'given' ? 'withdrawn' : decision }];
    });
    return { ...input, decisions };
  }

  /** As chosen; else Spanish when the person speaks it, or the first language that they do. */
  get language(): string {
    const spoken = this.spoken();
    return this.#language || (spoken.includes('es') ? 'es' : (spoken[0] ?? 'es'));
  }

  set language(code: string) {
    this.#language = code;
  }

  get conversation(): Conversation {
    return { language: this.#language, interpreter: this.interpreter };
  }

  get answered(): boolean {
    return Object.values(this.decisions).some(Boolean);
  }

  decide(purpose: Purpose, decision: string): void {
    this.decisions = { ...this.decisions, [purpose]: decision };
  }

  kept() {
    return { language: this.#language, interpreter: this.interpreter, mode: this.mode, assent: this.assent, decisions: this.decisions };
  }

  conversationInput(): ConsentInput {
    const decisions = PURPOSES.flatMap((purpose) => (this.decisions[purpose] ? [{ purpose, decision: this.decisions[purpose] }] : []));
    return { language: this.language, interpreter: this.interpreter, mode: this.mode, assent: this.assent, caregiver: this.caregiver(), decisions };
  }

  input(): Partial<RegistrationInput> {
    return { consent: this.conversationInput() };
  }
}
