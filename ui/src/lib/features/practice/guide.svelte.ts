/** The guided first day while it goes on: which step, whether it was done, and how far its user is. Nothing of it outlives the practice. */
import { onActed } from '$lib/acts';
import { practice } from '$lib/practice.svelte';
import { api, type FirstDayView, type PracticePeople } from '$lib/api';
import type { PracticeRole } from '$lib/practice-roles';
import { session } from '$lib/session.svelte';
import { STEPS, type GuideStep } from './steps';

class Guide {
  /** Whose steps these are; undefined while there is no guide. */
  role = $state.raw<PracticeRole | undefined>(undefined);
  /** How many steps are behind. All of them: the end. */
  at = $state(0);
  shown = $state(false);
  folded = $state(false);
  /** The present step was seen to be done. */
  done = $state(false);
  people = $state.raw<PracticePeople | undefined>(undefined);
  /** How far the user is could not be kept. */
  unkept = $state(false);
  /** Whose progress it is, and whether it counts: a tour for another role than the one begun does not. */
  #user = '';
  #counts = false;
  #keeping: Promise<unknown> = Promise.resolve();

  constructor() {
    onActed((name) => this.#acted(name));
    session.whenOver(() => this.#left());
    practice.whenEnded(() => this.#forget());
  }

  get steps(): readonly GuideStep[] {
    return this.role ? STEPS[this.role] : [];
  }

  get step(): GuideStep | undefined {
    return this.steps[this.at];
  }

  get over(): boolean {
    return this.role !== undefined && this.at >= this.steps.length;
  }

  /** Nothing more is to be done in this step. */
  get ready(): boolean {
    return this.done || this.step?.done === 'read';
  }

  /** Goes on where the user stands, or begins. */
  begin(user: string, role: PracticeRole, first: FirstDayView): void {
    const same = first.state === 'begun' && first.role === role;
    this.#user = user;
    this.#counts = first.state === 'new' || first.state === 'skipped' || same;
    this.role = role;
    this.#to(same ? Math.min(Math.max(first.step, 0), STEPS[role].length - 1) : 0);
    this.shown = true;
    this.folded = false;
  }

  /** Shows it for the role that is practised now. What cannot be read of the user begins anew, and is not kept. */
  async open(): Promise<void> {
    const { role, user } = practice;
    if (!role) return;
    this.folded = false;
    if (role === this.role) {
      this.shown = true;
      return;
    }
    const first = await api.firstDay(user).catch((): FirstDayView => ({ state: 'done', role: '', step: 0 }));
    if (practice.on && role === practice.role) this.begin(user, role, first);
  }

  /** Whom the steps name. Without an answer they name nobody. */
  async meet(): Promise<void> {
    if (this.people) return;
    const people = await api.practicePeople().catch(() => undefined);
    if (practice.on) this.people = people;
  }

  /** Done or skipped: it is behind. Answers once that is kept, or could not be. */
  async next(): Promise<void> {
    this.#to(this.at + 1);
    await this.#keep();
  }

  previous(): void {
    this.#to(Math.max(0, this.at - 1));
  }

  /** Puts it away; it waits where it is. */
  async later(): Promise<void> {
    this.shown = false;
    await this.#keep();
  }

  /** What a step waits for is on the screen. */
  saw(testid: string): void {
    const wanted = this.step?.done;
    if (typeof wanted === 'object' && 'seen' in wanted && wanted.seen === testid) this.done = true;
  }

  #acted(name: string): void {
    const wanted = this.step?.done;
    if (this.#listens && typeof wanted === 'object' && 'acts' in wanted && wanted.acts.includes(name)) this.done = true;
  }

  #left(): void {
    if (this.#listens && this.step?.done === 'left') this.done = true;
  }

  /** What another role does, and what entering as one puts down, is no step of this one. */
  get #listens(): boolean {
    return this.shown && this.role === practice.role && practice.starting === undefined;
  }

  #to(step: number): void {
    this.at = step;
    this.done = false;
  }

  /** One after the other, so that the last step is the one that stays. */
  #keep(): Promise<unknown> {
    const { role, at } = this;
    if (!role || !this.#counts) return this.#keeping;
    const view: FirstDayView = this.over ? { state: 'done', role, step: at } : { state: 'begun', role, step: at };
    const user = this.#user;
    return (this.#keeping = this.#keeping
      .then(() => api.setFirstDay(user, view))
      .then(
        () => (this.unkept = false),
        () => (this.unkept = true)
      ));
  }

  #forget(): void {
    this.role = undefined;
    this.people = undefined;
    this.shown = false;
    this.folded = false;
    this.unkept = false;
    this.#user = '';
    this.#counts = false;
    this.#to(0);
  }
}

export const guide = new Guide();
