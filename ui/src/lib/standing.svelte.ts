import { api, type HomeView, type SyncView } from './api';

/** How much waits to be sent, and when the server last answered: what every screen's top bar shows. */
class Standing {
  pending = $state.raw<number | undefined>(undefined);
  lastContact = $state.raw<string | null>(null);
  /** People with undecided values, as Inicio counted them last. */
  conflicts = $state.raw(0);

  take(view: Pick<HomeView | SyncView, 'pending' | 'last_contact'> & Partial<Pick<HomeView, 'conflicts'>>): void {
    this.pending = view.pending;
    this.lastContact = view.last_contact;
    this.conflicts = view.conflicts ?? this.conflicts;
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
    this.conflicts = 0;
  }
}

export const standing = new Standing();
