import { api, type CarryFile, type CarryPlace, type NationalTaken } from '$lib/api';
import { Trouble } from '$lib/trouble';

export type FoundFile = CarryFile & { stick: string };
/** What came of a file. */
export type Result = { taken: NationalTaken } | { trouble: Trouble };

/** The files of all sticks, the newest first. */
export function filesOf(places: readonly CarryPlace[]): FoundFile[] {
  return places.flatMap(({ files, name }) => files.map((file) => ({ ...file, stick: name }))).sort((one, other) => (Date.parse(other.at) || 0) - (Date.parse(one.at) || 0));
}

/** Taking in files of other departments, one after another; what came of each stays. */
export class FilesForm {
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  path = $state('');
  tried = $state(false);
  results = $state.raw<ReadonlyMap<string, Result>>(new Map());
  /** Paths that are being taken in, in their order; empty when none is. */
  queue = $state.raw<readonly string[]>([]);
  /** Which of them is, from 0. */
  at = $state(0);
  /** Of those taken in last: how many went in, and how many did not. */
  told = $state.raw<{ done: number; failed: number } | undefined>(undefined);

  get busy(): boolean {
    return this.queue.length > 0;
  }

  choose(path: string, on: boolean): void {
    const chosen = new Set(this.chosen);
    if (on) chosen.add(path);
    else chosen.delete(path);
    this.chosen = chosen;
  }

  /** Each of them, or none when each is already. */
  chooseAll(files: readonly FoundFile[]): void {
    const all = files.every(({ path }) => this.chosen.has(path));
    this.chosen = new Set(all ? [] : files.map(({ path }) => path));
  }

  /** Those that are chosen and still there. */
  ready(files: readonly FoundFile[]): string[] {
    return files.map(({ path }) => path).filter((path) => this.chosen.has(path));
  }

  /** `now` while it is taken in, `waits` before. */
  standing(path: string): 'now' | 'waits' | undefined {
    const place = this.queue.indexOf(path);
    return place < 0 || place < this.at ? undefined : place === this.at ? 'now' : 'waits';
  }

  /** One after another; one that fails does not stop the others. Says how many went in. */
  async take(paths: readonly string[]): Promise<number> {
    if (this.busy || paths.length === 0) return 0;
    this.results = new Map([...this.results].filter(([path]) => !paths.includes(path)));
    [this.queue, this.at, this.told] = [[...paths], 0, undefined];
    let done = 0;
    let failed = 0;
    for (const path of paths) {
      const result = await api.takeNationalFigures(path).then(
        (taken): Result => ({ taken }),
        (thrown: unknown): Result => ({ trouble: Trouble.from(thrown) })
      );
      this.results = new Map([...this.results, [path, result]]);
      this.choose(path, false);
      this.at += 1;
      if ('taken' in result) done += 1;
      else failed += 1;
      // Nobody is here any more.
      if ('trouble' in result && result.trouble.code === 'POSTA-L3') break;
    }
    this.queue = [];
    this.told = { done, failed };
    return done;
  }

  /** The file that was typed. */
  async takeTyped(): Promise<number> {
    this.tried = true;
    const path = this.path.trim();
    if (path === '') return 0;
    const done = await this.take([path]);
    if (done > 0) [this.path, this.tried] = ['', false];
    return done;
  }
}
