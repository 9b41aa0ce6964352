/** Praticar com pessoas inventadas, e o primeiro dia guiado. */
import type { Messages } from '../language.svelte';

export const practice: Messages['practice'] = {
  word: 'PRÁTICA',
  windowTitle: 'PRÁTICA · Posta',
  band: 'Pessoas inventadas · nada é salvo nem enviado',
  bandLabel: 'Modo de prática',
  nothingSent: 'Prática: nada é enviado',
  nothingSentShort: 'Prática',
  nothingSentText: 'Aqui não há nada a enviar: o que você escrever é apagado no fim.',
  door: 'Praticar com pessoas inventadas',
  doorText: 'experimente sem medo: nada é de verdade',

  title: 'Praticar com pessoas inventadas',
  what: ['Todas as pessoas são inventadas: você pode experimentar, errar e recomeçar.', 'Nada é salvo neste aparelho nem enviado a lugar nenhum.', 'Termina quando você disser, ou ao fechar o Posta; então tudo é apagado.'],
  as: 'O que você quer praticar?',
  roles: {
    registrar: { title: 'Registro', text: 'buscar, registrar, entregar o comprovante' },
    care: { title: 'Atendimento', text: 'a dupla: atender, encaminhar, acompanhar' },
    protection: { title: 'Proteção', text: 'acompanhar, com o confidencial fechado' },
    supervisor: { title: 'Supervisão', text: 'duplicados, números, equipe, planos' }
  },
  start: 'Começar',
  preparing: 'Preparando a prática…',
  preparingText: 'Um posto é inventado, com suas pessoas. Leva alguns segundos.',
  back: 'Voltar',

  goingTitle: 'A prática continua aberta',
  goingText: 'Não é preciso senha: são pessoas inventadas.',
  goOnAs: 'Como quem você quer continuar?',
  goOn: 'Continuar praticando',
  changeRole: 'Trocar de papel',
  changeRoleNow: (role: string) => `Trocar de papel. Agora: ${role}`,
  practiseAs: (role: string) => `Praticar ${role.toLowerCase()}`,

  end: 'Terminar a prática',
  endShort: 'Encerrar',
  endTitle: 'Terminar a prática?',
  endText: 'O que você escreveu nela é apagado agora, tudo. Não dá para desfazer. O que é de verdade neste aparelho fica como estava.',
  endNow: 'Terminar e apagar',
  ending: 'Apagando a prática…',

  firstDay: {
    title: 'Seu primeiro dia: percurso guiado de dez minutos',
    text: 'Com pessoas inventadas e passo a passo. Você pode deixar quando quiser e continuar depois.',
    start: 'Começar',
    goOn: (step: number, steps: number) => `Continuar no passo ${step} de ${steps}`,
    notNow: 'Agora não',
    skipped: 'Está no seu menu quando você quiser',
    leaves: 'Sua sessão fica em pausa ou se encerra enquanto você pratica.',
    menu: 'Percurso do primeiro dia'
  },

  guide: {
    name: 'Guia do primeiro dia',
    short: 'Guia',
    fold: 'Recolher o guia',
    unfold: 'Abrir o guia',
    step: (step: number, steps: number) => `Passo ${step} de ${steps}`,
    key: 'F1',
    keyText: 'vai ao guia e volta',
    showMe: 'Mostre-me',
    shown: 'Está marcado na tela, com uma borda.',
    notShown: 'Ainda não está nesta tela: primeiro faça o que diz o passo.',
    done: 'Feito. Muito bem.',
    next: 'Próximo',
    skip: 'Pular este passo',
    previous: 'Passo anterior',
    later: 'Deixar para depois',
    laterSaid: 'O guia espera: abra-o em “Guia”, na faixa de cima',
    unkept: 'Não foi possível anotar onde você está. O percurso continua igual.',
    paper: 'Papel que a pessoa traz (inventado)',
    aPerson: 'uma pessoa da lista',
    endTitle: 'Você chegou ao fim!',
    endText: 'Para saber de cor:',
    keepGoing: 'Continuar praticando'
  },

  steps: {
    registrar: {
      search: { title: 'Primeiro se busca', text: (name: string) => `Chega ${name}. Antes de registrar, sempre busque: escreva parte do nome e abra a página.` },
      paper: { title: 'Registrar com um papel', text: 'Chega alguém novo. Toque em “Registrar”, copie este papel e avance com “Próximo” até “Cobertura”. O que não souber, deixe vazio.' },
      coverage: { title: 'Nunca é uma recusa', text: 'Em “Cobertura”, responda o que a pessoa souber. O resultado é um grupo com atendimento coberto, ou uma orientação de aonde ir. Jamais um “não”.' },
      missing: { title: 'Os papéis que faltam', text: 'Marque que papéis a pessoa traz hoje. Os que faltam ficam anotados e o comprovante diz quais; não impedem nada.' },
      rights: { title: 'Seus direitos, em seu idioma', text: 'Toque em “Mostrar à pessoa” e gire a tela para ela. Para voltar: “Terminar”.' },
      consent: { title: 'Perguntar e salvar', text: 'Em “Consentimento”, pergunte cada ponto em separado. Dizer não nunca tira o atendimento. Depois, “Salvar registro”.' },
      slip: { title: 'O comprovante é entregue', text: 'Imprima ou salve, e entregue: leva um código para encontrar a pessoa depressa. Na prática diz PRÁTICA.' },
      words: { title: 'Salvo, a enviar, enviado', text: '“Salvo” já está seguro neste aparelho. “A enviar” espera o sinal. “Enviado” quer dizer que o servidor recebeu. Em cima se vê sempre; na prática nada é enviado.' },
      leave: { title: 'Deixar o aparelho seguro', text: 'Se você se levantar ou alguém olhar: Esc duas vezes, ou F9. Fica uma tela neutra. Experimente: depois toque na tela e continue praticando.' }
    },
    care: {
      find: { title: 'Quem você vai atender?', text: (name: string) => `Toque em “Atender”, busque ${name} e abra o atendimento.` },
      parts: { title: 'Um atendimento, duas partes', text: 'A parte de saúde e a parte psicossocial vão no mesmo atendimento. Cada um escreve a sua e assina; a pessoa conta sua história uma só vez.' },
      needs: { title: 'De que precisa', text: 'Marque as necessidades que a pessoa contar, e diga qual é urgente. Não pergunte demais.' },
      alerts: { title: 'Alertas: o que fazer e o que não', text: 'Marque um alerta: a tela diz o passo de hoje e do que se cuidar. Não investigue, não prometa, não chame ninguém sem permissão.' },
      close: { title: 'Fechar e salvar', text: 'Escolha quando voltam a ver a pessoa, assine sua parte se terminou, e toque em “Salvar atendimento”.' },
      screening: { title: 'Instrumentos, se ajudarem', text: 'Na página da pessoa, abra “Instrumentos” e comece um. Toda pergunta pode ser pulada, e este passo também.' },
      refer: { title: 'Encaminhar', text: 'Escolha o serviço e diga o que se pede. Vai só o que a pessoa permitiu. Salve o encaminhamento.' },
      agenda: { title: 'A agenda se lembra', text: 'Abra a agenda: ali espera o acompanhamento, primeiro o atrasado. Quando vir a pessoa, “Feito”.' },
      leave: { title: 'Ninguém vê o que não deve', text: 'Esc duas vezes, ou F9: fica uma tela neutra e o atendimento se fecha. Experimente: depois toque na tela e continue praticando.' }
    },
    protection: {
      closed: { title: 'O confidencial está fechado', text: 'Na história de uma pessoa, o confidencial leva um título neutro. Para abrir é preciso dizer por quê, e fica anotado com seu nome.' },
      notices: { title: 'Os avisos', text: 'Abra “Avisos”: quem registra pede ali que vejam alguém, selado e sem detalhes. Marque quando atender.' },
      find: { title: 'A página da pessoa', text: (name: string) => `Busque ${name} e abra a página. Veja com quem viaja e quem acompanha.` },
      alerts: { title: 'O que não fazer', text: 'Abra um atendimento e marque um alerta. Leia o passo de hoje: não interrogue, não confronte, não prometa, não procure a família sem permissão.' },
      close: { title: 'Salvar confidencial', text: 'No fim do formulário marque “Fechar este atendimento” e salve. Fica fechado também para seus colegas.' },
      refer: { title: 'Encaminhar com o necessário', text: 'Escolha o serviço que vai receber a pessoa. Escreva só o necessário para que não tenha de contar tudo outra vez.' },
      leave: { title: 'Saída rápida', text: 'Se alguém se aproximar: Esc duas vezes, ou F9. Fica uma tela neutra. Experimente: depois toque na tela e continue praticando.' }
    },
    supervisor: {
      pairs: { title: 'É a mesma pessoa?', text: 'Abra “Possíveis duplicados”, compare um par e decida. Na dúvida, “Mais tarde”. Toda decisão pode ser desfeita.' },
      figures: { title: 'Números que se entendem', text: 'Abra “Números” e veja uma semana. Onde há poucas pessoas, o número fica escondido de propósito para que ninguém seja reconhecido.' },
      report: { title: 'O relatório do mês', text: 'De “Números” se abre o relatório: diz o método e os limites, e é impresso. Na prática leva a palavra PRÁTICA.' },
      exports: { title: 'Exportar, com um para quê', text: 'Abra “Exportar”: sai só o que as pessoas permitiram, e se escreve para quê. Da prática não sai nada: basta olhar.' },
      trainings: { title: 'As capacitações', text: 'Abra “Capacitações”: quem participou, a avaliação de entrada e de saída, os certificados. Esta prática serve nelas.' },
      plans: { title: 'Os planos e os aliados', text: 'Abra “Planos e aliados”: ações com responsável e data, e as reuniões com seus acordos. O que vence aparece em sua agenda.' },
      team: { title: 'Se um aparelho se perde', text: 'Abra “Pessoas e aparelhos”. Dali se desativa quem saiu ou o aparelho perdido; o que já foi enviado se conserva. Olhe sem pressa: é inventado.' },
      leave: { title: 'Deixar o aparelho seguro', text: 'Esc duas vezes, ou F9: fica uma tela neutra. Experimente: depois toque na tela e continue praticando.' }
    }
  },

  remember: {
    registrar: ['Primeiro buscar; depois, se não estiver, registrar.', 'Ninguém sai recusado: sempre há um grupo ou uma orientação.', 'O que falta é anotado e não impede.', 'Perguntar antes de anotar; dizer não, não tira o atendimento.', 'Esc duas vezes e a tela fica neutra.'],
    care: ['Um atendimento, duas partes: a pessoa conta uma só vez.', 'Os alertas dizem o passo de hoje e do que se cuidar.', 'Os instrumentos ajudam; nunca obrigam.', 'Encaminha-se só com o que a pessoa permitiu.', 'Esc duas vezes e a tela fica neutra.'],
    protection: ['O confidencial se abre só com um motivo.', 'Não interrogar, não confrontar, não prometer.', 'Escrever o necessário, uma só vez.', 'Encaminhar com permissão, salvo perigo de agora.', 'Esc duas vezes e a tela fica neutra.'],
    supervisor: ['Na dúvida, “Mais tarde”: nada se une à força.', 'Os grupos pequenos ficam escondidos de propósito.', 'O que sai leva um para quê, e fica anotado.', 'Um aparelho perdido é desativado no mesmo dia.', 'Esc duas vezes e a tela fica neutra.']
  }
};
