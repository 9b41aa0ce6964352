import type { Messages } from '../language.svelte';

/** For each code of the shell: what happened, and the one thing to do. */
export const trouble: Messages['trouble'] = {
  told: (sentence: string, action: string, code: string) => `${sentence} ${action} · ${code}`,
  codes: {
    'POSTA-L1': { sentence: 'A senha não está correta.', action: 'Escreva-a outra vez' },
    'POSTA-L2': { sentence: 'Houve várias tentativas erradas.', action: 'Espere para tentar de novo' },
    'POSTA-L3': { sentence: 'A sessão terminou.', action: 'Desbloqueie para continuar' },
    'POSTA-L4': { sentence: 'Os arquivos deste aparelho não puderam ser abertos. Nada foi apagado.', action: 'Ligue para seu supervisor com este código' },
    'POSTA-L5': { sentence: 'O PIN não está correto.', action: 'Escreva-o outra vez ou use a senha' },
    'POSTA-L6': { sentence: 'O PIN já não serve para esta sessão.', action: 'Entre com sua senha' },
    'POSTA-L7': { sentence: 'O PIN deve ter de 4 a 12 números.', action: 'Escreva outro PIN' },
    'POSTA-L8': { sentence: 'Seu acesso foi desativado. O que você salvou e falta enviar fica guardado.', action: 'Fale com seu supervisor' },
    'POSTA-L9': { sentence: 'Este aparelho foi desativado por ordem da autoridade. Suas chaves foram destruídas.', action: 'Entregue-o ao seu supervisor' },
    'POSTA-J1': { sentence: 'O código não é válido, já foi usado ou venceu.', action: 'Peça um código novo ao seu supervisor' },
    'POSTA-J2': { sentence: 'A senha é muito curta.', action: 'Escreva 10 caracteres ou mais' },
    'POSTA-J3': { sentence: 'O código está incompleto ou mal copiado.', action: 'Confira as 16 letras e números' },
    'POSTA-J4': { sentence: 'Este aparelho pertence a outro departamento.', action: 'Use um aparelho do seu departamento' },
    'POSTA-J5': { sentence: 'Para adicionar alguém, uma pessoa deste aparelho precisa ter entrado.', action: 'Que entre, crie um PIN e pause; depois volte aqui' },
    'POSTA-J6': { sentence: 'Os dois aparelhos ainda não sabem um do outro.', action: 'Sincronize os dois e comece de novo' },
    'POSTA-J7': { sentence: 'Essa pessoa já trabalha neste aparelho.', action: 'Escolha seu nome na lista e entre' },
    'POSTA-J8': { sentence: 'Falta o servidor responder à sua entrada.', action: 'Continue a entrada com conexão; depois poderá trabalhar' },
    'POSTA-R1': { sentence: 'Esse texto não é o código que se espera aqui.', action: 'Leia-o ou cole-o completo' },
    'POSTA-R2': { sentence: 'Essa resposta é de outro pedido.', action: 'Peça a resposta a este mesmo código' },
    'POSTA-R3': { sentence: 'Não está aí a chave de recuperação deste departamento.', action: 'Confira a pasta da autoridade' },
    'POSTA-R4': { sentence: 'Faltam partes da chave de recuperação.', action: 'Junte mais partes e tente de novo' },
    'POSTA-Q1': { sentence: 'Não foi possível ler nenhum código na foto.', action: 'Tire outra, mais perto e com luz' },
    'POSTA-B1': { sentence: 'Há dados que não podem ser salvos assim.', action: 'Corrija o que está marcado em vermelho' },
    'POSTA-B2': { sentence: 'Não foi encontrado neste aparelho.', action: 'Busque de novo' },
    'POSTA-P1': { sentence: 'Sua função não permite fazer isto.', action: 'Peça a quem corresponde' },
    'POSTA-P2': { sentence: 'Uma segunda pessoa precisa concordar.', action: 'Peça a outra supervisora ou supervisor' },
    'POSTA-N1': { sentence: 'Este município ainda não tem dupla que possa ler o aviso.', action: 'Avise pessoalmente ou ligue para seu supervisor' },
    'POSTA-E1': { sentence: 'Este registro foi excluído por uma ordem.', action: 'Não o cadastre de novo; consulte seu supervisor' },
    'POSTA-S1': { sentence: 'Não há conexão com o servidor. O que foi salvo continua seguro neste aparelho.', action: 'Tente quando houver sinal' },
    'POSTA-S2': { sentence: 'Respondeu um servidor que não é o nosso.', action: 'Mude de rede e tente de novo' },
    'POSTA-S3': { sentence: 'O servidor não reconhece este aparelho.', action: 'Avise seu supervisor com este código' },
    'POSTA-S4': { sentence: 'O servidor tem um problema. O que foi salvo continua seguro neste aparelho.', action: 'Tente em alguns minutos' },
    'POSTA-D1': { sentence: 'Não foi salvo: o disco está cheio ou falhou. O que você escreveu continua na tela.', action: 'Libere espaço e salve outra vez' },
    'POSTA-D2': { sentence: 'Não foi possível ler os dados deste aparelho.', action: 'Tente de novo; se continuar igual, avise seu supervisor' },
    'POSTA-X1': { sentence: 'Aconteceu algo que não esperávamos.', action: 'Tente de novo' }
  }
};
