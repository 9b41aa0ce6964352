import type { Messages } from '../language.svelte';
import { count } from './count';

export const care: Messages['care'] = {
  modes: { post: 'Post', street: 'Street', shelter: 'Shelter', phone: 'Phone' },
  urgency: 'Urgency',
  urgencies: { inmediata: 'Immediate', pronta: 'Soon', normal: 'Usual' },
  needStates: { abierta: 'Open', derivada: 'Referred', resuelta: 'Resolved', no_desea: 'Not wanted' },
  referralStates: { preparada: 'Prepared', enviada: 'Sent', recibida: 'Received', aceptada: 'Accepted', rechazada: 'Rejected', atendida: 'Attended', cerrada: 'Closed', anulada: 'Cancelled' },
  followUpStates: { pendiente: 'Pending', hecho: 'Done', no_localizada: 'Not found', cancelado: 'Cancelled' },
  parts: { health: 'Health part', social: 'Psychosocial part' },
  by: (author: string, post: string, when: string) => [author, post, when].filter(Boolean).join(' · '),
  unknownPerson: 'The person has not reached this device yet',
  tomorrow: 'Tomorrow',
  inDays: (days: number) => `In ${count(days, 'day', 'days')}`,
  inWeeks: (weeks: number) => `In ${count(weeks, 'week', 'weeks')}`,
  otherDay: 'Another day',
  dayHint: 'Day and month, for example 15/12',
  dayUnreadable: 'The date cannot be understood, or is past',
  save: 'Save',
  saving: 'Saving…'
};
