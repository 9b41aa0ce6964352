import { api, type SessionView, type UserCard } from '$lib/api';
import { Trouble } from '$lib/trouble';

/** One user's password or PIN, tried once at a time. Wrong tries have to wait, and the wait is counted down. */
export class UnlockForm {
  /** What is asked: a PIN reopens a paused session only. */
  mode = $state<'password' | 'pin'>('password');
  secret = $state('');
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);
  /** Seconds left to wait. */
  wait = $state(0);
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly user: Pick<UserCard, 'id'>,
    private readonly opened: (view: SessionView) => Promise<void>,
    readonly hasPin = false
  ) {
    if (hasPin) this.mode = 'pin';
  }

  get ready(): boolean {
    return this.secret !== '' && !this.busy && this.wait === 0;
  }

  /** Tries of the PIN that are left, after a wrong one. */
  get triesLeft(): number {
    return this.trouble?.code === 'POSTA-L5' ? this.trouble.seconds : 0;
  }

  ask(mode: 'password' | 'pin'): void {
    this.mode = mode;
    this.secret = '';
    this.trouble = undefined;
  }

  async submit(): Promise<void> {
    if (!this.ready) return;
    this.busy = true;
    this.trouble = undefined;
    const { id } = this.user;
    try {
      await this.opened(await (this.mode === 'pin' ? api.resume(id, this.secret) : api.unlock(id, this.secret)));
    } catch (thrown) {
      this.#fail(Trouble.from(thrown));
    } finally {
      this.secret = '';
      this.busy = false;
    }
  }

  #fail(trouble: Trouble): void {
    // The PIN is over, or the session that it reopened: the password serves.
    if (this.mode === 'pin' && ['POSTA-L6', 'POSTA-L3'].includes(trouble.code)) this.mode = 'password';
    this.trouble = trouble;
    if (trouble.code !== 'POSTA-L5' && trouble.seconds > 0) this.#countDown(trouble.seconds);
  }

  #countDown(seconds: number): void {
    const until = Date.now() + seconds * 1000;
    this.wait = seconds;
    clearInterval(this.#clock);
    this.#clock = setInterval(() => {
      this.wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      if (this.wait === 0) {
        clearInterval(this.#clock);
        this.trouble = undefined;
      }
    }, 250);
  }

  close(): void {
    clearInterval(this.#clock);
    this.secret = '';
  }
}
