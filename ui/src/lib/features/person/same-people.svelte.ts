import { api, type PersonInput, type SamePersonView } from '$lib/api';

const PAUSE = 260;
const SHORTEST = 4;
const LIMIT = 3;

/** People already registered who may be the one that is being typed. Advice only: a failure shows nothing. */
export class SamePeople {
  found = $state.raw<SamePersonView[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = '';

  /** `household` is the family group that is being enrolled: its members are not each other. */
  look(person: PersonInput, household: string): void {
    const name = [person.given_names, person.surname1, person.surname2].join(' ').trim();
    const enough = name.length >= SHORTEST || (person.documents ?? []).some(({ number }) => number.trim().length > SHORTEST);
    const asked = enough ? JSON.stringify([person, household]) : '';
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    if (enough) this.#timer = setTimeout(() => void this.#ask(asked, person, household), PAUSE);
    else this.found = [];
  }

  async #ask(asked: string, person: PersonInput, household: string): Promise<void> {
    const found = await api.samePeople(person, household, LIMIT).catch(() => undefined);
    if (asked !== this.#asked) return;
    this.found = found ?? [];
    // What failed is asked again with the next key.
    if (!found) this.#asked = '';
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
