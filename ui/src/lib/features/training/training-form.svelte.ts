import type { DraftCard, ProblemView, Saved } from '$lib/api';
import { isDay } from '$lib/days';
import { api } from '$lib/api';
import { language } from '$lib/messages';
import { OfficeForm } from '$lib/office-form.svelte';
import type { ParticipantCard, TrainingInput } from '$lib/api';
import { Trouble } from '$lib/trouble';

export const blankTraining = (more: Partial<TrainingInput> = {}): TrainingInput => ({ id: '', kind: 'course', title: '', themes: [], on: '', hours: 0, city: '', department: '', institution: '', trainers: '', trained_by: '', state: 'planned', note: '', ...more });

const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });

/** A training in its form. */
export class TrainingForm extends OfficeForm<TrainingInput> {
  /** Training in which whoever trains here learned: only to find them. */
  from = $state('');
  /** Who can be chosen: of that training, and whoever was chosen already. */
  trainers = $state.raw<{ code: string; label: string }[]>([]);
  trouble = $state.raw<Trouble | undefined>(undefined);

  /** @param trainer whoever trains here, when that is known already */
  constructor(input: TrainingInput, drafts: readonly DraftCard[] = [], trainer?: { code: string; label: string }) {
    const by = input.id === '' ? input.trained_by : '';
    super('training', input, drafts, { is: (kept) => by === '' || kept.trained_by === by });
    if (trainer) this.trainers = [trainer];
  }

  protected get title(): string {
    return this.input.title;
  }

  /** Reads who came to a training, so that one of them is chosen. */
  async look(from: string, language: string): Promise<void> {
    this.from = from;
    this.trouble = undefined;
    const chosen = this.trainers.filter(({ code }) => code === this.input.trained_by);
    try {
      const came = from ? (await api.training(from, language)).participants.filter(({ withdrawn }) => !withdrawn) : [];
      if (this.from === from) this.trainers = [...chosen, ...came.map(optionOf).filter(({ code }) => code !== chosen[0]?.code)];
    } catch (thrown) {
      if (this.from === from) this.trouble = Trouble.from(thrown);
    }
  }

  /** The rest may be missing: the shell says so, and keeps it. */
  protected missing({ title, on, hours, state }: TrainingInput): ProblemView[] {
    return [
      ...(title === '' ? [problem('title', 'training_title_missing')] : []),
      ...(state === 'held' && on === '' ? [problem('on', 'training_day_missing')] : []),
      ...(on === '' || isDay(on) ? [] : [problem('on', 'date_unreadable')]),
      ...(Number.isInteger(hours) ? [] : [problem('hours', 'number_unreadable')])
    ];
  }

  protected send(input: TrainingInput, base: TrainingInput | null): Promise<Saved> {
    return api.saveTraining({ ...input, trained_by: input.kind === 'cascade' ? input.trained_by : '' }, base);
  }

  protected async read(): Promise<TrainingInput> {
    return (await api.training(this.input.id, language())).card.training;
  }
}

const optionOf = ({ participant }: ParticipantCard) => ({ code: participant.id, label: [participant.name, participant.institution].filter(Boolean).join(' · ') });
