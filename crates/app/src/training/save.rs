//! Keeping trainings and who takes part in them.

use posta_domain::{
    Kind, Participant, ParticipantRole, ParticipantSex, Problem, Training, TrainingKind, TrainingState,
};

use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::office::{line, note, read_day, read_reference};
use crate::permission::Act;
use crate::view::{ParticipantInput, Saved, TrainingInput};

impl App {
    /// Keeps a training, new or changed; returns once that is durable.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_training(&self, input: &TrainingInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let mut problems = Vec::new();
            let training = read_training(input, &mut problems);
            let (id, stored) = open.office_record(&Kind::Training, &input.id)?;
            problems.extend(training.problems(open.desk.pack, now.today));
            if !training.trained_by.is_none() {
                let teacher = open.registry()?.file.participant(&training.trained_by)?;
                if teacher.is_none_or(|teacher| teacher.training == id) {
                    problems.push(Problem::error("trained_by", "training_trainer_unknown"));
                }
            }
            open.keep_office_record(Kind::Training, id, training.changes_from(&stored), problems, now)
        })
    }

    /// Keeps somebody who takes part, new or changed; returns once that is durable. What they answered stays.
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`] (the training or the participant), [`Error::NotAllowed`],
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn save_participant(&self, input: &ParticipantInput) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let training = read_id(&input.training)?;
            open.find_training(&training)?;
            let (id, stored) = open.office_record(&Kind::Participant, &input.id)?;
            let kept = Participant::from_fields(&stored);
            if !stored.is_empty() && kept.training != training {
                return Err(Error::NotFound);
            }
            let participant = Participant {
                training,
                name: line(&input.name),
                sex: ParticipantSex::from_word(&line(&input.sex)),
                role: ParticipantRole::from_word(&line(&input.role)),
                institution: line(&input.institution),
                ..kept
            };
            let (changes, problems) = (participant.changes_from(&stored), participant.problems());
            open.keep_office_record(Kind::Participant, id, changes, problems, now)
        })
    }
}

fn read_training(input: &TrainingInput, problems: &mut Vec<Problem>) -> Training {
    let kind = TrainingKind::from_word(&line(&input.kind));
    // Only in a cascade somebody teaches who was trained before.
    let cascade = kind == TrainingKind::Cascade;
    let trained_by = if cascade { input.trained_by.as_str() } else { "" };
    Training {
        title: line(&input.title),
        themes: input.themes.iter().map(|code| line(code)).filter(|code| !code.is_empty()).collect(),
        on: read_day("on", &input.on, problems),
        hours: input.hours,
        city: line(&input.city),
        department: line(&input.department),
        institution: line(&input.institution),
        trainers: line(&input.trainers),
        trained_by: read_reference("trained_by", trained_by, "training_trainer_unknown", problems),
        state: TrainingState::from_word(&line(&input.state)),
        note: note(&input.note),
        kind,
    }
}
