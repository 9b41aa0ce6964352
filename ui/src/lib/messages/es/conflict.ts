import { whole } from './count';

export const conflict = {
  title: 'Datos por decidir',
  text: 'Se anotaron valores distintos por separado, sin señal entre los puestos. Ábralos, pregunte a la persona y elija.',
  list: 'Registros con datos por decidir',
  group: 'Qué se muestra',
  groups: { open: 'Por decidir', later: 'Dejados para después' },
  counted: (group: string, records: number) => `${group} (${whole(records)})`,
  critical: 'Detiene la adscripción: el número o el nacimiento',
  kinds: { enrollment: 'Adscripción', consultation: 'Atención', training: 'Capacitación', participant: 'Participante', plan: 'Plan de trabajo', meeting: 'Reunión', commitment: 'Compromiso', publication: 'Material de la biblioteca' },
  unidentified: 'Persona atendida sin identidad',
  lastChange: (when: string) => `Último cambio: ${when}`,
  emptyTitle: 'No hay datos por decidir',
  emptyText: 'Cuando dos puestos anoten valores distintos de una persona, aparecerán aquí.',
  emptyLaterTitle: 'Nada dejado para después',
  emptyLaterText: 'Lo que alguien deje para después espera aquí.',
  waiting: 'Cargando…',
  move: 'moverse',
  open: 'abrir',

  seen: (documents: string) => `Tenía a la vista: ${documents}`,
  unseen: 'Sin documento a la vista',
  holds: 'Mientras no se decida, la adscripción no se puede marcar como presentada ni confirmada.',
  holdsShort: 'Detiene la adscripción',
  later: (values: number): string => (values === 2 ? 'Dejar los dos para después' : 'Dejar todos para después'),
  laterNamed: (act: string, field: string) => `${act}: ${field}`,
  kept: 'Se conservan todos los valores. Puede decidir después.',
  keptBy: (author: string, post: string, when: string) => `Para después: ${[author, post, when].filter(Boolean).join(' · ')}`,
  unfold: 'Abrir para decidir',
  unfoldNamed: (field: string) => `Abrir para decidir: ${field}`,
  fold: 'Volver a plegar',

  history: 'Decisiones entre valores',
  over: (values: string) => `en lugar de ${values}`,
  quoted: (value: string) => `«${value}»`,

  movedTo: (value: string) => `Mientras tanto otra persona escribió aquí «${value}». Si guarda, queda lo que escribió usted.`,
  office: {
    text: 'Se anotaron valores distintos por separado. Elija el que vale: el otro queda en el historial.',
    none: 'Aquí ya no queda nada por decidir',
    noneText: 'Lo decidido se ve en todos los equipos después de intercambiar.',
    toRecord: { training: 'Ver la capacitación', plan: 'Ver el plan', meeting: 'Ver la reunión', publication: 'Ver en la biblioteca' },
    toList: 'Datos por decidir',
    practice: 'Buena práctica',
    of: 'De qué es',
    withdrawn: 'Anotado por error',
    entryOn: 'Día de la evaluación de entrada',
    exitOn: 'Día de la evaluación de salida',
    untitled: 'Sin nombre'
  }
};
