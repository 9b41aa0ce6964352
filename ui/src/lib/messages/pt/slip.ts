import type { Messages } from '../language.svelte';
import { count } from './count';

/** The slip, and what comes after saving. */
export const slip: Messages['slip'] = {
  title: 'Comprovante',
  savedTitle: 'Salvo neste aparelho',
  savedText: (name: string) => `${name} já está no registro.`,
  whatNow: 'E agora?',
  family: 'Outra pessoa da mesma família',
  familyText: 'Mantém família, contato, nacionalidade e idioma',
  familyKey: 'F',
  next: 'Registrar outra pessoa',
  nextKey: 'N',
  nextText: 'Começa de novo',
  open: 'Ver a página',
  openKey: 'V',
  openText: 'Histórico, requisitos e consentimento',
  paper: 'Papel',
  papers: { a4: 'A4', a6: 'A6', a5: 'A5', receipt: 'Recibo' },
  language: 'Idioma',
  unreviewed: 'sem revisão',
  print: 'Imprimir',
  printKey: 'Ctrl P',
  pages: (pages: number) => count(pages, 'página', 'páginas'),
  page: (page: number) => `Página ${page} do comprovante`,
  size: (width: number, height: number) => `${width} × ${height} mm`,
  savePdf: 'Salvar PDF',
  folder: 'Pasta',
  folderHint: 'Por exemplo, o pen drive',
  folderMissing: 'Escreva em que pasta',
  pdfSaved: (path: string) => `PDF salvo: ${path}`,
  making: 'Preparando o comprovante…',
  code: 'Código do cartão',
  codeText: 'Não contém nenhum dado da pessoa. Outro posto abre o registro ao ler o código, mesmo sem sinal.'
};
