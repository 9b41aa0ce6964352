/** "412 B", "18,4 kB", "2,1 MB". */
export const saySize = (bytes: number): string =>
  bytes < 1000 ? `${bytes} B` : bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1).replace('.', ',')} kB` : `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;

/** The first letters of an opaque id: enough to tell two apart, and to say on the telephone. */
export const shortId = (id: string): string => id.slice(0, 8);
