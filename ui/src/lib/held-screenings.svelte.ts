/** Answers to instruments that are put while an attention is written: its draft keeps them, and they are saved as of it. */
import { api, type ScreeningAnswer } from './api';
import type { KeptWork } from './work';

export type HeldScreening = {
  instrument: string;
  answers: Readonly<Record<string, string>>;
  /** The question that shows. */
  at: number;
  /** What is saved; absent while the instrument is not through. */
  said?: readonly ScreeningAnswer[];
};

export class HeldScreenings {
  list = $state.raw<readonly HeldScreening[]>([]);

  constructor(
    readonly person: string,
    kept: readonly HeldScreening[] = []
  ) {
    this.list = kept;
  }

  of(instrument: string): HeldScreening | undefined {
    return this.list.find((one) => one.instrument === instrument);
  }

  hold(held: HeldScreening): void {
    this.list = [...this.list.filter(({ instrument }) => instrument !== held.instrument), held];
  }

  /**
   * Saves them as of a consultation. What is not through, or is not taken, stays as a draft of it. Says whether all
   * were saved. Throws when a draft cannot be written: what was not kept is still here.
   */
  async keep(consultation: string): Promise<boolean> {
    let all = true;
    for (const held of this.list) {
      if (!(await this.#save(held, consultation))) {
        all = false;
        await this.#leave(held, consultation);
      }
      this.list = this.list.filter((one) => one !== held);
    }
    return all;
  }

  async #save({ instrument, said }: HeldScreening, consultation: string): Promise<boolean> {
    if (!said) return false;
    return api.recordScreening({ person: this.person, consultation, instrument, answers: [...said], draft: '' }).then(() => true, () => false);
  }

  async #leave({ instrument, answers, at }: HeldScreening, consultation: string): Promise<void> {
    const kept: KeptWork & Omit<HeldScreening, 'instrument'> = { work: 'screening', person: this.person, consultation, instrument, answers, at };
    await api.saveDraft({ id: '', kind: 'consultation', form: JSON.stringify(kept) });
  }
}
