import { language } from '$lib/messages';
import { api, type NationalView } from '$lib/api';
import { Trouble } from '$lib/trouble';
import { daysOf, lacking } from './national-view';

/** A month of all departments, and who was there in the month before. What shows stays until the new one is here. */
export class NationalDesk {
  /** First day of the month that is asked for; "": the last one that is over. */
  month = $state('');
  view = $state.raw<NationalView | undefined>(undefined);
  before = $state.raw<NationalView | undefined>(undefined);
  trouble = $state.raw<Trouble | undefined>(undefined);
  busy = $state(false);
  #turn = 0;

  /** Departments without which one of the two months cannot be compared with the other. */
  get lacking(): ReturnType<typeof lacking> {
    return this.view && this.before ? lacking(this.view, this.before) : { now: [], before: [] };
  }

  /** In both months there are the same departments. */
  get comparable(): boolean {
    const { now, before } = this.lacking;
    return now.length + before.length === 0;
  }

  /** The month so many steps later; undefined beyond what can be asked for. */
  beside(steps: number): string | undefined {
    const months = this.view?.months ?? [];
    const at = months.indexOf(this.month || (this.view?.month ?? ''));
    return at < 0 ? undefined : months[at - steps];
  }

  async step(steps: number): Promise<void> {
    const month = this.beside(steps);
    if (month !== undefined) await this.choose(month);
  }

  async choose(month: string): Promise<void> {
    this.month = month;
    await this.again();
  }

  /** Reads again. An older answer that comes late is not taken. */
  async again(): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    if (!this.view) this.trouble = undefined;
    try {
      const view = await api.nationalFigures(this.month, language());
      const before = await api.nationalFigures(daysOf(view.month, 1).from, language());
      if (turn !== this.#turn) return;
      [this.view, this.before, this.month] = [view, before, view.month];
      this.trouble = undefined;
    } catch (thrown) {
      if (turn === this.#turn) this.trouble = Trouble.from(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  close(): void {
    this.#turn += 1;
  }
}
