import { count, whole } from './count';

/** What leaves the device for somebody else, counted before it goes. */
export const exports = {
  title: 'Exportar',
  lead: 'Sai só o que as pessoas permitiram, e fica anotado quem tirou e para quê.',
  format: 'Formato',
  formats: { xlsx: 'Excel', csv: 'CSV', fhir: 'FHIR', dhis2: 'DHIS2', adx: 'ADX' },
  formatTexts: {
    xlsx: 'Tabela de pessoas, para abrir e ler',
    csv: 'Tabela de pessoas, para outro programa',
    fhir: 'História de cada pessoa, para outro sistema de saúde',
    dhis2: 'Só números por posto e mês, sem nomes',
    adx: 'Só números por posto e mês, norma ADX'
  },
  monthly: 'Estes números vão por meses inteiros.',
  purpose: 'Para que sai?',
  purposeHint: 'Quem pediu e para quê. Fica na auditoria.',
  purposeMissing: 'Escreva para que sai',

  where: 'Onde se guarda?',
  noStick: 'Não vemos nenhum pendrive',
  noStickText: 'Conecte e procure de novo, ou escreva uma pasta.',
  look: 'Procurar de novo',
  other: 'Outra pasta',
  otherText: 'Escrever onde está',
  folder: 'Pasta',
  folderHint: 'Por exemplo, a do pendrive',
  folderMissing: 'Escreva em qual pasta',

  preview: 'O que sairia',
  counting: 'Contando…',
  leaves: (people: number) => (people === 1 ? 'Sairá 1 pessoa' : `Sairão ${whole(people)} pessoas`),
  leavesFigures: (values: number) => (values === 1 ? 'Sairá 1 número' : `Sairão ${whole(values)} números`),
  nothing: 'Não sairia nada',
  nothingText: 'Nestes dias não há quem exportar. Mude o período ou o posto.',
  leftOut: (people: number) => `${whole(people)} não, porque não permitiram`,
  allAllowed: 'Ninguém fica de fora: todas permitiram',
  figuresOf: 'Sem nomes nem datas de ninguém, e sem números menores que 10',
  records: (records: number) => count(records, 'registro', 'registros'),
  columns: (columns: number) => count(columns, 'coluna', 'colunas'),
  warning: 'O arquivo NÃO vai cifrado',
  warningText: 'Leva dados de pessoas: quem o encontrar pode ler. Entregue em mãos e apague a sua cópia.',

  go: 'Exportar',
  going: 'Escrevendo o arquivo',
  doneOf: (done: number, of: number) => `${whole(done)} de ${whole(of)}`,
  progress: 'Andamento da exportação',
  leaveIn: 'Não feche a Posta nem tire o pendrive ainda.',
  done: 'Arquivo guardado',
  doneOn: (stick: string) => `Arquivo guardado em ${stick}`,
  facts: { file: 'Arquivo', folder: 'Pasta', size: 'Ocupa', people: 'Leva' },
  people: (people: number) => count(people, 'pessoa', 'pessoas'),
  noted: 'Ficou anotado na auditoria.',
  another: 'Exportar outra vez'
};
