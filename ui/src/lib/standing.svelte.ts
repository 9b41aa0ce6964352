import { api, type HomeView, type SyncView } from './api';

/** How much waits to be sent, and when the server last answered: what every screen's top bar shows. */
class Standing {
  pending = $state.raw<number | undefined>(undefined);
  lastContact = $state.raw<string | null>(null);

  take(view: Pick<HomeView | SyncView, 'pending' | 'last_contact'>): void {
    this.pending = view.pending;
    this.lastContact = view.last_contact;
  }

  /** Reads it again after a save or a sync. A failure leaves what was known. */
  async refresh(): Promise<void> {
    await api.home().then(
      (home) => this.take(home),
      () => undefined
    );
  }

  clear(): void {
    this.pending = undefined;
    this.lastContact = null;
  }
}

export const standing = new Standing();
