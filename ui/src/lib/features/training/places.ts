import type { Catalogue } from '$lib/api';

/** The departments that have municipalities in the catalogue, by their names: "Sabaya, Oruro". */
export function departmentsOf({ municipalities }: Pick<Catalogue, 'municipalities'>): { code: string; label: string }[] {
  const names = municipalities.map(({ label }) => label.split(', ').at(-1) ?? '').filter(Boolean);
  return [...new Set(names)].map((name) => ({ code: name, label: name }));
}
