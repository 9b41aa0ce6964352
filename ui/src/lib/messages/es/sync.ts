import { count, size, span, tenth, whole } from './count';

export const sync = {
  title: 'Sincronización',
  now: 'Sincronizar ahora',
  send: 'Enviar',
  receive: 'Recibir',
  running: 'Sincronizando…',
  nothingTitle: 'Nada por enviar',
  allSentTitle: 'Todo lo guardado está enviado',
  pendingTitle: (pending: number) => `${count(pending, 'registro', 'registros')} por enviar`,
  savedHere: 'Todo está guardado en este equipo',
  lastContact: (when: string) => `Último contacto con el servidor: ${when}`,
  never: 'Todavía sin contacto con el servidor',
  server: 'Servidor',
  done: (up: number, down: number) =>
    up + down === 0
      ? 'Sin novedades: no había nada que enviar ni recibir.'
      : `${count(up, 'cambio enviado', 'cambios enviados')}, ${count(down, 'recibido', 'recibidos')}.`,
  doneTitle: 'Sincronizado',
  failedTitle: 'No se pudo sincronizar',
  figures: (up: number, down: number, requests: number, milliseconds: number) =>
    `${size(up)} subidos · ${size(down)} bajados · ${count(requests, 'solicitud', 'solicitudes')} · ${milliseconds < 1000 ? `${milliseconds} ms` : `${tenth(milliseconds / 1000)} s`}`,
  refused: (refused: number) => `${count(refused, 'no aceptado', 'no aceptados')} por el servidor`,
  aside: (aside: number) => `${count(aside, 'apartado', 'apartados')} para revisar`,
  revokedAside: (aside: number) => `${count(aside, 'envío apartado', 'envíos apartados')} de alguien dado de baja`,
  revokedAsideText: 'No cuenta mientras la supervisión no lo admita. Nada se perdió.',
  waiting: 'Qué espera',
  waitingEmpty: 'Nada espera',
  waitingEmptyText: 'El servidor confirmó haber recibido todo.',
  waitingNever: 'Todavía sin contacto con el servidor.',
  waitingOthers: (others: number) => `${count(others, 'registro', 'registros')} (personas, adscripciones, atenciones)`,
  waitingMore: (others: number) => `y ${count(others, 'registro', 'registros')} más (personas, adscripciones, atenciones)`,
  /** What the top bar and Inicio say of the exchange that the program makes by itself. */
  state: {
    runningOf: (done: number, all: number) => `${whole(done)} de ${whole(all)}`,
    sent: 'Todo enviado',
    offline: 'sin conexión',
    offlineUntil: (time: string) => `sin conexión, reintenta ${time}`,
    serverTrouble: 'el servidor falla',
    serverTroubleUntil: (time: string) => `el servidor falla, reintenta ${time}`,
    hand: 'falta un paso',
    back: 'La sincronización funciona otra vez.'
  },
  doneOf: (done: number, all: number) => `El servidor confirmó ${whole(done)} de ${count(all, 'cambio', 'cambios')}`,
  bytesOf: (done: number, all: number) => `Confirmados: ${size(done)} de ${size(all)}`,
  beginning: 'Preguntando al servidor qué hay de nuevo',
  moved: (up: number, down: number) => `Por la red: ${size(up)} subidos, ${size(down)} bajados`,
  progress: 'Cambios confirmados por el servidor',
  failures: (failures: number) => (failures === 1 ? 'El último intento no se completó' : `${whole(failures)} intentos seguidos sin completarse`),
  nextTry: (when: string) => `Próximo intento automático: ${when}`,
  nextTime: (when: string) => `Se sincroniza por su cuenta; la próxima vez: ${when}`,
  soon: 'en un momento',
  waits: {
    title: 'Por qué espera',
    records: (whose: string, records: number) => `${whose}: ${whole(records)}`,
    other: 'Otro',
    reasons: {
      next_exchange: { sentence: 'Sale con la próxima sincronización.', action: 'No hace falta hacer nada' },
      running: { sentence: 'Se está enviando ahora.', action: 'No hace falta hacer nada' },
      join: { sentence: 'El servidor primero tiene que saber de su ingreso; se lo dice la próxima sincronización.', action: 'No hace falta hacer nada' }
    }
  },
  history: 'Historial',
  historyEmpty: 'Sin intercambios todavía',
  historyEmptyText: 'Aquí quedará cada contacto con el servidor.',
  up: (records: number) => count(records, 'enviado', 'enviados'),
  down: (records: number) => count(records, 'recibido', 'recibidos'),
  ok: 'Completo',
  failed: 'Sin completar',
  quarantine: 'Apartado para revisar',
  quarantineText: 'Llegó de otro equipo y no se pudo recibir. No afecta a lo demás.',
  kinds: { change: 'Cambio', batch: 'Lote' },
  fromDevice: (device: string, bytes: number) => `equipo ${device} · ${size(bytes)}`,
  forkTitle: 'Este equipo se restauró o se copió',
  forkText: 'Encontramos su propio registro continuado en otra parte. Nada se perdió: sigue trabajando con una identidad nueva. Avise a su supervisor.',
  mendTitle: 'Una parte dañada de este equipo se rehízo',
  mendText: 'Lo dañado se apartó, sin borrar nada, y se volvió a armar con lo que estaba a salvo.',
  mendWhole: 'No falta nada. Sincronice para que también quede en el servidor.',
  mendLacksWork: 'Puede faltar lo último que guardó y no se había enviado: revíselo y registre otra vez lo que falte.',
  mendLacksDrafts: 'Pueden faltar borradores: revíselos y complete lo que falte.',
  mendLacksCarried: 'Puede faltar algo de otros equipos que estaba aquí para llevarlo al servidor: ellos también lo tienen. Sincronice cuando pueda.',
  mendAside: (folder: string) => `Carpeta apartada: ${folder}`,
  clockTitle: 'La fecha o la hora de este equipo no está bien',
  clockText: (minutes: number) =>
    `Está ${span(minutes, ['minuto', 'minutos'], ['hora', 'horas'], ['día', 'días'], ['año', 'años'])} ${minutes > 0 ? 'adelantado' : 'atrasado'}. Corríjala en los ajustes del equipo y sincronice otra vez.`
};
