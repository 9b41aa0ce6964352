import { api, type CodeView, type SessionView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { Loading } from '$lib/loading.svelte';
import { NewPassword } from './new-password.svelte';

export const STEPS = ['show', 'answer', 'password'] as const;

/** A forgotten password: a code for the supervisor, the answer to it, a new password. Nothing is lost by leaving half way. */
export class RecoveryForm {
  step = $state<(typeof STEPS)[number]>('show');
  readonly challenge: Loading<CodeView>;
  answer = $state('');
  tried = $state(false);
  readonly chosen = new NewPassword();
  readonly asking = new Asking();

  constructor(
    private readonly user: string,
    private readonly opened: (view: SessionView) => Promise<void>
  ) {
    this.challenge = new Loading(() => api.beginRecovery(user));
  }

  /** Goes on to the password once there is an answer. */
  take(): void {
    this.tried = true;
    if (this.answer.trim() !== '') this.step = 'password';
  }

  async finish(): Promise<void> {
    if (!this.chosen.check()) return;
    await this.asking.do(async () => {
      const view = await api.finishRecovery(this.user, this.answer.trim(), this.chosen.password);
      this.chosen.clear();
      await this.opened(view);
    });
    // A wrong answer is put right where it was typed.
    if (this.asking.trouble?.code.startsWith('POSTA-R')) this.step = 'answer';
  }
}
