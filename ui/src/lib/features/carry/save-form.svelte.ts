import { api, type CarryPlace, type CarrySaved } from '$lib/api';
import { Asking } from '$lib/asking.svelte';

/** Stands for a folder that is typed. */
export const OTHER = 'other';

type Done = CarrySaved & { stick: string; folder: string };

/** Writing a file for the others: onto which stick, and what goes. */
export class SaveForm {
  /** Folder of a stick, or `OTHER`; "" until somebody chooses. */
  chosen = $state('');
  folder = $state('');
  what = $state<string>('unsent');
  tried = $state(false);
  done = $state.raw<Done | undefined>(undefined);
  readonly asking = new Asking();

  /** Where it would go: what was chosen while it is there, else the first stick, else the folder that is typed. */
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
      const saved = await api.carrySave(folder, this.what);
      this.done = { ...saved, folder, stick: at === OTHER ? '' : (places.find((place) => place.folder === at)?.name ?? '') };
      this.tried = false;
    });
  }

  again(): void {
    this.done = undefined;
    this.tried = false;
    this.asking.trouble = undefined;
  }
}

/** The last part of a path, however its folders are divided. */
export const fileOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;
