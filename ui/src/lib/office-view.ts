/** What the shell says of trainings, work plans and tables of allies. Days are `YYYY-MM-DD` or ""; ids are hex, "" for a new one. */

export type TrainingInput = {
  id: string;
  /** `course`, `cascade`. */
  kind: string;
  title: string;
  /** Codes of the pack. */
  themes: string[];
  on: string;
  /** Whole hours. */
  hours: number;
  city: string;
  department: string;
  institution: string;
  trainers: string;
  /** Of a cascade: the participant who trains here; "" else. */
  trained_by: string;
  /** `planned`, `held`, `cancelled`. */
  state: string;
  note: string;
};

export type TrainingCard = {
  training: TrainingInput;
  participants: number;
  entries: number;
  exits: number;
  theme_names: string[];
  renew_by: string;
  to_renew: boolean;
  trained_by_name: string;
};

export type ParticipantInput = {
  id: string;
  training: string;
  name: string;
  /** `woman`, `man`, `other`. */
  sex: string;
  /** `health`, `administrative`, `community`. */
  role: string;
  institution: string;
};

export type ParticipantCard = {
  participant: ParticipantInput;
  entry_right: number | null;
  exit_right: number | null;
  questions: number;
  /** Day that a certificate is of; "" while there is none to give. */
  certified_on: string;
  /** People trained afterwards by them. */
  trained: number;
};

/** It never tells which option is the right one. */
export type TrainingQuestion = { code: string; theme: string; theme_name: string; text: string; options: { code: string; text: string }[] };

export type EvaluationInput = {
  participant: string;
  /** `entry`, `exit`. */
  moment: string;
  answers: { question: string; option: string }[];
};

/** In percent and percentage points; the interval is of 95 %, none of fewer than two people. */
export type ThemeGain = { theme: string; name: string; n: number; entry: number; exit: number; gain: number; low: number | null; high: number | null };

export type TrainingView = { card: TrainingCard; participants: ParticipantCard[]; questions: TrainingQuestion[]; gains: ThemeGain[] };

export type RoleRow = { role: string; women: number; men: number; other: number; total: number };

export type TrainingReport = {
  from: string;
  to: string;
  trainings: number;
  trained: number;
  institutions: number;
  cities: number;
  departments: number;
  roles: RoleRow[];
  cascade: number;
  tables: number;
  table_participants: number;
  networks: number;
  network_members: number;
  gains: ThemeGain[];
};

export type PlanInput = {
  id: string;
  institution: string;
  /** Entry of the directory, or "". */
  service: string;
  /** Code of a municipality. */
  place: string;
  from: string;
  to: string;
  note: string;
  /** The decalogue: ten at most. */
  good_practices: string[];
};

export type CommitmentInput = {
  id: string;
  /** Plan or meeting. */
  of: string;
  what: string;
  responsible: string;
  due: string;
  /** `short`, `medium`, `long`; "" of meetings. */
  term: string;
  /** `open`, `done`, `dropped`. */
  state: string;
  /** How one sees that it was done. */
  evidence: string;
};

export type CommitmentCard = {
  commitment: CommitmentInput;
  of_name: string;
  /** `plan`, `meeting`. */
  of_kind: string;
  overdue: boolean;
};

export type PlanCard = { plan: PlanInput; open: number; done: number; overdue: number; place_name: string };
export type PlanView = { card: PlanCard; commitments: CommitmentCard[]; service_left: boolean; service_stale: boolean };

export type MeetingInput = {
  id: string;
  /** `table`, `network`. */
  kind: string;
  name: string;
  on: string;
  /** Code of a municipality. */
  place: string;
  institution: string;
  women: number;
  men: number;
  other: number;
  agreements: string;
};

export type MeetingCard = { meeting: MeetingInput; participants: number; open: number; overdue: number };
export type MeetingView = { card: MeetingCard; commitments: CommitmentCard[] };

export type PlansView = {
  plans: PlanCard[];
  meetings: MeetingCard[];
  /** Open ones by day, overdue first. */
  due: CommitmentCard[];
  /** Names of entries of the directory that were closed in the last year. */
  allies_left: string[];
  stale_services: { id: string; name: string; verified_on: string }[];
};
