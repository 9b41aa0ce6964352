import { api, type HomeView, type SyncProgress, type SyncView } from './api';

export const STILL: SyncProgress = { running: false, records: 0, records_done: 0, bytes: 0, bytes_done: 0, bytes_up: 0, bytes_down: 0 };
/** What goes away by itself: no way to the server, or a server in trouble. Anything else needs a hand. */
const BY_ITSELF = ['POSTA-S1', 'POSTA-S4'];

/** `unknown`: not read yet. `hand`: somebody has to do something. `offline`: it is tried again without anybody. `new`: nothing waits, and the server never answered. */
export type StandingState = 'unknown' | 'running' | 'hand' | 'offline' | 'waits' | 'sent' | 'new';
export type Outlook = Pick<SyncView, 'pending' | 'last_contact' | 'history' | 'waits' | 'failures' | 'next_try'>;

/** The code of what hinders, "" when nothing does. `told`: what the last exchange said, which may have come too early for the history; `before`: what was known of it. */
export function hindrance({ history, waits, failures }: Pick<Outlook, 'history' | 'waits' | 'failures'>, told = '', before = ''): string {
  const last = history[0];
  const failed = failures > 0 ? told || (last && !last.ok ? last.code : '') || before || 'POSTA-X1' : '';
  return failed || (waits.find(({ code }) => code !== '')?.code ?? '');
}

/** How the exchange with the server stands: what waits, when the server last answered, what hinders, and the exchange that runs. */
class Standing {
  pending = $state.raw<number | undefined>(undefined);
  lastContact = $state.raw<string | null>(null);
  /** Code of what hinders; "" when nothing does. */
  code = $state('');
  failures = $state(0);
  nextTry = $state.raw<string | null>(null);
  progress = $state.raw(STILL);
  #turn = 0;

  get state(): StandingState {
    if (this.pending === undefined) return 'unknown';
    if (this.progress.running) return 'running';
    if (this.code !== '') return BY_ITSELF.includes(this.code) ? 'offline' : 'hand';
    return this.pending > 0 ? 'waits' : this.lastContact ? 'sent' : 'new';
  }

  take(view: Pick<HomeView | SyncView, 'pending' | 'last_contact'>): void {
    this.pending = view.pending;
    this.lastContact = view.last_contact;
  }

  /** The same with what hinders. `told`: the code that the last exchange ended with. */
  takeOutlook(view: Outlook, told = ''): void {
    this.take(view);
    this.code = hindrance(view, told, view.failures === this.failures ? this.code : '');
    this.failures = view.failures;
    this.nextTry = view.next_try;
  }

  /** Reads it again after a save. A failure leaves what was known. */
  async refresh(): Promise<void> {
    await this.#read(() => api.home(), (home) => this.take(home));
  }

  /** Reads it again after an exchange. A failure leaves what was known. */
  async look(told = ''): Promise<void> {
    await this.#read(() => api.syncView(), (view) => this.takeOutlook(view, told));
  }

  /** What comes after the session is not taken. */
  async #read<T>(read: () => Promise<T>, take: (value: T) => void): Promise<void> {
    const turn = this.#turn;
    await read().then(
      (value) => turn === this.#turn && take(value),
      () => undefined
    );
  }

  clear(): void {
    this.#turn += 1;
    this.pending = undefined;
    this.lastContact = null;
    this.code = '';
    this.failures = 0;
    this.nextTry = null;
    this.progress = STILL;
  }
}

export const standing = new Standing();
