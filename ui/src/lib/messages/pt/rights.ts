import type { Messages } from '../language.svelte';

/** What is shown to the person across the table. */
export const rights: Messages['rights'] = {
  title: 'Direitos e requisitos',
  doorText: 'folha para a pessoa',
  lead: 'Escolha o idioma e vire a tela para a pessoa.',
  turn: 'Mostrar à pessoa',
  rotate: 'Girar meia-volta',
  leave: 'Terminar',
  leaveKey: 'Esc',
  larger: 'Letra maior',
  smaller: 'Letra menor',
  languages: 'Idioma da folha',
  unreviewed: 'sem revisão',
  unreviewedText: 'Tradução ainda não revisada por alguém que fale este idioma. Se puder, use intérprete.',
  tabs: { sheet: 'Direitos', requirements: 'Requisitos', consent: 'Consentimento' },
  spanishPapers: 'Os documentos, com seu nome em castelhano',
  print: 'Imprimir a folha',
  complaint: 'Reclamação ou sugestão',
  complaintText: 'Por maus-tratos ou discriminação, ou para melhorar. Sem dar o nome.',
  preview: 'Fica assim',
  nothing: 'Nada a mostrar neste idioma'
};
