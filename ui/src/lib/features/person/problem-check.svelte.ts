import { api, type ProblemView } from '$lib/api';
import type { PersonForm } from './person-form.svelte';

const PAUSE = 300;

/** What the domain says about a form while it is filled. Errors of untouched fields wait until saving is tried. */
export class ProblemCheck {
  found = $state.raw<ProblemView[]>([]);
  tried = $state(false);
  #touched = $state.raw<ReadonlySet<string>>(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  constructor(private readonly form: PersonForm) {}

  /** Problems that may be shown now. */
  get shown(): ProblemView[] {
    return this.tried ? this.found : this.found.filter((problem) => this.#touched.has(problem.field.split('/')[0] ?? ''));
  }

  get errors(): ProblemView[] {
    return this.found.filter((problem) => problem.severity === 'error');
  }

  get warnings(): ProblemView[] {
    return this.found.filter((problem) => problem.severity !== 'error');
  }

  /** A field was left. */
  touch(field: string): void {
    this.#touched = new Set([...this.#touched, field]);
  }

  /** Something was typed: checks once typing pauses. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.now(), PAUSE);
  }

  async now(): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const found = await api.checkPerson(this.form.input()).catch(() => undefined);
    if (found && turn === this.#turn) this.found = found;
  }

  /** What the shell refused when saving. */
  take(problems: ProblemView[]): void {
    this.tried = true;
    this.found = [...this.warnings, ...problems];
  }
}
