import { api, type NoticeCard } from '$lib/api';
import { Loading } from '$lib/loading.svelte';
import { t } from '$lib/messages';
import { standing } from '$lib/standing.svelte';
import { toasts } from '$lib/toasts.svelte';
import { sayTrouble, Trouble } from '$lib/trouble';

/** Notices to the care team. */
export class NoticeBox {
  readonly read = new Loading(() => api.notices());
  busy = $state('');

  get waiting(): NoticeCard[] {
    return (this.read.value ?? []).filter((notice) => !notice.done);
  }

  get done(): NoticeCard[] {
    return (this.read.value ?? []).filter((notice) => notice.done);
  }

  async settle(notice: NoticeCard): Promise<void> {
    if (this.busy) return;
    this.busy = notice.id;
    try {
      await api.settleNotice(notice.id);
      toasts.say(t.notice.settled);
      void standing.refresh();
      await this.read.again();
    } catch (thrown) {
      const words = sayTrouble(Trouble.from(thrown));
      toasts.say(t.trouble.told(words.sentence, words.action, words.code), 'warn');
    } finally {
      this.busy = '';
    }
  }
}
