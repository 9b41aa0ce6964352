import { api, type ServiceInput } from '$lib/api';
import { Asking } from '$lib/asking.svelte';

/** An entry of the directory in its form. */
export class ServiceForm {
  readonly id: string;
  name = $state('');
  kinds = $state<string[]>([]);
  offers = $state('');
  attends = $state('');
  hours = $state('');
  contact = $state('');
  address = $state('');
  place = $state('');
  coverage = $state<string[]>([]);
  closed = $state(false);
  readonly asking = new Asking();

  constructor(service: ServiceInput = {}) {
    this.id = service.id ?? '';
    this.name = service.name ?? '';
    this.kinds = service.kinds ?? [];
    this.offers = service.offers ?? '';
    this.attends = service.attends ?? '';
    this.hours = service.hours ?? '';
    this.contact = service.contact ?? '';
    this.address = service.address ?? '';
    this.place = service.place ?? '';
    this.coverage = service.coverage ?? [];
    this.closed = service.closed ?? false;
  }

  get input(): Required<ServiceInput> {
    const { id, name, offers, attends, hours, contact, address, place, closed } = this;
    const texts = Object.fromEntries(Object.entries({ name, offers, attends, hours, contact, address }).map(([key, text]) => [key, text.trim()]));
    return { ...({ ...texts } as Pick<Required<ServiceInput>, 'name' | 'offers' | 'attends' | 'hours' | 'contact' | 'address'>), id, place, closed, kinds: $state.snapshot(this.kinds), coverage: $state.snapshot(this.coverage) };
  }

  save(): Promise<boolean> {
    return this.asking.do(async () => void (await api.saveService(this.input)));
  }
}
