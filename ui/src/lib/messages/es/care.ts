import { count } from './count';

/** Words of the dupla's work that several screens share. */
export const care = {
  modes: { post: 'Puesto', street: 'Calle', shelter: 'Albergue', phone: 'Teléfono' },
  urgency: 'Urgencia',
  urgencies: { inmediata: 'Inmediata', pronta: 'Pronta', normal: 'Normal' },
  needStates: { abierta: 'Abierta', derivada: 'Derivada', resuelta: 'Resuelta', no_desea: 'No desea' },
  referralStates: { preparada: 'Preparada', enviada: 'Enviada', recibida: 'Recibida', aceptada: 'Aceptada', rechazada: 'Rechazada', atendida: 'Atendida', cerrada: 'Cerrada', anulada: 'Anulada' },
  followUpStates: { pendiente: 'Pendiente', hecho: 'Hecho', no_localizada: 'No localizada', cancelado: 'Cancelado' },
  parts: { health: 'Parte de salud', social: 'Parte psicosocial' },
  by: (author: string, post: string, when: string) => [author, post, when].filter(Boolean).join(' · '),
  unknownPerson: 'La persona todavía no llegó a este equipo',
  tomorrow: 'Mañana',
  inDays: (days: number) => `En ${count(days, 'día', 'días')}`,
  inWeeks: (weeks: number) => `En ${count(weeks, 'semana', 'semanas')}`,
  otherDay: 'Otro día',
  dayHint: 'Día y mes, por ejemplo 15/12',
  dayUnreadable: 'La fecha no se entiende, o ya pasó',
  save: 'Guardar',
  saving: 'Guardando…'
};
