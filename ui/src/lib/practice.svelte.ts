/** Practising: how it is entered, gone on with as somebody else, and ended. What the window knows of it lives here only. */
import { api } from './api';
import { practiceRoleOf, type PracticeRole } from './practice-roles';
import { session } from './session.svelte';
import { Trouble } from './trouble';

class Practice {
  /** The screen that offers it is up. */
  offered = $state(false);
  /** As whom it is being prepared. */
  starting = $state.raw<PracticeRole | undefined>(undefined);
  ending = $state(false);
  /** Whether somebody asked to end it, and is asked once. */
  asksEnd = $state(false);
  /** Why it did not begin, or did not end. */
  trouble = $state.raw<Trouble | undefined>(undefined);
  /** Who of this device practises; "" for whoever is no user of it. */
  user = $state('');
  #begun = $state(false);
  #role = $state.raw<PracticeRole | undefined>(undefined);
  #onEnd = new Set<() => void>();

  /** The practice answers now, not this device. */
  get on(): boolean {
    return session.open ? session.open.view.practice : this.#begun || session.profile.value?.practice === true;
  }

  /** As whom it was entered last. A page that was read anew asks the session. */
  get role(): PracticeRole | undefined {
    return this.#role ?? (this.on && session.open ? practiceRoleOf(session.open.view) : undefined);
  }

  /** Instead of the list of who works here. */
  get fills(): boolean {
    return this.offered || this.on || this.ending || this.starting !== undefined;
  }

  /** What must not outlive a practice: whoever holds such a thing registers here. */
  whenEnded(forget: () => void): void {
    this.#onEnd.add(forget);
  }

  /** Shows what a practice is. Whoever works puts their session down first. */
  async offer(): Promise<void> {
    if (this.on) return;
    this.user = session.open?.view.user.id ?? '';
    this.offered = true;
    if (session.open) await session.pause();
  }

  /** Not now: what was made ready for it goes. */
  decline(): void {
    this.trouble = undefined;
    this.#forget();
  }

  /** Begins as this role, or goes on as it. What is open is put down first: its forms are kept. */
  async start(role: PracticeRole): Promise<void> {
    if (this.starting || this.ending) return;
    if (!this.on && session.open) this.user = session.open.view.user.id;
    this.starting = role;
    this.trouble = undefined;
    try {
      if (session.open) await session.pause();
      const view = await api.startPractice(role);
      this.#begun = true;
      this.#role = role;
      await session.enter(view);
      this.offered = false;
    } catch (thrown) {
      // It is tried again from the same screen, or given up there; who answers is asked, since it may have begun.
      await this.#ask();
      this.offered = true;
      this.trouble = Trouble.from(thrown);
    } finally {
      this.starting = undefined;
    }
  }

  /** Ends it: from then on this device answers. What cannot be ended goes on, and says so. */
  async end(): Promise<void> {
    if (this.ending || this.starting) return;
    this.ending = true;
    this.asksEnd = false;
    this.trouble = undefined;
    try {
      if (session.open) await session.lock();
      await api.endPractice();
      this.#forget();
      await session.profile.again();
    } catch (thrown) {
      await this.#ask();
      this.trouble = Trouble.from(thrown);
    } finally {
      this.ending = false;
    }
  }

  /** Whether a practice answers, whatever was thought. */
  async #ask(): Promise<void> {
    await session.profile.again();
    this.#begun = session.profile.value?.practice === true;
  }

  #forget(): void {
    this.#begun = false;
    this.offered = false;
    this.#role = undefined;
    this.user = '';
    for (const forget of this.#onEnd) forget();
  }
}

export const practice = new Practice();
