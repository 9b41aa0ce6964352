/** Invented services and allies. */
import type { Commands } from '../api';
import type { ServiceCard } from '../bindings';
import { today } from '../moment';
import { failing, hex, many, wrong, type Care } from './care-ground';
import { CATALOGUE } from './catalogue';
import { at } from './people';

function service(name: string, kinds: string[], more: Partial<ServiceCard['service']> & { stale?: boolean; here?: boolean; verified?: string } = {}): ServiceCard {
  const { stale = false, here = true, verified = at(60_000).slice(0, 10), ...rest } = more;
  const place = rest.place ?? '040901';
  return { service: { id: hex(), name, kinds, offers: '', attends: '', hours: 'lunes a viernes, 8:00 a 16:00', contact: '+591 2 511 0000', address: 'Plaza principal', place, coverage: [], closed: false, ...rest }, place_name: CATALOGUE.municipalities.find(({ code }) => code === place)?.label ?? '', verified_on: verified, verified_by: verified ? 'Carmen Rocha Villarroel' : '', stale, here, referrals: 0 };
}

export function directoryMock(care: Care) {
  const { ok, no, has, user } = care;
  const services: ServiceCard[] = has('empty')
    ? []
    : [
        service('Centro de salud Pisiga Bolívar', ['salud'], { offers: 'Consulta, control prenatal, vacunas', attends: 'Toda persona', contact: '+591 2 511 3344' }),
        service('Casa de acogida Pisiga', ['albergue', 'alimentacion'], { offers: 'Tres noches, dos comidas', attends: 'Familias y mujeres solas', hours: 'todos los días' }),
        service('Defensoría de la Niñez de Sabaya', ['defensoria', 'proteccion'], { stale: true, verified: at(420_000).slice(0, 10) }),
        service('Consultorio de salud mental, Hospital General', ['salud_mental', 'salud'], { place: '040101', here: false, hours: 'martes y jueves' }),
        service('Consulado de Venezuela', ['consulado'], { place: '040101', here: false, verified: '', stale: true }),
        service('Oficina de Migración, Pisiga', ['migracion'], { offers: 'Ingreso, permisos temporales' }),
        service('Comedor que ya no abre', ['alimentacion'], { closed: true, stale: true }),
        ...Array.from({ length: many(care, 7) - 7 }, (_, index) => service(`Servicio de acompañamiento y orientación integral a personas en movilidad humana de Curahuara de Carangas número ${index + 8}`, ['salud', 'albergue'], { here: index % 2 === 0 }))
      ];
  const commands = {
    services: async (withClosed) => failing(care) ?? ok(services.filter((one) => withClosed || !one.service.closed)),
    saveService: (input) => {
      if (!input.name?.trim()) return no('POSTA-B1', wrong('name', 'service_name_missing'));
      const made = service(input.name, input.kinds ?? [], { ...input, id: input.id || hex(), verified: today(), here: true });
      const index = services.findIndex((one) => one.service.id === input.id);
      if (index >= 0) services[index] = made;
      else services.unshift(made);
      return ok({ id: made.service.id ?? '', warnings: [] });
    },
    verifyService: (id) => {
      const found = services.find((one) => one.service.id === id);
      if (!found) return no('POSTA-B2');
      Object.assign(found, { stale: false, verified_on: today(), verified_by: user().name });
      return ok({ id, warnings: [] });
    }
  } satisfies Partial<Commands>;
  return { services, commands };
}
