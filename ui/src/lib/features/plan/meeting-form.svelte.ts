import type { DraftCard, ProblemView, Saved } from '$lib/api';
import { isDay } from '$lib/days';
import { api } from '$lib/api';
import { OfficeForm } from '$lib/office-form.svelte';
import type { MeetingInput } from '$lib/api';

export const blankMeeting = (): MeetingInput => ({ id: '', kind: 'table', name: '', on: '', place: '', institution: '', women: 0, men: 0, other: 0, agreements: '' });

const problem = (field: string, code: string): ProblemView => ({ field, code, severity: 'error' });

/** A meeting of a table or a network in its form. */
export class MeetingForm extends OfficeForm<MeetingInput> {
  constructor(input: MeetingInput = blankMeeting(), drafts: readonly DraftCard[] = []) {
    super('meeting', input, drafts);
  }

  protected get title(): string {
    return this.input.name;
  }

  protected missing({ name, on, women, men, other }: MeetingInput): ProblemView[] {
    const numbers = Object.entries({ women, men, other }).filter(([, number]) => !Number.isInteger(number));
    return [
      ...(name === '' ? [problem('name', 'meeting_name_missing')] : []),
      ...(on === '' ? [problem('on', 'meeting_day_missing')] : isDay(on) ? [] : [problem('on', 'date_unreadable')]),
      ...numbers.map(([field]) => problem(field, 'number_unreadable'))
    ];
  }

  protected send(input: MeetingInput, base: MeetingInput | null): Promise<Saved> {
    return api.saveMeeting(input, base);
  }

  protected async read(): Promise<MeetingInput> {
    return (await api.meeting(this.input.id)).card.meeting;
  }
}
