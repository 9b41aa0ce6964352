import { api, type AnswerInput, type RequirementView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';

/** What is written about an enrollment from the person's page: one act at a time. */
export class EnrollmentActs {
  readonly asking = new Asking();
  /** Marked here and not read again yet. */
  #marks = $state.raw<Readonly<Record<string, string>>>({});

  constructor(
    private readonly id: () => string,
    private readonly changed: () => void
  ) {}

  stateOf(item: RequirementView): string {
    return this.#marks[item.code] ?? item.state;
  }

  async mark(code: string, state: string): Promise<void> {
    const before = this.#marks;
    this.#marks = { ...before, [code]: state };
    if (!(await this.#do(() => api.markRequirement(this.id(), code, state)))) this.#marks = before;
  }

  setStatus(status: string, official = '', observation = ''): Promise<boolean> {
    return this.#do(() => api.setEnrollmentStatus(this.id(), status, official.trim(), observation.trim()));
  }

  changeFacility(facility: string): Promise<boolean> {
    return this.#do(() => api.changeFacility(this.id(), facility));
  }

  decide(answers: AnswerInput[]): Promise<boolean> {
    return this.#do(() => api.decideEligibility(this.id(), answers));
  }

  async #do(act: () => Promise<unknown>): Promise<boolean> {
    const done = await this.asking.do(async () => void (await act()));
    if (done) this.changed();
    return done;
  }
}
