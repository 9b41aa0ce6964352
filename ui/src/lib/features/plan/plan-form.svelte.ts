import type { DraftCard, ProblemView, Saved } from '$lib/api';
import { isDay } from '$lib/days';
import { api } from '$lib/api';
import { OfficeForm } from '$lib/office-form.svelte';
import type { PlanInput } from '$lib/api';

/** The decalogue. */
export const MOST_PRACTICES = 10;

export const blankPlan = (): PlanInput => ({ id: '', institution: '', service: '', place: '', from: '', to: '', note: '', good_practices: [] });

const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });
const unreadable = (field: 'from' | 'to', day: string) => (day === '' || isDay(day) ? [] : [problem(field, 'date_unreadable')]);

/** A work plan in its form. */
export class PlanForm extends OfficeForm<PlanInput> {
  constructor(input: PlanInput = blankPlan(), drafts: readonly DraftCard[] = []) {
    super('plan', input, drafts);
  }

  protected get title(): string {
    return this.input.institution;
  }

  /** One more practice after that one, where there is room. Says at which place. */
  addPractice(after = this.input.good_practices.length - 1): number | undefined {
    const practices = this.input.good_practices;
    if (practices.length >= MOST_PRACTICES) return undefined;
    practices.splice(after + 1, 0, '');
    return after + 1;
  }

  removePractice(at: number): void {
    this.input.good_practices.splice(at, 1);
  }

  /** One place up. */
  raisePractice(at: number): void {
    const [practice] = this.input.good_practices.splice(at, 1);
    if (practice !== undefined) this.input.good_practices.splice(Math.max(0, at - 1), 0, practice);
  }

  protected missing({ institution, from, to }: PlanInput): ProblemView[] {
    const backwards = isDay(from) && isDay(to) && to < from;
    return [...(institution === '' ? [problem('institution', 'plan_institution_missing')] : []), ...unreadable('from', from), ...unreadable('to', to), ...(backwards ? [problem('to', 'plan_days_swapped')] : [])];
  }

  protected send(input: PlanInput, base: PlanInput | null): Promise<Saved> {
    return api.savePlan({ ...input, good_practices: input.good_practices.map((practice) => practice.trim()).filter(Boolean) }, base);
  }

  protected async read(): Promise<PlanInput> {
    return (await api.plan(this.input.id)).card.plan;
  }
}
