/** Invented sheets, of the shape that the pack's have. */
import type { SheetLanguage, SheetView } from '../bindings';

export const SHEET_LANGUAGES: SheetLanguage[] = [
  { code: 'es', name: 'Castellano', reviewed: true },
  { code: 'pt', name: 'Português', reviewed: true },
  { code: 'en', name: 'English', reviewed: true },
  { code: 'fr', name: 'Français', reviewed: false },
  { code: 'ht', name: 'Kreyòl ayisyen', reviewed: false }
];

const SAID = { consent_intro: '', consent: [] };

export const SHEETS: SheetView[] = [
  {
    language: 'es',
    name: 'Castellano',
    ...SAID,
    reviewed: true,
    title: 'Sus derechos en salud',
    sections: [
      { code: 'rights', title: 'Usted tiene derecho', lines: ['A que le atiendan con respeto, sin importar su país ni sus papeles.', 'A que una emergencia se atienda siempre, en cualquier hospital.', 'A que le expliquen en su idioma, con intérprete si hace falta.'] },
      { code: 'data', title: 'Sus datos', lines: ['Usted decide qué se comparte. Decir que no nunca le quita la atención.', 'Puede cambiar de opinión cuando quiera.'] },
      { code: 'complaint', title: 'Si le trataron mal', lines: ['Puede presentar una queja o sugerencia aquí, sin dar su nombre.'] },
      { code: 'papers', title: 'Sus papeles', lines: ['El consulado de su país y la oficina de Migración le orientan sobre los documentos que falten.'] }
    ]
  },
  {
    language: 'pt',
    name: 'Português',
    ...SAID,
    reviewed: true,
    title: 'Seus direitos em saúde',
    sections: [
      { code: 'rights', title: 'Você tem direito', lines: ['A ser atendido com respeito, seja qual for seu país ou seus documentos.', 'A que uma emergência seja sempre atendida, em qualquer hospital.'] },
      { code: 'data', title: 'Seus dados', lines: ['Você decide o que se compartilha. Dizer não nunca tira o atendimento.'] }
    ]
  },
  {
    language: 'ht',
    name: 'Kreyòl ayisyen',
    ...SAID,
    reviewed: false,
    title: 'Dwa ou nan lasante',
    sections: [{ code: 'rights', title: 'Ou gen dwa', lines: ['Pou yo resevwa ou ak respè, kèlkeswa peyi ou oswa papye ou.', 'Pou yo toujou pran swen yon ijans, nan nenpòt lopital.'] }]
  }
];
