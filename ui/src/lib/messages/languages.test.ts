// Portuguese and English say everything that Spanish says. The compiler holds their shape; this holds their words.
import { describe, expect, it } from 'vitest';
import { spoken, type Messages } from './language.svelte';

/** Stand for what a message is told: they read as text, count as numbers, and none is a part of another. */
const TOLD = ['71', '82', '93', '64'];
/** Numbers that languages put differently. */
const FEW = [0, 1, 2, 21, 1000, 1_000_000];

type Leaf = { path: string; text: string; say?: (...told: unknown[]) => unknown };

function gather(words: object, path: string): Leaf[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): Leaf[] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') return [{ path: at, text: value }];
    if (typeof value === 'function') {
      const say = value as (...told: unknown[]) => unknown;
      return [{ path: at, text: String(say(...TOLD)), say }];
    }
    return typeof value === 'object' && value !== null ? gather(value, at) : [];
  });
}

const leavesOf = (messages: Messages) => gather({ ...messages, locale: '' }, '');

/** What a message says of a number; one that takes text instead is given it as text. */
function tell(say: Leaf['say'], few: number): string {
  try {
    return String(say?.(few, few, few, few, few) ?? '');
  } catch {
    return String(say?.(...Array.from({ length: 5 }, () => String(few))));
  }
}
const spanish = new Map(leavesOf(spoken.es).map((leaf) => [leaf.path, leaf.text]));
const original = (path: string) => spanish.get(path) ?? '';

/** What every language writes alike: names, patterns, and messages that are nothing but what they are told. */
const ALIKE = /^(\W|\d|X{4})*$|^(Posta|PIN|Excel|CSV|FHIR|DHIS2|ADX|PDF|[A-Z]\d?|Ctrl P|Esc|\d+ × \d+ mm|\d+ B|https:\/\/… {2}XXXX-XXXX-XXXX-XXXX)$/;
/** Words that are written alike in Spanish and in the other language. */
const COGNATES = {
  pt: [
      'Abrir', 'abrir', 'de', 'tipo', 'número', 'estado', 'enviados', 'Admitido', 'Admitir', 'Alterado', 'Anterior', 'Atender', 'Atendidos', 'Importado', 'Importando…', 'Importar', 'Ocupa', 'lado a lado', 'Aviso atendido', 'Avisos',
      'Avisar', 'Cancelar', 'Celular', 'Cobertura', 'Complemento', 'complemento', 'Completar', 'Completo', 'Confidencial', 'Confirmada', 'Confirmar', 'Continuar', 'Copiar texto', 'Código QR',
      'Departamento', 'Desbloquear', 'Documento', 'Documentos', 'Editar', 'Enviado', 'Enviados', 'Enviar', 'Escrito', 'Estado', 'Falta', 'Girar', 'Grupo', 'Idioma', 'Imprimir',
      'Lote', 'Lugar', 'Mostrar', 'Motivo', 'Norma', 'Número', 'Número oficial', 'Ordenar por', 'Papel', 'Parentesco', 'Pausar', 'Por escrito', 'Preparada', 'Preparando…',
      'Programa', 'Recibo', 'Registrar', 'Registro', 'Requisito', 'Requisitos', 'Retirar', 'Terminar', 'desde', 'páginas', 'Servidor', 'Sincronizado', 'Sincronizando…', 'Texto copiado',
      'Tipo', 'Todas', 'Todos', 'Ver', 'atendidos', 'confirmada', 'declarado', 'documentos', 'nov', 'opcional', 'país', 'preparada', 'registrados', 'valores para',
      'vencido', 'Agenda', 'Alertas', 'igual', 'parecido', 'Decididos', 'par', 'pares', 'registro', 'registros', 'Anotado', 'Cancelado', 'Instrumento', 'Instrumentos', 'Nada escrito', 'Normal', 'Peso (kg)', 'Pulso (por minuto)', 'Resultados', 'Sexo', 'Temperatura (°C)',
      'Período', 'Esta semana', 'antes', 'Calculando', 'Exportar', 'menos de', 'Ver gráfico', 'Ver por', 'por', 'Semana', 'Preparado por', 'De', 'Formato', 'Contando…',
      'Aberto', 'aberto', 'abertos', 'Aliados', 'Antes', 'Atrasado', 'atrasado', 'atrasados', 'Buscar', 'Cancelada', 'Canceladas', 'Curso', 'Entrada', 'Horas', 'horas', 'Mesa', 'Nada pendente', 'nunca', 'Participante', 'Participantes', 'participantes', 'departamentos', 'Período', 'Realizada', 'Realizadas', 'Subir a prática', 'Tema', 'Temas', 'Título', 'Total', 'última vez', 'Ver menos',
      'Contado', 'Departamentos juntos', 'Duplicados decididos', 'Por departamento', 'Registradas', 'este departamento', 'meses', 'por departamento',
      'Biblioteca', 'Normas', 'resultados', 'Retirado', 'Retirados', 'Página   de', 'Página anterior', 'de   letras', 'Resultado', 'Tipo de documento'
  ],
  en: ['No']
};
/** Without what it was told and its punctuation. */
const bare = (text: string) => text.replace(/[\d·:,.]+/g, ' ').trim();

