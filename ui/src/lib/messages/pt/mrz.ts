import type { Messages } from '../language.svelte';

/** Reading the machine readable lines of a document. */
export const mrz: Messages['mrz'] = {
  read: 'Ler o documento',
  title: 'Ler as linhas do documento',
  field: 'Linhas com “<<<”',
  hint: 'Use o leitor, ou copie as duas ou três linhas de baixo do documento.',
  waiting: (lines: number) => `Linha ${lines} lida; falta a seguinte`,
  reading: 'Lendo…',
  done: 'Documento lido',
  filled: 'Foi preenchido o que estava em branco.',
  differs: 'O documento diz outra coisa',
  differsText: 'Os documentos cortam nomes e perdem acentos e til. Escolha com a pessoa.',
  typed: (value: string) => `Escrito: ${value}`,
  readAs: (value: string) => `Lido: ${value}`,
  typedKey: 'E',
  readKey: 'L',
  cancel: 'Fechar leitura',
  onDocument: (name: string) => `No documento: ${name}`,
  unread: 'Não foi possível ler estas linhas. Confira ou escreva os dados à mão.',
  register: (name: string) => `Registrar ${name}, conforme o documento`
};
