/** Marks one thing of the screen, until something else is marked or it is taken off. */
const MARK = 'data-guided';
/** A screen that was just gone to may need so long to show its things. Milliseconds. */
const PATIENCE = 3000;
const CONTROL = 'input:not(:disabled):not([type="hidden"]), textarea:not(:disabled), button:not(:disabled), a[href], [tabindex]';

let turn = 0;

export function unmark(): void {
  turn += 1;
  for (const one of document.querySelectorAll(`[${MARK}]`)) one.removeAttribute(MARK);
}

const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${CSS.escape(testid)}"]`);

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

export const isThere = (testid: string): boolean => find(testid) !== null;

/** Waits until it is on the screen; undefined when it does not come. */
function wait(testid: string): Promise<HTMLElement | undefined> {
  const there = find(testid);
  if (there) return Promise.resolve(there);
  return new Promise((resolve) => {
    const end = (found?: HTMLElement) => {
      watch.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const watch = new MutationObserver(() => {
      const found = find(testid);
      if (found) end(found);
    });
    const timer = setTimeout(() => end(), PATIENCE);
    watch.observe(document.body, { childList: true, subtree: true });
  });
}

/** Rings it, scrolls to it and gives it the focus; undefined when it does not come. Only the last asking counts. */
export async function mark(testid: string): Promise<HTMLElement | undefined> {
  unmark();
  const asked = turn;
  const found = await wait(testid);
  // What came with it is laid out first, or it would be moved off again.
  await frame();
  await frame();
  if (!found?.isConnected || asked !== turn) return undefined;
  // Round what one types into goes with its frame.
  const ringed = (found.matches('input, textarea') && found.parentElement) || found;
  ringed.setAttribute(MARK, '');
  ringed.scrollIntoView({ block: 'center' });
  const control = found.matches(CONTROL) ? found : found.querySelector<HTMLElement>(CONTROL);
  control?.focus({ preventScroll: true });
  return ringed;
}
