import { api, type SessionView, type UserCard } from '$lib/api';
import { Trouble } from '$lib/trouble';

/** One user's password, tried once at a time. Wrong tries have to wait, and the wait is counted down. */
export class UnlockForm {
  password = $state('');
  busy = $state(false);
  trouble = $state.raw<Trouble | undefined>(undefined);
  /** Seconds left to wait. */
  wait = $state(0);
  #clock: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly user: UserCard,
    private readonly opened: (view: SessionView) => Promise<void>
  ) {}

  get ready(): boolean {
    return this.password !== '' && !this.busy && this.wait === 0;
  }

  async submit(): Promise<void> {
    if (!this.ready) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      await this.opened(await api.unlock(this.user.id, this.password));
    } catch (thrown) {
      this.trouble = Trouble.from(thrown);
      if (this.trouble.seconds > 0) this.#countDown(this.trouble.seconds);
    } finally {
      this.password = '';
      this.busy = false;
    }
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
    this.password = '';
  }
}
