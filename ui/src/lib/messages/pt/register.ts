import type { Messages } from '../language.svelte';
import { count } from './count';

export const register: Messages['register'] = {
  title: 'Registro do departamento',
  total: (total: number) => count(total, 'pessoa', 'pessoas'),
  search: 'Buscar no registro',
  searchPlaceholder: 'Nome, documento ou ano',
  post: 'Posto de origem',
  everyPost: 'Todos os postos',
  from: 'De',
  to: 'Até',
  dayPlaceholder: 'dia/mês/ano',
  onlyConflicts: 'Só com valores a decidir',
  clear: 'Tirar filtros',
  columns: { name: 'Pessoa', post: 'Posto de origem', author: 'Registrou', registered_at: 'Quando', state: 'Estado' },
  sortBy: (column: string) => `Ordenar por ${column.toLowerCase()}`,
  conflicts: (conflicts: number) => `${count(conflicts, 'a decidir', 'a decidir')}`,
  loadingRow: 'Carregando…',
  emptyTitle: 'Ninguém com estes filtros',
  emptyText: 'Tire um filtro ou mude as datas.',
  emptyAllTitle: 'O registro está vazio',
  emptyAllText: 'Sincronize para receber o que foi registrado nos postos.',
  table: 'Pessoas registradas no departamento'
};
