/** What one registration leaves for the next in the line: kept in memory only, gone with the session. */
import type { PersonCard } from './bindings';
import { session } from './session.svelte';

/** The family of whoever was registered last. */
export type Family = {
  /** 32 hex digits. */
  household: string;
  /** Names, the first one first. */
  members: string[];
  /** An adult of the family, who may answer for the children. */
  carer: Pick<PersonCard, 'id' | 'name'> | undefined;
  surname1: string;
  nationality: string;
  languages: string[];
  phone: string;
  residence: string;
};

/** How the conversation was held. */
export type Conversation = { language: string; interpreter: boolean };

class Line {
  /** Kind of document that the last person showed first. */
  documentKind = '';
  conversation: Conversation | undefined;
  #family: Family | undefined;

  /** The next registration is of the same family. */
  keepFamily(family: Family): void {
    this.#family = family;
  }

  /** Taken once, by the registration that follows. */
  takeFamily(): Family | undefined {
    const family = this.#family;
    this.#family = undefined;
    return family;
  }

  clear(): void {
    this.documentKind = '';
    this.conversation = undefined;
    this.#family = undefined;
  }
}

export const line = new Line();
session.whenOver(() => line.clear());
