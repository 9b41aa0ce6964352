/** Acts whose commands are still being written in the shell. A line goes when its command is in the bindings. */
import type {
  AuditFilter,
  AuditPage,
  ChallengeView,
  CodeView,
  CommandError,
  ErasureCard,
  ExportView,
  InvitationView,
  MembersView,
  NoticeCard,
  Saved,
  SessionView,
  TimelineEntry,
  UserCard
} from './bindings';

type Answer<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: CommandError }>;

export type LaterCommands = {
  resume: (user: string, pin: string) => Answer<SessionView>;
  setPin: (pin: string) => Answer<null>;
  pause: () => Answer<null>;
  lockAll: () => Answer<null>;
  touch: () => Answer<null>;
  changePassword: (old: string, fresh: string) => Answer<null>;
  lookAtInvitation: (server: string, code: string) => Answer<InvitationView>;
  lookAtInvitationFile: (path: string, code: string) => Answer<InvitationView>;
  joinFromFile: (path: string, code: string, password: string) => Answer<SessionView>;
  resumeJoin: (password: string) => Answer<SessionView>;
  qr: (text: string) => Answer<string>;
  readQr: (width: number, height: number, luma: number[]) => Answer<string>;
  attachRequest: () => Answer<CodeView>;
  attachAnswer: (requestText: string, password: string) => Answer<CodeView>;
  attachFinish: (answerText: string, newPassword: string) => Answer<UserCard>;
  beginRecovery: (user: string) => Answer<CodeView>;
  inspectChallenge: (text: string) => Answer<ChallengeView>;
  answerRecovery: (text: string, authorityFolder: string, shares: string[]) => Answer<CodeView>;
  finishRecovery: (user: string, answerText: string, newPassword: string) => Answer<SessionView>;
  members: () => Answer<MembersView>;
  revokeUser: (user: string, reason: string) => Answer<MembersView>;
  revokeDevice: (device: string, reason: string) => Answer<MembersView>;
  admit: (feed: string, n: number, hash: string) => Answer<MembersView>;
  handOver: (person: string, reason: string, note: string) => Answer<Saved>;
  notices: () => Answer<NoticeCard[]>;
  settleNotice: (id: string) => Answer<null>;
  openRestricted: (consultation: string, reason: string, words: string) => Answer<TimelineEntry>;
  notePrinted: (person: string) => Answer<null>;
  exportPerson: (person: string, folder: string) => Answer<ExportView>;
  auditPage: (filter: AuditFilter) => Answer<AuditPage>;
  orderErasure: (person: string, basis: string) => Answer<ErasureCard>;
  agreeErasure: (order: string) => Answer<ErasureCard>;
  erasures: () => Answer<ErasureCard[]>;
};
