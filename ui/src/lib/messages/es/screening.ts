import { count } from './count';

export const screening = {
  title: 'Instrumentos',
  empty: 'Ningún instrumento en este paquete',
  questions: (questions: number) => count(questions, 'pregunta', 'preguntas'),
  withheld: {
    no_service: 'No hay en el directorio a quién derivar: no se pregunta lo que nadie puede atender',
    too_young: 'No es para su edad',
    age_unknown: 'Falta su edad'
  },
  fromYears: (years: number) => `Desde ${count(years, 'año', 'años')}`,
  start: 'Empezar',
  goOn: 'Seguir',
  purpose: 'Lea en voz alta, tal como está escrito.',
  question: (index: number, total: number) => `Pregunta ${index} de ${total}`,
  refused: 'No responde',
  refusedKey: '0',
  back: 'Anterior',
  next: 'Siguiente',
  keys: 'un número o letra elige; Enter sigue',
  score: 'Puntaje',
  scoreOf: (total: number, most: number) => `${total} de ${most}`,
  scorePending: (answered: number, asked: number) => `${answered} de ${asked} respondidas`,
  unscored: 'No se pudo sacar el puntaje de las últimas respuestas.',
  scoreBefore: 'Lo que se ve es de las anteriores.',
  noTotal: 'Sin puntaje: falta alguna respuesta',
  positives: { yes: 'Conviene seguir', no: 'Sin señales por ahora' },
  notDiagnosis: 'No es un diagnóstico.',
  adjustable: 'El corte es una costumbre de cada lugar, no una norma.',
  leadsTo: (name: string) => `Conviene seguir con ${name}`,
  risks: {
    same_day: { title: 'Atención hoy mismo', steps: ['Quédese con la persona y hable con calma, a solas.', 'Pregunte qué la sostiene y quién puede acompañarla.', 'Derive hoy a salud mental y acuerde cuándo se vuelven a ver.'] },
    now: { title: 'Ahora: no deje sola a la persona', steps: ['Que alguien se quede con ella todo el tiempo.', 'Llame ya a salud mental o a emergencias.', 'Aleje lo que pueda hacerle daño.', 'Espere con ella hasta que la reciban.'] }
  },
  finish: 'Guardar respuestas',
  finishing: 'Guardando…',
  finishHint: 'Revise antes de guardar. Se puede volver a cualquier pregunta.',
  unanswered: 'Faltan respuestas: responda o marque que no responde',
  saved: 'Respuestas guardadas en este equipo',
  owner: 'Aviso de sus autores',
  results: 'Resultados',
  resultsEmpty: 'Sin resultados todavía',
  chart: (name: string) => `${name}: puntaje en el tiempo`,
  columns: { on: 'Día', score: 'Puntaje', band: 'Rango', by: 'Quién' },
  blank: 'sin puntaje'
};
