import { api, onLocked, type Catalogue, type ProfileView, type SessionView } from './api';
import { markHanded, wasHanded } from './handed';
import { handOver } from './handover';
import { Loading } from './loading.svelte';
import { language } from './messages';
import { standing } from './standing.svelte';
import { toasts } from './toasts.svelte';

const FLUSH_LIMIT = 800;

type Open = { view: SessionView; catalogue: Catalogue };

/** The pack's words in the language that was asked for last. Screens hold on to `now`, which stays the same. */
function wordsOf(first: Catalogue): { now: Catalogue; take: (catalogue: Catalogue) => void } {
  let kept = $state.raw(first);
  const now = new Proxy(first, { get: (_, list) => Reflect.get(kept, list) as unknown });
  return { now, take: (catalogue) => (kept = catalogue) };
}

/** Who is here. Screens exist only while a session is open. */
class Session {
  profile = new Loading<ProfileView>(() => api.profile());
  open = $state.raw<Open | undefined>(undefined);
  /** The neutral screen is up: nothing of the device's users or people shows. */
  veiled = $state(false);
  /** The device is in the hands of somebody who has no session: what they were given shows, and nothing else opens. */
  handed = $state(false);
  /** Seconds without a touch after which the session pauses or locks. */
  idle = $state(0);
  #words: ReturnType<typeof wordsOf> | undefined;
  #beforeLock = new Set<() => Promise<unknown>>();
  #onOver = new Set<() => void>();

  constructor() {
    onLocked(() => this.#forget());
  }

  /** Reads who uses this device, and goes on with a session that is still open (a reload of the page). */
  async start(): Promise<void> {
    await this.profile.again();
    const view = this.profile.value?.session;
    if (view && wasHanded()) await this.#takeBack(view);
    else if (view) await this.enter(view).catch(() => this.#forget());
  }

  /** Who had it in their hands loaded the page anew: it does not open for them. */
  async #takeBack({ has_pin }: SessionView): Promise<void> {
    await (has_pin ? api.pause() : api.lock()).catch(() => api.lock().catch(() => undefined));
    this.#forget();
  }

  /** Gives the device to somebody who has no session. It is taken back by a pause: whoever goes on shows who they are. */
  hand(): void {
    this.handed = true;
    markHanded(true);
  }

  async enter(view: SessionView): Promise<void> {
    const asked = language();
    this.#words = wordsOf(await api.catalogue(asked));
    this.open = { view, catalogue: this.#words.now };
    if (asked !== language()) void this.reword();
    this.idle = view.idle_seconds;
    this.veiled = false;
    void this.profile.again();
  }

  /** Another language: the pack's words are read again. What cannot be read stays as it was. */
  async reword(): Promise<void> {
    const [words, asked] = [this.open && this.#words, language()];
    const catalogue = words && (await api.catalogue(asked).catch(() => undefined));
    if (catalogue && asked === language()) words.take(catalogue);
  }

  /** What must be kept before the keys go: open forms register here. */
  keepBeforeLock(keep: () => Promise<unknown>): () => void {
    this.#beforeLock.add(keep);
    return () => this.#beforeLock.delete(keep);
  }

  /** What must not outlive a session: whoever holds such a thing outside a screen registers here. */
  whenOver(forget: () => void): void {
    this.#onOver.add(forget);
  }

  /** Keeps open drafts, then ends the session. `veil` puts the neutral screen up at once. */
  async lock(veil = false): Promise<void> {
    await this.#leave(() => api.lock(), veil);
  }

  /** Keeps open drafts, then leaves the session waiting in memory for its PIN; without a PIN it ends. */
  async pause(veil = false): Promise<void> {
    await this.#leave(() => (this.open?.view.has_pin ? api.pause() : api.lock()), veil);
  }

  async #leave(go: () => Promise<unknown>, veil: boolean): Promise<void> {
    if (veil) this.veiled = true;
    if (!this.open) return;
    const kept = Promise.allSettled([...this.#beforeLock].map((keep) => keep()));
    await Promise.race([kept, new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT))]);
    // What cannot be paused is locked: the door never stays open.
    await go().catch(() => api.lock().catch(() => undefined));
    this.#forget();
  }

  /** The PIN was set or taken away. */
  pinned(has_pin: boolean): void {
    if (this.open) this.open = { ...this.open, view: { ...this.open.view, has_pin } };
  }

  /** Something restricted is on the screen: the session waits less. */
  shorten(seconds: number): void {
    this.idle = Math.min(this.idle, seconds);
  }

  #forget(): void {
    this.open = undefined;
    this.handed = false;
    markHanded(false);
    this.idle = 0;
    standing.clear();
    toasts.clear();
    handOver('');
    for (const forget of this.#onOver) forget();
    void this.profile.again();
  }
}

export const session = new Session();

/** The open session. Only for screens that the layout shows after unlocking. */
export function here(): Open {
  if (!session.open) throw new Error('no session is open');
  return session.open;
}
