import { api } from '$lib/api';
import { Asking } from '$lib/asking.svelte';

export const LONGEST = 2000;

/** A complaint or a suggestion. Nobody's name is asked. */
export class ComplaintForm {
  kind = $state('complaint');
  text = $state('');
  tried = $state(false);
  readonly asking = new Asking();

  get left(): number {
    return LONGEST - this.text.length;
  }

  /** Says whether it was sealed. What was written is forgotten then. */
  async send(): Promise<boolean> {
    this.tried = true;
    if (this.text.trim() === '') return false;
    const sent = await this.asking.do(async () => void (await api.recordComplaint(this.kind, this.text.trim(), '')));
    if (sent) {
      this.text = '';
      this.tried = false;
    }
    return sent;
  }
}
