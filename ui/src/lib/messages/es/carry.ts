import { count, whole } from './count';

/** "12 cambios y 3 lotes confidenciales". */
const held = (records: number, sealed: number): string =>
  [records > 0 ? count(records, 'cambio', 'cambios') : '', sealed > 0 ? count(sealed, 'lote confidencial', 'lotes confidenciales') : ''].filter(Boolean).join(' y ');

/** Without a network: a file on a stick, or two laptops beside each other. */
export const carry = {
  title: 'Sin internet',
  lead: 'Los datos van cifrados: solo los abren los equipos de este departamento.',
  doorTitle: '¿Sin internet?',
  doorText: 'Lleve los datos en una memoria USB o pase de una laptop a otra',
  which: '¿Qué quiere hacer?',
  ways: { save: 'Exportar a USB', take: 'Importar', beside: 'Dos laptops' },
  wayTexts: { save: 'Guardar un archivo para otro equipo', take: 'Recibir lo que trae una memoria', beside: 'Lado a lado, por wifi o cable' },
  device: (device: string) => `equipo ${device}`,
  namesMore: (names: string, more: number) => `${names} y ${count(more, 'persona', 'personas')} más`,

  stick: {
    which: '¿En qué memoria?',
    none: 'No vemos ninguna memoria USB',
    noneText: 'Conéctela, espere unos segundos y busque de nuevo.',
    look: 'Buscar de nuevo',
    other: 'Otra carpeta',
    otherText: 'Escribir dónde está',
    leaveIn: 'No saque la memoria todavía.'
  },

  save: {
    folder: 'Carpeta',
    folderHint: 'Por ejemplo, la de la memoria USB',
    folderMissing: 'Escriba en qué carpeta',
    what: '¿Qué se lleva?',
    whats: { unsent: 'Lo que falta enviar', all: 'Todo' },
    unsentText: (waiting: number) => (waiting === 0 ? 'De este equipo no falta nada; va lo que guarda de otros' : `${count(waiting, 'registro', 'registros')} de este equipo, y lo que guarda de otros`),
    allText: 'Para un equipo nuevo o que estuvo lejos; ocupa más',
    go: 'Guardar el archivo',
    going: 'Guardando…',
    done: 'Archivo guardado',
    doneOn: (stick: string) => `Archivo guardado en ${stick}`,
    facts: { file: 'Archivo', folder: 'Carpeta', size: 'Ocupa', holds: 'Lleva', opens: 'Lo abren' },
    holds: (records: number, sealed: number) => held(records, sealed) || 'Ningún cambio: no había nada que llevar',
    opens: (devices: number) => (devices === 0 ? 'Ningún otro equipo todavía: sincronice una vez y guárdelo de nuevo' : `${count(devices, 'otro equipo', 'otros equipos')} de este departamento, y nadie más`),
    sealed: 'Va cifrado y firmado. Si la memoria se pierde, quien la encuentre no puede leerlo.',
    eject: 'Antes de sacar la memoria, expúlsela',
    ejectText: 'En el explorador de archivos, botón derecho sobre la memoria y «Expulsar». Si se saca de golpe, el archivo puede cortarse.',
    next: 'En el otro equipo: Sincronización, «¿Sin internet?», «Importar».',
    waits: 'Lo que falta enviar sigue por enviar hasta que el servidor confirme que lo tiene.',
    another: 'Guardar otro archivo'
  },

  take: {
    files: 'Archivos en las memorias',
    found: (files: number) => count(files, 'archivo', 'archivos'),
    none: 'No hay archivos de Posta en la memoria',
    noneText: 'Los guarda otro equipo con «Exportar a USB».',
    file: (name: string, size: string, stick: string) => `${size} · ${stick} · ${name}`,
    of: (when: string) => `Archivo de ${when}`,
    go: 'Importar',
    going: 'Importando…',
    taken: 'Ya importado',
    elsewhere: 'El archivo está en otra carpeta',
    path: 'Ruta del archivo',
    pathHint: 'La carpeta y el nombre del archivo',
    pathMissing: 'Escriba dónde está el archivo'
  },

  taken: {
    title: 'Importado',
    cutTitle: 'El archivo está incompleto o fue alterado',
    cutNothing: 'Se corta antes de lo primero que se podía importar: no se tomó nada. Pida que lo guarden de nuevo.',
    cutText: 'Lo que venía antes del corte se importó y está guardado. Para el resto, pida que lo guarden de nuevo.',
    talkCutTitle: 'El intercambio quedó incompleto',
    talkCutText: 'Lo que alcanzó a llegar está guardado. Empiecen de nuevo para el resto.',
    from: (names: string, when: string) => `De ${names}, hecho ${when}`,
    records: (records: number) => count(records, 'cambio nuevo en este equipo', 'cambios nuevos en este equipo'),
    nothing: 'Nada nuevo: este equipo ya lo tenía todo',
    sealed: (sealed: number) => count(sealed, 'lote confidencial nuevo: lo abre solo quien tiene la llave', 'lotes confidenciales nuevos: los abre solo quien tiene la llave'),
    carried: (carried: number) => `${count(carried, 'lote de otros equipos queda guardado', 'lotes de otros equipos quedan guardados')} aquí, camino al servidor`,
    entries: (entries: number) => `${count(entries, 'novedad', 'novedades')} sobre personas y equipos del departamento`,
    quarantined: (quarantined: number) => `${count(quarantined, 'apartado', 'apartados')} para revisar`,
    acknowledged: (acknowledged: number) => `${count(acknowledged, 'cambio de este equipo ya tiene copia ahí', 'cambios de este equipo ya tienen copia ahí')}; falta que lo confirme el servidor`,
    byServer: (sent: number) => `${count(sent, 'cambio de este equipo enviado', 'cambios de este equipo enviados')}: aquí llegó el acuse del servidor`,
    given: (given: number) => `${count(given, 'lote entregado', 'lotes entregados')} a la otra laptop`
  },

  talk: {
    lead: 'Conecten las dos al mismo wifi, o una con otra por cable. No hace falta internet.',
    listen: 'Esperar a la otra',
    listenText: 'Esta laptop muestra una dirección',
    call: 'Llamar a la otra',
    callText: 'La otra ya muestra su dirección',
    address: 'Dirección de la otra laptop',
    addressHint: 'Como 192.168.1.20:45870, o el texto de su código QR',
    addressMissing: 'Escriba la dirección que muestra la otra laptop',
    photo: 'Leer el QR de una foto',
    dial: 'Llamar',
    listening: 'Esperando a la otra laptop',
    listeningText: 'En la otra laptop elijan «Llamar a la otra» y escriban esta dirección o lean el código.',
    here: 'Dirección de esta laptop',
    qr: 'Código QR de la dirección',
    calling: 'Llamando a la otra laptop',
    comparing: '¿Son las mismas palabras en las dos pantallas?',
    comparingText: 'Léanlas en voz alta: las mismas cuatro, en el mismo orden.',
    words: 'Palabras en esta pantalla',
    other: (names: string) => `Del otro lado: ${names}`,
    same: 'Son las mismas',
    different: 'No son las mismas',
    waiting: 'Falta que confirmen en la otra laptop',
    waitingText: 'Ahí también hay que elegir «Son las mismas».',
    running: 'Pasando los datos',
    runningText: 'Dejen las dos laptops abiertas hasta que termine.',
    stop: 'Detener',
    done: 'Intercambio terminado',
    finish: 'Listo',
    refused: 'No se intercambió nada',
    refusedText: 'Alguien puede estar en el medio. Revisen que la dirección sea la de la otra laptop y empiecen de nuevo.',
    again: 'Empezar de nuevo'
  },

  peers: {
    title: 'Último contacto con cada equipo',
    text: (waiting: number) => `De ${count(waiting, 'registro', 'registros')} de este equipo por enviar`,
    nothing: 'Nada de este equipo falta por enviar',
    server: 'Servidor',
    serverNever: 'Todavía sin contacto',
    serverAll: 'Tiene todo',
    serverLacks: (waiting: number) => `Le ${waiting === 1 ? 'falta' : 'faltan'} ${count(waiting, 'registro', 'registros')}`,
    alone: 'Ningún otro equipo todavía',
    aloneText: 'Para que haya copia sin esperar la señal, exporte a una memoria o pase los datos a otra laptop.',
    all: 'Tiene todo',
    some: (has: number, waiting: number) => `Tiene ${whole(has)} de ${whole(waiting)}`,
    nobody: 'No tiene nada de esto',
    since: (when: string, way: string) => `${when} · ${way}`,
    ways: { file: 'por archivo', beside: 'lado a lado' },
    also: (has: number, names: string) => `${count(has, 'registro también está', 'registros también están')} en el equipo de ${names}`,
    alsoDevice: (has: number, device: string) => `${count(has, 'registro también está', 'registros también están')} en el ${device}`,
    more: (others: number) => `Y hay copias en ${count(others, 'equipo más', 'equipos más')}`
  }
};
