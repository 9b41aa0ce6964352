//! Keeping trainings and who takes part in them.

use posta_domain::{
    DocumentId, Kind, Pack, Participant, ParticipantRole, ParticipantSex, Problem, Training, TrainingKind,
    TrainingState, fold,
};

use super::list::{participant_input, training_input};
use crate::app::App;
use crate::error::Error;
use crate::id::read_id;
use crate::office::{after, line, note, read_day, read_reference, shown_now, written_over};
use crate::permission::Act;
use crate::view::{ParticipantInput, Saved, TrainingInput};

impl App {
    /// Keeps a training, new or changed; returns once that is durable. `base` is the form as it began, none of a new one:
    /// only what differs from it is written, so that what others wrote meanwhile stays.
    ///
    /// # Errors
    /// [`Error::BadInput`] (also `office_moved`: somebody else changed the same field meanwhile), [`Error::NotFound`],
    /// [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn save_training(&self, input: &TrainingInput, base: Option<&TrainingInput>) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let (mut problems, pack) = (Vec::new(), open.desk.pack);
            let told = read_training(input, pack, &mut problems).to_fields();
            let (id, stored) = open.office_record(&Kind::Training, &input.id)?;
            let shown = |input: &TrainingInput| read_training(input, pack, &mut Vec::new()).to_fields();
            let base = base.map(shown).unwrap_or_default();
            let kept =
                shown_now(&stored, |stored| shown(&training_input(&id, &Training::from_fields(stored))));
            let put = written_over(&base, &told, &kept, &mut problems);
            let training = Training::from_fields(&after(&stored, &put));
            problems.extend(training.problems(pack, now.today));
            if !training.trained_by.is_none() {
                let teacher = open.registry()?.file.participant(&training.trained_by)?;
                if teacher.is_none_or(|teacher| teacher.training == id) {
                    problems.push(Problem::error("trained_by", "training_trainer_unknown"));
                }
            }
            open.keep_office_record(Kind::Training, id, put, problems, now)
        })
    }

    /// Keeps somebody who takes part, new or changed; returns once that is durable. What they answered stays. `base` as in
    /// [`App::save_training`].
    ///
    /// # Errors
    /// [`Error::BadInput`], [`Error::NotFound`] (the training or the participant), [`Error::NotAllowed`],
    /// [`Error::Locked`], [`Error::Storage`].
    pub fn save_participant(
        &self,
        input: &ParticipantInput,
        base: Option<&ParticipantInput>,
    ) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let training = read_id(&input.training)?;
            open.find_training(&training)?;
            let (id, stored) = open.office_record(&Kind::Participant, &input.id)?;
            if !stored.is_empty() && Participant::from_fields(&stored).training != training {
                return Err(Error::NotFound);
            }
            let shown = |input: &ParticipantInput| read_participant(input, training).to_fields();
            let base = base.map(shown).unwrap_or_default();
            let kept = shown_now(&stored, |stored| {
                shown(&participant_input(&id, &Participant::from_fields(stored)))
            });
            let mut problems = Vec::new();
            let put = written_over(&base, &shown(input), &kept, &mut problems);
            problems.extend(Participant::from_fields(&after(&stored, &put)).problems());
            open.keep_office_record(Kind::Participant, id, put, problems, now)
        })
    }

    /// Takes back that somebody was written down in a training, or takes that back in turn; returns once that is durable.
    /// They are in no count meanwhile, and what they answered stays with them.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotAllowed`], [`Error::Locked`], [`Error::Storage`].
    pub fn withdraw_participant(&self, id: &str, withdrawn: bool) -> Result<Saved, Error> {
        let now = self.now();
        self.with(|open| {
            open.allow(Act::TendOffice)?;
            let (kind, id) = (Kind::Participant, read_id(id)?);
            if !open.registry()?.file.holds(&kind, &id)? {
                return Err(Error::NotFound);
            }
            let put = [("withdrawn".to_owned(), withdrawn.into())].into();
            open.keep_office_record(kind, id, put, Vec::new(), now)
        })
    }
}

/// Without what they answered.
fn read_participant(input: &ParticipantInput, training: DocumentId) -> Participant {
    Participant {
        training,
        name: line(&input.name),
        sex: ParticipantSex::from_word(&line(&input.sex)),
        role: ParticipantRole::from_word(&line(&input.role)),
        institution: line(&input.institution),
        ..Participant::default()
    }
}

/// A department by its code, where its name was given; other words as they are.
fn department(pack: &Pack, typed: &str) -> String {
    let typed = line(typed);
    let named = pack.departments.iter().find(|one| fold(&one.name) == fold(&typed));
    named.map(|one| one.code.clone()).unwrap_or(typed)
}

fn read_training(input: &TrainingInput, pack: &Pack, problems: &mut Vec<Problem>) -> Training {
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
        department: department(pack, &input.department),
        institution: line(&input.institution),
        trainers: line(&input.trainers),
        trained_by: read_reference("trained_by", trained_by, "training_trainer_unknown", problems),
        state: TrainingState::from_word(&line(&input.state)),
        note: note(&input.note),
        kind,
    }
}
