/** Reading the machine readable lines of a document. */
export const mrz = {
  read: 'Leer el documento',
  title: 'Leer las líneas del documento',
  field: 'Líneas con «<<<»',
  hint: 'Use el lector, o copie las dos o tres líneas de abajo del documento.',
  waiting: (lines: number) => `Leída la línea ${lines}; falta la siguiente`,
  reading: 'Leyendo…',
  done: 'Documento leído',
  filled: 'Se llenó lo que estaba en blanco.',
  differs: 'El documento dice otra cosa',
  differsText: 'Los documentos cortan nombres y pierden tildes y eñes. Elija con la persona.',
  typed: (value: string) => `Escrito: ${value}`,
  readAs: (value: string) => `Leído: ${value}`,
  typedKey: 'E',
  readKey: 'L',
  cancel: 'Cerrar lectura',
  onDocument: (name: string) => `En el documento: ${name}`,
  unread: 'No se pudieron leer estas líneas. Revise o escriba los datos a mano.',
  register: (name: string) => `Registrar a ${name}, leído del documento`
};
