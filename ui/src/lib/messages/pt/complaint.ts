import type { Messages } from '../language.svelte';
import { count, pick } from './count';

/** Complaints and suggestions, which need no name. */
export const complaint: Messages['complaint'] = {
  title: 'Reclamação ou sugestão',
  lead: 'Não é preciso dizer quem é. Só a supervisão do departamento lê.',
  kind: 'O que é?',
  kinds: { complaint: 'Reclamação por maus-tratos ou discriminação', suggestion: 'Sugestão' },
  shortKinds: { complaint: 'Reclamação', suggestion: 'Sugestão' },
  text: 'O que aconteceu?',
  suggestionText: 'O que se pode melhorar?',
  hint: 'Com as palavras da pessoa. Não escreva nomes se ela não quiser.',
  missing: 'Escreva o que aconteceu',
  letters: (left: number) => `${pick(left, 'Resta', 'Restam')} ${count(left, 'caractere', 'caracteres')}`,
  sealedTitle: 'Fica lacrada',
  sealedText: 'Quem a anota não poderá ler de novo. Não muda em nada o atendimento.',
  send: 'Salvar',
  sending: 'Lacrando…',
  sent: 'Salva e lacrada. A supervisão vai ver.',
  list: 'Reclamações e sugestões',
  emptyTitle: 'Nenhuma reclamação nem sugestão',
  emptyText: 'As que os postos anotarem aparecerão aqui.',
  anonymous: 'Sem nome',
  from: (post: string, when: string) => [post, when].filter(Boolean).join(' · ')
};
