import { api, type PersonInput, type ProblemView, type RegistrationInput, type Saved } from '$lib/api';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Trouble } from '$lib/trouble';
import { MrzReading } from './mrz-reading.svelte';
import { PersonForm } from './person-form.svelte';
import { ProblemCheck } from './problem-check.svelte';
import { SameAsking } from './same-asking.svelte';

export const STEPS = ['identity', 'documents', 'family', 'coverage', 'consent'] as const;
export type Step = (typeof STEPS)[number];

/** A step that other features fill: what a draft keeps of it, and what it adds to the registration. */
export type Part = { kept(): object; input(): Partial<RegistrationInput> };
export type Parts = Record<'family' | 'coverage' | 'consent', Part>;

/** The form as a draft keeps it. Program and facility stood outside of `coverage` once. */
export type Kept = { person?: PersonInput & { birth_typed?: string }; step?: number; program?: string; facility?: string } & { [Name in keyof Parts]?: object };

const FAMILY = ['phone', 'residence', 'guardian_name', 'guardian_relation', 'guardian_person', 'household', 'household_role', 'accompaniment'];
const COVERAGE = ['program', 'facility', 'fact', 'requirement', 'campaign', 'status', 'official_number', 'observation'];
const CONSENT = ['consent', 'purpose', 'mode', 'assent', 'caregiver', 'interpreter'];

/** The step where a field is asked. */
export function stepOf(field: string): Step {
  const head = field.split('/')[0] ?? '';
  if (head === 'document' || head === 'without_documents') return 'documents';
  if (FAMILY.includes(head)) return 'family';
  if (COVERAGE.includes(head)) return 'coverage';
  return CONSENT.includes(head) ? 'consent' : 'identity';
}

/** Registering a person: five steps, one save. What is typed is a draft until then. */
export class RegistrationForm<P extends Parts = Parts> {
  readonly person: PersonForm;
  readonly parts: P;
  readonly reading: MrzReading;
  readonly check: ProblemCheck;
  readonly draft: DraftKeeper;
  /** Who may be the person already, asked about before the save. */
  readonly same = new SameAsking();
  step = $state(0);
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);

  /** `begin` is what a fresh form suggests; `build` makes the parts around the person, from what a draft kept of them. */
  constructor(today: string, build: (person: PersonForm, kept: Kept) => P, draft: { id: string; form: string } = { id: '', form: '' }, begin: PersonInput = {}) {
    const kept = readKept(draft.form);
    this.person = new PersonForm(today, kept?.person ?? begin);
    if (kept?.person?.birth_typed) this.person.birth = kept.person.birth_typed;
    this.parts = build(this.person, kept ?? {});
    this.step = Math.min(Math.max(0, kept?.step ?? 0), STEPS.length - 1);
    this.reading = new MrzReading(this.person);
    this.check = new ProblemCheck(this.person);
    this.draft = new DraftKeeper('registration', () => this.kept(), draft.id);
  }

  kept(): Kept {
    const { family, coverage, consent } = this.parts;
    return {
      person: { ...this.person.input(), birth_typed: this.person.birth },
      family: family.kept(),
      coverage: coverage.kept(),
      consent: consent.kept(),
      step: this.step
    };
  }

  /** What was typed, to notice a change. The step is no change. */
  get typed(): string {
    return JSON.stringify({ ...this.kept(), step: 0 });
  }

  /** Whether a step holds an error that may be shown. */
  wrong(step: Step): boolean {
    return this.check.shown.some((problem: ProblemView) => problem.severity === 'error' && stepOf(problem.field) === step);
  }

  /** Leaving the first step without a name says so there; nothing is held back. */
  go(step: number): void {
    if (step > 0) this.check.touch('given_names');
    this.step = Math.min(Math.max(0, step), STEPS.length - 1);
  }

  input(): RegistrationInput {
    const { family, coverage, consent } = this.parts;
    return { person: this.person.input(), ...family.input(), ...coverage.input(), ...consent.input(), ...this.same.input() };
  }

  /** Saves once. What stops it is shown beside its field, on its step; the draft stays. So it does while somebody is asked about. */
  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.trouble = undefined;
    try {
      const { person, household } = this.input();
      const [similar] = await Promise.all([this.same.look(person ?? {}, household ?? ''), this.check.now()]);
      this.check.tried = true;
      const stop = this.check.errors[0];
      if (stop) {
        this.same.close();
        this.go(STEPS.indexOf(stepOf(stop.field)));
        return undefined;
      }
      if (similar) return undefined;
      const draft = await this.draft.settle();
      const saved = await api.registerPerson({ ...this.input(), draft });
      this.draft.close();
      return saved;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      this.draft.release();
      if (this.trouble.fields.length > 0) {
        this.check.take(this.trouble.fields);
        this.go(STEPS.indexOf(stepOf(this.trouble.fields[0]?.field ?? '')));
      }
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

function readKept(form: string): Kept | undefined {
  try {
    const kept: unknown = form ? JSON.parse(form) : undefined;
    return kept && typeof kept === 'object' ? kept : undefined;
  } catch {
    return undefined;
  }
}
