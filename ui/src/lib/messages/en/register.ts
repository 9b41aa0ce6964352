import type { Messages } from '../language.svelte';
import { count } from './count';

export const register: Messages['register'] = {
  title: 'Register of the department',
  total: (total: number) => count(total, 'person', 'people'),
  search: 'Search the register',
  searchPlaceholder: 'Name, document or year',
  post: 'Post of origin',
  everyPost: 'All posts',
  from: 'From',
  to: 'Until',
  dayPlaceholder: 'day/month/year',
  onlyConflicts: 'Only with values to decide',
  clear: 'Remove filters',
  columns: { name: 'Person', post: 'Post of origin', author: 'Registered by', registered_at: 'When', state: 'State' },
  sortBy: (column: string) => `Sort by ${column.toLowerCase()}`,
  conflicts: (conflicts: number) => `${count(conflicts, 'to decide', 'to decide')}`,
  loadingRow: 'Loading…',
  emptyTitle: 'Nobody with these filters',
  emptyText: 'Remove a filter or change the dates.',
  emptyAllTitle: 'The register is empty',
  emptyAllText: 'Synchronize to receive what was registered at the posts.',
  table: 'People registered in the department'
};
