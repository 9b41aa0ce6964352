import { api, type ReferralAnswerView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { t } from '$lib/messages';
import { toasts } from '$lib/toasts.svelte';

/** What is asked about before it is done. */
const ASKED = ['rechazada', 'anulada'];

/** What is done about one referral. A rejection says why, and what cannot be undone is confirmed. */
export class ReferralActs {
  readonly asking = new Asking();
  /** The state that is being asked about. */
  asked = $state('');
  reason = $state('');
  tried = $state(false);

  constructor(
    private readonly id: string,
    private readonly changed: () => void
  ) {}

  /** Goes to a state, or asks first why or whether. */
  async go(state: string): Promise<void> {
    if (ASKED.includes(state)) {
      [this.reason, this.tried, this.asked, this.asking.trouble] = ['', false, state, undefined];
      return;
    }
    await this.#step(state, '');
  }

  async submit(): Promise<void> {
    this.tried = true;
    if (this.asked === 'rechazada' && this.reason.trim() === '') return;
    if (await this.#step(this.asked, this.reason.trim())) this.asked = '';
  }

  async #step(state: string, reason: string): Promise<boolean> {
    const done = await this.asking.do(async () => void (await api.stepReferral(this.id, state, reason)));
    if (done) {
      toasts.say(t.referral.stepped);
      this.changed();
    }
    return done;
  }
}

/** The answer that a letter brings by its code. */
export class AnswerByCode {
  readonly asking = new Asking();
  code = $state('');
  tried = $state(false);
  answered = $state.raw<ReferralAnswerView | undefined>(undefined);

  async submit(): Promise<void> {
    this.tried = true;
    const code = this.code.trim();
    if (code === '') return;
    await this.asking.do(async () => {
      this.answered = await api.answerReferral(code);
      this.code = '';
    });
  }

  another(): void {
    this.answered = undefined;
    this.tried = false;
  }
}
