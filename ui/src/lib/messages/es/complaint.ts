import { count } from './count';

/** Complaints and suggestions, which need no name. */
export const complaint = {
  title: 'Queja o sugerencia',
  lead: 'No hace falta decir quién es. La lee solo la supervisión del departamento.',
  kind: '¿Qué es?',
  kinds: { complaint: 'Queja por maltrato o discriminación', suggestion: 'Sugerencia' },
  shortKinds: { complaint: 'Queja', suggestion: 'Sugerencia' },
  text: '¿Qué pasó?',
  suggestionText: '¿Qué se puede mejorar?',
  hint: 'Con sus palabras. No escriba nombres si la persona no quiere.',
  missing: 'Escriba qué pasó',
  letters: (left: number) => `${left === 1 ? 'Queda' : 'Quedan'} ${count(left, 'carácter', 'caracteres')}`,
  sealedTitle: 'Queda sellada',
  sealedText: 'Quien la anota no podrá volver a leerla. No cambia en nada la atención.',
  send: 'Guardar',
  sending: 'Sellando…',
  sent: 'Guardada y sellada. La verá la supervisión.',
  list: 'Quejas y sugerencias',
  emptyTitle: 'Ninguna queja ni sugerencia',
  emptyText: 'Las que anoten los puestos aparecerán aquí.',
  anonymous: 'Sin nombre',
  from: (post: string, when: string) => [post, when].filter(Boolean).join(' · ')
};
