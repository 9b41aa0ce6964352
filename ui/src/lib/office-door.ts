/** The door to trainings, work plans and tables of allies, until the shell has it: as `api`, in plain words. */
import type { PrintView, Saved } from './api';
import type * as Office from './office-view';
import { Trouble } from './trouble';

export type OfficeDoor = {
  trainings: () => Promise<Office.TrainingCard[]>;
  training: (id: string, language: string) => Promise<Office.TrainingView>;
  saveTraining: (input: Office.TrainingInput) => Promise<Saved>;
  saveParticipant: (input: Office.ParticipantInput) => Promise<Saved>;
  evaluate: (input: Office.EvaluationInput) => Promise<Saved>;
  trainingReport: (from: string, to: string, language: string) => Promise<Office.TrainingReport>;
  certificate: (participant: string) => Promise<PrintView>;
  saveCertificate: (participant: string, folder: string) => Promise<{ path: string }>;
  plans: () => Promise<Office.PlansView>;
  plan: (id: string) => Promise<Office.PlanView>;
  meeting: (id: string) => Promise<Office.MeetingView>;
  savePlan: (input: Office.PlanInput) => Promise<Saved>;
  saveMeeting: (input: Office.MeetingInput) => Promise<Saved>;
  saveCommitment: (input: Office.CommitmentInput) => Promise<Saved>;
};

type Answer = { status: 'ok'; data: unknown } | { status: 'error'; error: unknown };
type Ask = (...asked: unknown[]) => Promise<Answer>;

async function ask(name: keyof OfficeDoor, asked: unknown[]): Promise<unknown> {
  if (import.meta.env.VITE_MOCK !== '1') throw new Trouble('POSTA-X1');
  const { officeMock } = await import('./mock/office');
  const answer = await (officeMock[name] as unknown as Ask)(...asked);
  if (answer.status === 'ok') return answer.data;
  throw Trouble.from(answer.error);
}

export const office = new Proxy({} as OfficeDoor, {
  get: (_, name) => (...asked: unknown[]) => ask(name as keyof OfficeDoor, asked)
});
