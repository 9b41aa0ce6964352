/** A cell of a table: what stands in it, and what it is sorted by. */
export type Cell = { text: string; sort: number | string };
export type TableRow = { key: string; cells: readonly Cell[] };

/** Rows by a column, those that have no number last whichever way; as they came when no column is chosen. */
export function sortRows(rows: readonly TableRow[], column: number, down: boolean): readonly TableRow[] {
  if (column < 0) return rows;
  const value = (row: TableRow) => row.cells[column]?.sort ?? '';
  const lacks = (row: TableRow) => typeof value(row) === 'number' && Number.isNaN(value(row));
  return [...rows].sort((one, other) => {
    if (lacks(one) || lacks(other)) return Number(lacks(one)) - Number(lacks(other));
    const [first, second] = [value(one), value(other)];
    const order = typeof first === 'number' && typeof second === 'number' ? first - second : String(first).localeCompare(String(second));
    return down ? -order : order;
  });
}
