/** Whether the device was in the hands of somebody without a session, which outlives a reload of the page and no more. */
const MARK = 'posta.handed';

/** Absent where no window is. */
const storage = (): Storage | undefined => ('sessionStorage' in globalThis ? globalThis.sessionStorage : undefined);

export function markHanded(handed: boolean): void {
  if (handed) storage()?.setItem(MARK, '1');
  else storage()?.removeItem(MARK);
}

export const wasHanded = (): boolean => (storage()?.getItem(MARK) ?? null) !== null;
