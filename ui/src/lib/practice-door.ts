/** The practice's commands, through the one door. They belong to `api` itself once the shell's bindings have them. */
import { api } from './api';
import type { PracticeCommands } from './practice-view';

const door = api as unknown as PracticeCommands;

export const practiceDoor: PracticeCommands = {
  startPractice: async (role) => door.startPractice(role),
  endPractice: async () => door.endPractice(),
  firstDay: async (user) => door.firstDay(user),
  setFirstDay: async (user, view) => door.setFirstDay(user, view),
  practicePeople: async () => door.practicePeople()
};
