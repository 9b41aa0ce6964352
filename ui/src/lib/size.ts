import { t } from './messages';

/** "412 B", "18,4 kB", "2,1 MB". */
export const saySize = (bytes: number): string => t.size(bytes);

/** The first letters of an opaque id: enough to tell two apart, and to say on the telephone. */
export const shortId = (id: string): string => id.slice(0, 8);
