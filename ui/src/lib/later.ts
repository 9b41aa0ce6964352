/** Acts whose commands are still being written in the shell. A line goes when its command is in the bindings. */
import type { CodeView, CommandError, UserCard } from './bindings';

type Answer<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: CommandError }>;

/** A colleague comes with the keys of their own device. */
export type LaterCommands = {
  attachRequest: () => Answer<CodeView>;
  attachAnswer: (requestText: string, password: string) => Answer<CodeView>;
  attachFinish: (answerText: string, newPassword: string) => Answer<UserCard>;
};