/** What stands on a button, a tab or a menu, where there is room for so much only. */
const PRESSED = [
  /^app\.(close|cancel|retry|back|remove)$/,
  /^nav\./,
  /^home\.(register|attend)$/,
  /^draft\.(open|discard|unsaved)$/,
  /^person\.(edit|attend|conflict\.choose)$/,
  /^person\.form\.(next|previous|leave|save|saveNow|saveEdit|cancelEdit|addDocument|addAnother|fixStep|openSame|documentMore)$/,
  /^person\.(sexes|form\.steps)\./,
  /^consultation\.(save|leave)$/,
  /^session\.(unlock|forgot|lockAll|addUser|usePassword|usePin|another|menu\..*|idle\.stay|setPin\.(save|remove)|changePassword\.save)$/,
  /^session\.join\.(look|same|different|again|join|back|finish|useFile|photo)$/,
  /^session\.(recovery\.(next|goOn|finish|steps\..*)|attach\.(finish|give)|code\.(copy|photo))$/,
  /^(sync\.(now|send)|register\.clear|audit\.clear|restricted\.open)$/,
  /^team\.(revoke|admit|syncNow|recovery\.(open|look|same|different|answer|another))$/,
  /^(enrollment\.(onlyRegister|answers\..*|requirementStates\..*|to[A-Z].*|changeFacility|changeAnswer|saveAnswers|save)|consent\.(decisions\..*|modes\..*|ask|change|withdraw|save|showPerson))$/,
  /^(household\.(leave|join|add|accompaniments\..*)|mrz\.(read|cancel)|slip\.(family|next|open|print|savePdf|papers\..*)|rights\.(turn|rotate|leave|larger|smaller|print|complaint|tabs\..*)|complaint\.(send|kinds\..*))$/,
  /^summary\.(show|turn|back|prepare|ask|seePerson|toPaper|toTeam|give|giving|photo|send|another)$/,
  /^pair\.(same|different|later|undo|reopen|lookAgain|toPairs|see|separate|askOpen|askLink|askOther|askBack|groups\..*)$/,
  /^carry\.(ways\..*|stick\.look|save\.(go|another)|take\.go|talk\.(listen|call|dial|same|different|stop|finish|again))$/,
  /^(period\.kinds\..*|figures\.(title|report|exports|table|chart|posts\.(only|all|views\..*)|monthly\.(print|back|kinds\..*)|national\.(link|months\..*|take\.(open|all|go|look|pathGo)|sheet\.print))|exports\.(title|go|look|another|formats\..*))$/,
  /^(shelf\.(title|kinds\..*|add|edit|withdraw|restore|print|file\.(see|hide|save)|copy\.(look|go)|form\.(write|preview|save|leave|choose))|table\.(title|door|look|open|again|another|go|duplicates|steps\..*))$/,
  /^(notice\.(settle|attend|give|send|see)|erasure\.(agree|order|send|export|write))$/
];

