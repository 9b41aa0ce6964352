/** For each code of the shell: what happened, and the one thing to do. */
export const trouble = {
  told: (sentence: string, action: string, code: string) => `${sentence} ${action} · ${code}`,
  codes: {
    'POSTA-L1': { sentence: 'La contraseña no es correcta.', action: 'Escríbala otra vez' },
    'POSTA-L2': { sentence: 'Hubo varios intentos fallidos.', action: 'Espere para intentar de nuevo' },
    'POSTA-L3': { sentence: 'La sesión terminó.', action: 'Desbloquee para continuar' },
    'POSTA-L4': { sentence: 'Los archivos de este equipo no se pudieron abrir. Nada se borró.', action: 'Llame a su supervisor con este código' },
    'POSTA-J1': { sentence: 'El código no es válido, ya se usó o venció.', action: 'Pida un código nuevo a su supervisor' },
    'POSTA-J2': { sentence: 'La contraseña es muy corta.', action: 'Escriba 10 caracteres o más' },
    'POSTA-J3': { sentence: 'El código está incompleto o mal copiado.', action: 'Revise las 16 letras y números' },
    'POSTA-J4': { sentence: 'Este equipo pertenece a otro departamento.', action: 'Use un equipo de su departamento' },
    'POSTA-B1': { sentence: 'Hay datos que no se pueden guardar así.', action: 'Corrija lo marcado en rojo' },
    'POSTA-B2': { sentence: 'No se encontró en este equipo.', action: 'Vuelva a buscar' },
    'POSTA-P1': { sentence: 'Su función no permite hacer esto.', action: 'Pídalo a quien corresponda' },
    'POSTA-S1': { sentence: 'No hay conexión con el servidor. Lo guardado sigue a salvo en este equipo.', action: 'Intente cuando haya señal' },
    'POSTA-S2': { sentence: 'Respondió un servidor que no es el nuestro.', action: 'Cambie de red e intente de nuevo' },
    'POSTA-S3': { sentence: 'El servidor no reconoce este equipo.', action: 'Avise a su supervisor con este código' },
    'POSTA-S4': { sentence: 'El servidor tiene un problema. Lo guardado sigue a salvo en este equipo.', action: 'Intente en unos minutos' },
    'POSTA-D1': { sentence: 'No se guardó: el disco está lleno o falló. Lo escrito sigue en pantalla.', action: 'Libere espacio y guarde otra vez' },
    'POSTA-D2': { sentence: 'No se pudieron leer los datos de este equipo.', action: 'Vuelva a intentar; si sigue igual, avise a su supervisor' },
    'POSTA-X1': { sentence: 'Ocurrió algo que no esperábamos.', action: 'Intente de nuevo' }
  }
};
