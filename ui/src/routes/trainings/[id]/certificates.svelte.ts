import type { PrintView } from '$lib/api';
import type { Source } from '$lib/features/slip/slip-show.svelte';
import { api } from '$lib/api';
import type { ParticipantCard } from '$lib/api';

/** Of whom there is a certificate: whoever answered at the end of a training that was held. */
export const certifiedOf = (cards: readonly ParticipantCard[]): ParticipantCard[] => cards.filter(({ certified_on }) => certified_on !== '');

/** Certificates of some participants, as one paper: they are made one after the other, and how far that is shows. */
export class Certificates {
  made = $state(0);
  readonly source: Source = {
    languages: ['es'],
    papers: ['a4'],
    print: () => this.#print(),
    save: (_paper, _language, folder) => this.#save(folder)
  };

  constructor(readonly cards: readonly ParticipantCard[]) {}

  get making(): boolean {
    return this.made > 0 && this.made < this.cards.length;
  }

  async #print(): Promise<PrintView> {
    const views = await this.#each((participant) => api.certificate(participant));
    const [first] = views;
    return { pages: views.flatMap(({ pages }) => pages), width_mm: first?.width_mm ?? 297, height_mm: first?.height_mm ?? 210 };
  }

  async #save(folder: string): Promise<{ path: string }> {
    const saved = await this.#each((participant) => api.saveCertificate(participant, folder));
    return { path: saved.length === 1 ? (saved[0]?.path ?? folder) : folder };
  }

  async #each<Made>(make: (participant: string) => Promise<Made>): Promise<Made[]> {
    const all: Made[] = [];
    this.made = 0;
    for (const { participant } of this.cards) {
      all.push(await make(participant.id));
      this.made = all.length;
    }
    return all;
  }
}
