import { api, type ServiceCard } from '$lib/api';
import { matches } from '$lib/fold';
import { Loading } from '$lib/loading.svelte';
import { t } from '$lib/messages';
import { sayRefusedShort } from '$lib/problems';
import { toasts } from '$lib/toasts.svelte';
import { Trouble } from '$lib/trouble';

/** The directory, searched here: it is read whole. */
export class DirectoryList {
  typed = $state('');
  kind = $state('');
  onlyHere = $state(false);
  closedToo = $state(false);
  busy = $state('');
  readonly read = new Loading(() => api.services(this.closedToo));

  found = $derived.by((): ServiceCard[] => {
    const text = ({ service, place_name }: ServiceCard) => [service.name, service.offers, service.attends, place_name].join(' ');
    return (this.read.value ?? []).filter((card) => (!this.kind || (card.service.kinds ?? []).includes(this.kind)) && (!this.onlyHere || card.here) && (this.typed.trim() === '' || matches(text(card), this.typed)));
  });

  async verify(card: ServiceCard): Promise<void> {
    if (this.busy) return;
    this.busy = card.service.id ?? '';
    try {
      await api.verifyService(this.busy);
      toasts.say(t.directory.verifiedSaid);
      await this.read.again();
    } catch (thrown) {
      toasts.say(sayRefusedShort(Trouble.from(thrown)), 'warn');
    } finally {
      this.busy = '';
    }
  }
}
