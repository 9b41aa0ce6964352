import { beforeNavigate, goto } from '$app/navigation';
import type { DraftKeeper } from './draft-keeper.svelte';
import { handOver } from './handover';

type Draft = Pick<DraftKeeper, 'safe' | 'held' | 'keepNow'>;

/** Goes once the draft is written. What cannot be written stays on the screen; a save under way goes where it goes. */
export async function leaveKept(draft: Draft, go: () => void): Promise<void> {
  if (!draft.held && (await draft.keepNow())) go();
  else handOver('');
}

/** Holds every way out of a screen, links and Atrás too, until its draft is written. Called while the screen is set up. */
export function keepBeforeLeaving(draft: () => Draft | undefined): void {
  let last = 0;
  beforeNavigate((way) => {
    const kept = draft();
    if (!kept || kept.safe) return;
    if (way.willUnload || !way.to) return void kept.keepNow();
    way.cancel();
    const turn = ++last;
    const { url } = way.to;
    const back = way.type === 'popstate' ? way.delta : 0;
    void leaveKept(kept, () => {
      if (turn !== last) return;
      if (back) history.go(back);
      else void goto(url);
    });
  });
}
