import { api, type CarryFile, type CarryPlace, type CarryTaken } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { standing } from '$lib/standing.svelte';

export type FoundFile = CarryFile & { stick: string };

/** The files of all sticks, the newest first. */
export function filesOf(places: readonly CarryPlace[]): FoundFile[] {
  return places.flatMap(({ files, name }) => files.map((file) => ({ ...file, stick: name }))).sort((one, other) => (Date.parse(other.at) || 0) - (Date.parse(one.at) || 0));
}

/** Taking a file in, one at a time; what came of the last one stays until another is asked for. */
export class TakeForm {
  path = $state('');
  tried = $state(false);
  /** Path of the file that is being taken in, or was last. */
  asked = $state('');
  taken = $state.raw<CarryTaken | undefined>(undefined);
  /** Paths of files that were taken in whole. */
  whole = $state.raw<ReadonlySet<string>>(new Set());
  readonly asking = new Asking();

  /** Says whether it was taken in; a file that is cut is. */
  async take(path: string): Promise<boolean> {
    if (this.asking.busy) return false;
    this.asked = path;
    this.taken = undefined;
    const done = await this.asking.do(async () => {
      const taken = await api.carryTake(path);
      this.taken = taken;
      if (taken.complete) this.whole = new Set([...this.whole, path]);
    });
    // A receipt of the server may have come along.
    if (done) await standing.refresh();
    return done;
  }

  async takeTyped(): Promise<boolean> {
    this.tried = true;
    return this.path.trim() !== '' && (await this.take(this.path.trim()));
  }
}
