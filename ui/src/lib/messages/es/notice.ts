import { count } from './count';

export const notice = {
  title: 'Avisos para la dupla',
  home: (open: number) => `Avisos: ${open}`,
  see: 'Ver',
  waiting: 'Sin atender',
  done: 'Atendidos',
  emptyTitle: 'Ningún aviso',
  emptyText: 'Cuando alguien pida que la dupla vea a una persona, aparecerá aquí.',
  from: (from: string, post: string, when: string) => [from, post, when].filter(Boolean).join(' · '),
  unknownPerson: 'La persona todavía no llegó a este equipo',
  settle: 'Marcar atendido',
  settled: 'Aviso atendido',
  attend: 'Atender',
  reasons: { same_day: 'Hoy mismo', minor_alone: 'Niña, niño o adolescente sin compañía', pregnancy: 'Embarazo', private_talk: 'Quiere hablar en privado', other: 'Otro' },

  accompaniment: (who: string) => `Niña, niño o adolescente: ${who.toLowerCase()}`,

  give: 'Avisar a la dupla',
  giveTitle: 'Avisar a la dupla',
  giveWho: (name: string) => `Pedir que vean a ${name}`,
  reason: '¿Por qué?',
  reasonMissing: 'Elija un motivo',
  note: 'Nota corta',
  noteHint: 'Si hace falta. No escriba detalles que la persona pidió callar.',
  letters: (left: number) => `${left === 1 ? 'Queda' : 'Quedan'} ${count(left, 'carácter', 'caracteres')}`,
  sealedTitle: 'Solo la dupla lo leerá',
  sealedText: 'Se sella al guardarlo. Usted no podrá volver a leerlo, tampoco el servidor.',
  send: 'Avisar',
  sending: 'Sellando…',
  given: 'Aviso guardado y sellado'
};
