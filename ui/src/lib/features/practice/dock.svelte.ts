/** Keeps the guide clear of what is worked with, and sees what comes on the screen. */
import { dodge, type Box, type Dodge, type Side } from './dodge';
import { guide } from './guide.svelte';
import type { GuideStep } from './steps';

const BAR = '[data-form-bar]';
const CONTROLS = 'a, button, input, textarea, select, [tabindex]';

export class Dock {
  side = $state<Side>('right');
  /** Height of the bar at the lower edge of a form, above which it stands. Pixels. */
  lift = $state(0);
  /** What the present step waits for, and what it is about. */
  #wanted: string | undefined;
  #about: string | undefined;
  #card: HTMLElement | undefined;
  /** How large it was when it folded by itself: it opens again once it would be in nobody's way. */
  #tucked: Box | undefined;
  #saw: (testid: string) => void = () => undefined;

  /** Follows the page for as long as the card is there. Returns the undoing. */
  hold(card: HTMLElement, saw: (testid: string) => void): () => void {
    this.#saw = saw;
    this.#card = card;
    const look = () => this.#look();
    const focus = () => this.#dodge(card, document.activeElement);
    // The page moves to what takes the focus before it is measured.
    let coming = 0;
    const later = () => {
      cancelAnimationFrame(coming);
      coming = requestAnimationFrame(focus);
    };
    const settle = () => {
      look();
      focus();
      this.#reserve(card);
    };
    const changes = new MutationObserver(look);
    const size = new ResizeObserver(settle);
    changes.observe(document.body, { childList: true, subtree: true });
    size.observe(card);
    addEventListener('focusin', later);
    addEventListener('resize', settle);
    settle();
    return () => {
      changes.disconnect();
      size.disconnect();
      cancelAnimationFrame(coming);
      removeEventListener('focusin', later);
      removeEventListener('resize', settle);
      for (const name of ['--guide', '--beside']) document.documentElement.style.removeProperty(name);
    };
  }

  /** What is on the screen is looked at for this step from now on. */
  watch(step: GuideStep | undefined): void {
    this.#wanted = typeof step?.done === 'object' && 'seen' in step.done ? step.done.seen : undefined;
    this.#about = step?.show.testid;
    this.#look();
  }

  /** Off something that has no focus to take, but is to be seen. */
  clear(card: HTMLElement, shown: HTMLElement): void {
    this.#move(this.#way(card.getBoundingClientRect(), shown));
  }

  #look(): void {
    const bar = document.querySelector<HTMLElement>(BAR);
    const lift = bar && getComputedStyle(bar).position === 'fixed' ? bar.offsetHeight : 0;
    if (lift !== this.lift) this.lift = lift;
    if (this.#wanted && document.querySelector(`[data-testid="${this.#wanted}"]`)) this.#saw(this.#wanted);
    this.#stepAside();
  }

  /** What the step is about came on the screen under the guide: it stands at the other side, once. */
  #stepAside(): void {
    const about = this.#card && this.#about && document.querySelector<HTMLElement>(`main [data-testid="${this.#about}"]`);
    if (!this.#card || !about) return;
    this.#about = undefined;
    const way = this.#way(this.#card.getBoundingClientRect(), about);
    if (typeof way === 'object' && 'side' in way) this.#move(way);
  }

  #dodge(card: HTMLElement, target: Element | null): void {
    if (!(target instanceof HTMLElement) || !target.matches(CONTROLS) || card.contains(target)) return;
    if (!guide.folded) this.#tucked = undefined;
    const way = this.#way(this.#tucked ?? card.getBoundingClientRect(), target);
    if (way === 'fold' && !guide.folded) {
      this.#tucked = card.getBoundingClientRect();
      guide.folded = true;
    } else if (this.#tucked && (way === 'stay' || (way !== 'fold' && 'side' in way))) {
      guide.folded = false;
      this.#move(way);
    } else if (!this.#tucked) this.#move(way);
  }

  #way(card: Box, thing: HTMLElement): Dodge {
    if (!this.#card || getComputedStyle(this.#card).position !== 'fixed') return 'stay';
    const { documentElement: page } = document;
    const bar = document.querySelector('header.bar')?.getBoundingClientRect().bottom ?? 0;
    return dodge(card, thing.getBoundingClientRect(), { top: Math.max(0, bar), width: innerWidth, height: innerHeight, room: page.scrollHeight - innerHeight - page.scrollTop });
  }

  #move(way: Dodge): void {
    if (way === 'stay' || way === 'fold') return;
    if ('side' in way) this.side = way.side;
    else scrollBy({ top: way.scroll });
    if (this.#card) this.#reserve(this.#card);
  }

  /** The page can be moved clear of the card, and notes stand beside it. */
  #reserve(card: HTMLElement): void {
    const { style } = document.documentElement;
    const fixed = getComputedStyle(card).position === 'fixed';
    const sheet = card.offsetWidth > innerWidth / 2;
    style.setProperty('--guide', fixed ? `${card.offsetHeight}px` : '0px');
    style.setProperty('--beside', fixed && (sheet || (this.side === 'left' && this.lift === 0)) ? `${card.offsetHeight + (sheet ? 0 : 14)}px` : '0px');
  }
}
