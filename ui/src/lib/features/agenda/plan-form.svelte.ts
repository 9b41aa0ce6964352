import { api, type ProblemView, type TeamMate } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { inDays } from '$lib/days';
import type { Whom } from '$lib/work';

/** Something to do about somebody, on a day. */
export class PlanForm {
  what = $state('');
  on = $state(inDays(3));
  assignee = $state('');
  post = $state('');
  mates = $state.raw<TeamMate[]>([]);
  tried = $state(false);
  readonly asking = new Asking();

  /** @param here code of this post */
  constructor(
    private readonly whom: Whom,
    private readonly here: string
  ) {
    this.post = here;
  }

  async begin(): Promise<void> {
    this.mates = await api.teamMates().catch(() => []);
  }

  /** What holds it back here, or what the shell found. */
  get problems(): ProblemView[] {
    const missing: ProblemView[] = this.tried && this.on === '' ? [{ field: 'on', code: 'date_missing', severity: 'error' }] : [];
    return [...missing, ...(this.asking.trouble?.fields ?? [])];
  }

  /** Says whether it is planned. */
  async save(): Promise<boolean> {
    this.tried = true;
    if (this.on === '') return false;
    const input = { ...this.whom, on: this.on, what: this.what.trim(), post: this.post === this.here ? '' : this.post, assignee: this.assignee };
    return this.asking.do(async () => void (await api.planFollowUp(input)));
  }
}
