import type { Messages } from '../language.svelte';
import { count, whole } from './count';

const held = (records: number, sealed: number): string =>
  [records > 0 ? count(records, 'mudança', 'mudanças') : '', sealed > 0 ? count(sealed, 'lote confidencial', 'lotes confidenciais') : ''].filter(Boolean).join(' e ');

export const carry: Messages['carry'] = {
  title: 'Sem internet',
  lead: 'Os dados vão criptografados: só os aparelhos deste departamento os abrem.',
  doorTitle: 'Sem internet?',
  doorText: 'Leve os dados em um pen drive ou passe de um notebook para outro',
  which: 'O que quer fazer?',
  ways: { save: 'Exportar para USB', take: 'Importar', beside: 'Dois notebooks' },
  wayTexts: { save: 'Salvar um arquivo para outro aparelho', take: 'Receber o que um pen drive traz', beside: 'Lado a lado, por wifi ou cabo' },
  device: (device: string) => `aparelho ${device}`,
  namesMore: (names: string, more: number) => `${names} e mais ${count(more, 'pessoa', 'pessoas')}`,

  stick: {
    which: 'Em qual pen drive?',
    none: 'Nenhum pen drive à vista',
    noneText: 'Conecte-o, espere alguns segundos e procure de novo.',
    look: 'Procurar de novo',
    other: 'Outra pasta',
    otherText: 'Escrever onde fica',
    leaveIn: 'Não retire o pen drive ainda.'
  },

  save: {
    folder: 'Pasta',
    folderHint: 'Por exemplo, a do pen drive',
    folderMissing: 'Escreva em qual pasta',
    what: 'O que vai?',
    whats: { unsent: 'O que falta enviar', all: 'Tudo' },
    unsentText: (waiting: number) => (waiting === 0 ? 'Deste aparelho não falta nada; vai o que ele guarda de outros' : `${count(waiting, 'registro', 'registros')} deste aparelho, e o que ele guarda de outros`),
    allText: 'Para um aparelho novo ou que ficou longe; ocupa mais',
    go: 'Salvar o arquivo',
    going: 'Salvando…',
    done: 'Arquivo salvo',
    doneOn: (stick: string) => `Arquivo salvo em ${stick}`,
    facts: { file: 'Arquivo', folder: 'Pasta', size: 'Ocupa', holds: 'Leva', opens: 'Quem abre' },
    holds: (records: number, sealed: number) => held(records, sealed) || 'Nenhuma mudança: não havia nada a levar',
    opens: (devices: number) => (devices === 0 ? 'Nenhum outro aparelho ainda: sincronize uma vez e salve de novo' : `${count(devices, 'outro aparelho', 'outros aparelhos')} deste departamento, e ninguém mais`),
    sealed: 'Vai criptografado e assinado. Se o pen drive se perder, quem o encontrar não consegue ler.',
    eject: 'Antes de retirar o pen drive, ejete-o',
    ejectText: 'No explorador de arquivos, clique com o botão direito no pen drive e escolha “Ejetar”. Se for puxado de repente, o arquivo pode ficar cortado.',
    next: 'No outro aparelho: Sincronização, “Sem internet?”, “Importar”.',
    waits: 'O que falta enviar continua a enviar até o servidor confirmar que o tem.',
    another: 'Salvar outro arquivo'
  },

  take: {
    files: 'Arquivos nos pen drives',
    found: (files: number) => count(files, 'arquivo', 'arquivos'),
    none: 'Não há arquivos do Posta no pen drive',
    noneText: 'Outro aparelho os salva com “Exportar para USB”.',
    file: (name: string, size: string, stick: string) => `${size} · ${stick} · ${name}`,
    of: (when: string) => `Arquivo de ${when}`,
    go: 'Importar',
    going: 'Importando…',
    taken: 'Já importado',
    elsewhere: 'O arquivo está em outra pasta',
    path: 'Caminho do arquivo',
    pathHint: 'A pasta e o nome do arquivo',
    pathMissing: 'Escreva onde está o arquivo'
  },

  taken: {
    title: 'Importado',
    cutTitle: 'O arquivo está incompleto ou foi alterado',
    cutNothing: 'Ele se corta antes da primeira coisa que se podia importar: nada foi tomado. Peça que o salvem de novo.',
    cutText: 'O que vinha antes do corte foi importado e está salvo. Para o resto, peça que o salvem de novo.',
    talkCutTitle: 'A troca ficou incompleta',
    talkCutText: 'O que chegou está salvo. Comecem de novo para o resto.',
    from: (names: string, when: string) => `De ${names}, feito ${when}`,
    records: (records: number) => count(records, 'mudança nova neste aparelho', 'mudanças novas neste aparelho'),
    nothing: 'Nada de novo: este aparelho já tinha tudo',
    sealed: (sealed: number) => count(sealed, 'lote confidencial novo: só quem tem a chave o abre', 'lotes confidenciais novos: só quem tem a chave os abre'),
    carried: (carried: number) => `${count(carried, 'lote de outros aparelhos fica guardado', 'lotes de outros aparelhos ficam guardados')} aqui para passar ao servidor`,
    entries: (entries: number) => `${count(entries, 'novidade', 'novidades')} sobre pessoas e aparelhos do departamento`,
    quarantined: (quarantined: number) => `${count(quarantined, 'separado', 'separados')} para conferir`,
    acknowledged: (acknowledged: number) => `${count(acknowledged, 'mudança deste aparelho já tem cópia lá', 'mudanças deste aparelho já têm cópia lá')}; falta o servidor confirmar`,
    byServer: (sent: number) => `${count(sent, 'mudança deste aparelho enviada', 'mudanças deste aparelho enviadas')}: a confirmação do servidor chegou aqui`,
    given: (given: number) => `${count(given, 'lote entregue', 'lotes entregues')} ao outro notebook`
  },

  talk: {
    lead: 'Conectem os dois ao mesmo wifi, ou um ao outro por cabo. Não precisa de internet.',
    listen: 'Esperar o outro',
    listenText: 'Este notebook mostra um endereço',
    call: 'Chamar o outro',
    callText: 'O outro já mostra o endereço dele',
    address: 'Endereço do outro notebook',
    addressHint: 'Como 192.168.1.20:45870, ou o texto do código QR dele',
    addressMissing: 'Escreva o endereço que o outro notebook mostra',
    photo: 'Ler o QR de uma foto',
    dial: 'Chamar',
    listening: 'Esperando o outro notebook',
    listeningText: 'No outro notebook, escolham “Chamar o outro” e escrevam este endereço ou leiam o código.',
    here: 'Endereço deste notebook',
    qr: 'Código QR do endereço',
    calling: 'Chamando o outro notebook',
    comparing: 'São as mesmas palavras nas duas telas?',
    comparingText: 'Leiam em voz alta: as mesmas quatro, na mesma ordem.',
    words: 'Palavras nesta tela',
    other: (names: string) => `Do outro lado: ${names}`,
    same: 'São as mesmas',
    different: 'Não são as mesmas',
    waiting: 'Falta confirmar no outro notebook',
    waitingText: 'Lá também é preciso escolher “São as mesmas”.',
    running: 'Passando os dados',
    runningText: 'Deixem os dois notebooks abertos até terminar.',
    stop: 'Parar',
    done: 'Troca terminada',
    finish: 'Pronto',
    refused: 'Nada foi trocado',
    refusedText: 'Alguém pode estar no meio. Confiram se o endereço é o do outro notebook e comecem de novo.',
    again: 'Começar de novo'
  },

  peers: {
    title: 'Último contato com cada aparelho',
    text: (waiting: number) => `De ${count(waiting, 'registro', 'registros')} deste aparelho a enviar`,
    nothing: 'Nada deste aparelho falta enviar',
    server: 'Servidor',
    serverNever: 'Ainda sem contato',
    serverAll: 'Tem tudo',
    serverLacks: (waiting: number) => `${waiting === 1 ? 'Falta-lhe' : 'Faltam-lhe'} ${count(waiting, 'registro', 'registros')}`,
    alone: 'Nenhum outro aparelho ainda',
    aloneText: 'Para ter cópia sem esperar o sinal, exporte para um pen drive ou passe os dados para outro notebook.',
    all: 'Tem tudo',
    some: (has: number, waiting: number) => `Tem ${whole(has)} de ${whole(waiting)}`,
    nobody: 'Não tem nada disto',
    since: (when: string, way: string) => `${when} · ${way}`,
    ways: { file: 'por arquivo', beside: 'lado a lado' },
    also: (has: number, names: string) => `${count(has, 'registro também está', 'registros também estão')} no aparelho de ${names}`,
    alsoDevice: (has: number, device: string) => `${count(has, 'registro também está', 'registros também estão')} no ${device}`,
    more: (others: number) => `E há cópias em mais ${count(others, 'aparelho', 'aparelhos')}`
  }
};
