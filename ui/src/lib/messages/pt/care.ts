import type { Messages } from '../language.svelte';
import { count } from './count';

export const care: Messages['care'] = {
  modes: { post: 'Posto', street: 'Rua', shelter: 'Abrigo', phone: 'Telefone' },
  urgency: 'Urgência',
  urgencies: { inmediata: 'Imediata', pronta: 'Em breve', normal: 'Normal' },
  needStates: { abierta: 'Aberta', derivada: 'Encaminhada', resuelta: 'Resolvida', no_desea: 'Não deseja' },
  referralStates: { preparada: 'Preparado', enviada: 'Enviado', recibida: 'Recebido', aceptada: 'Aceito', rechazada: 'Recusado', atendida: 'Atendido', cerrada: 'Encerrado', anulada: 'Anulado' },
  followUpStates: { pendiente: 'Pendente', hecho: 'Feito', no_localizada: 'Não localizada', cancelado: 'Cancelado' },
  parts: { health: 'Parte de saúde', social: 'Parte psicossocial' },
  by: (author: string, post: string, when: string) => [author, post, when].filter(Boolean).join(' · '),
  unknownPerson: 'A pessoa ainda não chegou a este aparelho',
  tomorrow: 'Amanhã',
  inDays: (days: number) => `Em ${count(days, 'dia', 'dias')}`,
  inWeeks: (weeks: number) => `Em ${count(weeks, 'semana', 'semanas')}`,
  otherDay: 'Outro dia',
  dayHint: 'Dia e mês, por exemplo 15/12',
  dayUnreadable: 'Não dá para entender a data, ou ela já passou',
  save: 'Salvar',
  saving: 'Salvando…'
};
