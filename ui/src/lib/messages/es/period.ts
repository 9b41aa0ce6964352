/** Stretches of days, as figures and exports ask for them. */
export const period = {
  label: 'Período',
  kinds: { week: 'Esta semana', month: 'Este mes', last_month: 'Mes pasado', campaign: 'Campaña', free: 'Otros días' },
  campaign: '¿Qué campaña?',
  from: 'Desde',
  to: 'Hasta',
  placeholder: 'día/mes/año',
  unreadable: 'Ese día no se entiende',
  turned: 'Termina antes de empezar',
  post: 'Puesto',
  everyPost: 'Todos los puestos',
  monthOf: (month: string, year: string) => `${month} de ${year}`,
  inMonth: (month: string) => `en ${month}`,
  on: (day: string) => `el ${day}`,
  between: (from: string, to: string) => `del ${from} al ${to}`
};
