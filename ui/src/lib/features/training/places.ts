import type { Catalogue } from '$lib/api';

/** The departments that have municipalities in the catalogue, by the first two digits of their codes and by their names: "Sabaya, Oruro". */
export function departmentsOf({ municipalities }: Pick<Catalogue, 'municipalities'>): { code: string; label: string }[] {
  const names = new Map(municipalities.map(({ code, label }) => [code.slice(0, 2), label.split(', ').at(-1) ?? '']));
  return [...names].map(([code, label]) => ({ code, label }));
}
