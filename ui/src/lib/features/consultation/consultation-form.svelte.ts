import { api, type ConsultationInput, type ProblemView, type Saved } from '$lib/api';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Trouble } from '$lib/trouble';

export const LONGEST_NOTE = 4000;

/** The form as a draft keeps it. */
export type KeptConsultation = Omit<ConsultationInput, 'draft'>;

/** A thin consultation: why, what is needed, a note. A draft until it is saved. */
export class ConsultationForm {
  readonly draft: DraftKeeper;
  reason = $state('');
  needs = $state<string[]>([]);
  note = $state('');
  /** Closed for the team too: opened with a reason. */
  restricted = $state(false);
  busy = $state(false);
  problems = $state.raw<ProblemView[]>([]);
  trouble = $state.raw<Trouble | undefined>(undefined);

  constructor(
    readonly person: string,
    draft: { id: string; form: string } = { id: '', form: '' }
  ) {
    const kept = readConsultation(draft.form);
    this.reason = kept.reason ?? '';
    this.needs = kept.needs ?? [];
    this.note = kept.note ?? '';
    this.restricted = kept.restricted ?? false;
    this.draft = new DraftKeeper('consultation', () => this.kept(), draft.id);
  }

  kept(): KeptConsultation {
    return { person: this.person, reason: this.reason, needs: $state.snapshot(this.needs), note: this.note.trim(), restricted: this.restricted };
  }

  get typed(): string {
    return JSON.stringify({ ...this.kept(), note: this.note });
  }

  get blank(): boolean {
    return this.reason === '' && this.needs.length === 0 && this.note.trim() === '';
  }

  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    if (this.blank) {
      this.problems = [{ field: 'reason', code: 'consultation_blank', severity: 'error' }];
      return undefined;
    }
    this.busy = true;
    this.trouble = undefined;
    try {
      const draft = await this.draft.settle();
      const saved = await api.recordConsultation({ ...this.kept(), draft });
      this.draft.close();
      return saved;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      this.draft.release();
      this.problems = this.trouble.fields;
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}

/** What a draft kept; nothing of it when it cannot be read. */
export function readConsultation(form: string): KeptConsultation {
  try {
    const kept: unknown = form ? JSON.parse(form) : {};
    return kept && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}
