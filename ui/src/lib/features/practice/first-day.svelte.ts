/** What Inicio knows of the first day of whoever is here. */
import { api, type FirstDayView, type SessionView } from '$lib/api';
import { Asking } from '$lib/asking.svelte';
import { Loading } from '$lib/loading.svelte';
import { practice } from '$lib/practice.svelte';
import { practiceRoleNamed, practiceRoleOf, type PracticeRole } from '$lib/practice-roles';
import { guide } from './guide.svelte';
import { STEPS } from './steps';

const NEW: FirstDayView = { state: 'new', role: '', step: 0 };

export class FirstDay {
  readonly asking = new Asking();
  readonly #user: string;
  readonly #role: PracticeRole | undefined;
  readonly #view: Loading<FirstDayView>;
  #skipped = $state(false);

  constructor(view: SessionView) {
    this.#user = view.user.id;
    this.#role = practiceRoleOf(view);
    this.#view = new Loading(() => api.firstDay(this.#user));
  }

  /** Nobody is kept from working by what cannot be read of it. */
  async read(): Promise<void> {
    if (this.#role) await this.#view.again();
  }

  get state(): FirstDayView['state'] | undefined {
    return this.#skipped ? 'skipped' : this.#view.value?.state;
  }

  get waits(): boolean {
    return this.state === 'new' || this.state === 'begun';
  }

  /** The role it was begun for; of a later version's word, the role of whoever is here. */
  get role(): PracticeRole | undefined {
    return (this.state === 'begun' && practiceRoleNamed(this.#view.value?.role ?? '')) || this.#role;
  }

  get steps(): number {
    return this.role ? STEPS[this.role].length : 0;
  }

  /** How many steps are behind. */
  get behind(): number {
    return this.state === 'begun' ? Math.min(this.#view.value?.step ?? 0, this.steps - 1) : 0;
  }

  /** Into the practice, with the guide. The session here is put down. */
  async begin(): Promise<void> {
    const { role } = this;
    if (!role) return;
    guide.begin(this.#user, role, this.#view.value ?? NEW);
    await practice.start(role);
  }

  async skip(): Promise<boolean> {
    const done = await this.asking.do(async () => void (await api.setFirstDay(this.#user, { state: 'skipped', role: this.role ?? '', step: 0 })));
    if (done) this.#skipped = true;
    return done;
  }
}

/** The same from the menu, where it waits for whoever put it aside or wants it again. */
export async function beginFirstDay(view: SessionView): Promise<void> {
  const day = new FirstDay(view);
  await day.read();
  await day.begin();
}
