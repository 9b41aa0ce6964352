import { Trouble } from './trouble';

/** Something asked once at a time, and why it failed. */
export class Asking {
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);

  /** Says whether it was done. */
  async do(act: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = undefined;
    try {
      await act();
      return true;
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
