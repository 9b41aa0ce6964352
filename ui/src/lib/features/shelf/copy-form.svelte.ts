import { api, type CarryPlace } from '$lib/api';
import { Asking } from '$lib/asking.svelte';

/** Stands for a folder that is typed. */
export const OTHER = 'other';

/** A copy of a PDF into a folder. */
export class CopyForm {
  /** Folder of a stick, or `OTHER`; "" until somebody chooses. */
  chosen = $state('');
  folder = $state('');
  tried = $state(false);
  /** Path of the copy. */
  done = $state('');
  readonly asking = new Asking();

  constructor(private readonly id: string) {}

  at(places: readonly CarryPlace[]): string {
    if (this.chosen === OTHER || places.some(({ folder }) => folder === this.chosen)) return this.chosen;
    return places[0]?.folder ?? OTHER;
  }

  /** Says whether it was written. */
  async save(places: readonly CarryPlace[]): Promise<boolean> {
    const at = this.at(places);
    const folder = at === OTHER ? this.folder.trim() : at;
    this.tried = true;
    if (folder === '') return false;
    return this.asking.do(async () => {
      this.done = (await api.saveShelfFile(this.id, folder)).path;
      this.tried = false;
    });
  }
}
