import { api, type PersonView, type Saved } from '$lib/api';
import { Trouble } from '$lib/trouble';
import { PersonForm } from './person-form.svelte';
import { ProblemCheck } from './problem-check.svelte';

/** Editing a person: only the fields that differ are sent, so that edits elsewhere are not overwritten. */
export class EditForm {
  readonly person: PersonForm;
  readonly check: ProblemCheck;
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);

  constructor(
    private readonly before: PersonView,
    today: string
  ) {
    this.person = PersonForm.of(before, today);
    this.check = new ProblemCheck(this.person);
  }

  get edits() {
    return this.person.edits(this.before);
  }

  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.trouble = undefined;
    try {
      await this.check.now();
      this.check.tried = true;
      if (this.check.errors.length > 0) return undefined;
      return await api.editPerson(this.before.card.id, this.edits);
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      if (this.trouble.fields.length > 0) this.check.take(this.trouble.fields);
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
