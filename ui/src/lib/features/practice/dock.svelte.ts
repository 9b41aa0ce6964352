/** Keeps the guide clear of what is worked with, and sees what comes on the screen. */
import { dodge, type Side } from './dodge';
import type { Done } from './steps';

const BAR = '[data-form-bar]';
const CONTROLS = 'a, button, input, textarea, select, [tabindex]';

export class Dock {
  side = $state<Side>('right');
  /** Height of the bar at the lower edge of a form, above which it stands. Pixels. */
  lift = $state(0);
  #wanted: string | undefined;
  #saw: (testid: string) => void = () => undefined;

  /** Follows the page for as long as the card is there. Returns the undoing. */
  hold(card: HTMLElement, saw: (testid: string) => void, fold: () => void): () => void {
    this.#saw = saw;
    const look = () => this.#look();
    const focus = (event: FocusEvent) => this.#dodge(card, event.target, fold);
    const changes = new MutationObserver(look);
    const size = new ResizeObserver(() => reserve(card));
    changes.observe(document.body, { childList: true, subtree: true });
    size.observe(card);
    addEventListener('focusin', focus);
    addEventListener('resize', look);
    look();
    reserve(card);
    return () => {
      changes.disconnect();
      size.disconnect();
      removeEventListener('focusin', focus);
      removeEventListener('resize', look);
      document.documentElement.style.removeProperty('--guide');
    };
  }

  /** What the present step waits for. */
  watch(done: Done | undefined): void {
    this.#wanted = typeof done === 'object' && 'seen' in done ? done.seen : undefined;
    this.#look();
  }

  #look(): void {
    const bar = document.querySelector<HTMLElement>(BAR);
    const lift = bar && getComputedStyle(bar).position === 'fixed' ? bar.offsetHeight : 0;
    if (lift !== this.lift) this.lift = lift;
    if (this.#wanted && document.querySelector(`[data-testid="${this.#wanted}"]`)) this.#saw(this.#wanted);
  }

  #dodge(card: HTMLElement, target: EventTarget | null, fold: () => void): void {
    if (!(target instanceof HTMLElement) || !target.matches(CONTROLS) || card.contains(target)) return;
    if (getComputedStyle(card).position !== 'fixed') return;
    const { documentElement: page } = document;
    const way = dodge(card.getBoundingClientRect(), target.getBoundingClientRect(), this.side, { width: innerWidth, height: innerHeight, room: page.scrollHeight - innerHeight - page.scrollTop });
    if (way === 'fold') fold();
    else if (way !== 'stay' && 'side' in way) this.side = way.side;
    else if (way !== 'stay') scrollBy({ top: way.scroll });
  }
}

/** The page can be moved clear of the card. */
function reserve(card: HTMLElement): void {
  document.documentElement.style.setProperty('--guide', `${card.offsetHeight}px`);
}
