/** What is shown to the person across the table. */
export const rights = {
  title: 'Derechos y requisitos',
  doorText: 'hoja para la persona',
  lead: 'Elija el idioma y gire la pantalla hacia la persona.',
  turn: 'Mostrar a la persona',
  rotate: 'Girar media vuelta',
  leave: 'Terminar',
  leaveKey: 'Esc',
  larger: 'Letra más grande',
  smaller: 'Letra más pequeña',
  languages: 'Idioma de la hoja',
  unreviewed: 'sin revisar',
  unreviewedText: 'Traducción sin revisar por una persona que hable este idioma. Si puede, use intérprete.',
  tabs: { sheet: 'Derechos', requirements: 'Requisitos', consent: 'Consentimiento' },
  spanishPapers: 'Los papeles, con su nombre en castellano',
  print: 'Imprimir la hoja',
  complaint: 'Queja o sugerencia',
  complaintText: 'Por maltrato o discriminación, o para mejorar. Sin dar el nombre.',
  preview: 'Así se ve',
  nothing: 'Nada que mostrar en este idioma'
};
