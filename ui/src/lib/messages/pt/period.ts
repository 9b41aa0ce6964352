/** Stretches of days, as figures and exports ask for them. */
export const period = {
  label: 'Período',
  kinds: { week: 'Esta semana', month: 'Este mês', last_month: 'Mês passado', campaign: 'Campanha', free: 'Outros dias' },
  campaign: 'Qual campanha?',
  from: 'De',
  to: 'Até',
  placeholder: 'dia/mês/ano',
  unreadable: 'Não dá para entender esse dia',
  turned: 'Termina antes de começar',
  post: 'Posto',
  everyPost: 'Todos os postos',
  monthOf: (month: string, year: string) => `${month} de ${year}`,
  inMonth: (month: string) => `em ${month}`,
  on: (day: string) => `em ${day}`,
  between: (from: string, to: string) => `de ${from} a ${to}`
};
