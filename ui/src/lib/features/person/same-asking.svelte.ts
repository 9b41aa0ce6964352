import { api, type PersonInput, type RegistrationInput, type SamePersonView } from '$lib/api';

/** At most so many are asked about. */
const LIMIT = 5;
/** A save waits no longer than this to hear of them. Milliseconds. */
export const PATIENCE = 4000;

/** Before a registration is saved: those of the register who may be the person, and what was answered about them. */
export class SameAsking {
  /** Who is asked about now; the surest first. */
  found = $state.raw<readonly SamePersonView[]>([]);
  /** The register is being looked through. */
  comparing = $state(false);
  /** The last time nobody could be asked about: it failed, or took too long. */
  missed = $state(false);
  #asked = new Set<string>();
  #same: string[] = [];
  #different: string[] = [];

  /**
   * Says whether somebody has to be asked about. `household` is the family group that is being enrolled. Only those for
   * whom something speaks: a namesake whom the search alone found was shown while the name was typed. What fails or
   * takes long asks nobody, and is `missed`.
   */
  async look(person: PersonInput, household: string): Promise<boolean> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), PATIENCE)));
    const answer = async () => api.samePeople(person, household, LIMIT);
    this.comparing = true;
    const found = await Promise.race([answer().catch(() => undefined), late]);
    clearTimeout(timer);
    this.comparing = false;
    this.missed = found === undefined;
    const open = (found ?? []).filter(({ card, certain, reasons }) => (certain || reasons.length > 0) && !this.#asked.has(card.id));
    this.found = open.filter(({ certain }) => certain).concat(open.filter(({ certain }) => !certain));
    return open.length > 0;
  }

  /** One of them is the person. Nothing is said of the others. */
  link(id: string): void {
    this.#same = [...this.#same, id];
    this.#answered();
  }

  /** None of them is. */
  other(): void {
    this.#different = [...this.#different, ...this.found.map(({ card }) => card.id)];
    this.#answered();
  }

  #answered(): void {
    for (const { card } of this.found) this.#asked.add(card.id);
    this.close();
  }

  /** Back to the form, without an answer. */
  close(): void {
    this.found = [];
  }

  /** What a registration says of them; nothing when nobody was asked about. */
  input(): Pick<RegistrationInput, 'same_as' | 'different_from'> {
    return {
      ...(this.#same.length > 0 && { same_as: this.#same }),
      ...(this.#different.length > 0 && { different_from: this.#different })
    };
  }
}
