/** Confidential consultations: closed until somebody says why. */
export const restricted = {
  toggle: 'Cerrar esta atención: se abre solo con motivo',
  toggleText: 'Queda cerrada también para sus colegas: para abrirla hay que decir por qué, y queda anotado.',
  title: 'Atención confidencial',
  closed: 'Cerrada. Abrirla queda anotado con su nombre y el motivo.',
  closedMark: 'Cerrada',
  open: 'Abrir',
  openTitle: '¿Por qué la abre?',
  openText: 'Su nombre, la hora y el motivo quedan en la auditoría, que ve la supervisión.',
  reasons: { care_now: 'La estoy atendiendo', follow_up: 'Seguimiento', supervision: 'Supervisión', correction: 'Corregir un error', other: 'Otro' },
  reasonMissing: 'Elija un motivo',
  words: 'En pocas palabras',
  wordsHint: 'Si hace falta. No repita lo que dice la atención.',
  wordsMissing: 'Diga cuál es el motivo',
  opening: 'Abriendo…',
  openedNow: 'Abierta ahora: se cierra al salir de esta pantalla.'
};
