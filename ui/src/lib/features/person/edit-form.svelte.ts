import { api, type FieldEdit, type PersonInput, type PersonView, type Saved } from '$lib/api';
import { mayBeMinor } from '$lib/birth';
import { DraftKeeper } from '$lib/draft-keeper.svelte';
import { Trouble } from '$lib/trouble';
import { PersonForm } from './person-form.svelte';
import { ProblemCheck } from './problem-check.svelte';

/** An edit and the value that it was made over. */
type KeptEdit = FieldEdit & { base: string };

/** The form as a draft keeps it. `person` holds the names, which the list of drafts shows. */
export type Kept = {
  id?: string;
  person?: Pick<PersonInput, 'given_names' | 'surname1' | 'surname2'>;
  birth_typed?: string;
  edits?: KeptEdit[];
};

/** Editing a person: only the fields that differ are sent, so that edits elsewhere are not overwritten. A draft until then. */
export class EditForm {
  readonly person: PersonForm;
  readonly check: ProblemCheck;
  readonly draft: DraftKeeper;
  /** Fields of the draft that somebody else changed after they were typed. */
  readonly moved: string[];
  /** Of whom this edit shows to be a minor: whom they are with. Goes to the care team only; no draft keeps it. */
  accompaniment = $state('');
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);
  #was: PersonInput;
  #bases: Map<string, string>;

  constructor(
    private readonly before: PersonView,
    private readonly today: string,
    draft: { id: string; form: string } = { id: '', form: '' }
  ) {
    const kept = readEdit(draft.form);
    const edits = kept.edits ?? [];
    this.person = PersonForm.of(before, today);
    this.#was = { ...this.person.input(), birth: before.card.birth };
    this.#bases = new Map(edits.map((edit) => [edit.field, edit.base]));
    this.moved = edits.filter(({ field, value, base }) => ![value, base].includes(valueOf(this.#was, field))).map((edit) => edit.field);
    for (const edit of edits) this.person.take(edit);
    if (this.#bases.has('birth') && kept.birth_typed) this.person.birth = kept.birth_typed;
    this.check = new ProblemCheck(this.person);
    this.draft = new DraftKeeper('edit', () => this.kept(), draft.id);
  }

  get edits() {
    return this.person.edits(this.before);
  }

  /** A minor, and was not known to be one: then it was never asked whom they are with. */
  get asksAccompaniment(): boolean {
    return this.person.minor && !mayBeMinor(this.before.card.birth, this.today);
  }

  kept(): Kept {
    const { given_names, surname1, surname2 } = this.person.input();
    return {
      id: this.before.card.id,
      person: { given_names, surname1, surname2 },
      birth_typed: this.person.birth,
      edits: this.edits.map((edit) => ({ ...edit, base: this.#bases.get(edit.field) ?? valueOf(this.#was, edit.field) }))
    };
  }

  /** What was typed, to notice a change. */
  get typed(): string {
    return JSON.stringify(this.kept());
  }

  async save(): Promise<Saved | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.trouble = undefined;
    try {
      await this.check.now();
      this.check.tried = true;
      if (this.check.errors.length > 0) return undefined;
      const draft = await this.draft.settle();
      const saved = await api.editPerson(this.before.card.id, [...this.edits, ...this.#told]);
      this.draft.close();
      await discard(draft);
      return saved;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      this.draft.release();
      if (this.trouble.fields.length > 0) this.check.take(this.trouble.fields);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  get #told(): FieldEdit[] {
    return this.asksAccompaniment && this.accompaniment ? [{ field: 'accompaniment', value: this.accompaniment }] : [];
  }

  /** Leaving with nothing changed leaves no draft behind. */
  async tidy(): Promise<void> {
    if (this.edits.length > 0) return;
    const draft = await this.draft.settle();
    this.draft.close();
    await discard(draft);
  }
}

/** A draft that cannot be discarded stays in the list, where it can be discarded again. */
async function discard(draft: string): Promise<void> {
  if (draft) await api.discardDraft(draft).catch(() => undefined);
}

/** The value of a flat field, as an edit would write it. */
function valueOf(person: PersonInput, field: string): string {
  const [head = '', item = '', part = ''] = field.split('/');
  if (head === 'language') return String((person.languages ?? []).includes(item));
  const value = (holder: object, key: string): unknown => Object.entries(holder).find(([one]) => one === key)?.[1];
  if (head !== 'document') return String(value(person, field) ?? '');
  const document = (person.documents ?? []).find((one) => one.key === item);
  if (part === 'removed') return String(!document);
  return String((document && value(document, part)) ?? '');
}

/** What a draft kept; nothing of it when it cannot be read. */
export function readEdit(form: string): Kept {
  try {
    const kept: unknown = form ? JSON.parse(form) : {};
    return kept && typeof kept === 'object' ? kept : {};
  } catch {
    return {};
  }
}
