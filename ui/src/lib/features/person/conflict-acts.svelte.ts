import { api, type Catalogue, type ConflictView } from '$lib/api';
import { labelOf } from '$lib/choices';
import { t } from '$lib/messages';
import { Trouble } from '$lib/trouble';

/** What the author of a value had seen, by the pack's words: "Pasaporte, Cédula de identidad". */
export function saySeen(kinds: readonly string[], catalogue: Pick<Catalogue, 'document_kinds'>): string {
  const words = [...new Set(kinds)].map((kind) => labelOf(catalogue.document_kinds, kind)).join(', ');
  return words === '' ? t.conflict.unseen : t.conflict.seen(words);
}

/** What is done about one field with more than one value: a value is chosen, or all are kept for later. One act at a time. */
export class ConflictActs {
  /** The value that is being chosen; undefined while none is. */
  choosing = $state.raw<string | undefined>(undefined);
  putting = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);

  constructor(private readonly conflict: () => Pick<ConflictView, 'kind' | 'id' | 'field'>) {}

  get busy(): boolean {
    return this.choosing !== undefined || this.putting;
  }

  /** Says whether it was done. */
  async choose(value: string): Promise<boolean> {
    if (this.busy) return false;
    this.choosing = value;
    const { kind, id, field } = this.conflict();
    const done = await this.#do(() => api.resolveConflict(kind, id, field, value));
    this.choosing = undefined;
    return done;
  }

  async putOff(): Promise<boolean> {
    if (this.busy) return false;
    this.putting = true;
    const { kind, id, field } = this.conflict();
    const done = await this.#do(() => api.putOffConflict(kind, id, field));
    this.putting = false;
    return done;
  }

  async #do(act: () => Promise<unknown>): Promise<boolean> {
    this.trouble = undefined;
    try {
      await act();
      return true;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      return false;
    }
  }
}
