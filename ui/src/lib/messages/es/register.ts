import { count } from './count';

export const register = {
  title: 'Registro del departamento',
  total: (total: number) => `${count(total, 'persona', 'personas')}`,
  search: 'Buscar en el registro',
  searchPlaceholder: 'Nombre, documento o año',
  post: 'Puesto de origen',
  everyPost: 'Todos los puestos',
  from: 'Desde',
  to: 'Hasta',
  dayPlaceholder: 'día/mes/año',
  onlyConflicts: 'Solo con valores por decidir',
  clear: 'Quitar filtros',
  columns: { name: 'Persona', post: 'Puesto de origen', author: 'Registró', registered_at: 'Cuándo', state: 'Estado' },
  sortBy: (column: string) => `Ordenar por ${column.toLowerCase()}`,
  conflicts: (conflicts: number) => `${count(conflicts, 'por decidir', 'por decidir')}`,
  loadingRow: 'Cargando…',
  emptyTitle: 'Nadie con estos filtros',
  emptyText: 'Quite un filtro o cambie las fechas.',
  emptyAllTitle: 'El registro está vacío',
  emptyAllText: 'Sincronice para recibir lo registrado en los puestos.',
  table: 'Personas registradas en el departamento'
};
