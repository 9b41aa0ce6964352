import { t } from '$lib/messages';
import { Asking } from '$lib/asking.svelte';
import { sayRefusedShort } from '$lib/problems';
import { api, type ShelfPage } from '$lib/api';
import { toasts } from '$lib/toasts.svelte';

/** Material that is withdrawn, or shown again: the same in everything else. */
export class KeepActs {
  asked = $state(false);
  readonly asking = new Asking();

  constructor(private readonly done: () => void) {}

  async set({ item, text }: ShelfPage, withdrawn: boolean): Promise<void> {
    const { id, kind, title, summary, language, date, source } = item;
    const shown = { id, kind, title, summary, language, date, source, text };
    const kept = await this.asking.do(async () => void (await api.saveShelfItem({ ...shown, withdrawn }, { ...shown, withdrawn: !withdrawn })));
    this.asked = false;
    if (this.asking.trouble) return toasts.say(sayRefusedShort(this.asking.trouble), 'warn');
    if (!kept) return;
    toasts.say(withdrawn ? t.shelf.withdrawSaid : t.shelf.restoreSaid);
    this.done();
  }
}
