/** Practising with invented people, and the guided first day. */
import type { Messages } from '../language.svelte';

export const practice: Messages['practice'] = {
  word: 'PRACTICE',
  windowTitle: 'PRACTICE · Posta',
  band: 'Invented people · nothing is kept or sent',
  bandLabel: 'Practice mode',
  nothingSent: 'Practice: nothing is sent',
  nothingSentShort: 'Practice',
  nothingSentText: 'There is nothing to send here: what you write is erased at the end.',
  door: 'Practise with invented people',
  doorText: 'try without fear: nothing is real',

  title: 'Practise with invented people',
  what: ['Everybody in it is invented: you can try things, make mistakes and begin again.', 'Nothing is kept on this device or sent anywhere.', 'It ends when you say so, or when Posta is closed; then all of it is erased.'],
  as: 'What do you want to practise?',
  roles: {
    registrar: { title: 'Registration', text: 'search, register, hand over the slip' },
    care: { title: 'Care', text: 'the dupla: attend, refer, follow up' },
    protection: { title: 'Protection', text: 'stand by people, with what is confidential closed' },
    supervisor: { title: 'Supervision', text: 'duplicates, figures, team, plans' }
  },
  start: 'Begin',
  preparing: 'Preparing the practice…',
  preparingText: 'A post is being invented, with its people. It takes some seconds.',
  back: 'Back',

  goingTitle: 'The practice is still open',
  goingText: 'No password is needed: its people are invented.',
  goOnAs: 'As whom do you want to go on?',
  goOn: 'Go on practising',
  changeRole: 'Change role',
  changeRoleNow: (role: string) => `Change role. Now: ${role}`,
  practiseAs: (role: string) => `Practise ${role.toLowerCase()}`,

  end: 'End the practice',
  endShort: 'End',
  endTitle: 'End the practice?',
  endText: 'What you wrote in it is erased now, all of it. This cannot be undone. What is real on this device stays as it was.',
  endNow: 'End and erase',
  ending: 'Erasing the practice…',

  firstDay: {
    title: 'Your first day: a guided tour of ten minutes',
    text: 'With invented people, step by step. You can leave it whenever you like and go on later.',
    start: 'Begin',
    goOn: (step: number, steps: number) => `Go on at step ${step} of ${steps}`,
    notNow: 'Not now',
    skipped: 'You find it in your menu whenever you like',
    leaves: 'Your session pauses or ends while you practise.',
    menu: 'Tour of the first day'
  },

  guide: {
    name: 'Guide of the first day',
    short: 'Guide',
    fold: 'Make the guide small',
    unfold: 'Open the guide',
    step: (step: number, steps: number) => `Step ${step} of ${steps}`,
    key: 'F1',
    keyText: 'goes to the guide and back',
    showMe: 'Show me',
    shown: 'It is marked on the screen, with a frame.',
    notShown: 'It is not on this screen yet: first do what the step says.',
    done: 'Done. Very good.',
    next: 'Next',
    skip: 'Skip this step',
    previous: 'Previous step',
    later: 'Leave for later',
    laterSaid: 'The guide waits: open it with “Guide”, in the band above',
    unkept: 'Where you are could not be noted. The tour goes on all the same.',
    paper: 'Paper that the person brings (invented)',
    aPerson: 'somebody of the list',
    endTitle: 'You reached the end!',
    endText: 'To know by heart:',
    keepGoing: 'Go on practising'
  },

  steps: {
    registrar: {
      search: { title: 'First one searches', text: (name: string) => `Here comes ${name}. Before registering, always search: type a part of the name and open the page.` },
      paper: { title: 'Registering from a paper', text: 'Somebody new comes. Press “Register”, copy this paper and go on with “Next” up to “Coverage”. Leave empty what you do not know.' },
      coverage: { title: 'It is never a refusal', text: 'In “Coverage”, answer what the person knows. The result is a group whose care is covered, or guidance on where to go. Never a “no”.' },
      missing: { title: 'Papers that are missing', text: 'Mark which papers are here today. Those missing are noted and the slip says so; they hold nothing back.' },
      rights: { title: 'Their rights, in their language', text: 'Press “Show the person” and turn the screen towards them. To come back: “Finish”.' },
      consent: { title: 'Ask, then save', text: 'In “Consent”, ask each point by itself. Saying no never takes care away. Then “Save registration”.' },
      slip: { title: 'The slip is handed over', text: 'Print or save it and hand it over: its code finds the person fast. In a practice it says PRACTICE.' },
      words: { title: 'Saved, to send, sent', text: '“Saved” is already safe on this device. “To send” waits for a signal. “Sent” means that the server has it. It always shows above; in a practice nothing is sent.' },
      leave: { title: 'Leaving the device safe', text: 'If you get up or somebody looks: press Esc twice, or F9. A neutral screen comes up. Try it: then touch the screen and go on practising.' }
    },
    care: {
      find: { title: 'Whom will you attend?', text: (name: string) => `Press “Attend”, search for ${name} and open the consultation.` },
      parts: { title: 'One consultation, two parts', text: 'The health part and the psychosocial part go into the same consultation. Each writes their own and signs it; the person tells their story only once.' },
      needs: { title: 'What is needed', text: 'Mark the needs that the person tells of, and say which is urgent. Do not ask more than you have to.' },
      alerts: { title: 'Alerts: dos and do-nots', text: 'Mark an alert: the screen says what to do today and what to beware of. Do not investigate, do not promise, call nobody without their leave.' },
      close: { title: 'Close and save', text: 'Choose when you see them again, sign your part if it is finished, and press “Save consultation”.' },
      screening: { title: 'Instruments, where they help', text: 'On the page of the person, open “Instruments” and begin one. Every question can be skipped, and so can this step.' },
      refer: { title: 'Referring', text: 'Choose the service and say what is asked of it. Only what the person allowed goes along. Save the referral.' },
      agenda: { title: 'The diary remembers', text: 'Open the diary: the follow-up waits there, what is overdue first. When you have seen them, “Done”.' },
      leave: { title: 'Nobody sees what they should not', text: 'Press Esc twice, or F9: a neutral screen comes up and the consultation closes. Try it: then touch the screen and go on practising.' }
    },
    protection: {
      closed: { title: 'What is confidential is closed', text: 'In the story of a person, what is confidential has a neutral title. To open it one says why, and that is noted with your name.' },
      notices: { title: 'The notices', text: 'Open “Notices”: whoever registers asks there that somebody be seen, sealed and without details. Mark it when you attend to it.' },
      find: { title: 'The page of the person', text: (name: string) => `Search for ${name} and open the page. Look who travels along and who cares for them.` },
      alerts: { title: 'What not to do', text: 'Open a consultation and mark an alert. Read what to do today: do not interrogate, confront or promise; do not look for the family without leave.' },
      close: { title: 'Saving as confidential', text: 'At the end of the form mark “Close this consultation” and save. It is closed to your colleagues too.' },
      refer: { title: 'Refer with just enough', text: 'Choose the service that will receive them. Write only what spares them from telling everything again.' },
      leave: { title: 'Quick exit', text: 'If somebody comes near: Esc twice, or F9. A neutral screen comes up. Try it: then touch the screen and go on practising.' }
    },
    supervisor: {
      pairs: { title: 'Is it the same person?', text: 'Open “Possible duplicates”, compare a pair and decide. In doubt, “Later”. Every decision can be undone.' },
      figures: { title: 'Figures one understands', text: 'Open “Figures” and look at a week. Where there are few people, the number is hidden on purpose, so that nobody is recognised.' },
      report: { title: 'The report of the month', text: 'From “Figures” the report opens: it states its method and limits, and prints. In a practice it bears the word PRACTICE.' },
      exports: { title: 'Export, and say what for', text: 'Open “Export”: only what people allowed leaves, and one writes what for. Nothing leaves a practice: looking is enough.' },
      trainings: { title: 'Trainings', text: 'Open “Trainings”: who took part, the evaluation at entry and exit, the certificates. This practice is of use in them.' },
      plans: { title: 'Plans and allies', text: 'Open “Plans and allies”: actions with somebody responsible and a date, and meetings with what was agreed. What is due shows in your diary.' },
      team: { title: 'When a device is lost', text: 'Open “People and devices”. From here one cuts off whoever left, or the lost device; what it sent already stays. Take your time: it is invented.' },
      leave: { title: 'Leaving the device safe', text: 'Press Esc twice, or F9: a neutral screen comes up. Try it: then touch the screen and go on practising.' }
    }
  },

  remember: {
    registrar: ['First search; then, if nobody is there, register.', 'Nobody leaves refused: there is always a group or guidance.', 'What is missing is noted and holds nothing back.', 'Ask before writing; saying no takes no care away.', 'Esc twice and the screen is neutral.'],
    care: ['One consultation, two parts: the person tells it once.', 'Alerts say what to do today and what to beware of.', 'Instruments help; they never oblige.', 'One refers only with what the person allowed.', 'Esc twice and the screen is neutral.'],
    protection: ['What is confidential opens only with a reason.', 'Do not interrogate, confront or promise.', 'Write just enough, once.', 'Refer with leave, unless there is danger now.', 'Esc twice and the screen is neutral.'],
    supervisor: ['In doubt, “Later”: nothing is joined by force.', 'Small groups are hidden on purpose.', 'What leaves says what for, and is noted.', 'A lost device is cut off the same day.', 'Esc twice and the screen is neutral.']
  }
};
