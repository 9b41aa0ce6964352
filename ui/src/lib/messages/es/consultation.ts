import { count } from './count';

export const consultation = {
  title: 'Atender',
  who: '¿A quién va a atender?',
  whoText: 'Busque a la persona. Si no está registrada, regístrela primero.',
  reason: 'Motivo',
  needs: 'Necesidades',
  needsHint: 'Marque todas las que la persona cuente.',
  note: 'Nota',
  noteHint: 'Solo la leen quienes atienden en este municipio.',
  sealed: 'Confidencial',
  sealedText: 'Se envía cifrada: ni el servidor ni quien solo registra puede leerla.',
  save: 'Guardar atención',
  saving: 'Guardando…',
  leave: 'Dejar en borrador',
  nobody: 'Sin permiso para atender',
  letters: (left: number) => `${left === 1 ? 'Queda' : 'Quedan'} ${count(left, 'carácter', 'caracteres')}`
};
