const BUSY = 'input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"], [role="combobox"]';

/** Whether a key is for a control that has keys of its own, or was taken already. */
export function isBusy(event: KeyboardEvent): boolean {
  const { target, ctrlKey, metaKey, altKey, defaultPrevented, isComposing } = event;
  return ctrlKey || metaKey || altKey || defaultPrevented || isComposing || (target instanceof Element && target.closest(BUSY) !== null);
}

/** Whether a layer lies over the page, so that its rows take no keys. */
export const isCovered = (): boolean => document.querySelector('[role="dialog"], [role="menu"]') !== null;

const rowsOf = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('[data-row]')];

/** The row that the focus is in, or the first that shows whole. */
function beginning(rows: readonly HTMLElement[]): { at: number; inside: boolean } {
  const inside = rows.findIndex((row) => row.contains(document.activeElement));
  if (inside >= 0) return { at: inside, inside: true };
  return { at: Math.max(0, rows.findIndex((row) => row.getBoundingClientRect().top >= 0)), inside: false };
}

/** Arrows go from row to row of a list, each marked with `data-row`. Says whether the key was one. */
export function moveRow(event: KeyboardEvent, list: HTMLElement | undefined): boolean {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (!list || step === 0 || isBusy(event) || isCovered()) return false;
  const rows = rowsOf(list);
  const { at, inside } = beginning(rows);
  const next = rows[Math.min(Math.max(0, inside ? at + step : at), rows.length - 1)];
  if (!next) return false;
  event.preventDefault();
  next.focus();
  next.scrollIntoView?.({ block: 'nearest' });
  return true;
}
