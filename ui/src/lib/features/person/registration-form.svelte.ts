import { api, type PersonInput, type ProblemView, type Saved } from '$lib/api';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Trouble } from '$lib/trouble';
import { PersonForm } from './person-form.svelte';
import { ProblemCheck } from './problem-check.svelte';

export const STEPS = ['identity', 'documents', 'contact', 'enrollment'] as const;
export type Step = (typeof STEPS)[number];

/** The form as a draft keeps it. */
type Kept = { person?: PersonInput & { birth_typed?: string }; program?: string; facility?: string; step?: number };

const CONTACT = ['phone', 'residence', 'guardian_name', 'guardian_relation', 'guardian_person'];

/** The step where a field is asked. */
export function stepOf(field: string): Step {
  const head = field.split('/')[0] ?? '';
  if (head === 'document' || head === 'without_documents') return 'documents';
  if (CONTACT.includes(head)) return 'contact';
  return head === 'program' || head === 'facility' ? 'enrollment' : 'identity';
}

/** Registering a person: four steps, one save. What is typed is a draft until then. */
export class RegistrationForm {
  readonly person: PersonForm;
  readonly check: ProblemCheck;
  readonly draft: DraftKeeper;
  program = $state('');
  facility = $state('');
  step = $state(0);
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);

  constructor(today: string, program: string, draft: { id: string; form: string } = { id: '', form: '' }) {
    const kept = readKept(draft.form);
    this.person = new PersonForm(today, kept?.person);
    if (kept?.person?.birth_typed) this.person.birth = kept.person.birth_typed;
    this.program = kept?.program ?? program;
    this.facility = kept?.facility ?? '';
    this.step = Math.min(Math.max(0, kept?.step ?? 0), STEPS.length - 1);
    this.check = new ProblemCheck(this.person);
    this.draft = new DraftKeeper('registration', () => this.kept(), draft.id);
  }

  kept(): Kept {
    return {
      person: { ...this.person.input(), birth_typed: this.person.birth },
      program: this.program,
      facility: this.facility,
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

  /** Saves once. What stops it is shown beside its field, on its step; the draft stays. */
  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.trouble = undefined;
    try {
      await this.check.now();
      this.check.tried = true;
      const stop = this.check.errors[0];
      if (stop) {
        this.go(STEPS.indexOf(stepOf(stop.field)));
        return undefined;
      }
      const draft = await this.draft.settle();
      const { person, program, facility } = { person: this.person.input(), program: this.program, facility: this.facility };
      const saved = await api.registerPerson({ person, program, facility: program ? facility : '', draft });
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
