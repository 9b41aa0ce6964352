import type { DraftCard, ProblemView, Saved } from '$lib/api';
import { fold } from '$lib/fold';
import { api } from '$lib/api';
import { language } from '$lib/messages';
import { OfficeForm } from '$lib/office-form.svelte';
import type { ParticipantInput } from '$lib/api';

const blank = (training: string): ParticipantInput => ({ id: '', training, name: '', sex: '', role: '', institution: '' });

/** Somebody who comes to a training, in the row or the panel in which they are written down. */
export class ParticipantForm extends OfficeForm<ParticipantInput> {
  /** @param like whose role and institution the next one has */
  constructor(training: string, drafts: readonly DraftCard[] = [], like: Partial<ParticipantInput> = {}) {
    super('participant', { ...blank(training), ...like }, drafts, { of: training, is: (kept) => (kept.id ?? '') === (like.id ?? '') });
  }

  protected get title(): string {
    return this.input.name;
  }

  /** Whether somebody of that name is written down already. */
  isNamed(names: readonly string[]): boolean {
    const typed = fold(this.input.name);
    return typed !== '' && names.some((name) => fold(name) === typed);
  }

  protected missing({ name, sex, role }: ParticipantInput): ProblemView[] {
    const codes: [string, string, string][] = [['name', name, 'participant_name_missing'], ['sex', sex, 'participant_sex_missing'], ['role', role, 'participant_role_missing']];
    return codes.filter(([, value]) => value === '').map(([field, , code]) => ({ field, code, severity: 'error' }));
  }

  protected send(input: ParticipantInput, base: ParticipantInput | null): Promise<Saved> {
    return api.saveParticipant(input, base);
  }

  protected async read(): Promise<ParticipantInput | undefined> {
    const { id, training } = this.input;
    return (await api.training(training, language())).participants.find(({ participant }) => participant.id === id)?.participant;
  }
}

/** One after the other: the role and the institution stay, and what was typed of the one that is not added yet is a draft. */
export class ParticipantRow {
  form = $state.raw() as ParticipantForm;
  /** Who was added last. */
  added = $state('');

  constructor(private readonly training: string, drafts: readonly DraftCard[] = []) {
    this.form = new ParticipantForm(training, drafts);
  }

  /** Says whether they are in the list. */
  async add(): Promise<boolean> {
    const { name, role, institution } = this.form.trimmed;
    if (!(await this.form.save())) return false;
    this.added = name;
    this.form = new ParticipantForm(this.training, [], { role, institution });
    return true;
  }
}
