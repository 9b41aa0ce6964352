/** Invented questions of trainings. Which option is right stays here, as it stays in the shell. */
import type { TrainingQuestion } from '../bindings';

type Bank = { theme: string; name: string; asked: [text: string, right: string, ...wrong: string[]][] };

export const BANK: Bank[] = [
  { theme: 'rights', name: 'Derechos de las personas en movilidad', asked: [
    ['Una persona sin documentos llega con fiebre. ¿Qué corresponde primero?', 'Atenderla', 'Pedirle el carnet', 'Mandarla a Migración', 'Cobrarle la consulta'],
    ['¿Quién decide si se comparten los datos de una persona?', 'La propia persona', 'El puesto', 'La persona que la acompaña'],
    ['¿Con qué se inscribe en el SUS quien no tiene carnet boliviano?', 'Con cualquier documento de su país o una declaración', 'Solo con residencia permanente', 'No se inscribe'] ] },
  { theme: 'gender', name: 'Género', asked: [
    ['Una mujer pide hablar sin su pareja. ¿Qué se hace?', 'Se ofrece un lugar privado sin pedir motivo', 'Se le pregunta por qué', 'Se llama a la pareja'],
    ['¿Qué nombre se usa con una persona trans?', 'El que ella dice', 'El del documento', 'Ninguno'] ] },
  { theme: 'inclusion', name: 'Inclusión', asked: [
    ['La persona no habla castellano. ¿Qué ayuda más?', 'Un intérprete, con su permiso', 'Hablar más fuerte', 'Que traduzca su hija de nueve años'],
    ['¿Quién responde las preguntas a una persona sorda que vino acompañada?', 'Ella, con el apoyo que elija', 'Quien la acompaña', 'Nadie: se dejan en blanco'] ] },
  { theme: 'xenophobia', name: 'Xenofobia y discriminación', asked: [
    ['Alguien en la sala dice: «primero los bolivianos». ¿Qué corresponde?', 'Explicar que el orden es de llegada y de gravedad', 'Cambiar el orden', 'No decir nada'],
    ['¿Qué es un rumor sobre migrantes que nadie comprobó?', 'Un prejuicio que puede hacer daño', 'Una alerta sanitaria', 'Un dato'] ] },
  { theme: 'protection', name: 'Protección', asked: [
    ['Un adolescente viaja solo. ¿A quién se avisa?', 'A la Defensoría de la Niñez y Adolescencia', 'A la policía de frontera', 'A nadie'],
    ['¿Qué no se anota nunca en una lista a la vista?', 'El motivo de la atención', 'La hora', 'El puesto'] ] },
  { theme: 'app', name: 'Uso de la aplicación', asked: [
    ['No hay señal. ¿Se puede registrar?', 'Sí: queda guardado en el equipo', 'No: hay que esperar', 'Solo en papel'],
    ['¿Qué quiere decir «por enviar»?', 'Que está guardado aquí y todavía no llegó al servidor', 'Que se perdió', 'Que falta firmarlo'] ] }
];

const LETTERS = 'abcd';
/** The right one is not always the first. */
const placeOf = (theme: string, at: number, options: number) => (theme.length + at) % options;

export const RIGHT = new Map<string, string>(BANK.flatMap(({ theme, asked }) => asked.map(([, ...options], at) => [`${theme}_${at + 1}`, LETTERS.charAt(placeOf(theme, at, options.length))] as const)));

export const QUESTIONS: TrainingQuestion[] = BANK.flatMap(({ theme, name, asked }) =>
  asked.map(([text, right, ...wrong], at) => {
    const options = [...wrong];
    options.splice(placeOf(theme, at, wrong.length + 1), 0, right);
    return { code: `${theme}_${at + 1}`, theme, theme_name: name, text, options: options.map((option, index) => ({ code: LETTERS.charAt(index), text: option })) };
  })
);
