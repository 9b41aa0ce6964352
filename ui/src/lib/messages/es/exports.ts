import { count, whole } from './count';

/** What leaves the device for somebody else, counted before it goes. */
export const exports = {
  title: 'Exportar',
  lead: 'Sale solo lo que las personas permitieron, y queda anotado quién lo sacó y para qué.',
  format: 'Formato',
  formats: { xlsx: 'Excel', csv: 'CSV', fhir: 'FHIR', dhis2: 'DHIS2', adx: 'ADX' },
  formatTexts: {
    xlsx: 'Tabla de personas, para abrir y leer',
    csv: 'Tabla de personas, para otro programa',
    fhir: 'Historia de cada persona, para otro sistema de salud',
    dhis2: 'Solo cifras por puesto y mes, sin nombres',
    adx: 'Solo cifras por puesto y mes, norma ADX'
  },
  monthly: 'Estas cifras van por meses enteros.',
  purpose: '¿Para qué sale?',
  purposeHint: 'Quién lo pidió y para qué. Queda en la auditoría.',
  purposeMissing: 'Escriba para qué sale',

  where: '¿Dónde se guarda?',
  noStick: 'No vemos ninguna memoria USB',
  noStickText: 'Conéctela y busque de nuevo, o escriba una carpeta.',
  look: 'Buscar de nuevo',
  other: 'Otra carpeta',
  otherText: 'Escribir dónde está',
  folder: 'Carpeta',
  folderHint: 'Por ejemplo, la de la memoria USB',
  folderMissing: 'Escriba en qué carpeta',

  preview: 'Qué saldría',
  counting: 'Contando…',
  leaves: (people: number) => (people === 1 ? 'Saldrá 1 persona' : `Saldrán ${whole(people)} personas`),
  leavesFigures: (values: number) => (values === 1 ? 'Saldrá 1 cifra' : `Saldrán ${whole(values)} cifras`),
  nothing: 'No saldría nada',
  nothingText: 'En estos días no hay a quién exportar. Cambie el período o el puesto.',
  leftOut: (people: number) => `${whole(people)} no, porque no lo permitieron`,
  allAllowed: 'Nadie queda fuera: todas lo permitieron',
  figuresOf: 'Sin nombres ni fechas de nadie, y sin números menores de 10',
  records: (records: number) => count(records, 'registro', 'registros'),
  columns: (columns: number) => count(columns, 'columna', 'columnas'),
  warning: 'El archivo NO va cifrado',
  warningText: 'Lleva datos de personas: quien lo encuentre puede leerlo. Entréguelo en mano y borre su copia.',

  go: 'Exportar',
  going: 'Escribiendo el archivo',
  doneOf: (done: number, of: number) => `${whole(done)} de ${whole(of)}`,
  progress: 'Avance de la exportación',
  leaveIn: 'No cierre Posta ni saque la memoria todavía.',
  done: 'Archivo guardado',
  doneOn: (stick: string) => `Archivo guardado en ${stick}`,
  facts: { file: 'Archivo', folder: 'Carpeta', size: 'Ocupa', people: 'Lleva' },
  people: (people: number) => count(people, 'persona', 'personas'),
  noted: 'Quedó anotado en la auditoría.',
  another: 'Exportar otra vez'
};
