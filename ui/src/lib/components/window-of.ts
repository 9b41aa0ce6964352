/** Where each row begins, and where the last ends, from the heights that are known and one that stands for the others. */
export function startsOf(keys: readonly string[], heights: ReadonlyMap<string, number>, estimate: number): Float64Array {
  const starts = new Float64Array(keys.length + 1);
  keys.forEach((key, index) => (starts[index + 1] = (starts[index] ?? 0) + (heights.get(key) ?? estimate)));
  return starts;
}

/** The row at a height: the last that begins at or above it. */
export function rowAt(starts: Float64Array, at: number): number {
  let [low, high] = [0, Math.max(0, starts.length - 2)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
