/** Practising with invented people, and the guided first day. */
export const practice = {
  word: 'PRÁCTICA',
  windowTitle: 'PRÁCTICA · Posta',
  band: 'Personas inventadas · nada se guarda ni se envía',
  bandLabel: 'Modo de práctica',
  nothingSent: 'Práctica: nada se envía',
  nothingSentShort: 'Práctica',
  nothingSentText: 'Aquí no hay nada por enviar: lo que escriba se borra al terminar.',
  door: 'Practicar con personas inventadas',
  doorText: 'pruebe sin miedo: nada es de verdad',

  title: 'Practicar con personas inventadas',
  what: ['Todas las personas son inventadas: puede probar, equivocarse y volver a empezar.', 'Nada se guarda en este equipo ni se envía a ninguna parte.', 'Termina cuando usted lo diga, o al cerrar Posta; entonces se borra todo.'],
  as: '¿Qué quiere practicar?',
  roles: {
    registrar: { title: 'Registro', text: 'buscar, registrar, entregar la boleta' },
    care: { title: 'Atención', text: 'la dupla: atender, derivar, dar seguimiento' },
    protection: { title: 'Protección', text: 'acompañar, con lo confidencial cerrado' },
    supervisor: { title: 'Supervisión', text: 'duplicados, cifras, equipo, planes' }
  },
  start: 'Empezar',
  preparing: 'Preparando la práctica…',
  preparingText: 'Se inventa un puesto con sus personas. Tarda unos segundos.',
  back: 'Volver',

  goingTitle: 'La práctica sigue abierta',
  goingText: 'No hace falta contraseña: son personas inventadas.',
  goOnAs: '¿Como quién quiere seguir?',
  goOn: 'Seguir practicando',
  changeRole: 'Cambiar de papel',
  changeRoleNow: (role: string) => `Cambiar de papel. Ahora: ${role}`,
  practiseAs: (role: string) => `Practicar ${role.toLowerCase()}`,

  end: 'Terminar la práctica',
  endShort: 'Terminar',
  endTitle: '¿Terminar la práctica?',
  endText: 'Lo que escribió en ella se borra ahora, todo. No se puede deshacer. Lo de verdad de este equipo queda como estaba.',
  endNow: 'Terminar y borrar',
  ending: 'Borrando la práctica…',

  firstDay: {
    title: 'Su primer día: recorrido guiado de diez minutos',
    text: 'Con personas inventadas y paso a paso. Puede dejarlo cuando quiera y seguir después.',
    start: 'Empezar',
    goOn: (step: number, steps: number) => `Seguir en el paso ${step} de ${steps}`,
    notNow: 'Ahora no',
    skipped: 'Lo encuentra en su menú cuando quiera',
    leaves: 'Su sesión se pausa o se cierra mientras practica.',
    menu: 'Recorrido del primer día'
  },

  guide: {
    name: 'Guía del primer día',
    short: 'Guía',
    fold: 'Achicar la guía',
    unfold: 'Abrir la guía',
    step: (step: number, steps: number) => `Paso ${step} de ${steps}`,
    key: 'F1',
    keyText: 'va a la guía y vuelve',
    showMe: 'Muéstreme',
    shown: 'Está marcado en la pantalla, con un borde.',
    notShown: 'Todavía no está en esta pantalla: primero haga lo que dice el paso.',
    done: 'Hecho. Muy bien.',
    next: 'Siguiente',
    skip: 'Saltar este paso',
    previous: 'Paso anterior',
    later: 'Dejar para después',
    laterSaid: 'La guía espera: ábrala con «Guía», en la franja de arriba',
    unkept: 'No se pudo anotar por dónde va. El recorrido sigue igual.',
    paper: 'Papel que trae la persona (inventado)',
    aPerson: 'una persona de la lista',
    endTitle: '¡Llegó al final!',
    endText: 'Para llevarse de memoria:',
    keepGoing: 'Seguir practicando'
  },

  steps: {
    registrar: {
      search: { title: 'Primero se busca', text: (name: string) => `Llega ${name}. Antes de registrar, siempre busque: escriba parte de su nombre y abra su página.` },
      paper: { title: 'Registrar con un papel', text: 'Llega alguien nuevo. Toque «Registrar», copie este papel y avance con «Siguiente» hasta «Cobertura». Lo que no sepa, déjelo vacío.' },
      coverage: { title: 'Nunca es un rechazo', text: 'En «Cobertura», responda lo que la persona sepa. El resultado es un grupo con atención cubierta, o una orientación de adónde ir. Jamás un «no».' },
      missing: { title: 'Los papeles que faltan', text: 'Marque qué papeles trae hoy. Los que faltan quedan anotados y la boleta los dice; no detienen nada.' },
      rights: { title: 'Sus derechos, en su idioma', text: 'Toque «Mostrar a la persona» y gire la pantalla hacia ella. Para volver: «Terminar».' },
      consent: { title: 'Preguntar y guardar', text: 'En «Consentimiento», pregunte cada punto por separado. Decir que no nunca le quita la atención. Después, «Guardar registro».' },
      slip: { title: 'La boleta se entrega', text: 'Imprímala o guárdela y entréguela: lleva un código para encontrarla rápido. En la práctica dice PRÁCTICA.' },
      words: { title: 'Guardado, por enviar, enviado', text: '«Guardado» ya está a salvo en este equipo. «Por enviar» espera la señal. «Enviado» quiere decir que el servidor lo recibió. Arriba se ve siempre; en la práctica no se envía nada.' },
      leave: { title: 'Dejar el equipo a salvo', text: 'Si se levanta o alguien mira: presione Esc dos veces, o F9. Queda una pantalla neutra. Pruébelo: después toque la pantalla y siga practicando.' }
    },
    care: {
      find: { title: '¿A quién va a atender?', text: (name: string) => `Toque «Atender», busque a ${name} y abra su atención.` },
      parts: { title: 'Una atención, dos partes', text: 'La parte de salud y la parte psicosocial van en la misma atención. Cada quien escribe la suya y la firma; la persona cuenta su historia una sola vez.' },
      needs: { title: 'Qué necesita', text: 'Marque las necesidades que la persona cuente, y diga cuál es urgente. No pregunte de más.' },
      alerts: { title: 'Alertas: qué hacer y qué no', text: 'Marque una alerta: la pantalla dice el paso de hoy y de qué cuidarse. No indague, no prometa, no llame a nadie sin su permiso.' },
      close: { title: 'Cerrar y guardar', text: 'Elija cuándo la vuelven a ver, firme su parte si terminó, y toque «Guardar atención».' },
      screening: { title: 'Instrumentos, si ayudan', text: 'En la página de la persona, abra «Instrumentos» y empiece uno. Toda pregunta se puede saltar, y este paso también.' },
      refer: { title: 'Derivar', text: 'Elija el servicio y diga qué se le pide. Va solo lo que la persona permitió. Guarde la derivación.' },
      agenda: { title: 'La agenda se acuerda', text: 'Abra la agenda: ahí espera el seguimiento, primero lo atrasado. Cuando la vea, «Hecho».' },
      leave: { title: 'Nadie mira lo que no debe', text: 'Presione Esc dos veces, o F9: queda una pantalla neutra y la atención se cierra. Pruébelo: después toque la pantalla y siga practicando.' }
    },
    protection: {
      closed: { title: 'Lo confidencial está cerrado', text: 'En la historia de una persona, lo confidencial lleva un título neutro. Para abrirlo hay que decir por qué, y queda anotado con su nombre.' },
      notices: { title: 'Los avisos', text: 'Abra «Avisos»: quien registra pide aquí que vean a alguien, sellado y sin detalles. Márquelo cuando lo atienda.' },
      find: { title: 'La página de la persona', text: (name: string) => `Busque a ${name} y abra su página. Mire con quién viaja y quién la acompaña.` },
      alerts: { title: 'Qué no hacer', text: 'Abra una atención y marque una alerta. Lea el paso de hoy: no interrogue, no confronte, no prometa, no busque a la familia sin permiso.' },
      close: { title: 'Guardar confidencial', text: 'Al final del formulario marque «Cerrar esta atención» y guarde. Queda cerrada también para sus colegas.' },
      refer: { title: 'Derivar con lo justo', text: 'Elija el servicio que la recibirá. Escriba solo lo necesario para que no tenga que contar todo otra vez.' },
      leave: { title: 'Salida rápida', text: 'Si alguien se acerca: Esc dos veces, o F9. Queda una pantalla neutra. Pruébelo: después toque la pantalla y siga practicando.' }
    },
    supervisor: {
      pairs: { title: '¿Es la misma persona?', text: 'Abra «Posibles duplicados», compare un par y decida. Si duda, «Más tarde». Toda decisión se puede deshacer.' },
      figures: { title: 'Cifras que se entienden', text: 'Abra «Cifras» y mire una semana. Donde hay pocas personas, el número se esconde a propósito para que nadie sea reconocido.' },
      report: { title: 'El informe del mes', text: 'Desde «Cifras» se abre el informe: dice el método y los límites, y se imprime. En la práctica lleva la palabra PRÁCTICA.' },
      exports: { title: 'Exportar, con un para qué', text: 'Abra «Exportar»: sale solo lo que las personas permitieron, y se escribe para qué. De la práctica no sale nada: basta con mirar.' },
      trainings: { title: 'Capacitaciones', text: 'Abra «Capacitaciones»: quiénes participaron, la evaluación de entrada y de salida, los certificados. Esta práctica sirve en ellas.' },
      plans: { title: 'Planes y aliados', text: 'Abra «Planes y aliados»: acciones con responsable y fecha, y las reuniones con sus acuerdos. Lo que vence aparece en su agenda.' },
      team: { title: 'Si se pierde un equipo', text: 'Abra «Personas y equipos». Desde aquí se da de baja a quien se fue o al equipo perdido; lo que ya envió se conserva. Mire sin prisa: es inventado.' },
      leave: { title: 'Dejar el equipo a salvo', text: 'Presione Esc dos veces, o F9: queda una pantalla neutra. Pruébelo: después toque la pantalla y siga practicando.' }
    }
  },

  remember: {
    registrar: ['Primero buscar; después, si no está, registrar.', 'Nadie se va rechazado: siempre hay un grupo o una orientación.', 'Lo que falta se anota y no detiene.', 'Preguntar antes de anotar; decir que no nunca quita la atención.', 'Esc dos veces y la pantalla queda neutra.'],
    care: ['Una atención, dos partes: la persona cuenta una sola vez.', 'Las alertas dicen el paso de hoy y de qué cuidarse.', 'Los instrumentos ayudan; nunca obligan.', 'Se deriva solo con lo que la persona permitió.', 'Esc dos veces y la pantalla queda neutra.'],
    protection: ['Lo confidencial se abre solo con un motivo.', 'No interrogar, no confrontar, no prometer.', 'Escribir lo justo, una sola vez.', 'Derivar con permiso, salvo peligro de ahora.', 'Esc dos veces y la pantalla queda neutra.'],
    supervisor: ['En la duda, «Más tarde»: nada se une a la fuerza.', 'Los grupos pequeños se esconden a propósito.', 'Lo que sale lleva un para qué, y queda anotado.', 'Un equipo perdido se da de baja el mismo día.', 'Esc dos veces y la pantalla queda neutra.']
  }
};
