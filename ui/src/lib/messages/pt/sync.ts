import type { Messages } from '../language.svelte';
import { count, size, span, tenth } from './count';

export const sync: Messages['sync'] = {
  title: 'Sincronização',
  now: 'Sincronizar agora',
  send: 'Enviar',
  receive: 'Receber',
  running: 'Sincronizando…',
  nothingTitle: 'Nada a enviar',
  allSentTitle: 'Tudo o que foi salvo está enviado',
  pendingTitle: (pending: number) => `${count(pending, 'registro', 'registros')} a enviar`,
  savedHere: 'Tudo está salvo neste aparelho',
  lastContact: (when: string) => `Último contato com o servidor: ${when}`,
  never: 'Ainda sem contato com o servidor',
  server: 'Servidor',
  done: (up: number, down: number) =>
    up + down === 0
      ? 'Sem novidades: não havia nada a enviar nem a receber.'
      : `${count(up, 'mudança enviada', 'mudanças enviadas')}, ${count(down, 'recebida', 'recebidas')}.`,
  doneTitle: 'Sincronizado',
  failedTitle: 'Não foi possível sincronizar',
  figures: (up: number, down: number, requests: number, milliseconds: number) =>
    `${size(up)} enviados · ${size(down)} recebidos · ${count(requests, 'pedido', 'pedidos')} · ${milliseconds < 1000 ? `${milliseconds} ms` : `${tenth(milliseconds / 1000)} s`}`,
  refused: (refused: number) => `${count(refused, 'não aceito', 'não aceitos')} pelo servidor`,
  aside: (aside: number) => `${count(aside, 'separado', 'separados')} para conferir`,
  revokedAside: (aside: number) => `${count(aside, 'envio separado', 'envios separados')} de alguém desativado`,
  revokedAsideText: 'Não conta enquanto a supervisão não admitir. Nada se perdeu.',
  waiting: 'O que está à espera',
  waitingEmpty: 'Nada à espera',
  waitingEmptyText: 'O servidor confirmou ter recebido tudo.',
  waitingNever: 'Ainda sem contato com o servidor.',
  waitingOthers: (others: number) => `${count(others, 'registro', 'registros')} (pessoas, inscrições, atendimentos)`,
  waitingMore: (others: number) => `e mais ${count(others, 'registro', 'registros')} (pessoas, inscrições, atendimentos)`,
  history: 'Histórico',
  historyEmpty: 'Ainda sem sincronizações',
  historyEmptyText: 'Aqui ficará cada contato com o servidor.',
  up: (records: number) => count(records, 'enviado', 'enviados'),
  down: (records: number) => count(records, 'recebido', 'recebidos'),
  ok: 'Completo',
  failed: 'Não completado',
  quarantine: 'Separado para conferir',
  quarantineText: 'Chegou de outro aparelho e não pôde ser recebido. Não afeta o resto.',
  kinds: { change: 'Mudança', batch: 'Lote' },
  fromDevice: (device: string, bytes: number) => `aparelho ${device} · ${size(bytes)}`,
  forkTitle: 'Este aparelho foi restaurado ou copiado',
  forkText: 'Encontramos o próprio registro dele continuado em outro lugar. Nada se perdeu: ele segue trabalhando com uma identidade nova. Avise seu supervisor.',
  mendTitle: 'Uma parte danificada deste aparelho foi refeita',
  mendText: 'O que estava danificado foi separado, sem apagar nada, e refeito com o que estava a salvo.',
  mendWhole: 'Não falta nada. Sincronize para que fique também no servidor.',
  mendLacksWork: 'Pode faltar o que você salvou por último e não tinha sido enviado: confira e registre outra vez o que faltar.',
  mendLacksDrafts: 'Podem faltar rascunhos: confira e complete o que faltar.',
  mendAside: (folder: string) => `Pasta separada: ${folder}`,
  clockTitle: 'A data ou a hora deste aparelho não está certa',
  clockText: (minutes: number) =>
    `Está ${span(minutes, ['minuto', 'minutos'], ['hora', 'horas'], ['dia', 'dias'], ['ano', 'anos'])} ${minutes > 0 ? 'adiantado' : 'atrasado'}. Corrija-a nos ajustes do aparelho e sincronize outra vez.`
};
