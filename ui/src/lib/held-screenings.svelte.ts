/** Answers to instruments that are put while an attention is written: its draft keeps them, and they are saved as of it. */
import { api, type ScreeningAnswer, type ScreeningInput } from './api';
import type { KeptWork } from './work';

export type HeldScreening = {
  instrument: string;
  answers: Readonly<Record<string, string>>;
  /** The question that shows. */
  at: number;
  /** What is saved; absent while the instrument is not through. */
  said?: readonly ScreeningAnswer[];
  /** Its own draft, once it has one. */
  draft?: string;
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

  /** What is through: it is saved with the attention. */
  get said(): ScreeningInput[] {
    return this.list.flatMap(({ instrument, said }) => (said ? [{ instrument, answers: [...said] }] : []));
  }

  /** The attention was refused because of an instrument: its answers are kept as a draft instead. */
  unsay(): void {
    this.list = this.list.map(({ instrument, answers, at, draft }) => ({ instrument, answers, at, ...(draft !== undefined && { draft }) }));
  }

  /** What is not through is a draft of its own before the attention is saved. Throws when one cannot be written. */
  async leave(consultation = ''): Promise<void> {
    for (const held of this.list.filter(({ said }) => !said)) {
      const { instrument, answers, at, draft = '' } = held;
      const kept: KeptWork & Omit<HeldScreening, 'instrument' | 'draft'> = { work: 'screening', person: this.person, consultation, instrument, answers, at };
      const { id } = await api.saveDraft({ id: draft, kind: 'consultation', form: JSON.stringify(kept) });
      this.list = this.list.map((one) => (one.instrument === instrument ? { ...one, draft: id } : one));
    }
  }

  /** The attention is saved, with what was through. Says whether that was all; what is left becomes a draft of it. */
  async settle(consultation: string): Promise<boolean> {
    const all = this.list.every(({ said }) => said);
    // They are kept already: without the attention's name they are put on from the person's page.
    await this.leave(consultation).catch(() => undefined);
    this.list = [];
    return all;
  }
}
