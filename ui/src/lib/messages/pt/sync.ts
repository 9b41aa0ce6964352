import type { Messages } from '../language.svelte';
import { count, size, span, tenth, whole } from './count';

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
  state: {
    runningOf: (done: number, all: number) => `${whole(done)} de ${whole(all)}`,
    sent: 'Tudo enviado',
    offline: 'sem conexão',
    offlineUntil: (time: string) => `sem conexão, tenta de novo ${time}`,
    serverTrouble: 'o servidor falha',
    serverTroubleUntil: (time: string) => `o servidor falha, tenta de novo ${time}`,
    hand: 'falta um passo',
    back: 'A sincronização funciona de novo.'
  },
  doneOf: (done: number, all: number) => `O servidor confirmou ${whole(done)} de ${count(all, 'mudança', 'mudanças')}`,
  bytesOf: (done: number, all: number) => `Confirmados: ${size(done)} de um total de ${size(all)}`,
  beginning: 'Perguntando ao servidor o que há de novo',
  moved: (up: number, down: number) => `Pela rede: ${size(up)} enviados, ${size(down)} recebidos`,
  progress: 'Mudanças confirmadas pelo servidor',
  failures: (failures: number) => (failures === 1 ? 'A última tentativa não se completou' : `${whole(failures)} tentativas seguidas sem se completar`),
  nextTry: (when: string) => `Próxima tentativa automática: ${when}`,
  nextTime: (when: string) => `Sincroniza sozinho; próxima vez: ${when}`,
  soon: 'em um momento',
  waits: {
    title: 'Por que está à espera',
    records: (whose: string, records: number) => `${whose}: ${whole(records)}`,
    other: 'Outro',
    reasons: {
      next_exchange: { sentence: 'Vai com a próxima sincronização.', action: 'Não é preciso fazer nada' },
      running: { sentence: 'Está sendo enviado agora.', action: 'Não é preciso fazer nada' },
      join: { sentence: 'O servidor primeiro precisa saber do seu ingresso; a próxima sincronização lhe diz.', action: 'Não é preciso fazer nada' }
    }
  },
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
  mendLacksCarried: 'Pode faltar algo de outros aparelhos que estava aqui para ser levado ao servidor: eles também o têm. Sincronize quando puder.',
  mendAside: (folder: string) => `Pasta separada: ${folder}`,
  clockTitle: 'A data ou a hora deste aparelho não está certa',
  clockText: (minutes: number) =>
    `Está ${span(minutes, ['minuto', 'minutos'], ['hora', 'horas'], ['dia', 'dias'], ['ano', 'anos'])} ${minutes > 0 ? 'adiantado' : 'atrasado'}. Corrija-a nos ajustes do aparelho e sincronize outra vez.`
};