const LEFT_OVER = {
  pt: /[¿¡ñ«»]|(?<!-)\b(el|los|las|del|al|y|con|sin|una|un|hay|usted|su|le|lo|muy|más|también|después|aquí|todavía|equipo|puesto|contraseña|carpeta|guardar|nadie|quien|hoy|ayer)\b/i,
  en: /[¿¡ñáéíóúãõç«»]|\b(el|la|los|las|del|de|y|con|sin|una|un|hay|usted|su|para|por|que|se|en|equipo|puesto|datos|nombre)\b/i
};
/** Names that stay Spanish: what the papers and people of Bolivia call it. */
const NAMES = /\(adscripción\)|carnet|dupla|Defensoría de la Niñez y Adolescencia/g;

describe.each(['pt', 'en'] as const)('%s', (language) => {
  const leaves = leavesOf(spoken[language]);

  it('has its own words for everything but names and cognates', () => {
    const same = leaves.filter(({ path, text }) => original(path) === text && !ALIKE.test(text) && !COGNATES[language].includes(bare(text)));
    expect(same.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('keeps nothing Spanish inside its sentences', () => {
    const rest = leaves.filter(({ text }) => LEFT_OVER[language].test(text.replace(NAMES, '')) && !['Português'].includes(text));
    expect(rest.map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('says what each message is told, no more and no less', () => {
    const told = (text: string) => TOLD.filter((one) => text.includes(one)).join();
    expect(leaves.filter(({ path, text }) => told(text) !== told(original(path))).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('can be told any number', () => {
    const broken = leaves.flatMap(({ path, say }) => FEW.map((few) => tell(say, few)).filter((text) => /undefined|NaN|null|\[object/.test(text)).map((text) => `${path}: ${text}`));
    expect(broken).toEqual([]);
  });

  it('fits on buttons', () => {
    const pressed = leaves.filter(({ path }) => PRESSED.some((one) => one.test(path)));
    expect(pressed.length).toBeGreaterThan(90);
    expect(pressed.filter(({ path, text }) => text.length > 1.6 * original(path).length).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });

  it('opens and closes sentences as its language does', () => {
    const ends = (text: string) => /[.?!:…]?$/.exec(text)?.[0];
    expect(leaves.filter(({ path, text }) => ends(text) !== ends(original(path))).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
  });
});

it('Portuguese keeps its accents', () => {
  const bald = /\b(nao|voce|tambem|ja|so|ate|sera|apos|alguem|ninguem|codigo|numero|pais|municipio|ultim[oa]s?|excluid[oa]s?|usuario|memoria|horario|historico|inicio|saida|lingua|propri[oa]|\w+cao|\w+coes|\w+oes|\w+encia|\w+ancia)\b/i;
  expect(leavesOf(spoken.pt).filter(({ text }) => bald.test(text.replace(NAMES, ''))).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
});

it('Portuguese says what a Brazilian health worker says', () => {
  const calques = /adscri|expediente|trâmite|caixa de saúde|queixa|do mesmo jeito|\b(salva|registra|decide|tira)-se\b/i;
  const sheets = leavesOf(spoken.pt).filter(({ path }) => /^(enrollment|household|consent|rights|slip|complaint|problems|notice|draft)\./.test(path));
  expect(sheets.filter(({ text }) => calques.test(text.replace(NAMES, ''))).map(({ path, text }) => `${path}: ${text}`)).toEqual([]);
});

it.each(['es', 'pt', 'en'] as const)('whoever protects children is called by the whole name in %s', (language) => {
  const named = leavesOf(spoken[language]).filter(({ text }) => text.includes('Defensor'));
  expect(named.map(({ path }) => path)).toEqual(['household.callTitle', 'consent.minorAlone', 'problems.no_care_team']);
  expect(named.filter(({ text }) => !text.includes('Defensoría de la Niñez y Adolescencia')).map(({ path }) => path)).toEqual([]);
});
